"""Form КО-1, read back from the PDF."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings
from pypdf import PdfReader

from bot.cabinet.cash.receipt_order import LARGEST_AMOUNT, CashOffice, CashReceiptOrder
from bot.cabinet.fiscal.shift_report import ShiftKey
from bot.documents.cash_receipt_order.form import write_orders
from bot.documents.cash_receipt_order.lettering import SMALLEST, fitted, width
from tests.documents.services import HOSTILE

ORDER = CashReceiptOrder(
    number=17,
    day=date(2026, 11, 25),
    office=CashOffice(
        'ООО "Ромашка"',
        "9600100116",
        okpo="12345678",
        chief_accountant="Петрова Е. И.",
        cashier="Иванова А. П.",
    ),
    amount=1_200_50,
    vat=216_48,
    received_from="Ивановой Анны Петровны",
    basis="Розничная выручка по отчёту о закрытии смены № 17 от 25.11.2026",
    attachment="Отчёт о закрытии смены № 17 от 25.11.2026",
    shift=ShiftKey("0001234567012345", "9999078900001234", 17),
)


def pages(content: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]


def test_the_form_says_all_that_the_law_wants() -> None:
    (said,) = pages(write_orders([ORDER]))
    for words in (
        "Унифицированная форма № КО-1", "18.08.98 № 88", "0310001", "12345678", "ООО «Ромашка», ИНН 9600100116",
        "25.11.2026", "ПРИХОДНЫЙ КАССОВЫЙ ОРДЕР", "50.01", "90.01.1", "1 200,50", "линия отреза", "М.П.",
        "Получил кассир", "к приходному кассовому ордеру № 17", "от «25» ноября 2026 г.",
    ):  # fmt: skip
        assert words in said, words
    for twice in (
        "Ивановой Анны Петровны", "Одна тысяча двести рублей 50 копеек", "НДС 216,48 руб.", "Петрова Е. И.",
        "смены № 17 от 25.11.2026", "Главный бухгалтер", "Принято от", "Основание:", "В том числе",
    ):  # fmt: skip
        assert said.count(twice) >= 2, twice


def test_what_is_not_there_is_a_dash_or_said() -> None:
    (said,) = pages(
        write_orders([replace(ORDER, vat=None, attachment=None, office=replace(ORDER.office, okpo=None))])
    )
    assert said.count("без налога (НДС)") == 2
    assert "—" in said


def test_of_an_unknown_tax_nothing_is_said() -> None:
    (said,) = pages(write_orders([replace(ORDER, vat=None, is_tax_known=False)]))
    assert "НДС" not in said
    assert said.count("В том числе") == 2


def test_the_largest_amount_is_said_whole() -> None:
    (said,) = pages(write_orders([replace(ORDER, amount=LARGEST_AMOUNT)]))
    assert said.count("девяносто девять рублей 99 копеек") == 2
    assert said.count("999 999 999 999,99") == 2


def test_a_long_name_leaves_room_for_the_inn() -> None:
    name = (
        "Общество с ограниченной ответственностью «Производственно-коммерческая фирма "
        + "Ромашка " * 20
        + "»"
    )
    (said,) = pages(write_orders([replace(ORDER, office=replace(ORDER.office, name=name))]))
    assert said.count("ИНН 9600100116") == 2


def test_the_file_brings_its_letters_and_says_nothing_of_the_machine() -> None:
    content = write_orders([ORDER])
    assert b"Helvetica" not in content
    assert content.count(b"/FontFile2 ") == 2
    assert not PdfReader(BytesIO(content)).metadata.author  # type: ignore[union-attr]


def test_each_order_has_its_page_and_the_bytes_are_the_same() -> None:
    orders = [replace(ORDER, number=number) for number in (1, 2, 3)]
    content = write_orders(orders)
    assert [f"ордеру № {number} " in said for number, said in enumerate(pages(content), 1)] == [True] * 3
    assert content == write_orders(orders)
    with pytest.raises(ValueError, match="without orders"):
        write_orders([])


@settings(max_examples=30, deadline=None)
@given(HOSTILE, HOSTILE)
def test_hostile_names_leave_the_form_standing(name: str, basis: str) -> None:
    order = replace(ORDER, basis=f"Выручка {basis}", office=replace(ORDER.office, name=f"ООО {name}"))
    (said,) = pages(write_orders([order]))
    assert "Получил кассир" in said
    assert "1 200,50" in said


@given(HOSTILE)
def test_no_line_leaves_its_room(text: str) -> None:
    rooms = (60.0, 90.0)
    size, lines = fitted(text, rooms, 9)
    assert size >= SMALLEST
    assert len(lines) <= len(rooms)
    assert all(width(line, size) <= room for line, room in zip(lines, rooms, strict=False))
