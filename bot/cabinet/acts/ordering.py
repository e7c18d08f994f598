"""Use cases of «Акты сверки»: what is ready, what was ordered, ordering more."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.cabinet.access import AccessGuard
from bot.cabinet.acts.act import Act, ActId, ActOrder, ActOrderId, OrderState
from bot.cabinet.acts.period import Offer, checked, offers, typed
from bot.cabinet.acts.ports import Acts
from bot.cabinet.documents.kept import KeptDocument
from bot.cabinet.documents.loading import DocumentLoading
from bot.cabinet.documents.ports import Documents
from bot.cabinet.fiscal.period import Period
from bot.cabinet.organization import Membership, OrganizationId
from bot.cabinet.page import Page
from bot.cabinet.person import Person
from bot.clock import Clock

PAGE_SIZE = 6
_SETTLED_SHOWN: Final = 5
_FROM_SOURCE: Final = 4
MOST_WAITING: Final = 20


class UnknownActError(Exception):
    """The organization has no such act."""


class TooManyOrdersError(Exception):
    """So many orders wait that another one helps nobody."""


class NobodyServesError(Exception):
    """The service centre takes no orders here: it has named nobody who would see them."""


@dataclass(frozen=True, slots=True)
class ActsView:
    """Everything about acts of one organization.

    Attributes:
        page: Ready ones, the latest period first.
        sent: The latest ones that came through Диадок, and how many there are.
        orders: All that wait, and the latest of the others.
        can_order: Whether there is somebody who would see an order.
        is_loading: Whether more may come from Диадок in a moment.
    """

    membership: Membership
    page: Page[Act]
    sent: Page[KeptDocument]
    orders: tuple[ActOrder, ...]
    can_order: bool
    is_loading: bool
    now: datetime


class ActOrdering:
    """Acts for those who look after an organization.

    Args:
        acts: What is kept.
        documents: Acts that came through Диадок.
        loading: Keeps them fresh.
        guard: Asked before every look.
        operators: Who is told of orders.
        clock: The present moment.
    """

    def __init__(
        self,
        acts: Acts,
        documents: Documents,
        loading: DocumentLoading,
        guard: AccessGuard,
        operators: Collection[int],
        clock: Clock,
    ) -> None:
        self._acts = acts
        self._documents = documents
        self._loading = loading
        self._guard = guard
        self._operators = operators
        self._clock = clock

    def today(self, person: Person) -> date:
        """The calendar day in the person's zone."""
        return self._clock.now().astimezone(ZoneInfo(person.zone)).date()

    async def view(self, person: Person, organization: OrganizationId, number: int) -> ActsView:
        """Ready acts and orders.

        Raises:
            AccessDeniedError: Access is not open.
        """
        membership = await self._guard.require_open(person.id, organization)
        _, is_loading = await self._loading.freshen(membership.organization)
        latest = await self._acts.orders(organization, MOST_WAITING + _SETTLED_SHOWN)
        waiting = [order for order in latest if order.state is OrderState.WAITING]
        return ActsView(
            membership=membership,
            page=await self._acts.ready(organization, number, PAGE_SIZE),
            sent=await self._documents.acts(organization, 0, _FROM_SOURCE),
            orders=(*waiting, *latest[len(waiting) :][:_SETTLED_SHOWN]),
            can_order=bool(self._operators),
            is_loading=is_loading,
            now=self._clock.now(),
        )

    async def sent(
        self, person: Person, organization: OrganizationId, number: int
    ) -> tuple[Membership, Page[KeptDocument]]:
        """Acts that came through Диадок, the latest first.

        Raises:
            AccessDeniedError: Access is not open.
        """
        membership = await self._guard.require_open(person.id, organization)
        return membership, await self._documents.acts(organization, number, PAGE_SIZE)

    async def one(self, person: Person, organization: OrganizationId, act: ActId) -> tuple[Membership, Act]:
        """A ready act.

        Raises:
            AccessDeniedError: Access is not open.
            UnknownActError: The organization has no such act.
        """
        membership = await self._guard.require_open(person.id, organization)
        found = await self._acts.one(organization, act)
        if found is None:
            raise UnknownActError
        return membership, found

    async def offers(
        self, person: Person, organization: OrganizationId
    ) -> tuple[Membership, tuple[Offer, ...]]:
        """Periods to choose from.

        Raises:
            AccessDeniedError: Access is not open.
        """
        membership = await self._guard.require_open(person.id, organization)
        return membership, tuple(offers(self.today(person)))

    async def considered(
        self, person: Person, organization: OrganizationId, period: Period | str
    ) -> tuple[Membership, Period, Act | None]:
        """A chosen or typed period before it is ordered, and the act for it if there is one already.

        Raises:
            AccessDeniedError: Access is not open.
            BadPeriodError: No act can be made for it.
        """
        membership = await self._guard.require_open(person.id, organization)
        today = self.today(person)
        wanted = typed(period, today) if isinstance(period, str) else checked(period, today)
        return membership, wanted, await self._acts.of_period(organization, wanted)

    async def order(self, person: Person, organization: OrganizationId, period: Period) -> Membership:
        """Order an act.

        Raises:
            AccessDeniedError: Access is not open.
            BadPeriodError: No act can be made for the period.
            OrderExistsError: The same one waits already.
            TooManyOrdersError: Twenty wait.
            NobodyServesError: Nobody would see it.
        """
        membership = await self._guard.require_open(person.id, organization)
        if not self._operators:
            raise NobodyServesError
        wanted = checked(period, self.today(person))
        latest = await self._acts.orders(organization, MOST_WAITING)
        if sum(order.state is OrderState.WAITING for order in latest) >= MOST_WAITING:
            raise TooManyOrdersError
        await self._acts.add_order(organization, person.id, wanted, self._operators, self._clock.now())
        return membership

    async def withdraw(self, person: Person, organization: OrganizationId, order: ActOrderId) -> bool:
        """Take back one's own order; whether it still waited.

        Raises:
            AccessDeniedError: Access is not open.
        """
        await self._guard.require_open(person.id, organization)
        return await self._acts.withdraw(organization, order, person.id, self._clock.now())
