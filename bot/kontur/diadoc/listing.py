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
# Pages in a row with nothing new on them: documents may move while they are listed, but not for so long.
_MOST_STALE: Final = 3


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
        """Every document of one type, each once.

        What came before an error is right, and is not all.

        Args:
            box: Whose documents.
            document_type: Filters take one type.
            narrowing: The rest of the query; it has to stay the same from page to page.

        Raises:
            SourceError: In one of its kinds; `UnclearAnswerError` when the list has no end, or hides it.
        """
        query = {
            "boxId": box,
            "filterCategory": f"{document_type.name}.Outbound",
            "count": str(self._count),
            **narrowing,
        }
        seen: set[DocumentRef] = set()
        given: set[str] = set()
        stale = 0
        # A page may be shorter than asked for and be followed by others; `HasMoreResults` speaks of more than a thousand
        # documents and of nothing else. The end is an empty page, or a first one that holds all there are.
        for number in range(_MOST_PAGES):
            listed = page(await self._api.json("/V3/GetDocuments", query))
            before = len(seen)
            for one in listed.documents:
                if one.ref not in seen:
                    seen.add(one.ref)
                    yield one
            is_all = listed.is_total_exact and listed.total is not None and len(seen) >= listed.total
            if not listed.documents or (is_all and number == 0):
                return
            stale = stale + 1 if len(seen) == before else 0
            key = listed.documents[-1].key
            if key is None or key in given or stale == _MOST_STALE:
                if is_all:
                    return
                raise UnclearAnswerError("a list does not say how it goes on")
            given.add(key)
            query = {**query, "afterIndexKey": key}
        raise UnclearAnswerError("a list has no end")
