"""What the pictures say, short enough for one line on a phone."""

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from bot.cabinet.subscription import Subscription, Term, TermState
from bot.documents.timeline.layout import Paint, Picture
from bot.documents.timeline.lettering import legible
from bot.texts import Texts

MONTH_LETTERS = 3

# What has not begun says so in its own row.
LEGEND = {
    Paint.OVERDUE: "timeline.legend.overdue",
    Paint.WEEK: "timeline.legend.week",
    Paint.MONTH: "timeline.legend.month",
    Paint.LATER: "timeline.legend.later",
}


@dataclass(frozen=True, slots=True)
class Span:
    """The words at the right of a label: a date, and what it means today."""

    when: str
    left: str


def span(t: Texts, term: Term, today: date) -> Span:
    """«до 30 ноя 2026» and «9 дней», and its kin for every state of a service."""
    left = term.days_left(today)
    if term.state(today) is TermState.FUTURE and term.start is not None:
        return Span(t("timeline.from", day=short_day(t, term.start)), t("timeline.future"))
    if term.end is None or left is None:
        return Span("", t("timeline.perpetual"))
    day = short_day(t, term.end)
    if left < 0:
        return Span(day, t.plural("timeline.ago", -left))
    remaining = t.plural("timeline.days", left) if left else t("timeline.last-day")
    return Span(t("timeline.until", day=day), remaining)


def service_name(service: Subscription) -> tuple[str, str]:
    """The product, and its tariff, in letters that can be drawn."""
    return legible(service.product) or "—", legible(service.tariff)


def headline(t: Texts, today: date, total: int) -> str:
    """The day for which the picture is true, and how much there is in all."""
    return t.plural("timeline.headline", total, day=format_date(today, "d MMMM y", locale=t.language))


def page_number(t: Texts, picture: Picture, count: int) -> str:
    """Which picture of how many; nothing for the only one."""
    return t("page.number", number=picture.number + 1, count=count) if count > 1 else ""


def month_name(t: Texts, first: date) -> str:
    """«ноя»; January bears the year."""
    return str(first.year) if first.month == 1 else _abbreviated(t, first, "LLL")


def short_day(t: Texts, day: date) -> str:
    """«30 ноя 2026»."""
    return f"{day.day} {_abbreviated(t, day, 'MMM')} {day.year}"


def _abbreviated(t: Texts, day: date, pattern: str) -> str:
    return format_date(day, pattern, locale=t.language)[:MONTH_LETTERS]
