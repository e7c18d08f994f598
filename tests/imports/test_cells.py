"""What each kind of cell takes, takes with a note, and refuses."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cabinet.service_file import NoteReason, ProblemReason
from bot.imports import cells
from bot.imports.table import CellValue, NoValue
from bot.requisites import is_inn
from tests.imports.building import ROMASHKA, TRADER, ZERO_ENTITY, ZERO_PERSON


def refused(reading: Callable[[CellValue], object], cell: CellValue) -> ProblemReason:
    with pytest.raises(cells.CellError) as caught:
        reading(cell)
    return caught.value.reason


@pytest.mark.parametrize(
    ("cell", "inn", "note"),
    [
        (ROMASHKA, ROMASHKA, None),
        (TRADER, TRADER, None),
        (f" {ROMASHKA[:4]} {ROMASHKA[4:]}\xa0", ROMASHKA, None),
        (f"\u200b{ROMASHKA}\ufeff", ROMASHKA, None),
        (int(ROMASHKA), ROMASHKA, None),
        (float(ROMASHKA), ROMASHKA, NoteReason.INN_AS_NUMBER),
        (f"{ROMASHKA}.0", ROMASHKA, NoteReason.INN_AS_NUMBER),
        (f"{ROMASHKA},00", ROMASHKA, NoteReason.INN_AS_NUMBER),
        ("7.707083893E9", ROMASHKA, NoteReason.INN_AS_NUMBER),
        ("7,707083893E+09", ROMASHKA, NoteReason.INN_AS_NUMBER),
        ("5,00100732259E+11", TRADER, NoteReason.INN_AS_NUMBER),
        (ZERO_ENTITY[1:], ZERO_ENTITY, NoteReason.INN_ZERO),
        (int(ZERO_ENTITY), ZERO_ENTITY, NoteReason.INN_ZERO),
        (float(ZERO_PERSON), ZERO_PERSON, NoteReason.INN_ZERO),
    ],
)
def test_inn_is_taken(cell: CellValue, inn: str, note: NoteReason | None) -> None:
    assert cells.inn(cell) == cells.Noted(inn, note)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (None, ProblemReason.EMPTY),
        ("  ", ProblemReason.EMPTY),
        ("7707083894", ProblemReason.INN_CHECK),
        ("500100732258", ProblemReason.INN_CHECK),
        ("0000000000", ProblemReason.INN_CHECK),
        ("7,70708E+09", ProblemReason.ROUNDED),
        ("7.7E9", ProblemReason.ROUNDED),
        ("7.70708389312E9", ProblemReason.BAD_INN),
        ("77070838", ProblemReason.BAD_INN),
        ("123456789", ProblemReason.BAD_INN),
        ("7707083893/770701001", ProblemReason.BAD_INN),
        ("٧٧٠٧٠٨٣٨٩٣", ProblemReason.BAD_INN),
        ("Итого", ProblemReason.BAD_INN),
        ("x" * 5_000, ProblemReason.BAD_INN),
        (-7707083893, ProblemReason.BAD_INN),
        (float("inf"), ProblemReason.BAD_INN),
        ("#Н/Д", ProblemReason.CELL_ERROR),
        (date(2026, 1, 1), ProblemReason.TEXT_AS_DATE),
        (NoValue.NOT_COMPUTED, ProblemReason.NOT_COMPUTED),
    ],
)
def test_inn_is_refused(cell: CellValue, reason: ProblemReason) -> None:
    assert refused(cells.inn, cell) is reason


@given(st.one_of(st.text(), st.integers(), st.floats(), st.from_regex(r"\d{8,13}([.,]0)?", fullmatch=True)))
def test_whatever_is_taken_for_an_inn_is_one(cell: CellValue) -> None:
    try:
        noted = cells.inn(cell)
    except cells.CellError:
        return
    assert is_inn(noted.value)


@pytest.mark.parametrize(
    ("cell", "kpp"),
    [
        ("770701001", cells.Noted("770701001")),
        (770701001.0, cells.Noted("770701001")),
        ("7707aa001", cells.Noted("7707AA001")),
        (27801001, cells.Noted("027801001", NoteReason.KPP_ZERO)),
        ("", None),
        (None, None),
    ],
)
def test_kpp_is_taken(cell: CellValue, kpp: cells.Noted | None) -> None:
    assert cells.kpp(cell) == kpp


@pytest.mark.parametrize("cell", ["77070100", "7707010011", "АБ0701001", "-", "7" * 50])
def test_kpp_is_refused(cell: str) -> None:
    if len(cell) == 8:
        assert cells.kpp(cell) == cells.Noted("0" + cell, NoteReason.KPP_ZERO)
    else:
        assert refused(cells.kpp, cell) is ProblemReason.BAD_KPP


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(2026, 11, 30), date(2026, 11, 30)),
        ("30.11.2026", date(2026, 11, 30)),
        ("1.2.2026", date(2026, 2, 1)),
        ("2026-11-30", date(2026, 11, 30)),
        ("30.11.2026 0:00:00", date(2026, 11, 30)),
        ("2026-11-30T23:59:59.999", date(2026, 11, 30)),
        ("29.02.2028", date(2028, 2, 29)),
        ("", None),
        (None, None),
    ],
)
def test_day_is_taken(cell: CellValue, day: date | None) -> None:
    assert cells.day(cell) == day


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("30.11.26", ProblemReason.SHORT_YEAR),
        ("26-11-30", ProblemReason.SHORT_YEAR),
        ("11/30/26", ProblemReason.SHORT_YEAR),
        ("11/12/2026", ProblemReason.BAD_DATE),
        ("29.02.2026", ProblemReason.BAD_DATE),
        ("31.13.2026", ProblemReason.BAD_DATE),
        ("30.11.2026T10:00+03:00", ProblemReason.BAD_DATE),
        ("30 ноября 2026", ProblemReason.BAD_DATE),
        ("٣٠.11.2026", ProblemReason.BAD_DATE),
        ("до конца года " * 20, ProblemReason.BAD_DATE),
        ("46356", ProblemReason.DATE_AS_NUMBER),
        (46356, ProblemReason.DATE_AS_NUMBER),
        (46356.5, ProblemReason.DATE_AS_NUMBER),
        (date(1899, 12, 31), ProblemReason.DATE_OUT_OF_RANGE),
        ("31.12.9999", ProblemReason.DATE_OUT_OF_RANGE),
        ("30.11.0026", ProblemReason.DATE_OUT_OF_RANGE),
        ("#ЗНАЧ!", ProblemReason.CELL_ERROR),
        ("бессрочно", ProblemReason.BAD_DATE),
        (NoValue.NOT_COMPUTED, ProblemReason.NOT_COMPUTED),
    ],
)
def test_day_is_refused(cell: CellValue, reason: ProblemReason) -> None:
    assert refused(cells.day, cell) is reason


@pytest.mark.parametrize("cell", ["бессрочно", " Бессрочно ", "БЕССРОЧНАЯ", "", None])
def test_perpetual(cell: CellValue) -> None:
    assert cells.last_day(cell) is None


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Бухучет и кадры", ("Бухучет и кадры",)),
        ("А; Б ,В\r\nГ", ("А", "Б", "В", "Г")),
        ("А;;А; а;", ("А", "а")),
        (12, ("12",)),
        (" ; ", ()),
        (None, ()),
    ],
)
def test_modifiers(cell: CellValue, names: tuple[str, ...]) -> None:
    assert cells.modifiers(cell, 200, 50) == names


def test_limits() -> None:
    assert cells.text("x" * 10, 10) == "x" * 10
    assert refused(lambda cell: cells.text(cell, 10), "x" * 11) is ProblemReason.TOO_LONG
    assert refused(lambda cell: cells.modifiers(cell, 9, 2), "a;b;c") is ProblemReason.TOO_MANY_MODIFIERS
    assert refused(lambda cell: cells.modifiers(cell, 2, 9), "abc;d") is ProblemReason.TOO_LONG


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  ООО\xa0 «Ромашка»\n", "ООО «Ромашка»"),
        ("\u202eОО\u200bО\u00ad", "ООО"),
        ("и\u0306", "й"),
        (100.0, "100"),
        (1.5, "1.5"),
    ],
)
def test_text_is_cleaned(cell: CellValue, text: str) -> None:
    assert cells.text(cell, 100) == text


@pytest.mark.parametrize("cell", ["a\x1b[2Jb", "a\x00b", "\x07", "a\ud800"])
def test_control_characters_are_refused(cell: str) -> None:
    assert refused(lambda value: cells.text(value, 100), cell) is ProblemReason.UNPRINTABLE


@pytest.mark.parametrize("cell", [1e15, 12345678901234567890, "1,23457E+15"])
def test_rounded_identifiers_are_refused(cell: CellValue) -> None:
    assert refused(lambda value: cells.identifier(value, 100), cell) is ProblemReason.ROUNDED


def test_identifiers_that_only_look_scientific_are_taken() -> None:
    assert cells.identifier("7E12", 100) == "7E12"
    assert cells.identifier(100234.0, 100) == "100234"
    assert cells.identifier(None, 100) is None
