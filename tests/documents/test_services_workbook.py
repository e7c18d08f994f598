"""Services as a workbook, read back."""

from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook

from bot.cabinet.person import Language
from bot.cabinet.subscription import Subscription, Urgency
from bot.documents.services_workbook import COLUMNS, FILLS, FUTURE_FILL, write_workbook
from tests.documents.services import NOW, SERVICES, report, service


def sheet(content: bytes) -> Any:
    book = load_workbook(BytesIO(content))
    assert len(book.sheetnames) == 1
    return book[book.sheetnames[0]]


def test_a_row_says_what_people_need() -> None:
    made = sheet(write_workbook(report(service(modifiers=("ОФД", "Маркет"), start=-100, end=9)), "ru"))
    heading, row = made.iter_rows(values_only=True)
    assert heading == (
        "Организация", "ИНН", "КПП", "Продукт", "Тариф", "Модификаторы",
        "Действует с", "Действует до", "Осталось дней на 21.11.2026", "Состояние",
    )  # fmt: skip
    assert row == (
        "ООО «Ромашка»", "9600100116", "960001001", "Экстерн", "Учетный", "ОФД, Маркет",
        datetime(2026, 8, 13), datetime(2026, 11, 30), 9, "скоро закончится",  # noqa: DTZ001 - a workbook has no zones
    )  # fmt: skip
    assert made["H2"].is_date
    assert made["H2"].number_format == "dd.mm.yyyy"
    assert made["B2"].data_type == "s"


def test_the_heading_stays_and_filters() -> None:
    made = sheet(write_workbook(report(*(service(n) for n in range(5))), "ru"))
    assert made.title == "Сервисы и сроки"
    assert made.freeze_panes == "B2"
    assert made.auto_filter.ref == "A1:J6"
    assert all(made.column_dimensions[letter].width > 8 for letter in "ABCDEFGHIJ")


@pytest.mark.parametrize(
    ("start", "end", "state", "fill"),
    [
        (-9, -1, "закончился", FILLS[Urgency.OVERDUE]),
        (-9, 7, "скоро закончится", FILLS[Urgency.WEEK]),
        (-9, 30, "скоро закончится", FILLS[Urgency.MONTH]),
        (-9, 31, "действует", FILLS[Urgency.LATER]),
        (5, 9, "ещё не начался", FUTURE_FILL),
    ],
)
def test_colours_and_states(start: int, end: int, state: str, fill: str) -> None:
    made = sheet(write_workbook(report(service(start=start, end=end)), "ru"))
    assert made["J2"].value == state
    for cell in ("I2", "J2"):
        assert made[cell].fill.fgColor.rgb == f"FF{fill[1:]}"
    assert made["I2"].value == end


def test_a_perpetual_service_has_no_days_left() -> None:
    made = sheet(write_workbook(report(service(start=None, end=None, kpp=None)), "en"))
    assert [made[f"{letter}2"].value for letter in "GHIJ"] == [None, "without an end", None, "active"]


@settings(max_examples=40, deadline=None)
@given(SERVICES)
def test_no_name_becomes_a_formula_a_link_or_a_broken_file(services: list[Subscription]) -> None:
    made = sheet(write_workbook(report(*services), "ru"))
    assert made.max_row == len(services) + 1
    assert all(cell.data_type in {"s", "n", "d"} for row in made.iter_rows() for cell in row)
    assert not any(cell.hyperlink for row in made.iter_rows() for cell in row)


@pytest.mark.parametrize("language", [language.value for language in Language])
def test_the_same_report_gives_the_same_bytes_and_nothing_of_the_machine(language: str) -> None:
    content = write_workbook(report(service()), language)
    assert content == write_workbook(report(service()), language)
    properties = load_workbook(BytesIO(content)).properties
    assert not properties.creator
    assert not properties.lastModifiedBy
    assert properties.created == NOW.replace(tzinfo=None)
    with ZipFile(BytesIO(content)) as parts:
        assert {part.date_time[:3] for part in parts.infolist()} == {(1980, 1, 1)}


def test_what_is_left_out_is_said() -> None:
    made = sheet(write_workbook(report(service(1), service(2), total=7), "ru"))
    assert "первые 2 сервисов из 7" in made["A5"].value
    assert made.auto_filter.ref == "A1:J3"
    assert len(COLUMNS) == made.max_column
