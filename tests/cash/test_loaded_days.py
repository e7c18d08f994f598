"""Every day is asked for, again while something of it may be late, and not again after that."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.cabinet.cash.loaded_days import LATEST, RECENT, AskedDays, LoadedDays
from bot.cabinet.fiscal.period import Period

START = date(2026, 1, 1)
numbers = st.integers(0, 120)


def day(number: int) -> date:
    return START + timedelta(days=number)


def days(period: Period) -> set[date]:
    return {period.first + timedelta(days=n) for n in range((period.last - period.first).days + 1)}


# On which day, from which day to which.
asking = st.tuples(numbers, numbers, numbers).map(
    lambda drawn: (day(max(drawn)), Period(*map(day, sorted(drawn)[:2])))
)


@given(
    st.lists(asking, max_size=8).map(lambda found: sorted(found, key=lambda one: one[0])), numbers, numbers
)
def test_what_was_asked_for_late_enough_or_today_is_not_missing_and_everything_else_is(
    askings: list[tuple[date, Period]], first: int, length: int
) -> None:
    known, settled, last_asked = LoadedDays(), set[date](), dict[date, date]()
    for today, period in askings:
        known.ask(period, today)
        for one in days(period):
            last_asked[one] = today
            if today - one > LATEST:
                settled.add(one)
    today, wanted = day(first + length), Period(day(first), day(first + length))
    missing = known.missing(wanted, today)
    asked = [one for period in missing for one in days(period)]
    assert len(asked) == len(set(asked))
    assert set(asked) == {
        one
        for one in days(wanted)
        if one not in settled and (last_asked.get(one) != today or today - one <= RECENT)
    }
    # As it is kept and read again.
    assert LoadedDays(known.runs()).runs() == known.runs()
    assert LoadedDays(known.runs()).missing(wanted, today) == missing
    kept = [one for run in known.runs() for one in days(run.period)]
    assert len(kept) == len(set(kept)) == len(last_asked)


def test_runs_are_few() -> None:
    known = LoadedDays()
    known.ask(Period(day(0), day(364)), day(400))
    for number in range(370, 400):
        known.ask(Period(day(340), day(number)), day(number))
    assert known.runs() == [
        AskedDays(Period(day(0), day(367)), None),
        AskedDays(Period(day(368), day(399)), day(399)),
    ]


def test_an_ordinary_day_asks_for_a_month_once_and_for_three_days_after_that() -> None:
    known, wanted = LoadedDays(), Period(day(0), day(300))
    known.ask(Period(day(0), day(299)), day(299))
    assert known.missing(wanted, day(300)) == [Period(day(268), day(300))]
    known.ask(Period(day(268), day(300)), day(300))
    assert known.missing(wanted, day(300)) == [Period(day(297), day(300))]
