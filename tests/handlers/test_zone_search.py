"""Which zone a person means."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cabinet.person import Language
from bot.cabinet.warnings.choices import zones
from handlers.settings.zone.cities import CITIES, RUSSIAN
from handlers.settings.zone.search import MOST_FOUND, find, place

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("Екатеринбург", "Asia/Yekaterinburg"),
        ("  екатеринбург ", "Asia/Yekaterinburg"),
        ("екб", "Asia/Yekaterinburg"),
        ("Asia/Yekaterinburg", "Asia/Yekaterinburg"),
        ("asia/yekaterinburg", "Asia/Yekaterinburg"),
        ("Yekaterinburg", "Asia/Yekaterinburg"),
        ("+5", "Asia/Yekaterinburg"),
        ("UTC+5", "Asia/Yekaterinburg"),
        ("GMT +05:00", "Asia/Yekaterinburg"),
        ("МСК+2", "Asia/Yekaterinburg"),
        ("мск -1", "Europe/Kaliningrad"),
        ("мск−1", "Europe/Kaliningrad"),
        ("МСК", "Europe/Moscow"),
        ("г. Пермь", "Asia/Yekaterinburg"),
        ("город Пермь", "Asia/Yekaterinburg"),
        ("Санкт-Петербург", "Europe/Moscow"),
        ("Ростов на Дону", "Europe/Moscow"),
        ("орёл", "Europe/Moscow"),
        ("Новосибирск", "Asia/Novosibirsk"),
        ("Сахалин", "Asia/Sakhalin"),
        ("Алматы", "Asia/Almaty"),
        ("Минск", "Europe/Minsk"),
        ("Нью-Йорк", "America/New_York"),
        ("New York", "America/New_York"),
        ("Армения", "Asia/Yerevan"),
        ("Calcutta", "Asia/Kolkata"),
        ("Екатиринбург", "Asia/Yekaterinburg"),
        ("UTC", "Etc/UTC"),
    ],
)
def test_one_zone(said: str, zone: str) -> None:
    assert find(said, NOW) == (zone,)


def test_what_may_be_several_gives_the_choice() -> None:
    assert find("ново", NOW) == ("Europe/Moscow", "Asia/Novokuznetsk", "Asia/Novosibirsk")
    assert find("Россия", NOW) == RUSSIAN
    assert {"Asia/Almaty", "Asia/Oral"} <= set(find("Казахстан", NOW))
    assert find("+1", NOW)[0].startswith("Europe/")
    assert set(find("UTC+5:30", NOW)) == {"Asia/Colombo", "Asia/Kolkata"}


@pytest.mark.parametrize("said", ["", " ", "-", "привет как дела", "+99", "😀", "5" * 5000, "/../etc/passwd"])
def test_nonsense_is_nothing(said: str) -> None:
    assert find(said, NOW) == ()


@given(st.text(max_size=200))
def test_whatever_is_typed_only_zones_are_found(said: str) -> None:
    found = find(said, NOW)
    assert len(found) <= MOST_FOUND
    assert set(found) <= zones()


def test_offsets_are_those_of_the_day() -> None:
    winter, summer = find("+1", NOW), find("+1", datetime(2026, 7, 1, tzinfo=UTC))
    assert "Europe/Berlin" in winter
    assert "Europe/Berlin" not in summer


def test_the_picker_has_every_hour_of_russia() -> None:
    hours = [
        (NOW.astimezone(ZoneInfo(zone)).utcoffset() or NOW - NOW).total_seconds() / 3600 for zone in RUSSIAN
    ]
    assert hours == [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    assert set(CITIES) <= zones()
    for language in Language:
        assert all(place(zone, language.value) for zone in (*RUSSIAN, *CITIES))
