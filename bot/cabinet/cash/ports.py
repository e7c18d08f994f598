"""What loading and posting need from the storage and offer to the conversation. Each storage method is one transaction."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Protocol

from bot.cabinet.cash.kept_shift import KeptShiftId, ShiftRecord
from bot.cabinet.cash.loaded_days import LoadedDays
from bot.cabinet.fiscal.cash_register import CashRegister
from bot.cabinet.fiscal.period import Period
from bot.cabinet.fiscal.retail import Shop
from bot.cabinet.fiscal.retail_reports import CashlessDay
from bot.cabinet.fiscal.shift_report import DriveSign
from bot.cabinet.fiscal.waybill import Waybill
from bot.cabinet.integrations.integration import Integration, IntegrationKind
from bot.cabinet.organization import OrganizationId, PersonId


class LoadFailure(Enum):
    """Why an integration could not be loaded. Each has its own sentence in the locales."""

    SESSION_ENDED = "session-ended"  # the service centre has to log in again
    KEY_REJECTED = "key-rejected"
    NO_ACCESS = "no-access"  # the owner of the registers has not granted it
    NOT_FOUND = "not-found"  # the source does not know the organization
    UNAVAILABLE = "unavailable"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class LoadProgress:
    """How far a load has come: registers or shops, and shifts so far."""

    done: int
    total: int
    shifts: int


Progress = Callable[[LoadProgress], Awaitable[None]]


async def unobserved(_: LoadProgress) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What deciding has brought.

    Attributes:
        orders: New orders.
        questions: Shifts that a person has to decide about, in all.
    """

    orders: int
    questions: int


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What a load has brought; with a failure, what it had brought until then."""

    shifts: int
    posted: Posted
    failure: LoadFailure | None


class Loading(Protocol):
    """Loads an integration on demand."""

    async def load_now(
        self, organization: OrganizationId, kind: IntegrationKind, progress: Progress = unobserved
    ) -> LoadResult:
        """Load now; whoever asks for the same meanwhile waits for the same load.

        Nothing is loaded of what is not on.
        """
        ...


@dataclass(frozen=True, slots=True)
class ToLoad:
    """An integration that is on.

    Attributes:
        inn: Of the organization.
    """

    integration: Integration
    inn: str


@dataclass(frozen=True, slots=True)
class ShopReports:
    """What Маркет tells of a shop besides shifts, over whole days."""

    period: Period
    cashless: Sequence[CashlessDay]
    # Thousandths sold and returned, by day and product; a blank product was sold at a free price.
    sold: Mapping[tuple[date, str], tuple[int, int]]
    waybills: Sequence[Waybill]


@dataclass(frozen=True, slots=True)
class LoadedPiece:
    """Some days of a register or a shop, as they were told.

    Attributes:
        unit: A registration number, or Маркет's identifier of a shop.
        asked: The days that were asked for as a whole; None when there are none.
        today: When they were, by the register's own calendar.
        sign: What the latest report of closing says of the fiscal drive.
        reports: What a shop reports besides; None from ОФД.
    """

    kind: IntegrationKind
    unit: str
    asked: Period | None
    today: date
    records: Sequence[ShiftRecord]
    sign: DriveSign | None = None
    reports: ShopReports | None = None


class CashStore(Protocol):
    """Keeps shifts and orders."""

    async def to_load(self, tried_before: datetime, limit: int) -> Sequence[ToLoad]:
        """Integrations that are on and were last tried earlier, longest ago first."""
        ...

    async def one_to_load(self, organization: OrganizationId, kind: IntegrationKind) -> ToLoad | None:
        """An integration, if it is on."""
        ...

    async def loaded_days(
        self, organization: OrganizationId, kind: IntegrationKind
    ) -> Mapping[str, LoadedDays]:
        """The days that have been asked for, by register or shop."""
        ...

    async def save_registers(
        self, organization: OrganizationId, registers: Sequence[CashRegister], zone: str, now: datetime
    ) -> None:
        """Write down the cash registers, and when each wrote its last document."""
        ...

    async def save_shops(self, organization: OrganizationId, shops: Sequence[Shop]) -> None:
        """Write down the shops."""
        ...

    async def save(self, organization: OrganizationId, piece: LoadedPiece, now: datetime) -> int:
        """Write down shifts and reports, and that their days are loaded; how many shifts are new.

        What is pending is completed. What stands is never changed: that it is told otherwise now is noted beside it.
        Reports take the place of what was known of their days.
        """
        ...

    async def post(self, organization: OrganizationId, now: datetime) -> Posted:
        """Decide about every pending shift, and make the orders; numbers have no gaps."""
        ...

    async def tell_troubles(self, now: datetime) -> int:
        """Have people told of silent registers, ending fiscal drives and loads that fail; how many rows there were."""
        ...

    async def record_load(
        self,
        organization: OrganizationId,
        kind: IntegrationKind,
        failure: LoadFailure | None,
        now: datetime,
    ) -> None:
        """Write down how a load ended."""
        ...


class CashDecisions(Protocol):
    """What a person decides about shifts. False when there is nothing to decide any more."""

    async def same_shift(
        self, organization: OrganizationId, shift: KeptShiftId, person: PersonId, now: datetime
    ) -> bool:
        """The shift is the same as the one it was held against: it makes no order."""
        ...

    async def another_shift(
        self, organization: OrganizationId, shift: KeptShiftId, person: PersonId, now: datetime
    ) -> bool:
        """The shift is one of its own: it makes an order, if there is cash in it."""
        ...

    async def leave_out(
        self, organization: OrganizationId, shift: KeptShiftId, person: PersonId, now: datetime
    ) -> bool:
        """The shift makes no order."""
        ...

    async def see_later(
        self, organization: OrganizationId, shift: KeptShiftId, person: PersonId, now: datetime
    ) -> bool:
        """What the source tells of a shift that stands has been seen: it is asked about no more."""
        ...

    async def link(
        self,
        organization: OrganizationId,
        cash_box: str,
        registration_number: str,
        person: PersonId,
        now: datetime,
    ) -> None:
        """The cash box is this register; what is pending is decided anew."""
        ...

    async def cash_boxes(self, organization: OrganizationId) -> Mapping[KeptShiftId, str]:
        """Cash boxes that nobody has linked yet, each with a shift of it: what buttons carry."""
        ...
