"""The last days of services as a calendar, read back."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from icalendar import Calendar

from bot.cabinet.subscription import Subscription
from bot.documents.services_calendar import write_calendar
from tests.documents.services import NOW, SERVICES, TODAY, report, service

LONGEST_LINE = 75


def events(content: bytes) -> list[Any]:
    calendar = Calendar.from_ical(content)
    assert not calendar.errors
    return calendar.events


def test_the_last_day_is_an_all_day_event() -> None:
    content = write_calendar(report(service(5, modifiers=("Бухучет и кадры",), end=40)), "ru")
    (event,) = events(content)
    assert event["DTSTART"].dt == date(2026, 12, 31)
    assert event["DTEND"].dt == date(2027, 1, 1)
    assert b"DTSTART;VALUE=DATE:20261231\r\n" in content
    assert event["SUMMARY"] == "Экстерн: последний день, ООО «Ромашка»"
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["UID"] == "service-5-9600100116@kabinet"
    assert event["DESCRIPTION"].split("\n") == [
        "ООО «Ромашка», ИНН 9600100116",
        "КПП 960001001",
        "Продукт: Экстерн",
        "Тариф: Учетный",
        "Модификаторы: Бухучет и кадры",
        "Действует до 31 декабря 2026 включительно",
    ]
    assert Calendar.from_ical(content)["X-WR-CALNAME"] == "Сроки сервисов Контура"


def test_alarms_ring_at_nine_in_the_morning() -> None:
    (event,) = events(write_calendar(report(service(end=40)), "ru"))
    rings = [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")]
    assert rings == [timedelta(hours=9) - timedelta(days=days) for days in (14, 3, 1)]
    assert [alarm["DESCRIPTION"] for alarm in event.walk("VALARM")] == [
        f"Экстерн: последний день, ООО «Ромашка», через {left}" for left in ("14 дней", "3 дня", "1 день")
    ]


def test_alarms_whose_day_has_come_are_left_out() -> None:
    def days(end: int) -> int:
        (event,) = events(write_calendar(report(service(end=end)), "en"))
        return len(event.walk("VALARM"))

    assert [days(end) for end in (-5, 0, 1, 2, 3, 4, 14, 15)] == [0, 0, 0, 1, 1, 2, 2, 3]


def test_a_later_file_updates_the_same_events() -> None:
    first = report(service(5, end=9))
    later = replace(report(service(5, end=374)), made_at=NOW + timedelta(minutes=1))
    (old,), (new,) = events(write_calendar(first, "ru")), events(write_calendar(later, "ru"))
    assert old["UID"] == new["UID"]
    assert new["SEQUENCE"] == old["SEQUENCE"] + 1
    assert new["SEQUENCE"] < 2**31
    assert new["DTSTAMP"].dt == NOW + timedelta(minutes=1)


def test_services_without_an_end_have_no_event() -> None:
    assert events(write_calendar(report(service(1, end=None), service(2)), "ru"))[0]["UID"].startswith(
        "service-2-"
    )


@settings(max_examples=60, deadline=None)
@given(SERVICES)
def test_hostile_names_break_neither_lines_nor_events(services: list[Subscription]) -> None:
    content = write_calendar(report(*services), "ru")
    assert content == write_calendar(report(*services), "ru")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")
    for line in content.split(b"\r\n"):
        assert len(line) <= LONGEST_LINE
        line.decode()  # no letter is torn
    ends = [one.term.end for one in services if one.term.end is not None]
    assert [event["DTSTART"].dt for event in events(content)] == ends
    assert all(event["SUMMARY"].isprintable() for event in events(content))


def test_today_is_not_read_from_the_wall() -> None:
    assert NOW.date() == TODAY
    assert b"20261121T090000Z" in write_calendar(report(service()), "ru")
