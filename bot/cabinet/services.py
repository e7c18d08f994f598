"""Use cases of «Сервисы и сроки»: what is connected and until when."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.cabinet.access import AccessGuard
from bot.cabinet.organization import Membership, OrganizationId
from bot.cabinet.page import Page
from bot.cabinet.person import Person
from bot.cabinet.ports import Memberships, Overview, Subscriptions, UrgencyCounts
from bot.cabinet.subscription import Subscription, Urgency
from bot.clock import Clock

PAGE_SIZE = 8


@dataclass(frozen=True, slots=True)
class OrganizationServices:
    """One organization's services."""

    membership: Membership
    page: Page[Subscription]
    today: date


@dataclass(frozen=True, slots=True)
class AllServices:
    """Services of all open organizations."""

    page: Page[Subscription]
    counts: UrgencyCounts
    urgency: Urgency | None
    today: date


class Services:
    """Connected services, soonest end first."""

    def __init__(
        self, subscriptions: Subscriptions, memberships: Memberships, guard: AccessGuard, clock: Clock
    ) -> None:
        self._subscriptions = subscriptions
        self._memberships = memberships
        self._guard = guard
        self._clock = clock

    def today(self, person: Person) -> date:
        """The calendar day in the person's zone: days left are counted from it."""
        return self._clock.now().astimezone(ZoneInfo(person.zone)).date()

    async def overview(self, person: Person) -> Overview:
        """What the main menu says on top."""
        return await self._memberships.overview(person.id, self._clock.now(), self.today(person))

    async def of_organization(
        self, person: Person, organization: OrganizationId, number: int
    ) -> OrganizationServices:
        """A page of one organization's services.

        Raises:
            AccessDeniedError: Access is not open.
        """
        membership = await self._guard.require_open(person.id, organization)
        page = await self._subscriptions.of_organization(organization, number, PAGE_SIZE)
        return OrganizationServices(membership, page, self.today(person))

    async def of_all(self, person: Person, urgency: Urgency | None, number: int) -> AllServices:
        """A page of the services of every organization that is open to the person now."""
        now, today = self._clock.now(), self.today(person)
        page = await self._subscriptions.of_open_organizations(
            person.id, now, today, urgency, number, PAGE_SIZE
        )
        counts = await self._subscriptions.counts(person.id, now, today)
        return AllServices(page, counts, urgency, today)
