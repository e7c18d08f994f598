"""A shift-close report (Z-report): what a register took and gave back in one shift, with its fiscal identity."""

from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from bot.cabinet.fiscal.local_time import LocalTime


class ShiftKey(NamedTuple):
    """The identity of a shift. Numbers begin anew with a new fiscal drive, so all three are needed."""

    registration_number: str
    drive: str
    number: int


class DocumentKey(NamedTuple):
    """The identity of a fiscal document."""

    drive: str
    number: int


class DriveSign(Enum):
    """What a register says of its fiscal drive and its line when it closes a shift."""

    ENDING = "ending"  # tag 1050: the key or the term ends within 30 days
    REPLACE_NOW = "replace-now"  # tag 1051: within 3 days
    FULL = "full"  # tag 1052: the archive is nearly full
    UNHEARD = "unheard"  # tag 1053: ОФД has been silent for too long


@dataclass(frozen=True, slots=True)
class FiscalDocument:
    """The report of closing itself.

    Attributes:
        drive: Serial number of the fiscal drive (ФН).
        number: Number of the fiscal document (№ФД).
        sign: Fiscal sign (ФПД); larger than 32 bits hold.
        drive_signs: What the register warns of.
        not_transmitted: How many documents had not reached ОФД at that moment.
    """

    drive: str
    number: int
    sign: int
    drive_signs: frozenset[DriveSign] = frozenset()
    not_transmitted: int = 0

    @property
    def key(self) -> DocumentKey:
        """What tells it from every other document."""
        return DocumentKey(self.drive, self.number)


@dataclass(frozen=True, slots=True)
class OperationTotals:
    """One kind of operation within a shift. Money in whole kopecks.

    Attributes:
        cash: Paid in notes and coins.
        cashless: Paid by card and the like.
        total: Everything: also advances set off, credit and the like, which are neither cash nor cashless.
        count: How many receipts.
    """

    cash: int = 0
    cashless: int = 0
    total: int = 0
    count: int = 0

    def __add__(self, other: "OperationTotals") -> "OperationTotals":
        return OperationTotals(
            self.cash + other.cash,
            self.cashless + other.cashless,
            self.total + other.total,
            self.count + other.count,
        )

    def __sub__(self, other: "OperationTotals") -> "OperationTotals":
        return OperationTotals(
            self.cash - other.cash,
            self.cashless - other.cashless,
            self.total - other.total,
            self.count - other.count,
        )


@dataclass(frozen=True, slots=True)
class ShiftTotals:
    """The four kinds of operations (приход, возврат прихода, расход, возврат расхода)."""

    sell: OperationTotals = OperationTotals()
    return_sell: OperationTotals = OperationTotals()
    buy: OperationTotals = OperationTotals()
    return_buy: OperationTotals = OperationTotals()

    def __add__(self, other: "ShiftTotals") -> "ShiftTotals":
        return ShiftTotals(
            self.sell + other.sell,
            self.return_sell + other.return_sell,
            self.buy + other.buy,
            self.return_buy + other.return_buy,
        )

    def __sub__(self, other: "ShiftTotals") -> "ShiftTotals":
        return ShiftTotals(
            self.sell - other.sell,
            self.return_sell - other.return_sell,
            self.buy - other.buy,
            self.return_buy - other.return_buy,
        )

    @property
    def count(self) -> int:
        """Receipts of all four kinds."""
        return self.sell.count + self.return_sell.count + self.buy.count + self.return_buy.count

    @property
    def sales_cash(self) -> int:
        """Cash of sales less cash given back for them, in kopecks; negative when more was given back."""
        return self.sell.cash - self.return_sell.cash


class Doubt(Enum):
    """Why a report is not to be taken at its word."""

    NO_DOCUMENT = (
        "no-document"  # totals of a closed shift without its report: the fiscal drive is a conclusion
    )
    NO_TOTALS = "no-totals"  # the report of closing is there and no money could be found for it
    OPENING_UNSEEN = "opening-unseen"  # the shift began outside what was granted: the sums may be a part
    CLOSING_DIFFERS = (
        "closing-differs"  # report and totals agree in the number and not in the time of closing
    )
    SUMMED_UP = (
        "summed-up"  # totals fitted several shifts: the money was counted from the receipts themselves
    )


@dataclass(frozen=True, slots=True)
class ShiftReport:
    """A closed shift as ОФД knows it.

    Attributes:
        registration_number: Of the register (РНМ), without padding.
        drive: Serial number of the fiscal drive; None when neither a document nor the list of drives tells.
        number: Of the shift.
        opened: None when the opening was not seen.
        closed: When the shift was closed.
        totals: Receipts of settlement; None when nothing is known of the money.
        corrections: Receipts of correction; they are not part of `totals`.
        receipts: How many receipts the report of closing itself counts, corrections included; None without it.
        document: The report of closing; None when only totals are there.
        doubts: Empty when everything fits.
    """

    registration_number: str
    drive: str | None
    number: int
    opened: LocalTime | None
    closed: LocalTime
    totals: ShiftTotals | None
    corrections: ShiftTotals = field(default=ShiftTotals())
    receipts: int | None = None
    document: FiscalDocument | None = None
    doubts: frozenset[Doubt] = frozenset()

    @property
    def key(self) -> ShiftKey | None:
        """The identity; None while the fiscal drive is unknown."""
        if self.drive is None:
            return None
        return ShiftKey(self.registration_number, self.drive, self.number)

    @property
    def uncounted(self) -> int | None:
        """Receipts that the report of closing counts and nobody has shown; None when there is nothing to compare."""
        if self.receipts is None or self.totals is None:
            return None
        return self.receipts - self.totals.count - self.corrections.count
