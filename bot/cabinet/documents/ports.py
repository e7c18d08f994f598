"""Where documents come from (`bot.kontur`; every method raises `SourceError` in one of its kinds) and are kept (`storage`)."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.cabinet.documents.closing_document import ClosingDocument, DocumentKind, DocumentRef
from bot.cabinet.documents.kept import DocumentId, KeptDocument, LoadFailure, LoadState, Month, ToLoad
from bot.cabinet.files.stored_file import FileId
from bot.cabinet.organization import Membership, OrganizationId, PersonId
from bot.cabinet.page import Page
from bot.cabinet.sources import SourceError


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file is being prepared.

    Attributes:
        attempt: How many times it has been asked for, from 1.
        seconds: Until it is asked for again.
    """

    attempt: int
    seconds: float


# Told before each wait, so that people can be told.
Progress = Callable[[Waiting], Awaitable[None]]


async def unobserved(_: Waiting) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class FoundDocuments:
    """What a source lists.

    Attributes:
        documents: Each once, latest first.
        listed: Kinds that were listed to the end: of these there are no others in the places.
        places: What the links of documents in the boxes that answered begin with: of other boxes nothing is known.
        failure: Why some kinds were not; None when that is no failure, or all were.
    """

    documents: Sequence[ClosingDocument]
    listed: frozenset[DocumentKind]
    places: frozenset[str]
    failure: SourceError | None = None


class DocumentSource(Protocol):
    """Documents that the service centre has sent."""

    async def of_organization(
        self, inn: str, since: datetime | None, kinds: Collection[DocumentKind]
    ) -> FoundDocuments:
        """Documents of these kinds that the organization has been sent.

        Args:
            inn: Whose documents.
            since: Only those sent at this moment or later; None for all. Asking with an overlap gives some again:
                `ClosingDocument.ref` is what they are to be known by.
            kinds: Which.

        Raises:
            NotConnectedError: The organization does not exchange documents with the service centre.
        """
        ...

    async def pdf(self, ref: DocumentRef, progress: Progress = unobserved) -> bytes:
        """The document as a PDF: its print form, or the original where that is a PDF itself.

        Raises:
            NotReadyError: It was waited for long enough.
            NoFileError: The document has no form that can be printed.
            TooLargeError: It is larger than a chat takes.
        """
        ...

    async def archive(self, ref: DocumentRef, progress: Progress = unobserved) -> bytes:
        """A ZIP with the original, its signatures and everything else that proves the exchange.

        Raises:
            NotReadyError: It was waited for long enough.
            NoFileError: The document cannot be archived.
            TooLargeError: It is larger than a chat takes.
        """
        ...


class Documents(Protocol):
    """Keeps documents. Each method is one transaction; nothing here asks who may look: the guard is asked before.

    A document is always asked for together with its organization: a number out of a forged button finds nothing.
    """

    async def months(self, organization: OrganizationId) -> Sequence[Month]:
        """The months with closing documents, latest first."""
        ...

    async def of_month(
        self, organization: OrganizationId, first: date, number: int, size: int
    ) -> Page[KeptDocument]:
        """Closing documents filed under a month, latest first, those of one deal side by side."""
        ...

    async def acts(self, organization: OrganizationId, number: int, size: int) -> Page[KeptDocument]:
        """Reconciliation acts, latest first."""
        ...

    async def of_person(
        self, person: PersonId, organization: OrganizationId, document: DocumentId
    ) -> tuple[Membership | None, KeptDocument | None]:
        """The person's tie to the organization, for the guard to judge, and the organization's document: in one look.

        Without a tie there is no document either.
        """
        ...

    async def some(
        self, organization: OrganizationId, documents: Collection[DocumentId]
    ) -> Sequence[KeptDocument]:
        """Those of these documents that are the organization's, latest first."""
        ...

    async def deal(self, organization: OrganizationId, document: DocumentId) -> Sequence[KeptDocument]:
        """The closing documents of the deal that a document belongs to, itself among them; none when there is none."""
        ...

    async def set_file(self, document: KeptDocument, file: FileId) -> None:
        """Remember the print form; nothing is remembered when the document has gone or changed since it was looked at."""
        ...

    async def load_state(self, organization: OrganizationId) -> LoadState | None:
        """How far the organization's documents have been loaded; None when nobody has tried."""
        ...

    async def to_load(self, tried_before: datetime, now: datetime, limit: int) -> Sequence[ToLoad]:
        """Organizations that people look after and whose documents were last tried earlier, longest ago first."""
        ...

    async def save(
        self,
        organization: OrganizationId,
        documents: Sequence[ClosingDocument],
        *,
        whole: Collection[DocumentKind] | None,
        now: datetime,
        places: Collection[str] | None = None,
        failure: LoadFailure | None = None,
    ) -> int:
        """Write down what was loaded; how many documents are new.

        Unless it is the organization's first load, whoever may look at the organization now is told of what is new.
        Nothing is written when a load that was begun later has come to its end already.

        Args:
            organization: Whose documents.
            documents: What was listed.
            whole: Everything was asked for, and these kinds were listed to the end: what of them is not among the
                documents is gone. None when only what is new was asked for.
            now: The moment of asking.
            places: What the links of those that were asked for begin with: others may not be gone. None for all.
            failure: Why some of what was asked for is missing: it is asked for again.
        """
        ...

    async def record_failure(self, organization: OrganizationId, failure: LoadFailure, now: datetime) -> None:
        """Write down that loading did not work; nothing when it was tried later already."""
        ...
