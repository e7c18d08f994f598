"""The last days of services as a calendar file, with alarms."""

from datetime import UTC, date, datetime, timedelta

from babel.dates import format_date
from icalendar import Alarm, Calendar, Event

from bot.cabinet.services import ServicesReport
from bot.cabinet.subscription import Subscription
from bot.documents.plain import firm, plain
from bot.texts import Texts, texts

ALARM_DAYS = (14, 3, 1)
ALARM_HOUR = 9

_PRODUCT = "-//Kabinet//Services//{language}"
_DAY = timedelta(days=1)


def write_calendar(report: ServicesReport, language: str) -> bytes:
    """An .ics file with one all-day event on the last day of each service that has one.

    Imported again, an event takes the place of its older self: the identifier stays, the sequence grows with time.
    """
    t = texts(language)
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT.format(language=language.upper()))
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", t("calendar.name"))
    for service in report.services:
        if service.term.end is not None:
            calendar.add_component(_event(t, service, service.term.end, report))
    content: bytes = calendar.to_ical()
    return content


def _event(t: Texts, service: Subscription, end: date, report: ServicesReport) -> Event:
    made = report.made_at.astimezone(UTC).replace(microsecond=0)
    product, name = plain(service.product), firm(service.organization_name)
    event = Event()
    event.add("uid", f"service-{service.id}-{service.inn}@kabinet")
    event.add("dtstamp", made)
    event.add("last-modified", made)
    event.add("sequence", _sequence(made))
    event.add("dtstart", end)
    event.add("dtend", end + _DAY)
    summary = t("calendar.summary", product=product, name=name)
    event.add("summary", summary)
    event.add("description", "\n".join(_description(t, service, end)))
    event.add("transp", "TRANSPARENT")  # nobody is busy because a term ends
    for days in ALARM_DAYS:
        # Some calendars ring at once for an alarm whose time has passed.
        if end - days * _DAY > report.today:
            event.add_component(_alarm(t.plural("calendar.alarm", days, summary=summary), days))
    return event


def _description(t: Texts, service: Subscription, end: date) -> list[str]:
    lines = [t("calendar.organization", name=firm(service.organization_name), inn=service.inn)]
    if service.kpp:
        lines.append(t("calendar.kpp", kpp=plain(service.kpp)))
    lines.append(t("calendar.product", product=plain(service.product)))
    if service.tariff:
        lines.append(t("calendar.tariff", tariff=plain(service.tariff)))
    if service.modifiers:
        lines.append(t("calendar.modifiers", modifiers=plain(", ".join(service.modifiers))))
    lines.append(t("calendar.until", day=format_date(end, "d MMMM y", locale=t.language)))
    return lines


def _alarm(words: str, days: int) -> Alarm:
    """At nine in the morning so many days before; an all-day event begins at midnight wherever its reader is."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", timedelta(hours=ALARM_HOUR) - days * _DAY)
    return alarm


def _sequence(made: datetime) -> int:
    """Minutes of the era: grows from file to file and fits in 32 bits."""
    return int(made.timestamp()) // 60
