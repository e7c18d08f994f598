"""Cash receipt orders refuse what no accountant would sign."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.cabinet.cash.order_register import OrderRegister, OrderState, RegisterLine
from bot.cabinet.cash.receipt_order import LARGEST_AMOUNT, CashOffice, CashReceiptOrder, Entry
from bot.cabinet.fiscal.period import Period
from bot.cabinet.fiscal.shift_report import ShiftKey

DAY = date(2026, 11, 25)
OFFICE = CashOffice("ООО «Ромашка»", "9600100116", okpo="12345678")
ORDER = CashReceiptOrder(
    number=1,
    day=DAY,
    office=OFFICE,
    amount=1_200_50,
    vat=None,
    received_from="Ивановой А. П.",
    basis="Розничная выручка",
    shift=ShiftKey("0001234567012345", "9999078900001234", 17),
)


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": 0},
        {"amount": 0},
        {"amount": -1},
        {"amount": LARGEST_AMOUNT + 1},
        {"vat": -1},
        {"vat": 1_200_50},
        {"received_from": " "},
        {"basis": ""},
    ],
)
def test_an_order_is_whole_and_for_money(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        replace(ORDER, **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"inn": "9600100117"}, {"okpo": "123"}, {"okpo": "1234567а"}, {"okpo": ""}]
)
def test_an_organization_is_named_by_right_codes(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"."):
        replace(OFFICE, **wrong)


@pytest.mark.parametrize("wrong", [{"debit": ""}, {"credit": " "}])
def test_an_entry_has_two_accounts(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="both accounts"):
        replace(Entry(), **wrong)


def register(*orders: CashReceiptOrder) -> OrderRegister:
    lines = tuple(RegisterLine(order, OrderState.NEW) for order in orders)
    return OrderRegister(OFFICE, Period(DAY, DAY), lines, datetime(2026, 11, 26, tzinfo=UTC))


def test_a_register_adds_up() -> None:
    made = register(ORDER, replace(ORDER, number=2, amount=99, vat=16))
    assert made.total == 1_201_49
    assert made.vat == 16


def test_a_register_holds_its_own_orders_only() -> None:
    with pytest.raises(ValueError, match="outside the period"):
        register(replace(ORDER, day=DAY + timedelta(days=1)))
    with pytest.raises(ValueError, match="another organization"):
        register(replace(ORDER, office=replace(OFFICE, inn="7707083893")))
