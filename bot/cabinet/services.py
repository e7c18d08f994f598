"""Use cases of «Сервисы и сроки»: what is connected and until when."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.cabinet.access import AccessGuard
from bot.cabinet.allowance import Allowance
from bot.cabinet.organization import Membership, Organization, OrganizationId
from bot.cabinet.page import Page
from bot.cabinet.person import Person
from bot.cabinet.ports import Memberships, Overview, Subscriptions, UrgencyCounts
from bot.cabinet.subscription import Subscription, Urgency
from bot.clock import Clock

PAGE_SIZE = 8
REPORT_SIZE = 2000

# Making a file takes a noticeable part of a second of processor time.
FILES_AT_MOST = 20
FILES_WINDOW = timedelta(minutes=10)


class TooManyFilesError(Exception):
    """The person has asked for too many files lately."""


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


@dataclass(frozen=True, slots=True)
class ServicesReport:
    """What a file about services says: all of them, soonest end first."""

    services: tuple[Subscription, ...]
    total: int  # more than `services` when there are too many for a file
    organization: Organization | None  # the only one it speaks of; None when it speaks of every open one
    closed_organizations: int  # their services are not in the file until access is open again
    made_at: datetime
    today: date  # in the person's zone

    @property
    def is_cut(self) -> bool:
        """Whether something is left out."""
        return len(self.services) < self.total

    @property
    def has_ends(self) -> bool:
        """Whether any of the services ends some day."""
        return any(service.term.end is not None for service in self.services)


class Services:
    """Connected services, soonest end first."""

    def __init__(
        self, subscriptions: Subscriptions, memberships: Memberships, guard: AccessGuard, clock: Clock
    ) -> None:
        self._subscriptions = subscriptions
        self._memberships = memberships
        self._guard = guard
        self._clock = clock
        self._files = Allowance(FILES_AT_MOST, FILES_WINDOW)

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

    async def everything(self, person: Person) -> ServicesReport:
        """What a file says of all organizations that are open to the person now.

        Raises:
            TooManyFilesError: Twenty within ten minutes are enough.
        """
        now, today = self._take_file(person), self.today(person)
        page = await self._subscriptions.of_open_organizations(person.id, now, today, None, 0, REPORT_SIZE)
        closed = (await self._subscriptions.counts(person.id, now, today)).closed_organizations
        return ServicesReport(page.items, page.total, None, closed, now, today)

    async def everything_of(self, person: Person, organization: OrganizationId) -> ServicesReport:
        """What a file says of one organization.

        Raises:
            AccessDeniedError: Access is not open.
            TooManyFilesError: Twenty within ten minutes are enough.
        """
        membership = await self._guard.require_open(person.id, organization)
        now = self._take_file(person)
        page = await self._subscriptions.of_organization(organization, 0, REPORT_SIZE)
        return ServicesReport(page.items, page.total, membership.organization, 0, now, self.today(person))

    def _take_file(self, person: Person) -> datetime:
        now = self._clock.now()
        if not self._files.take(person.id, now):
            raise TooManyFilesError
        return now
