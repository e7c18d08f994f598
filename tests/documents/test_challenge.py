"""The file to be signed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cabinet.challenge import LIFETIME, new_code
from bot.cabinet.organization import PersonId
from bot.cabinet.person import Language, Person
from bot.documents.challenge import write_challenge

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def person(name: str = "Анна", language: Language = Language.RU) -> Person:
    return Person(PersonId(1001), name, language, "Europe/Moscow")


@pytest.mark.parametrize("language", list(Language))
def test_it_says_who_when_and_until_when(language: Language) -> None:
    text = write_challenge(person(language=language), "7F3A-91C2", NOW, NOW + LIFETIME).decode()
    for said in ("Анна", "1001", "7F3A-91C2", "12:00 (+03:00)", "12:30 (+03:00)", "24"):
        assert said in text


@given(st.text(max_size=200))
def test_a_name_never_writes_lines_of_its_own(name: str) -> None:
    plain = write_challenge(person(), "C", NOW, NOW + LIFETIME)
    content = write_challenge(person(name), "C", NOW, NOW + LIFETIME)
    lines = content.decode().split("\r\n")
    assert len(lines) == len(plain.decode().split("\r\n"))
    assert content.endswith(b"\r\n")
    assert not any("\r" in line or "\n" in line for line in lines)
    assert content.decode().splitlines() == lines[:-1]
    differing = [
        line for line, other in zip(lines, plain.decode().split("\r\n"), strict=True) if line != other
    ]
    assert len(differing) <= 1


def test_codes_are_long_and_new() -> None:
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert all(len(code.replace("-", "")) * 4 >= 128 for code in codes)
    assert timedelta(minutes=30) == LIFETIME
