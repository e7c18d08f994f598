"""Windows of one look after another: no end is missed, none is seen twice."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.cabinet.warnings.kind import RULES, Kind
from bot.cabinet.warnings.window import (
    Window,
    Windows,
    day_windows,
    local_day,
    minute_windows,
    moment_windows,
    mondays,
)

ZONES = ("Europe/Moscow", "Asia/Kamchatka", "Europe/Berlin", "America/Santiago", "Pacific/Kiritimati")
SERVICE, CERTIFICATE, ACCESS = RULES[Kind.SERVICE], RULES[Kind.CERTIFICATE], RULES[Kind.ACCESS]
BEGIN = datetime(2028, 2, 20, 12, 0, tzinfo=UTC)

zones = st.sampled_from(ZONES)
gaps = st.timedeltas(timedelta(minutes=1), timedelta(hours=30)) | st.timedeltas(
    timedelta(days=1), timedelta(days=29)
)
courses = st.lists(gaps, min_size=1, max_size=12)
days = st.integers(-20, 150).map(lambda number: BEGIN.date() + timedelta(days=number))
moments = st.timedeltas(timedelta(days=-1), timedelta(days=150)).map(lambda after: BEGIN + after)
short_gaps = st.lists(st.timedeltas(timedelta(seconds=1), timedelta(hours=23)), min_size=1, max_size=12)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def seen(end: datetime, windows: Windows) -> list[int]:
    return [one.threshold for one in windows.crossed if one.after < end <= one.until]


def course_of(gaps: list[timedelta]) -> list[datetime]:
    looks = [BEGIN]
    for gap in gaps:
        looks.append(looks[-1] + gap)
    return looks


def crossings(
    end: datetime, looks: list[datetime], windows: Callable[[datetime, datetime], Windows]
) -> list[int]:
    found = []
    for since, now in pairwise(looks):
        found.extend(seen(end, windows(since, now)))
    return sorted(found)


@given(zone=zones, gaps=courses, end=days)
def test_each_threshold_of_a_day_is_crossed_once(zone: str, gaps: list[timedelta], end: date) -> None:
    looks = course_of(gaps)
    first, last = local_day(looks[0], zone), local_day(looks[-1], zone)
    crossed = crossings(midnight(end), looks, lambda since, now: day_windows(SERVICE, zone, since, now))
    expected = [one for one in SERVICE.choices if first < end - timedelta(days=one) <= last]
    assert crossed == sorted(expected)


@given(zone=zones, gaps=courses, end=moments)
def test_a_moment_counts_for_its_day_in_the_zone(zone: str, gaps: list[timedelta], end: datetime) -> None:
    looks = course_of(gaps)
    first, last = local_day(looks[0], zone), local_day(looks[-1], zone)
    crossed = crossings(
        end,
        looks,
        lambda since, now: moment_windows(day_windows(CERTIFICATE, zone, since, now), zone),
    )
    day = end.astimezone(ZoneInfo(zone)).date()
    expected = [one for one in CERTIFICATE.choices if first < day - timedelta(days=one) <= last]
    assert crossed == sorted(expected)


@given(gaps=short_gaps, end=st.timedeltas(timedelta(0), timedelta(days=6)).map(lambda after: BEGIN + after))
def test_each_threshold_of_a_moment_is_crossed_once(gaps: list[timedelta], end: datetime) -> None:
    looks = course_of(gaps)
    crossed = crossings(end, looks, lambda since, now: minute_windows(ACCESS, since, now))
    expected = [one for one in ACCESS.choices if looks[0] < end - timedelta(minutes=one) <= looks[-1]]
    assert crossed == sorted(expected)


@given(zone=zones, gap=gaps, end=days)
def test_the_nearest_crossed_threshold_is_the_nearest_standing_one(
    zone: str, gap: timedelta, end: date
) -> None:
    """What was changed and has crossed as well is announced by one threshold, not by two."""
    now = BEGIN + gap
    windows = day_windows(SERVICE, zone, BEGIN, now)
    crossed = seen(midnight(end), windows)
    standing = [one.threshold for one in windows.standing if one.after < midnight(end) <= one.until]
    left = (end - local_day(now, zone)).days
    if left >= min(SERVICE.choices):
        assert sorted(standing) == sorted(one for one in SERVICE.choices if left <= one)
    else:
        assert standing == []
    if crossed and standing:
        assert min(crossed) == min(standing)


@given(zone=zones, gap=st.timedeltas(timedelta(0), timedelta(days=400)), end=days)
def test_after_any_stop_nothing_is_found_that_was_over_long_ago(zone: str, gap: timedelta, end: date) -> None:
    now = BEGIN + gap
    for since in (None, BEGIN):
        if seen(midnight(end), day_windows(SERVICE, zone, since, now)):
            assert local_day(now, zone) - end <= SERVICE.worth


@given(zone=zones, at=moments)
def test_nothing_is_crossed_within_a_day(zone: str, at: datetime) -> None:
    day = at.astimezone(ZoneInfo(zone))
    begin = day.replace(hour=3, minute=0).astimezone(UTC)
    assert day_windows(SERVICE, zone, begin, begin + timedelta(hours=12)).crossed == ()


@given(zone=zones, gaps=courses)
def test_each_monday_begins_once(zone: str, gaps: list[timedelta]) -> None:
    looks = course_of(gaps)
    found = [mondays(zone, since, now) for since, now in pairwise(looks)]
    begun = [monday for monday in found if monday is not None]
    assert begun == sorted(set(begun))
    assert all(monday.weekday() == 0 for monday in begun)
    last = local_day(looks[-1], zone)
    monday = last - timedelta(days=last.weekday())
    if local_day(looks[0], zone) < monday:
        assert begun[-1] == monday


def test_a_look_for_the_first_time_finds_what_is_near() -> None:
    windows = day_windows(SERVICE, ZONES[0], None, BEGIN)
    today = BEGIN.date()
    assert min(seen(midnight(today + timedelta(days=5)), windows)) == 5
    assert Window(None, 120, True, BEGIN - timedelta(days=1), BEGIN + timedelta(hours=2)) in (  # noqa: FBT003 - a standard one
        minute_windows(ACCESS, None, BEGIN).crossed
    )
    assert mondays(ZONES[0], None, datetime(2028, 2, 21, 6, 0, tzinfo=UTC)) == date(2028, 2, 21)
    assert mondays(ZONES[0], None, datetime(2028, 2, 22, 6, 0, tzinfo=UTC)) is None
