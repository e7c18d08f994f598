"""What the rules need from the outside. Each method is one transaction; `storage` and `bot.signature` implement them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.cabinet.audit import AuditEvent, AuditRecord
from bot.cabinet.challenge import Challenge
from bot.cabinet.confirmation import Confirmation, Confirmed
from bot.cabinet.organization import Holder, Membership, OrganizationId, PersonId
from bot.cabinet.page import Page
from bot.cabinet.person import Language, Person, Profile
from bot.cabinet.subscription import ServiceLine, Subscription, Urgency
from bot.signature.verdict import Signer


class AlreadyCountedError(Exception):
    """This certificate has confirmed by this challenge already."""


@dataclass(frozen=True, slots=True)
class Overview:
    """The line on top of the main menu."""

    organizations: int
    open: int
    next_access_end: datetime | None  # the soonest end of an open access
    next_access_name: str | None
    next_service: Subscription | None  # of open organizations, the soonest to end that has not ended


@dataclass(frozen=True, slots=True)
class UrgencyCounts:
    """How many services of the person's open organizations carry each mark."""

    overdue: int
    week: int
    month: int
    later: int
    closed_organizations: int  # their services are not shown until access is open again

    def of(self, urgency: Urgency) -> int:
        """The number for one mark."""
        return {
            Urgency.OVERDUE: self.overdue,
            Urgency.WEEK: self.week,
            Urgency.MONTH: self.month,
            Urgency.LATER: self.later,
        }[urgency]

    @property
    def total(self) -> int:
        """All services that are shown."""
        return self.overdue + self.week + self.month + self.later


class People(Protocol):
    """Everyone who talks to the bot."""

    async def seen(self, profile: Profile, guess: Language, now: datetime) -> Person:
        """The person as known; written down on first sight and when the name has changed.

        The guessed language is used only on first sight: what the person chose stays.
        """
        ...

    async def set_language(self, person: PersonId, language: Language) -> None:
        """Remember the person's choice."""
        ...

    async def set_reachable(self, person: PersonId, *, reachable: bool, now: datetime) -> None:
        """Remember that the person stopped the bot, or came back; warnings wait meanwhile."""
        ...


class Challenges(Protocol):
    """Files waiting for signatures."""

    async def issue(
        self, person: PersonId, code: str, content: bytes, issued_at: datetime, valid_until: datetime
    ) -> Challenge:
        """Write down a new challenge."""
        ...

    async def recent(self, person: PersonId, since: datetime, limit: int) -> Sequence[Challenge]:
        """The person's challenges issued since then, newest first, live and expired alike."""
        ...

    async def count(self, person: PersonId, since: datetime) -> int:
        """How many challenges the person has asked for since then."""
        ...


class Memberships(Protocol):
    """Which organizations a person has confirmed, and which are open."""

    async def record(self, confirmation: Confirmation) -> Confirmed:
        """Open access, all at once: organization by ИНН, membership, certificate, audit.

        The organization takes the name and ОГРН that the certificate proves. `open_until` never moves back.

        Raises:
            AlreadyCountedError: The certificate has counted for this challenge (unique key).
        """
        ...

    async def one(self, person: PersonId, organization: OrganizationId) -> Membership | None:
        """The tie, or None when there is none or it was removed."""
        ...

    async def page(
        self, person: PersonId, search: str, number: int, size: int, now: datetime
    ) -> Page[Membership]:
        """The person's organizations, by name; with `search`, those whose ИНН or name contains it.

        Letter case, ё/е and quotation marks make no difference. A page past the end gives the last page.
        """
        ...

    async def lapsed(self, person: PersonId, now: datetime) -> Sequence[Membership]:
        """All organizations whose access is over, by name."""
        ...

    async def overview(self, person: PersonId, now: datetime, today: date) -> Overview:
        """What the main menu says on top."""
        ...

    async def holders(self, organization: OrganizationId, now: datetime) -> Sequence[Holder]:
        """Everyone whose access to the organization is open now, soonest end last."""
        ...

    async def close(
        self,
        person: PersonId,
        organization: OrganizationId,
        now: datetime,
        event: AuditEvent,
        actor: PersonId,
    ) -> bool:
        """Close the person's access now; whether it was open. Whose access somebody else closes will hear of it."""
        ...

    async def close_all(self, person: PersonId, now: datetime) -> int:
        """Close every open access of the person; how many there were."""
        ...

    async def remove(self, person: PersonId, organization: OrganizationId, now: datetime) -> bool:
        """Take the organization off the person's list and close access; whether it was there."""
        ...

    async def set_muted(
        self, person: PersonId, organization: OrganizationId, *, muted: bool, now: datetime
    ) -> bool:
        """Stop or resume warnings about the organization; whether it was there."""
        ...


class Subscriptions(Protocol):
    """Connected services."""

    async def of_organization(
        self, organization: OrganizationId, number: int, size: int
    ) -> Page[Subscription]:
        """The organization's services, soonest end first, perpetual ones last."""
        ...

    async def of_open_organizations(
        self, person: PersonId, now: datetime, today: date, urgency: Urgency | None, number: int, size: int
    ) -> Page[Subscription]:
        """Services of all organizations that are open to the person now, soonest end first; one mark or all."""
        ...

    async def counts(self, person: PersonId, now: datetime, today: date) -> UrgencyCounts:
        """How many services carry each mark."""
        ...


@dataclass(frozen=True, slots=True)
class NamedOrganization:
    """An organization that is known already."""

    inn: str
    name: str
    is_proved: bool  # a certificate has told the name: files do not change it


class ServiceImports(Protocol):
    """Writes services that an operator loads."""

    async def organizations(self, inns: Sequence[str]) -> Sequence[NamedOrganization]:
        """Those of these ИНН that are known, from services loaded earlier or from a certificate."""
        ...

    async def existing(self, inns: Sequence[str]) -> Sequence[ServiceLine]:
        """The services stored for these ИНН, as lines, with the organization's stored name."""
        ...

    async def save(self, lines: Sequence[ServiceLine], now: datetime) -> None:
        """Add or replace the lines by their keys, all in one transaction; unknown organizations are created.

        An organization takes the name in the lines unless a certificate has proved another.
        """
        ...


class AuditTrail(Protocol):
    """Who did what."""

    async def add(
        self,
        at: datetime,
        event: AuditEvent,
        person: PersonId,
        organization: OrganizationId | None,
        detail: str,
    ) -> None:
        """Write a line."""
        ...

    async def of_organization(self, organization: OrganizationId, limit: int) -> Sequence[AuditRecord]:
        """The latest lines about an organization, newest first."""
        ...


class SignatureVerifier(Protocol):
    """Judges signatures without holding up anybody else."""

    async def verify(self, message: bytes, contents: Sequence[bytes], at: datetime) -> Signer:
        """Who signed one of the contents.

        Raises:
            SignatureRefusedError: With its reason.
        """
        ...
