"""Periods of reconciliation acts: offered, typed, held against the calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cabinet.acts.file_name import ActName, parsed
from bot.cabinet.acts.fulfilling import working_day
from bot.cabinet.acts.period import EARLIEST, LONGEST, BadPeriodError, checked, offers, part, typed
from bot.cabinet.fiscal.period import Period

TODAY = date(2026, 11, 21)
DAYS = st.dates(date(2011, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("01.07.2026-30.09.2026", date(2026, 7, 1), date(2026, 9, 30)),
        ("с 1.7.26 по 30.9.26", date(2026, 7, 1), date(2026, 9, 30)),
        ("3 квартал 2026", date(2026, 7, 1), date(2026, 9, 30)),
        ("1-й квартал 2026 года", date(2026, 1, 1), date(2026, 3, 31)),
        ("2 полугодие 2025", date(2025, 7, 1), date(2025, 12, 31)),
        ("июль 2026", date(2026, 7, 1), date(2026, 7, 31)),
        ("Май 2026", date(2026, 5, 1), date(2026, 5, 31)),
        ("март 2026", date(2026, 3, 1), date(2026, 3, 31)),
        ("02.2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2026 год", date(2026, 1, 1), TODAY),
        ("ноябрь 2026", date(2026, 11, 1), TODAY),
        ("июль 2026 - сентябрь 2026", date(2026, 7, 1), date(2026, 9, 30)),
        ("с июля по сентябрь 2026 г.", date(2026, 7, 1), date(2026, 9, 30)),
        ("июль–сентябрь 2026", date(2026, 7, 1), date(2026, 9, 30)),
        ("ноябрь 2025 – январь 2026", date(2025, 11, 1), date(2026, 1, 31)),
        ("1-3 квартал 2026", date(2026, 1, 1), date(2026, 9, 30)),
        ("3 квартал 2025 – 1 квартал 2026", date(2025, 7, 1), date(2026, 3, 31)),
        ("III кв. 2026", date(2026, 7, 1), date(2026, 9, 30)),
        ("за 2025 год", date(2025, 1, 1), date(2025, 12, 31)),
        ("2024 - 2025", date(2024, 1, 1), date(2025, 12, 31)),
        ("2026-07-12 - 2026-09-15", date(2026, 7, 12), date(2026, 9, 15)),
        ("2026.07.12 - 2026.09.15", date(2026, 7, 12), date(2026, 9, 15)),
        ("июль-сентябрь 2026", date(2026, 7, 1), date(2026, 9, 30)),
        ("07.2026-09.2026", date(2026, 7, 1), date(2026, 9, 30)),
        ("2024-2025", date(2024, 1, 1), date(2025, 12, 31)),
        ("1 квартал 2026-3 квартал 2026", date(2026, 1, 1), date(2026, 9, 30)),
        ("07.2026 - 09.2026", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026-07-01 2026-09-30", date(2026, 7, 1), date(2026, 9, 30)),
        ("янв 2026 - мар 2026", date(2026, 1, 1), date(2026, 3, 31)),
    ],
)
def test_periods_are_read_as_people_write_them(said: str, first: date, last: date) -> None:
    assert typed(said, TODAY) == Period(first, last)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "когда-нибудь",
        "5 квартал 2026",
        "3 полугодие 2026",
        "31.02.2026-01.03.2026",
        "30.09.2026-01.07.2026",
        "01.07.2026",
        "2027",
        "декабрь 2026",
        "2009",
        "01.01.2015-01.01.2026",
        "99.9999",
        "0000",
        "9" * 1_000,
        "12 квартал 2026",
        "3-1 квартал 2026",
        "маска 2026",
        "июль",
        "июль - сентябрь",
        "июль - 2026",
        "2025 - июль 2026",
        "2026-07",
        "1 квартал - 2026",
        "101.07.2026-30.09.2026",
        "сентябрь-июль 2026",
        "июль 2026 октябрь 2026",
        "акт 12 от 01.07.2026 по 30.09.2026",
        "01.07.2026 30.09.2026 31.10.2026",
    ],
)
def test_what_is_no_period_is_refused(said: str) -> None:
    with pytest.raises(BadPeriodError):
        typed(said, TODAY)


@given(st.text(max_size=80), DAYS)
def test_whatever_is_typed_gives_a_sound_period_or_a_refusal(said: str, today: date) -> None:
    try:
        period = typed(said, today)
    except BadPeriodError:
        return
    assert checked(period, today) == period


@given(
    DAYS,
    DAYS,
    st.sampled_from(["{:%d.%m.%Y}", "{:%Y-%m-%d}", "{:%d/%m/%Y}"]),
    st.sampled_from([" - ", "-", " – ", " по "]),
)
def test_two_dates_are_read_in_every_usual_form(one: date, other: date, form: str, between: str) -> None:
    period = Period(min(one, other), max(one, other))
    text = form.format(period.first) + between + form.format(period.last)
    if period.last - period.first <= LONGEST:
        assert typed(text, date(2099, 12, 31)) == period


MONTHS = [
    *("январь", "февраль", "март", "апрель", "май", "июнь"),
    *("июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
]
BETWEEN = st.sampled_from([" - ", "-", " – ", "–", " по ", " до "])


@given(st.integers(2011, 2098), st.integers(0, 11), st.integers(0, 24), BETWEEN)
def test_ranges_of_months_run_from_the_first_to_the_last(
    year: int, month: int, more: int, between: str
) -> None:
    end_year, end_month = divmod(year * 12 + month + more, 12)
    expected = Period(date(year, month + 1, 1), part(date(end_year, end_month + 1, 1), 1, 0).last)
    last = f"{MONTHS[end_month]} {end_year}"
    assert typed(f"{MONTHS[month]} {year}{between}{last}", date(2101, 1, 1)) == expected
    assert typed(f"{month + 1:02}.{year}{between}{end_month + 1:02}.{end_year}", date(2101, 1, 1)) == expected
    if end_year == year:
        assert typed(f"{MONTHS[month]}{between}{last}", date(2101, 1, 1)) == expected


@given(st.integers(2011, 2098), st.integers(1, 12), st.integers(1, 12))
def test_only_quarters_that_there_are_in_order_are_read(year: int, first: int, last: int) -> None:
    text = f"{first}-{last} квартал {year}"
    if first <= last <= 4:
        begins, ends = date(year, 3 * first, 1), date(year, 3 * last, 1)
        assert typed(text, date(2101, 1, 1)) == Period(part(begins, 3, 0).first, part(ends, 3, 0).last)
    else:
        with pytest.raises(BadPeriodError):
            typed(text, date(2101, 1, 1))


@given(DAYS, DAYS, DAYS)
def test_a_checked_period_is_over_and_not_too_long(one: date, other: date, today: date) -> None:
    period = Period(min(one, other), max(one, other))
    try:
        good = checked(period, today)
    except BadPeriodError:
        assert period.first > today or min(period.last, today) - period.first > LONGEST
        return
    assert EARLIEST <= good.first <= good.last <= today
    assert good.last - good.first <= LONGEST
    assert (good.first, checked(good, today)) == (period.first, good)


@given(DAYS)
def test_what_is_offered_can_be_ordered(today: date) -> None:
    offered = list(offers(today))
    assert len({offer.name for offer in offered}) == len(offered)
    for offer in offered:
        assert checked(offer.period, today) == offer.period


@given(DAYS, st.sampled_from([1, 3, 6, 12]))
def test_parts_of_the_year_follow_each_other_without_gaps(day: date, months: int) -> None:
    this, following = part(day, months, 0), part(day, months, 1)
    assert this.first <= day <= this.last
    assert following.first - this.last == timedelta(days=1)
    assert part(following.first, months, -1) == this


@given(DAYS, DAYS)
def test_a_name_says_what_it_was_made_of(one: date, other: date) -> None:
    period = Period(min(one, other), max(one, other))
    name = f"9600100116_{period.first.isoformat()}_{period.last.isoformat()}.pdf"
    assert parsed(name) == ActName("9600100116", period)


@given(st.text(max_size=60))
def test_any_name_may_be_looked_at(name: str) -> None:
    assert parsed(name) is None


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 23, 5, 59, tzinfo=UTC), None),
        (datetime(2026, 11, 23, 6, 0, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 23, 20, 0, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 27, 21, 30, tzinfo=UTC), None),
        (datetime(2026, 11, 28, 9, 0, tzinfo=UTC), None),
        (datetime(2026, 11, 29, 9, 0, tzinfo=UTC), None),
    ],
)
def test_a_working_day_begins_at_nine_from_monday_to_friday(moment: datetime, day: date | None) -> None:
    assert working_day("Europe/Moscow", moment) == day
