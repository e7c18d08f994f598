"""Lists of documents: one type a list, page after page to the very end."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.cabinet.documents.closing_document import DocumentKind, DocumentRef
from bot.cabinet.sources import UnclearAnswerError
from bot.kontur.diadoc.api import DiadocApi
from bot.kontur.diadoc.reading import Listed, page, ticks

LARGEST_PAGE: Final = 100
_MOST_PAGES: Final = 10_000


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A type of Диадок's.

    Attributes:
        name: `TypeNamedId`.
        kind: What it is to the product.
        is_rare: Boxes need not know it: then it is refused, and that is no failure.
    """

    name: str
    kind: DocumentKind
    is_rare: bool = False


TYPES: Final = (
    DocumentType("XmlAcceptanceCertificate", DocumentKind.ACT),
    DocumentType("AcceptanceCertificate", DocumentKind.ACT),
    DocumentType("Invoice", DocumentKind.INVOICE),
    DocumentType("InvoiceRevision", DocumentKind.INVOICE, is_rare=True),
    DocumentType("InvoiceCorrection", DocumentKind.INVOICE, is_rare=True),
    DocumentType("InvoiceCorrectionRevision", DocumentKind.INVOICE, is_rare=True),
    DocumentType("UniversalTransferDocument", DocumentKind.TRANSFER),
    DocumentType("UniversalTransferDocumentRevision", DocumentKind.TRANSFER, is_rare=True),
    DocumentType("UniversalCorrectionDocument", DocumentKind.TRANSFER, is_rare=True),
    DocumentType("UniversalCorrectionDocumentRevision", DocumentKind.TRANSFER, is_rare=True),
    DocumentType("ReconciliationAct", DocumentKind.RECONCILIATION),
)


def sent_since(moment: datetime) -> dict[str, str]:
    """The part of a query that leaves documents of this moment or later."""
    return {"timestampFromTicks": str(ticks(moment))}


class Listing:
    """Documents sent from one box.

    Args:
        api: To ask.
        count: How many documents to ask for at once.
    """

    def __init__(self, api: DiadocApi, count: int = LARGEST_PAGE) -> None:
        self._api = api
        self._count = count

    async def sent(
        self, box: str, document_type: DocumentType, narrowing: Mapping[str, str]
    ) -> AsyncIterator[Listed]:
        """Every document of one type, each once. Raises `SourceError` in one of its kinds.

        Args:
            box: Whose documents.
            document_type: Filters take one type.
            narrowing: The rest of the query; it has to stay the same from page to page.
        """
        query = {
            "boxId": box,
            "filterCategory": f"{document_type.name}.Outbound",
            "count": str(self._count),
            **narrowing,
        }
        seen: set[DocumentRef] = set()
        async for listed in self._pages(query):
            if listed.ref not in seen:
                seen.add(listed.ref)
                yield listed

    async def _pages(self, query: dict[str, str]) -> AsyncIterator[Listed]:
        # A page may be shorter than asked for and be followed by others; `HasMoreResults` speaks of more than a thousand
        # documents and of nothing else. The end is an empty page, or a first one that holds all there are.
        given: set[str] = set()
        for number in range(_MOST_PAGES):
            listed = page(await self._api.json("/V3/GetDocuments", query))
            for one in listed.documents:
                yield one
            if not listed.documents:
                return
            is_all = listed.total is not None and len(listed.documents) >= listed.total
            if number == 0 and listed.is_total_exact and is_all:
                return
            key = listed.documents[-1].key
            if key is None or key in given:
                raise UnclearAnswerError("a list does not say how it goes on")
            given.add(key)
            query = {**query, "afterIndexKey": key}
        raise UnclearAnswerError("a list has no end")
