"""What integrations need from the storage. Each method is one transaction; the guard is asked before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.cabinet.files.stored_file import FileId
from bot.cabinet.integrations.integration import Integration
from bot.cabinet.integrations.paper import Paper, PaperId, PaperSort
from bot.cabinet.organization import OrganizationId, PersonId
from bot.signature.verdict import Signer


class MovedMeanwhileError(Exception):
    """Somebody else has changed the integration in the meantime: the first one counts."""


@dataclass(frozen=True, slots=True)
class DirectorCertificate:
    """A certificate by which the organization was confirmed.

    Attributes:
        confirmation: A confirmation that it made: what buttons carry.
    """

    confirmation: int
    fingerprint: str
    signer_name: str
    valid_until: datetime


class StoredIntegrations(Protocol):
    """Keeps integrations and the texts signed for them."""

    async def of_organization(self, organization: OrganizationId) -> Sequence[Integration]:
        """Those that were ever begun."""
        ...

    async def certificates(
        self, organization: OrganizationId, now: datetime
    ) -> Sequence[DirectorCertificate]:
        """Certificates that have confirmed the organization and are valid still, latest first."""
        ...

    async def save(self, integration: Integration, person: PersonId, now: datetime) -> None:
        """Write down where it stands now; its version is the one that was read.

        Raises:
            MovedMeanwhileError: It has another version by now.
        """
        ...

    async def issue(
        self,
        integration: Integration,
        sort: PaperSort,
        file: FileId,
        person: PersonId,
        now: datetime,
        valid_until: datetime,
    ) -> Paper:
        """Write down a text that was made for somebody to have it signed."""
        ...

    async def issued(self, person: PersonId, since: datetime, now: datetime) -> Sequence[Paper]:
        """Texts issued to the person since then, those that wait for a signature first, then latest first; some dozens."""
        ...

    async def accept(
        self,
        paper: Paper,
        integration: Integration,
        signature: FileId,
        signer: Signer,
        person: PersonId,
        now: datetime,
    ) -> None:
        """Write down a good signature and where the integration stands by it, all at once.

        Raises:
            MovedMeanwhileError: The integration has another version by now, or the text is signed already.
        """
        ...

    async def refuse(
        self,
        paper: PaperId,
        signature: FileId,
        verdict: str,
        signer: Signer | None,
        person: PersonId,
        now: datetime,
    ) -> None:
        """Write down a signature that does not count."""
        ...

    async def papers(self, organization: OrganizationId, limit: int) -> Sequence[Paper]:
        """Signed texts of the organization, latest first."""
        ...

    async def paper(self, organization: OrganizationId, paper: PaperId) -> Paper | None:
        """A signed text, if it is the organization's."""
        ...


@dataclass(frozen=True, slots=True)
class PaperDraft:
    """What a text to be signed says."""

    sort: PaperSort
    organization: str
    inn: str
    ogrn: str | None
    signer: str
    load_from: date | None
    person: str
    person_id: PersonId
    code: str
    issued_at: datetime
    valid_until: datetime
    zone: str
    language: str
