"""Use cases around the person's list of organizations."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cabinet.access import AccessDeniedError, AccessGuard
from bot.cabinet.audit import AuditEvent, AuditRecord
from bot.cabinet.organization import Holder, Membership, OrganizationId, PersonId
from bot.cabinet.page import Page
from bot.cabinet.ports import AuditTrail, Memberships, Subscriptions
from bot.cabinet.subscription import Subscription
from bot.clock import Clock

PAGE_SIZE = 8
HISTORY_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Card:
    """One organization that is open to the person."""

    membership: Membership
    services: int
    next_service: Subscription | None  # the soonest to end
    others: int  # how many other people have access now


class Organizations:
    """The list, the card, and who has access."""

    def __init__(
        self,
        memberships: Memberships,
        subscriptions: Subscriptions,
        audit: AuditTrail,
        guard: AccessGuard,
        clock: Clock,
    ) -> None:
        self._memberships = memberships
        self._subscriptions = subscriptions
        self._audit = audit
        self._guard = guard
        self._clock = clock

    async def page(self, person: PersonId, search: str, number: int) -> Page[Membership]:
        """A page of the person's organizations by name, all or those that match the search."""
        return await self._memberships.page(person, search, number, PAGE_SIZE, self._clock.now())

    async def lapsed(self, person: PersonId) -> Sequence[Membership]:
        """Organizations whose access is over: one challenge renews them all."""
        return await self._memberships.lapsed(person, self._clock.now())

    async def card(self, person: PersonId, organization: OrganizationId) -> Card:
        """What the organization's card says.

        Raises:
            AccessDeniedError: Access is not open.
        """
        membership = await self._guard.require_open(person, organization)
        services = await self._subscriptions.of_organization(organization, 0, 1)
        others = await self._others(person, organization)
        return Card(membership, services.total, services.items[0] if services.items else None, len(others))

    async def holders(
        self, person: PersonId, organization: OrganizationId
    ) -> tuple[Membership, Sequence[Holder]]:
        """Who else has access to the organization now.

        Raises:
            AccessDeniedError: Access is not open.
        """
        membership = await self._guard.require_open(person, organization)
        return membership, await self._others(person, organization)

    async def history(
        self, person: PersonId, organization: OrganizationId
    ) -> tuple[Membership, Sequence[AuditRecord]]:
        """The latest events around access to the organization.

        Raises:
            AccessDeniedError: Access is not open.
        """
        membership = await self._guard.require_open(person, organization)
        return membership, await self._audit.of_organization(organization, HISTORY_LENGTH)

    async def close(self, person: PersonId, organization: OrganizationId) -> Membership:
        """Close the person's own access now.

        Raises:
            AccessDeniedError: The person has no such organization.
        """
        membership = await self._guard.require_known(person, organization)
        await self._memberships.close(person, organization, self._clock.now(), AuditEvent.CLOSED, person)
        return membership

    async def close_all(self, person: PersonId) -> int:
        """Close every open access of the person; how many there were."""
        return await self._memberships.close_all(person, self._clock.now())

    async def close_for_other(
        self, person: PersonId, organization: OrganizationId, other: PersonId
    ) -> Membership | None:
        """Close somebody else's access; their tie to the organization, or None when it was not open any more.

        Raises:
            AccessDeniedError: The person's own access is not open.
        """
        await self._guard.require_open(person, organization)
        try:
            membership = await self._guard.require_open(other, organization)
        except AccessDeniedError:
            return None
        closed = await self._memberships.close(
            other, organization, self._clock.now(), AuditEvent.CLOSED_BY_OTHER, person
        )
        return membership if closed else None

    async def named(self, person: PersonId, organization: OrganizationId) -> Membership:
        """An organization on the person's list, to be named in a question.

        Raises:
            AccessDeniedError: The person has no such organization.
        """
        return await self._guard.require_known(person, organization)

    async def set_muted(self, person: PersonId, organization: OrganizationId, *, muted: bool) -> None:
        """Stop or resume warnings about the organization; those that guard access to it are not muted.

        Raises:
            AccessDeniedError: The person has no such organization.
        """
        await self._guard.require_known(person, organization)
        await self._memberships.set_muted(person, organization, muted=muted, now=self._clock.now())

    async def remove(self, person: PersonId, organization: OrganizationId) -> Membership:
        """Take the organization off the person's list; access to it closes.

        Raises:
            AccessDeniedError: The person has no such organization.
        """
        membership = await self._guard.require_known(person, organization)
        await self._memberships.remove(person, organization, self._clock.now())
        return membership

    async def _others(self, person: PersonId, organization: OrganizationId) -> list[Holder]:
        holders = await self._memberships.holders(organization, self._clock.now())
        return [holder for holder in holders if holder.person != person]
