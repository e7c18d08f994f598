"""Where documents come from. `bot.kontur` implements it; every method raises `SourceError` in one of its kinds."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.cabinet.documents.closing_document import ClosingDocument, DocumentKind, DocumentRef
from bot.cabinet.fiscal.period import Period


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
        self, inn: str, period: Period, kinds: Collection[DocumentKind]
    ) -> Sequence[ClosingDocument]:
        """Documents of these kinds dated within the period, each once, latest first.

        Raises:
            NotConnectedError: The organization does not exchange documents with the service centre.
        """
        ...

    async def sent_since(
        self, moment: datetime, kinds: Collection[DocumentKind]
    ) -> Sequence[ClosingDocument]:
        """Documents of these kinds sent to anybody at this moment or later, each once, in the order of sending.

        Asking with an overlap gives some again: `ClosingDocument.ref` is what they are to be known by.
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
