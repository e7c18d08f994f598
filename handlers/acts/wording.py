"""How acts, periods and ages are put into words."""

from datetime import date, datetime

from bot.cabinet.acts.fulfilling import Waiting
from bot.cabinet.acts.period import part
from bot.cabinet.files.naming import telegram_name
from bot.cabinet.files.stored_file import Media
from bot.cabinet.fiscal.period import Period
from bot.texts import Texts
from handlers import phrases
from handlers.documents.wording import month

_FIRM_IN_NAME = 24
_OLD_DAYS, _LATE_DAYS = 2, 5


def period(t: Texts, value: Period) -> str:
    """«3 квартал 2026», «Июль 2026», «2025 год», or the two days."""
    for months, key in ((1, ""), (3, "period.quarter"), (6, "period.half"), (12, "period.year")):
        if value == part(value.first, months, 0):
            if not key:
                return month(t, value.first)
            return t(key, number=(value.first.month - 1) // months + 1, year=value.first.year)
    return t("period.days", first=phrases.day(t, value.first), last=phrases.day(t, value.last))


def days(t: Texts, value: Period) -> str:
    """«с 1 июля 2026 по 30 сентября 2026»."""
    return t("period.from-to", first=phrases.day(t, value.first), last=phrases.day(t, value.last))


def age(t: Texts, since: datetime, now: datetime) -> str:
    """«сегодня», «3 дня назад»."""
    count = (now - since).days
    return t.plural("age.days", count) if count else t("age.today")


def age_mark(since: datetime, now: datetime) -> str:
    """A mark that grows with the age of an order."""
    count = (now - since).days
    if count >= _LATE_DAYS:
        return phrases.OVERDUE_MARK
    return phrases.ENDING_MARK if count >= _OLD_DAYS else phrases.OPEN_MARK


def file_name(t: Texts, value: Period, firm: str) -> str:
    """«Акт сверки 2026-07-01 2026-09-30 ООО Ромашка.pdf»."""
    first, last = _iso(value.first), _iso(value.last)
    return telegram_name(t("act.file-name", first=first, last=last, firm=firm[:_FIRM_IN_NAME]), Media.PDF)


def _iso(day: date) -> str:
    return day.isoformat()


def waiting_orders(t: Texts, orders: Waiting) -> str:
    """The label of the way to orders that wait: how many, and how old the oldest is."""
    if not orders.page.total:
        return t("button.orders")
    oldest = orders.page.items[0].ordered_at
    return t.plural(
        "button.orders-waiting",
        orders.page.total,
        mark=age_mark(oldest, orders.now),
        age=age(t, oldest, orders.now),
    )
