"""Documents out of Диадок."""

import asyncio
from collections.abc import Collection, Coroutine, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final, TypeVar

from bot.cabinet.documents.closing_document import ClosingDocument, DocumentKind, DocumentRef
from bot.cabinet.documents.ports import FoundDocuments, Progress, unobserved
from bot.cabinet.documents.refusals import BoxNotChosenError, NotConnectedError, SubscriptionEndedError
from bot.cabinet.sources import KeyRejectedError, SessionEndedError, SourceError, WrongRequestError
from bot.kontur.diadoc.addresses import box_guid
from bot.kontur.diadoc.boxes import Box, Boxes
from bot.kontur.diadoc.files import Files
from bot.kontur.diadoc.listing import TYPES, DocumentType, Listing, sent_since

Result = TypeVar("Result")

# Whatever is asked next would be refused alike.
_OF_EVERYTHING: Final = (SubscriptionEndedError, SessionEndedError, KeyRejectedError)
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


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
        types = [(box, one) for box in boxes for one in _types(kinds)]
        lists = await _together(self._asked(own, box, one, narrowing) for box, one in types)
        documents: dict[DocumentRef, ClosingDocument] = {}
        refused: dict[DocumentType, SourceError] = {}
        for (_, document_type), answer in zip(types, lists, strict=True):
            if isinstance(answer, SourceError):
                refused.setdefault(document_type, answer)
            else:
                documents |= {document.ref: document for document in answer}
        failures = [why for one, why in refused.items() if not _is_no_failure(one, why)]
        if len(refused) == len(_types(kinds)) and failures:
            raise failures[0]
        return FoundDocuments(
            sorted(documents.values(), key=_dated, reverse=True),
            frozenset(kinds) - {one.kind for one in refused},
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
    ) -> list[ClosingDocument] | SourceError:
        """One type's documents; that it is refused says nothing of the others, unless all of them would be."""
        try:
            return await self._sent_to(own, box, document_type, narrowing)
        except _OF_EVERYTHING:
            raise
        except SourceError as refusal:
            return refusal

    async def _sent_to(
        self, own: str, box: Box, document_type: DocumentType, narrowing: Mapping[str, str]
    ) -> list[ClosingDocument]:
        found = self._listing.sent(own, document_type, {**narrowing, "counteragentBoxId": box.guid})
        # A filter that did not work must not show one organization's documents to another.
        return [
            listed.document(document_type.kind, box.guid, box.owner)
            async for listed in found
            if listed.is_shown and listed.box == box.guid
        ]


def _is_no_failure(document_type: DocumentType, why: SourceError) -> bool:
    return document_type.is_rare and isinstance(why, WrongRequestError)


def _types(kinds: Collection[DocumentKind]) -> list[DocumentType]:
    return [one for one in TYPES if one.kind in kinds]


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
