"""Where documents come from. `bot.kontur` implements it; every method raises `SourceError` in one of its kinds."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.cabinet.documents.closing_document import ClosingDocument, DocumentKind, DocumentRef


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


class DocumentSource(Protocol):
    """Documents that the service centre has sent."""

    async def of_organization(
        self, inn: str, since: datetime | None, kinds: Collection[DocumentKind]
    ) -> Sequence[ClosingDocument]:
        """Documents of these kinds that the organization has been sent, each once, latest first.

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
