"""Turns of speech that several screens share: days, moments, what is left, names cut to a readable length."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from bot.cabinet.organization import Membership
from bot.cabinet.subscription import Subscription, Term, TermState, Urgency
from bot.texts import Texts

_QUOTED = re.compile(r'"([^"]*)"')

LABEL_LENGTH = 40
NAME_LENGTH = 120

MARKS = {Urgency.OVERDUE: "🔴", Urgency.WEEK: "🟠", Urgency.MONTH: "🟡", Urgency.LATER: "🟢"}
OPEN_MARK, ENDING_MARK, LAPSED_MARK, OVERDUE_MARK = "🟢", "🟠", "⚪️", "🔴"


def cut(text: str, length: int = NAME_LENGTH) -> str:
    """A name in one line, without control and direction marks, not longer than this."""
    clean = " ".join("".join(c if unicodedata.category(c)[0] != "C" else " " for c in text).split())
    return clean if len(clean) <= length else clean[: length - 1].rstrip() + "…"


def firm(name: str, length: int = NAME_LENGTH) -> str:
    """An organization's name in one line; certificates write straight quotes where people write «ёлочки»."""
    return cut(_QUOTED.sub(r"«\1»", name), length)


def day(t: Texts, value: date) -> str:
    """«30 ноября 2026»."""
    return format_date(value, "d MMMM y", locale=t.language)


def clock(t: Texts, value: datetime, zone: str) -> str:
    """«18:40» in the person's zone."""
    return format_time(value.astimezone(ZoneInfo(zone)), "HH:mm", locale=t.language)


def moment(t: Texts, value: datetime, zone: str, now: datetime) -> str:
    """«сегодня в 18:40», «завтра в 09:05», «30 ноября 2026 в 18:40»."""
    local, today = value.astimezone(ZoneInfo(zone)).date(), now.astimezone(ZoneInfo(zone)).date()
    time = clock(t, value, zone)
    near = {-1: "moment.yesterday", 0: "moment.today", 1: "moment.tomorrow"}.get((local - today).days)
    return t(near, time=time) if near else t("moment.day", day=day(t, local), time=time)


def span(t: Texts, left: timedelta) -> str:
    """«5 ч 20 мин»; seconds are never shown."""
    minutes = int(left.total_seconds()) // 60
    if minutes < 1:
        return t("span.moment")
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return t("span.minutes", minutes=minutes)
    return t("span.hours-minutes", hours=hours, minutes=minutes) if minutes else t("span.hours", hours=hours)


def access(t: Texts, membership: Membership, now: datetime) -> str:
    """«открыт ещё 5 ч 20 мин» or «доступ закончился»."""
    if not membership.is_open(now):
        return t("access.lapsed")
    return t("access.open", left=span(t, membership.open_until - now))


def term(t: Texts, value: Term, today: date) -> str:
    """«до 30 ноября 2026, осталось 9 дней» and its kin for every state of a service."""
    left = value.days_left(today)
    if value.state(today) is TermState.FUTURE and value.start is not None:
        if value.end is None:
            return t("term.future-perpetual", start=day(t, value.start))
        return t("term.future", start=day(t, value.start), end=day(t, value.end))
    if value.end is None or left is None:
        return t("term.perpetual")
    end = day(t, value.end)
    if left < 0:
        return t.plural("term.ended", -left, end=end)
    return t.plural("term.left", left, end=end) if left else t("term.last-day", end=end)


def product(t: Texts, subscription: Subscription) -> str:
    """«Экстерн, тариф «Оптимальный плюс» (Бухучет и кадры)»."""
    name = cut(subscription.product)
    if subscription.tariff:
        name = t("service.with-tariff", product=name, tariff=cut(subscription.tariff))
    if subscription.modifiers:
        name = t("service.with-modifiers", service=name, modifiers=cut(", ".join(subscription.modifiers)))
    return name


def local_date(value: datetime, zone: str) -> date:
    """The calendar day of a moment in the person's zone."""
    return value.astimezone(ZoneInfo(zone)).date()
