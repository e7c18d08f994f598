"""A shift as the cabinet keeps it, whichever source it came from, and what was decided about it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import NewType

from bot.cabinet.integrations.integration import IntegrationKind

KeptShiftId = NewType("KeptShiftId", int)


class ShiftState(Enum):
    """What was decided about a shift."""

    NEW = "new"  # nothing yet
    WAITING = "waiting"  # it may still grow, or its money is not known yet: a later load completes it
    POSTED = "posted"  # an order was made out of it
    EMPTY = "empty"  # no cash: no order
    NEGATIVE = "negative"  # more cash was given back than taken: a person has to decide, never an order
    TWIN = "twin"  # the other source has told of the same shift before: `twin` stands for it
    UNSURE = "unsure"  # it may be the same as another one, or not: a person is asked
    LEFT_OUT = "left-out"  # a person has said that it makes no order


@dataclass(frozen=True, slots=True)
class ShiftMoney:
    """What a shift took and gave back. Whole kopecks.

    Attributes:
        unknown: Paid in a way that the source cannot name: it may be cash.
    """

    sales_cash: int
    refunds_cash: int
    sales_total: int
    refunds_total: int
    sales_count: int
    refunds_count: int
    unknown: int = 0

    @property
    def cash(self) -> int:
        """Sales less refunds of the same shift, in cash; negative when more was given back."""
        return self.sales_cash - self.refunds_cash


@dataclass(frozen=True, slots=True)
class ShiftRecord:
    """What a source tells of a shift.

    Attributes:
        key: What the source knows it by; the same whenever it is told again.
        source: ОФД or Маркет.
        registration_number: Of the register; None from Маркет.
        drive: Serial number of the fiscal drive; None from Маркет and where ОФД does not tell.
        number: Of the shift; None from Маркет.
        document: Number of the report of closing; None without it.
        fiscal_sign: Of the report of closing.
        shop: Маркет's identifier; None from ОФД.
        cash_box: Маркет's identifier of the register; None from ОФД.
        opened_at: The opening (ОФД) or the first cheque (Маркет); None when not seen.
        closed_at: The closing (ОФД) or the last cheque (Маркет).
        day: Of closing, by the register's own clock.
        zone: The zone that was set for the register.
        money: None while nothing is known of it.
        is_over: Nothing can be added to it any more.
        doubts: Why it is not to be taken at its word, as `Doubt` and its likes name it.
    """

    key: str
    source: IntegrationKind
    registration_number: str | None
    drive: str | None
    number: int | None
    document: int | None
    fiscal_sign: int | None
    shop: str | None
    cash_box: str | None
    opened_at: datetime | None
    closed_at: datetime
    day: date
    zone: str
    money: ShiftMoney | None
    is_over: bool
    doubts: frozenset[str]


@dataclass(frozen=True, slots=True)
class KeptShift:
    """A shift with what was decided about it.

    Attributes:
        twin: The shift that stands for this one; None unless it was set aside for one, or may have to be.
        later_cash: Kopecks of cash that the source tells of since the shift stands with other ones; None when it has
            not done so, or a person has seen it.
    """

    id: KeptShiftId
    record: ShiftRecord
    state: ShiftState
    twin: KeptShiftId | None
    later_cash: int | None = None
