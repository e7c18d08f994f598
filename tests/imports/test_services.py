"""A services file is understood whatever its form, and every bad row is named."""

import random
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cabinet.service_file import Column, NoteReason, ProblemReason, ServicesFile
from bot.cabinet.subscription import ServiceLine
from bot.imports import services as services_limits
from bot.imports.headings import HeadingsError
from bot.imports.services import read_services
from bot.imports.table import TableError
from bot.imports.wording import cleaned
from bot.requisites import _INN10, _INN12_FIRST, _INN12_SECOND, _check
from tests.imports.building import GOOD_ROW, HEADINGS, ROMASHKA, TRADER, ZERO_ENTITY, csv_bytes, xlsx_bytes

GOOD_LINE = ServiceLine(
    inn=ROMASHKA,
    kpp="770701001",
    organization="ООО «Ромашка»",
    product="Экстерн",
    tariff="Учетный",
    modifiers=("Бухучет и кадры", "Архив"),
    start=date(2025, 12, 1),
    end=date(2026, 11, 30),
    external_id="A-1",
)


def read(*rows: Sequence[object], headings: Sequence[str] = HEADINGS) -> ServicesFile:
    return read_services(csv_bytes([headings, *rows]))


def row(**cells: object) -> list[object]:
    """The good row with some cells replaced: by the names of `Column`."""
    changed = {column.name.lower(): cell for column, cell in zip(Column, GOOD_ROW, strict=True)} | cells
    return list(changed.values())


def problems(file: ServicesFile) -> list[tuple[int, Column | None, ProblemReason]]:
    return [(problem.row, problem.column, problem.reason) for problem in file.problems]


@pytest.mark.parametrize("make", [csv_bytes, xlsx_bytes])
def test_a_good_row(make: Any) -> None:
    file = read_services(make([HEADINGS, GOOD_ROW]))
    assert [(one.row, one.line) for one in file.lines] == [(2, GOOD_LINE)]
    assert not file.problems
    assert not file.notes


def test_headings_are_found_in_any_order_and_case() -> None:
    headings = [
        "  внешний   id",
        "ДЕЙСТВУЕТ ДО",
        "действуетс",
        "Модификаторы\n",
        "тариф",
        "ПРОДУКТ",
        "организация",
        "кпп",
        "инн",
    ]
    file = read(list(reversed(GOOD_ROW)), headings=headings)
    assert [one.line for one in file.lines] == [GOOD_LINE]


def test_only_three_columns_are_required() -> None:
    file = read([ROMASHKA, "Экстерн", ""], headings=["ИНН", "Продукт", "Действует до"])
    assert file.lines[0].line == ServiceLine(ROMASHKA, None, "", "Экстерн", "", (), None, None, None)
    assert file.columns == {Column.INN, Column.PRODUCT, Column.END}


def test_wrong_headings_are_told_all_at_once() -> None:
    with pytest.raises(HeadingsError) as caught:
        read(
            GOOD_ROW,
            headings=["ИНН", "инн", "КПП", "Цена", "Тариф", "Скидка\x1b[2J", "Действует с", "тариф", ""],
        )
    error = caught.value
    assert error.missing == (Column.PRODUCT, Column.END)
    assert error.unknown == ("Цена", "Скидка�[2J")
    assert error.doubled == (Column.INN, Column.TARIFF)
    assert error.found == 4


def test_a_table_of_something_else() -> None:
    with pytest.raises(HeadingsError) as caught:
        read_services(b"hello\r\nworld\r\n")
    assert caught.value.found == 0


def test_a_header_alone_is_a_file_without_lines() -> None:
    file = read()
    assert not file.lines
    assert not file.problems


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"inn": ""}, Column.INN, ProblemReason.EMPTY),
        ({"inn": "7707083894"}, Column.INN, ProblemReason.INN_CHECK),
        ({"kpp": "12"}, Column.KPP, ProblemReason.BAD_KPP),
        ({"organization": "x" * 501}, Column.ORGANIZATION, ProblemReason.TOO_LONG),
        ({"product": " "}, Column.PRODUCT, ProblemReason.EMPTY),
        ({"product": "x\x07"}, Column.PRODUCT, ProblemReason.UNPRINTABLE),
        ({"tariff": "#REF!"}, Column.TARIFF, ProblemReason.CELL_ERROR),
        ({"modifiers": ";".join(map(str, range(51)))}, Column.MODIFIERS, ProblemReason.TOO_MANY_MODIFIERS),
        ({"start": "01.12.25"}, Column.START, ProblemReason.SHORT_YEAR),
        ({"end": "31.11.2026"}, Column.END, ProblemReason.BAD_DATE),
        ({"end": "30.11.2025"}, Column.END, ProblemReason.END_BEFORE_START),
        ({"external_id": "1,23E+15"}, Column.EXTERNAL_ID, ProblemReason.ROUNDED),
    ],
)
def test_bad_rows_are_named(cells: dict[str, object], column: Column, reason: ProblemReason) -> None:
    file = read(row(external_id="other"), row(**cells))
    assert problems(file) == [(3, column, reason)]
    assert [one.row for one in file.lines] == [2]


def test_every_bad_cell_of_a_row_is_told() -> None:
    file = read(row(inn="1", kpp="2", product="", end="x"))
    assert [column for _, column, _ in problems(file)] == [Column.INN, Column.KPP, Column.END, Column.PRODUCT]


def test_a_term_of_one_day() -> None:
    assert not read(row(start="30.11.2026", end="30.11.2026")).problems


def test_values_in_a_report_are_short_and_harmless() -> None:
    (problem,) = read(row(product="\x1b[31m" + "я" * 300)).problems
    assert len(problem.value) == 60
    assert problem.value.startswith("�[31mяя")
    assert problem.value.endswith("…")


def test_a_row_that_has_slipped_sideways() -> None:
    file = read([*GOOD_ROW, "лишнее"])
    assert problems(file) == [(2, None, ProblemReason.NO_HEADING)]
    assert file.problems[0].value == "лишнее"
    assert problems(read([*GOOD_ROW, "x"], headings=[*HEADINGS, ""])) == [(2, None, ProblemReason.NO_HEADING)]
    assert not read([*GOOD_ROW, ""], headings=[*HEADINGS, ""]).problems


def test_the_same_row_again_is_noted() -> None:
    file = read(GOOD_ROW, row(modifiers="Архив, Бухучет и кадры"))
    assert len(file.lines) == 1
    assert file.repeated == 1
    assert [(note.row, note.reason, note.other_row) for note in file.notes] == [(3, NoteReason.REPEATED, 2)]
    assert not file.problems


def test_rows_that_contradict_each_other_name_each_other() -> None:
    file = read(GOOD_ROW, row(external_id="A-2"), row(end="01.12.2026"), row(tariff="Другой"))
    assert [(p.row, p.column, p.value, p.reason, p.other_row) for p in file.problems] == [
        (2, Column.END, "30.11.2026", ProblemReason.CONTRADICTS, 4),
        (4, Column.END, "01.12.2026", ProblemReason.CONTRADICTS, 2),
        (5, Column.TARIFF, "Другой", ProblemReason.CONTRADICTS, 2),
    ]
    assert [one.row for one in file.lines] == [3]


def test_differences_past_the_cut_are_seen() -> None:
    long = "x" * 150
    file = read(row(external_id="A", product=long + "1"), row(external_id="A", product=long + "2"))
    assert [reason for _, _, reason in problems(file)] == [ProblemReason.CONTRADICTS] * 2


def test_without_an_external_id_product_and_tariff_tell_services_apart() -> None:
    file = read(
        row(external_id=""), row(external_id="", tariff="Другой"), row(external_id="", end="бессрочно")
    )
    assert [(r, c) for r, c, _ in problems(file)] == [(2, Column.END), (4, Column.END)]
    assert [one.row for one in file.lines] == [3]


def test_an_organization_has_one_name() -> None:
    file = read(
        row(external_id="1", organization=""),
        row(external_id="2"),
        row(external_id="3", organization="Ромашка"),
        row(external_id="4", inn=TRADER, kpp="", organization="ИП Сидорова"),
    )
    assert [one.line.organization for one in file.lines] == ["ООО «Ромашка»"] * 3 + ["ИП Сидорова"]
    assert [(note.row, note.reason, note.other_row) for note in file.notes] == [(4, NoteReason.OTHER_NAME, 3)]


def test_what_a_spreadsheet_did_to_numbers_is_undone() -> None:
    rows: list[list[object]] = [
        [*HEADINGS],
        [int(ZERO_ENTITY), 27801001, "ООО", "Экстерн", 1, None, date(2026, 1, 1), date(2026, 12, 31), 17.0],
    ]
    file = read_services(xlsx_bytes(rows))
    assert file.lines[0].line == ServiceLine(
        ZERO_ENTITY, "027801001", "ООО", "Экстерн", "1", (), date(2026, 1, 1), date(2026, 12, 31), "17"
    )
    assert [note.reason for note in file.notes] == [NoteReason.INN_ZERO, NoteReason.KPP_ZERO]


def test_progress_reaches_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services_limits, "_PROGRESS_EVERY", 2)
    seen: list[tuple[int, int]] = []
    rows = [row(external_id=str(n)) for n in range(5)]
    read_services(csv_bytes([HEADINGS, *rows]), lambda done, total: seen.append((done, total)))
    assert seen == [(2, 5), (4, 5), (5, 5)]


def entity_inn(base: str) -> str:
    return base + _check(base, _INN10)


def person_inn(base: str) -> str:
    first = base + _check(base, _INN12_FIRST)
    return first + _check(first, _INN12_SECOND)


inns = st.one_of(
    st.from_regex(r"[1-9][0-9]{8}", fullmatch=True).map(entity_inn),
    st.from_regex(r"[0-9][1-9][0-9]{8}", fullmatch=True).map(person_inn),
)
alphabet = st.characters(codec="cp1251", exclude_categories=["Cc", "Cf", "Zs", "Zl", "Zp"])
spaced = st.lists(st.text(alphabet, min_size=1, max_size=8), min_size=1, max_size=3).map(" ".join)


def is_plain(text: str) -> bool:
    """Text that stands for itself: not an error value, a formula's text, a rounded number or an escape."""
    return cleaned(text) == text and not text.startswith(("#", "=")) and "_x" not in text and "+" not in text


texts = spaced.filter(is_plain)
names = texts.filter(lambda text: ";" not in text and "," not in text)
days = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@st.composite
def service_lines(draw: st.DrawFn) -> ServiceLine:
    start, end = draw(st.none() | days), draw(st.none() | days)
    if start is not None and end is not None and end < start:
        start, end = end, start
    return ServiceLine(
        inn=draw(inns),
        kpp=draw(st.none() | st.from_regex(r"[0-9]{4}[0-9A-Z]{2}[0-9]{3}", fullmatch=True)),
        organization="",
        product=draw(texts),
        tariff=draw(st.just("") | texts),
        modifiers=tuple(draw(st.lists(names, max_size=3, unique=True))),
        start=start,
        end=end,
        external_id=draw(st.none() | texts),
    )


files = st.lists(service_lines(), min_size=1, max_size=6, unique_by=lambda line: line.key)


def rows_of(lines: Sequence[ServiceLine], columns: Sequence[Column]) -> list[list[object]]:
    def cells(line: ServiceLine) -> dict[Column, object]:
        return {
            Column.INN: line.inn,
            Column.KPP: line.kpp,
            Column.ORGANIZATION: f"Организация {line.inn}",
            Column.PRODUCT: line.product,
            Column.TARIFF: line.tariff,
            Column.MODIFIERS: "; ".join(line.modifiers),
            Column.START: line.start,
            Column.END: line.end,
            Column.EXTERNAL_ID: line.external_id,
        }

    heading: list[object] = [column.value for column in columns]
    return [heading] + [[cells(line)[c] for c in columns] for line in lines]


@settings(deadline=None)
@given(
    lines=files,
    columns=st.permutations(list(Column)),
    form=st.sampled_from(["xlsx", "utf-8", "utf-8-sig", "utf-16", "cp1251"]),
    delimiter=st.sampled_from([";", ",", "\t"]),
)
def test_lines_come_back_from_any_file(
    lines: list[ServiceLine], columns: list[Column], form: str, delimiter: str
) -> None:
    rows = rows_of(lines, columns)
    content = xlsx_bytes(rows) if form == "xlsx" else csv_bytes(rows, delimiter=delimiter, encoding=form)
    file = read_services(content)
    assert not file.problems
    back = [one.line for one in file.lines]
    assert [(*_comparable(line),) for line in back] == [(*_comparable(line),) for line in lines]
    assert {line.organization for line in back} == {f"Организация {line.inn}" for line in lines}


def _comparable(line: ServiceLine) -> tuple[object, ...]:
    return line.key, line.kpp, line.tariff, line.product, line.modifiers, line.start, line.end


@settings(deadline=None)
@given(content=st.binary(max_size=300), seed=st.integers(0, 2**32))
def test_damaged_workbooks_end_in_a_refusal_or_a_file(content: bytes, seed: int) -> None:
    whole = bytearray(xlsx_bytes([HEADINGS, GOOD_ROW]))
    at = random.Random(seed).randrange(len(whole))
    whole[at : at + len(content)] = content
    try:
        read_services(bytes(whole))
    except (TableError, HeadingsError):
        return
