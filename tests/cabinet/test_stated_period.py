"""Periods in titles of acts: whole, or not at all."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cabinet.acts.stated import stated
from bot.cabinet.fiscal.period import Period

QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
DAYS = st.dates(date(2011, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    "title",
    [
        "Акт сверки за период с 01.07.2026 по 30.09.2026",
        "Акт сверки №5 от 05.10.26 за период 01.07.2026 – 30.09.2026",
        "Акт сверки взаимных расчётов № 5/2 от 05.10.2026 г., за период: с 01.07.2026 г. по 30.09.2026 г.",
        "АКТ СВЕРКИ за 3 квартал 2026 г.",
        "Акт сверки № 5 (за 3 квартал 2026 года)",
        "Акт сверки с 01.07.26 по 30.09.26",
        "Акт сверки за июль – сентябрь 2026 от 05.10.2026",
    ],
)
def test_a_title_that_states_a_period_is_read(title: str) -> None:
    assert stated(title) == QUARTER


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Акт сверки",
        "Акт сверки №5 от 30.09.2026",
        "Акт сверки №5 от 01.07.2026 - 30.09.2026",
        "Акт сверки по договору № 7 за 3 квартал 2026",
        "Акт сверки за 3 квартал 2026 по договору 7",
        "Акт сверки за 3 квартал",
        "Акт сверки за 9 месяцев 2026",
        "Акт сверки на 30.09.2026",
        "Акт сверки за 3 квартал 2026 (исправленный)",
        "Акт сверки за 2 и 3 квартал 2026",
        "Акт за период с 01.07.2026 по 30.09.2026",
        "Письмо и акт сверки за 3 квартал 2026",
        "Акт сверки за период с 01.07.2026 по 31.09.2026",
        "Акт сверки за период с 30.09.2026 по 01.07.2026",
    ],
)
def test_a_title_in_doubt_states_nothing(title: str) -> None:
    assert stated(title) is None


@given(DAYS, DAYS, DAYS)
def test_two_dates_are_read_and_the_documents_own_is_not_among_them(
    one: date, other: date, own: date
) -> None:
    period = Period(min(one, other), max(one, other))
    title = f"Акт сверки № 7 от {own:%d.%m.%Y} за период с {period.first:%d.%m.%Y} по {period.last:%d.%m.%Y}"
    assert stated(title) == period


@given(st.text(max_size=320))
def test_any_title_may_be_looked_at(title: str) -> None:
    assert stated(title) is None
    found = stated(f"Акт сверки за {title}")
    assert found is None or found.first <= found.last
