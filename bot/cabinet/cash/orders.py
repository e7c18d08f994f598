"""Use cases of the cash: orders, shifts with their provenance, questions, what Маркет reports besides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final, Protocol

from bot.cabinet.access import AccessGuard
from bot.cabinet.acts.period import part
from bot.cabinet.allowance import Allowance
from bot.cabinet.cash.kept_order import (
    CashlessLine,
    KeptOrder,
    KeptWaybill,
    KnownRegister,
    OrderId,
    OrderMonth,
    ShownShift,
    SoldLine,
)
from bot.cabinet.cash.kept_shift import KeptShiftId
from bot.cabinet.cash.ports import CashDecisions
from bot.cabinet.fiscal.period import Period
from bot.cabinet.organization import Membership, OrganizationId, PersonId
from bot.cabinet.page import Page
from bot.cabinet.person import Person
from bot.cabinet.services import FILES_AT_MOST, FILES_WINDOW, TooManyFilesError
from bot.clock import Clock

PAGE_SIZE = 8
# Each may have several lines of doubts: more of them may not fit into a message.
SHIFTS_SHOWN: Final = 4
MOST_IN_FILE: Final = 5000


class UnknownOrderError(Exception):
    """The organization has no such order, or none in that month."""


class TooManyOrdersError(Exception):
    """The days have more orders than a file can hold."""


class Answer(Enum):
    """What a person says of a shift that raises a question."""

    SAME = "same"
    ANOTHER = "another"
    LEAVE_OUT = "leave-out"
    SEEN = "seen"


class CashView(Protocol):
    """Looks at orders and shifts. The organization stands in every question; the guard is asked before."""

    async def months(self, organization: OrganizationId) -> Sequence[OrderMonth]:
        """Months with orders, latest first."""
        ...

    async def of_month(
        self, organization: OrganizationId, first: date, last: date, number: int, size: int
    ) -> Page[KeptOrder]:
        """Orders of these days, by number."""
        ...

    async def order(self, organization: OrganizationId, order: OrderId) -> KeptOrder | None:
        """An order, if it is the organization's."""
        ...

    async def accept(
        self, organization: OrganizationId, order: OrderId, person: PersonId, clock: Clock
    ) -> bool:
        """Accept an order; False when it is not new any more."""
        ...

    async def accept_up_to(
        self,
        organization: OrganizationId,
        first: date,
        last: date,
        number: int,
        person: PersonId,
        clock: Clock,
    ) -> int:
        """Accept new orders of these days whose numbers are no larger; how many."""
        ...

    async def shifts(
        self, organization: OrganizationId, number: int, size: int, *, questions: bool
    ) -> Page[ShownShift]:
        """Shifts, latest first; or only those that somebody has to decide about, oldest first."""
        ...

    async def registers(self, organization: OrganizationId) -> Sequence[KnownRegister]:
        """Cash registers by name."""
        ...

    async def waybills(
        self, organization: OrganizationId, first: date, last: date, number: int, size: int
    ) -> Page[KeptWaybill]:
        """Waybills received on these days, latest first."""
        ...

    async def cashless(self, organization: OrganizationId, first: date, last: date) -> Sequence[CashlessLine]:
        """Cashless revenue of these days by the way of payment."""
        ...

    async def sold(
        self, organization: OrganizationId, first: date, last: date, limit: int
    ) -> tuple[Sequence[SoldLine], int]:
        """Products sold on these days, the most first; and how many there are in all."""
        ...


@dataclass(frozen=True, slots=True)
class MonthOrders:
    """A page of a month's orders."""

    membership: Membership
    first: date
    page: Page[KeptOrder]


@dataclass(frozen=True, slots=True)
class ShiftList:
    """A page of shifts."""

    membership: Membership
    page: Page[ShownShift]
    questions: int
    boxes: int  # how many cash boxes nobody has linked


class CashOrders:
    """Orders of an organization. Every method raises `AccessDeniedError` while access is not open."""

    def __init__(self, view: CashView, decisions: CashDecisions, guard: AccessGuard, clock: Clock) -> None:
        self._view = view
        self._decisions = decisions
        self._guard = guard
        self._clock = clock
        self._files = Allowance(FILES_AT_MOST, FILES_WINDOW)

    async def months(
        self, person: Person, organization: OrganizationId
    ) -> tuple[Membership, Sequence[OrderMonth], int]:
        """Months with orders, and how many shifts raise questions."""
        membership = await self._guard.require_open(person.id, organization)
        questions = await self._view.shifts(organization, 0, 1, questions=True)
        return membership, await self._view.months(organization), questions.total

    async def of_month(
        self, person: Person, organization: OrganizationId, first: date, number: int
    ) -> MonthOrders:
        """A page of a month's orders, by number."""
        membership = await self._guard.require_open(person.id, organization)
        days = part(first, 1, 0)
        page = await self._view.of_month(organization, days.first, days.last, number, PAGE_SIZE)
        return MonthOrders(membership, days.first, page)

    async def one(
        self, person: Person, organization: OrganizationId, order: OrderId
    ) -> tuple[Membership, KeptOrder]:
        """An order.

        Raises:
            UnknownOrderError: The organization has no such order.
        """
        membership = await self._guard.require_open(person.id, organization)
        found = await self._view.order(organization, order)
        if found is None:
            raise UnknownOrderError
        return membership, found

    async def accept(self, person: Person, organization: OrganizationId, order: OrderId) -> bool:
        """Accept an order into the books; False when it was accepted before.

        Raises:
            UnknownOrderError: The organization has no such order.
        """
        await self.one(person, organization, order)
        return await self._view.accept(organization, order, person.id, self._clock)

    async def accept_month(
        self, person: Person, organization: OrganizationId, first: date, last_number: int
    ) -> int:
        """Accept the new orders of a month up to a number; how many there were. Later ones have larger numbers."""
        await self._guard.require_open(person.id, organization)
        days = part(first, 1, 0)
        return await self._view.accept_up_to(
            organization, days.first, days.last, last_number, person.id, self._clock
        )

    async def for_file(
        self, person: Person, organization: OrganizationId, days: Period, order: OrderId | None = None
    ) -> tuple[Membership, tuple[KeptOrder, ...]]:
        """What a file is made of: one order, or those of some days.

        Raises:
            TooManyFilesError: Twenty within ten minutes are enough.
            TooManyOrdersError: They are more than a file can hold.
            UnknownOrderError: There are none.
        """
        membership = await self._guard.require_open(person.id, organization)
        if order is not None:
            found = await self._view.order(organization, order)
            orders: tuple[KeptOrder, ...] = () if found is None else (found,)
        else:
            page = await self._view.of_month(organization, days.first, days.last, 0, MOST_IN_FILE)
            if page.total > MOST_IN_FILE:
                raise TooManyOrdersError
            orders = page.items
        if not orders:
            raise UnknownOrderError
        if not self._files.take(person.id, self._clock.now()):
            raise TooManyFilesError
        return membership, orders

    async def shifts(
        self, person: Person, organization: OrganizationId, number: int, *, questions: bool
    ) -> ShiftList:
        """Shifts with where they came from, or those that raise questions one by one."""
        membership = await self._guard.require_open(person.id, organization)
        size = 1 if questions else SHIFTS_SHOWN
        page = await self._view.shifts(organization, number, size, questions=questions)
        asked = page if questions else await self._view.shifts(organization, 0, 1, questions=True)
        boxes = len(await self._decisions.cash_boxes(organization)) if questions else 0
        return ShiftList(membership, page, asked.total, boxes)

    async def answer(
        self, person: Person, organization: OrganizationId, shift: KeptShiftId, answer: Answer
    ) -> bool:
        """Decide about a shift; False when there is nothing to decide any more."""
        await self._guard.require_open(person.id, organization)
        decide = {
            Answer.SAME: self._decisions.same_shift,
            Answer.ANOTHER: self._decisions.another_shift,
            Answer.LEAVE_OUT: self._decisions.leave_out,
            Answer.SEEN: self._decisions.see_later,
        }[answer]
        return await decide(organization, shift, person.id, self._clock.now())

    async def registers(self, person: Person, organization: OrganizationId) -> Sequence[KnownRegister]:
        """Cash registers that a cash box of Маркет's may be."""
        await self._guard.require_open(person.id, organization)
        return await self._view.registers(organization)

    async def boxes(self, person: Person, organization: OrganizationId) -> Mapping[KeptShiftId, str]:
        """Cash boxes that nobody has linked, each with a shift of it."""
        await self._guard.require_open(person.id, organization)
        return await self._decisions.cash_boxes(organization)

    async def link(
        self, person: Person, organization: OrganizationId, shift: KeptShiftId, register: int
    ) -> bool:
        """Say which register the cash box of a shift is; False when one of them is not there to be linked."""
        box = (await self.boxes(person, organization)).get(shift)
        known = {one.id: one.registration_number for one in await self._view.registers(organization)}
        if box is None or register not in known:
            return False
        await self._decisions.link(organization, box, known[register], person.id, self._clock.now())
        return True

    async def waybills(
        self, person: Person, organization: OrganizationId, first: date, number: int
    ) -> tuple[Membership, Page[KeptWaybill]]:
        """Waybills received within a month."""
        membership = await self._guard.require_open(person.id, organization)
        days = part(first, 1, 0)
        return membership, await self._view.waybills(organization, days.first, days.last, number, PAGE_SIZE)

    async def reports(
        self, person: Person, organization: OrganizationId, first: date
    ) -> tuple[Membership, Sequence[CashlessLine], Sequence[SoldLine], int]:
        """Cashless revenue and products sold within a month; and how many products there are in all."""
        membership = await self._guard.require_open(person.id, organization)
        days = part(first, 1, 0)
        cashless = await self._view.cashless(organization, days.first, days.last)
        sold, total = await self._view.sold(organization, days.first, days.last, PAGE_SIZE * 2)
        return membership, cashless, sold, total
