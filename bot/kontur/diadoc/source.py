"""Documents out of Диадок."""

import asyncio
from collections.abc import Collection, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final, TypeVar

from bot.cabinet.documents.closing_document import ClosingDocument, DocumentKind, DocumentRef
from bot.cabinet.documents.ports import FoundDocuments, Progress, unobserved
from bot.cabinet.documents.refusals import BoxNotChosenError, NotConnectedError, SubscriptionEndedError
from bot.cabinet.sources import (
    KeyRejectedError,
    NoAccessError,
    NotFoundError,
    SessionEndedError,
    SourceError,
    WrongRequestError,
)
from bot.kontur.diadoc.addresses import box_guid, web_place
from bot.kontur.diadoc.boxes import Box, Boxes
from bot.kontur.diadoc.files import Files
from bot.kontur.diadoc.listing import TYPES, DocumentType, Listing, sent_since

Result = TypeVar("Result")

# Whatever is asked next would be refused alike.
_OF_EVERYTHING: Final = (SubscriptionEndedError, SessionEndedError, KeyRejectedError)
# What is said to whoever asks about a box that nothing is exchanged with.
_OF_STRANGERS: Final = (NoAccessError, NotFoundError, WrongRequestError)
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What came of asking one box for one type.

    Attributes:
        documents: Those that came, until it was refused.
        refusal: None when these are all.
    """

    box: Box
    type: DocumentType
    documents: Sequence[ClosingDocument]
    refusal: SourceError | None

    @property
    def is_no_failure(self) -> bool:
        """Whether nothing else was to be expected: of a type that boxes need not know, of a box that is no partner."""
        if self.type.is_rare and isinstance(self.refusal, WrongRequestError):
            return True
        return not self.box.is_partner and isinstance(self.refusal, _OF_STRANGERS)


class DiadocSource:
    """Implements `DocumentSource`: what the service centre's box has sent.

    Args:
        boxes: Who is who.
        listing: Lists of documents.
        files: Their files.
        own_box: Of the service centre, in any form; None when it has only one.
    """

    def __init__(self, boxes: Boxes, listing: Listing, files: Files, own_box: str | None) -> None:
        self._boxes = boxes
        self._listing = listing
        self._files = files
        self._own_box = None if own_box is None else box_guid(own_box)

    async def own_box(self) -> str:
        """The service centre's box.

        Raises:
            BoxNotChosenError: There are several, or none.
        """
        if self._own_box is None:
            found = await self._boxes.own()
            if len(found) != 1:
                raise BoxNotChosenError(f"the token opens {len(found)} boxes")
            self._own_box = found[0].guid
        return self._own_box

    async def of_organization(
        self, inn: str, since: datetime | None, kinds: Collection[DocumentKind]
    ) -> FoundDocuments:
        """Documents of these kinds that the organization has been sent, latest first."""
        own = await self.own_box()
        boxes = [box for box in await self._boxes.of_inn(own, inn) if box.guid != own]
        if not boxes:
            raise NotConnectedError("no box of this organization")
        narrowing = {} if since is None else sent_since(since)
        answers = await _together(
            self._asked(own, box, one, narrowing) for box in boxes for one in TYPES if one.kind in kinds
        )
        failures = [one.refusal for one in answers if one.refusal is not None and not one.is_no_failure]
        answering = {one.box.guid for one in answers if one.refusal is None or one.documents}
        if not answering:
            raise failures[0] if failures else NotConnectedError("no box that documents are exchanged with")
        documents = {document.ref: document for one in answers for document in one.documents}
        refused = {one.type.kind for one in answers if one.refusal is not None and one.box.guid in answering}
        return FoundDocuments(
            sorted(documents.values(), key=_dated, reverse=True),
            frozenset(kinds) - refused,
            frozenset(map(web_place, answering)),
            failures[0] if failures else None,
        )

    async def pdf(self, ref: DocumentRef, progress: Progress = unobserved) -> bytes:
        """The document as a PDF."""
        return await self._files.pdf(await self.own_box(), ref, progress)

    async def archive(self, ref: DocumentRef, progress: Progress = unobserved) -> bytes:
        """A ZIP with the original, its signatures and all that proves the exchange."""
        return await self._files.archive(await self.own_box(), ref, progress)

    async def _asked(
        self, own: str, box: Box, document_type: DocumentType, narrowing: Mapping[str, str]
    ) -> _Answer:
        """One type's documents; that it is refused says nothing of the others, unless all of them would be."""
        documents: list[ClosingDocument] = []
        found = self._listing.sent(own, document_type, {**narrowing, "counteragentBoxId": box.guid})
        try:
            async for listed in found:
                # A filter that did not work must not show one organization's documents to another.
                if listed.is_shown and listed.box == box.guid:
                    document = listed.document(document_type.kind, box.guid, box.owner)
                    documents.append(document)
        except _OF_EVERYTHING:
            raise
        except SourceError as refusal:
            return _Answer(box, document_type, documents, refusal)
        return _Answer(box, document_type, documents, None)


def _dated(document: ClosingDocument) -> tuple[date, datetime]:
    return document.dated or date.min, document.sent or _LONG_AGO


async def _together(asking: Iterable[Coroutine[Any, Any, Result]]) -> list[Result]:
    """All results in order; where one fails, the others are given up and its error is raised as it is."""
    tasks = [asyncio.ensure_future(one) for one in asking]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
