"""What acts need from the storage. Each method is one transaction; the guard is asked before."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.cabinet.acts.act import Act, ActId, ActOrder, ActOrderId, NewAct
from bot.cabinet.documents.kept import KeptDocument
from bot.cabinet.files.stored_file import FileId
from bot.cabinet.fiscal.period import Period
from bot.cabinet.organization import OrganizationId, PersonId
from bot.cabinet.page import Page


@dataclass(frozen=True, slots=True)
class Put:
    """What became of acts that were put into the cabinet."""

    new: int
    settled: int  # orders that waited for them


@dataclass(frozen=True, slots=True)
class Arrived:
    """An order that waits, and an act that was sent through Диадок to the same organization since it was placed."""

    order: ActOrder
    document: KeptDocument


class ActsMovedError(Exception):
    """Other acts stand there than those that were to be replaced."""


class OrderExistsError(Exception):
    """The same period of the organization has been ordered and waits."""


class Acts(Protocol):
    """Keeps acts and orders."""

    async def ready(self, organization: OrganizationId, number: int, size: int) -> Page[Act]:
        """Acts of the organization, the latest period first."""
        ...

    async def one(self, organization: OrganizationId, act: ActId) -> Act | None:
        """An act, if it is the organization's."""
        ...

    async def of_period(self, organization: OrganizationId, period: Period) -> Act | None:
        """The act for exactly this period."""
        ...

    async def orders(self, organization: OrganizationId, limit: int) -> Sequence[ActOrder]:
        """The latest orders of the organization, those that wait first."""
        ...

    async def add_order(
        self,
        organization: OrganizationId,
        person: PersonId,
        period: Period,
        operators: Collection[int],
        now: datetime,
    ) -> ActOrderId:
        """Write down an order, and have the operators told.

        Raises:
            OrderExistsError: One for the same period waits (unique key).
        """
        ...

    async def withdraw(
        self, organization: OrganizationId, order: ActOrderId, person: PersonId, now: datetime
    ) -> bool:
        """Take back one's own order; False when it does not wait any more, or is not the person's."""
        ...

    async def waiting(self, number: int, size: int) -> Page[ActOrder]:
        """All orders that wait, the oldest first."""
        ...

    async def order(self, order: ActOrderId) -> ActOrder | None:
        """An order of anybody's: for operators."""
        ...

    async def arrived(self) -> Sequence[Arrived]:
        """Orders that wait, each with every act that was sent since; the oldest orders first, five hundred at most.

        Acts that were rejected or revoked are not among them.
        """
        ...

    async def decline(self, order: ActOrderId, operator: PersonId, comment: str, now: datetime) -> bool:
        """Decline an order, and have whoever ordered it told; False when it does not wait any more."""
        ...

    async def settle(self, order: ActOrderId, act: NewAct, operator: PersonId | None, now: datetime) -> bool:
        """Put the act that an order asks for, as `put` does; nothing is put when the order does not wait any more.

        No operator has settled what came by itself.

        Of several who settle, decline or withdraw at once one succeeds.
        """
        ...

    async def known(self, acts: Sequence[tuple[str, Period]]) -> Sequence[tuple[str, Period, FileId]]:
        """Those acts (ИНН and period) that are there already, with their files."""
        ...

    async def put(
        self,
        acts: Sequence[NewAct],
        operator: PersonId | None,
        now: datetime,
        *,
        over: Collection[tuple[str, Period, FileId]] | None = None,
    ) -> Put:
        """Add or replace acts, all in one transaction. Organizations that are not known yet are created.

        Orders for exactly these periods are settled; whoever ordered and whoever may look at the organization now is
        told. An act whose file is there already changes nothing.

        Args:
            acts: What is put.
            operator: Who puts it; None for the command line.
            now: The present moment.
            over: What `known` has told of them: nothing else is replaced. None when whatever is there may be.

        Raises:
            ActsMovedError: `known` would tell something else now. Nothing is put.
        """
        ...

    async def zones(self, operators: Collection[int]) -> Sequence[str]:
        """The zones that those operators live in who have ever talked to the bot."""
        ...

    async def remind(
        self,
        operators: Collection[int],
        days: Mapping[str, date],
        ordered_before: datetime,
        now: datetime,
    ) -> int:
        """Have the operators of these zones told of orders that wait since then, once a day; how many are told anew."""
        ...
