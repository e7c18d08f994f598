from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cabinet.warnings.hours import MINUTES_A_DAY, MORNING, NO_QUIET, QuietHours, good_moment, tomorrow
from bot.cabinet.warnings.kind import RULES, Kind, Rule, Unit

ZONES = ("Europe/Moscow", "Asia/Kamchatka", "Europe/Berlin", "America/Santiago", "Australia/Lord_Howe")
# A change of clocks may swallow the named minute: then the first minute after it serves.
CHANGE = timedelta(hours=1)

minutes = st.integers(0, MINUTES_A_DAY - 1)
quiet_hours = st.builds(QuietHours, minutes, minutes)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone is given apart
zones = st.sampled_from(ZONES)
rules = st.sampled_from(list(RULES.values()))


def minute_of(moment: datetime, zone: str) -> int:
    local = moment.astimezone(ZoneInfo(zone))
    return local.hour * 60 + local.minute


@given(rule=rules, at=moments, zone=zones, quiet=quiet_hours)
def test_a_good_moment_is_not_earlier_and_within_a_day(
    rule: Rule, at: datetime, zone: str, quiet: QuietHours
) -> None:
    found = good_moment(rule, at, zone, quiet)
    assert at <= found <= at + timedelta(days=1) + CHANGE
    assert found.utcoffset() == timedelta(0)


@given(kind=st.sampled_from(list(Kind)), at=moments, zone=zones, quiet=quiet_hours)
def test_only_the_urgent_is_told_in_quiet_hours(
    kind: Kind, at: datetime, zone: str, quiet: QuietHours
) -> None:
    rule = RULES[kind]
    found = good_moment(rule, at, zone, quiet)
    if rule.urgent:
        assert found == at
    else:
        assert not quiet.cover(minute_of(found, zone))


@given(at=moments, zone=zones, quiet=quiet_hours)
def test_what_is_told_by_day_is_not_told_at_night_even_without_quiet_hours(
    at: datetime, zone: str, quiet: QuietHours
) -> None:
    for rule in RULES.values():
        if rule.unit is Unit.DAYS and quiet.off:
            assert minute_of(good_moment(rule, at, zone, quiet), zone) >= MORNING


@given(rule=rules, at=moments, zone=zones, quiet=quiet_hours)
def test_a_good_moment_is_good(rule: Rule, at: datetime, zone: str, quiet: QuietHours) -> None:
    found = good_moment(rule, at, zone, quiet)
    assert good_moment(rule, found, zone, quiet) == found


@given(at=moments, zone=zones, quiet=quiet_hours)
def test_tomorrow_is_the_next_day_and_not_quiet(at: datetime, zone: str, quiet: QuietHours) -> None:
    found = tomorrow(at, zone, quiet)
    local = found.astimezone(ZoneInfo(zone))
    assert local.date() == at.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    assert not quiet.cover(minute_of(found, zone))


@pytest.mark.parametrize(
    ("start", "end", "inside", "outside"),
    [
        (1200, 540, [1200, 1439, 0, 539], [540, 1199]),
        (60, 120, [60, 119], [59, 120]),
        (0, 0, [], [0, 720]),
    ],
)
def test_quiet_hours_may_last_over_midnight(
    start: int, end: int, inside: list[int], outside: list[int]
) -> None:
    quiet = QuietHours(start, end)
    assert all(quiet.cover(minute) for minute in inside)
    assert not any(quiet.cover(minute) for minute in outside)


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (0, 1440), (1440, 0)])
def test_quiet_hours_are_minutes_of_a_day(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="minutes of a day"):
        QuietHours(start, end)


def test_the_morning_is_the_wall_clocks_after_a_change_of_clocks() -> None:
    # Clocks in Berlin go forward in the night to 26 March 2028.
    evening = datetime(2028, 3, 25, 20, 0, tzinfo=UTC)
    assert good_moment(RULES[Kind.SERVICE], evening, "Europe/Berlin", QuietHours()) == datetime(
        2028, 3, 26, 7, 0, tzinfo=UTC
    )
    assert good_moment(RULES[Kind.SERVICE], evening, "Europe/Berlin", NO_QUIET) == evening
