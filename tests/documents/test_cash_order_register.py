"""The register of cash receipt orders, read back."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.cabinet.cash.order_register import OrderRegister, OrderState, RegisterLine
from bot.cabinet.cash.receipt_order import LARGEST_AMOUNT, CashOffice, CashReceiptOrder
from bot.cabinet.fiscal.period import Period
from bot.cabinet.fiscal.shift_report import ShiftKey
from bot.documents.cash_order_register import write_register
from tests.documents.services import HOSTILE

ORDER = CashReceiptOrder(
    number=17,
    day=date(2026, 11, 25),
    office=CashOffice("ООО «Ромашка»", "9600100116"),
    amount=1_200_50,
    vat=216_48,
    received_from="Ивановой А. П.",
    basis="Розничная выручка",
    shift=ShiftKey("0001234567012345", "9999078900001234", 5),
)


def register(*orders: CashReceiptOrder) -> OrderRegister:
    lines = tuple(RegisterLine(order, OrderState.ACCEPTED) for order in orders)
    month = Period(date(2026, 11, 1), date(2026, 11, 30))
    return OrderRegister(ORDER.office, month, lines, datetime(2026, 11, 26, tzinfo=UTC))


def sheet(content: bytes) -> Any:
    return load_workbook(BytesIO(content)).worksheets[0]


def test_rows_and_totals() -> None:
    made = sheet(write_register(register(ORDER, replace(ORDER, number=18, amount=10, vat=None)), "ru"))
    rows = list(made.iter_rows(values_only=True))
    assert rows[0][0] == "Реестр приходных кассовых ордеров"
    assert rows[1][0] == "ООО «Ромашка», ИНН 9600100116"
    assert rows[2][0] == "с 01.11.2026 по 30.11.2026"
    assert rows[4] == (
        17, datetime(2026, 11, 25), 1200.5, 216.48, "Ивановой А. П.", "Розничная выручка", "50.01", "90.01.1",  # noqa: DTZ001 - a workbook has no zones
        "0001234567012345", "9999078900001234", 5, "принят к учёту",
    )  # fmt: skip
    assert rows[5][2:4] == (0.1, "без налога (НДС)")
    assert rows[6][:4] == ("Итого", None, 1200.6, 216.48)
    assert made["B5"].is_date
    assert made["C5"].number_format == made["C7"].number_format == "#,##0.00"


def test_an_unknown_tax_is_left_blank_and_not_added_up() -> None:
    unknown = replace(ORDER, number=18, vat=None, is_tax_known=False)
    rows = list(sheet(write_register(register(ORDER, unknown), "ru")).iter_rows(values_only=True))
    assert (rows[4][3], rows[5][3], rows[6][3]) == (216.48, None, None)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, LARGEST_AMOUNT // 100), min_size=1, max_size=5), HOSTILE)
def test_money_is_exact_and_no_name_becomes_a_formula(amounts: list[int], name: str) -> None:
    orders = [
        replace(ORDER, number=number, amount=amount, vat=None, received_from=f"={name}")
        for number, amount in enumerate(amounts, 1)
    ]
    made = sheet(write_register(register(*orders), "ru"))
    read = [round(made.cell(row, 3).value * 100) for row in range(5, 6 + len(amounts))]
    assert read == [*amounts, sum(amounts)]
    assert all(cell.data_type in {"s", "n", "d"} for row in made.iter_rows() for cell in row)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_same_register_gives_the_same_bytes(language: str) -> None:
    assert write_register(register(ORDER), language) == write_register(register(ORDER), language)
    assert sheet(write_register(register(), language)).max_row == 5
