"""Cash receipt orders (приходные кассовые ордера, form КО-1)."""

from dataclasses import dataclass
from datetime import date

from bot.cabinet.fiscal.shift_report import ShiftKey
from bot.requisites import is_digits, is_inn

# 999 999 999 999 rubles 99 kopecks: more than any till holds, and the most that the form can say in words.
LARGEST_AMOUNT = 99_999_999_999_999
CASH_ACCOUNT = "50.01"
REVENUE_ACCOUNT = "90.01.1"

_OKPO_LENGTHS = {8, 10}  # of a legal entity and of a sole trader


@dataclass(frozen=True, slots=True)
class CashOffice:
    """Whose cash office takes the money.

    Attributes:
        name: Of the organization.
        okpo: Code of the organization in ОКПО, 8 or 10 digits; None when nobody has told it.
        subdivision: Structural subdivision; None for an organization without any.
        chief_accountant: Who signs, as initials and family name; None leaves the place to be filled by hand.
        cashier: The same.

    Raises:
        ValueError: The name is blank, or a code is not what it should be.
    """

    name: str
    inn: str
    okpo: str | None = None
    subdivision: str | None = None
    chief_accountant: str | None = None
    cashier: str | None = None

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("an organization has a name")
        if not is_inn(self.inn):
            raise ValueError("not an ИНН")
        if self.okpo is not None and not (is_digits(self.okpo) and len(self.okpo) in _OKPO_LENGTHS):
            raise ValueError("not a code of ОКПО")


@dataclass(frozen=True, slots=True)
class Entry:
    """The accounting entry (проводка) of an order.

    Attributes:
        debit: Account of the cash office.
        credit: Corresponding account, with its subaccount.
        subdivision: Code of the structural subdivision.
        analytics: Code of analytical accounting.
        purpose: Code of the intended purpose.

    Raises:
        ValueError: An account is blank.
    """

    debit: str = CASH_ACCOUNT
    credit: str = REVENUE_ACCOUNT
    subdivision: str | None = None
    analytics: str | None = None
    purpose: str | None = None

    def __post_init__(self) -> None:
        if not self.debit.strip() or not self.credit.strip():
            raise ValueError("an entry names both accounts")


@dataclass(frozen=True, slots=True)
class CashReceiptOrder:
    """An order by which the cash of a shift was taken into the cash office.

    Attributes:
        number: Within the organization and the calendar year, from 1.
        day: When it was made out and the money taken.
        amount: Whole kopecks, more than nothing.
        vat: Kopecks of НДС within the amount; None when the operation bears no tax.
        received_from: Who brought the money, in the genitive.
        basis: The content of the operation.
        attachment: Papers that go with the order, with their numbers and dates.
        shift: The shift whose cash this is; None when its source knows no fiscal identity.
        is_tax_known: Otherwise the place of the tax is left to be filled by hand: sources tell the tax of a whole shift,
            and not of its cash.

    Raises:
        ValueError: A figure is out of its bounds, or what the form requires is blank.
    """

    number: int
    day: date
    office: CashOffice
    amount: int
    vat: int | None
    received_from: str
    basis: str
    shift: ShiftKey | None
    attachment: str | None = None
    entry: Entry = Entry()
    is_tax_known: bool = True

    def __post_init__(self) -> None:
        if self.number < 1:
            raise ValueError("orders are numbered from 1")
        if not 0 < self.amount <= LARGEST_AMOUNT:
            raise ValueError("an order is for more than nothing, and not for more than its form can say")
        if self.vat is not None and not 0 <= self.vat < self.amount:
            raise ValueError("the tax is a part of the amount")
        if not self.received_from.strip() or not self.basis.strip():
            raise ValueError("an order says from whom the money came and why")
