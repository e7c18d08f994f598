"""Диадок's methods answered by a script, without a server: for lists that no server should give."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.cabinet.documents.closing_document import CLOSING
from bot.cabinet.documents.ports import FoundDocuments
from bot.cabinet.sources import NotFoundError, SourceError
from bot.kontur.diadoc.api import DiadocApi
from bot.kontur.diadoc.boxes import Boxes
from bot.kontur.diadoc.listing import Listing
from bot.kontur.diadoc.source import DiadocSource

OWN, HEAD, BRANCH = "a" * 32, "b" * 32, "c" * 32
INN = "9600100116"

# A page of invoices in a box, after a key.
Pages = Callable[[str, str | None], dict[str, object]]


def page(
    box: str, numbers: range, said: Mapping[str, object] | None = None, key: str | None = None
) -> dict[str, object]:
    """A page of documents, each after its own key unless there is one for all, with what is said of the list."""
    documents = [
        {
            "IndexKey": key or str(n),
            "MessageId": f"m{n}",
            "EntityId": box[0],
            "CounteragentBoxId": box,
            "DocumentDate": "10.11.2026",
        }
        for n in numbers
    ]
    return {"Documents": documents, **(said or {})}


def one_invoice(box: str, after: str | None) -> dict[str, object]:
    """A single one in every box."""
    return page(box, range(0 if after else 1), {"TotalCount": 1})


class Script(DiadocApi):
    """What is answered.

    Attributes:
        inn: Of the organization that all boxes belong to.
        partners: Boxes among the counteragents.
        known: Boxes found by ИНН.
        refused: Why a method, a box, a type or `box type` is refused.
        invoices: Their pages; there are no documents of other types.
        asked: Every request for documents: a box and a type.
    """

    def __init__(self, invoices: Pages = one_invoice, inn: str = INN) -> None:
        self.inn = inn
        self.partners: tuple[str, ...] = (HEAD,)
        self.known: tuple[str, ...] = (HEAD,)
        self.refused: dict[str, SourceError] = {}
        self.invoices = invoices
        self.asked: list[tuple[str, str]] = []

    async def json(self, path: str, query: Mapping[str, str]) -> object:
        """The answer to one request."""
        if path in self.refused:
            raise self.refused[path]
        if path == "/V3/GetCounteragents":
            return {"Counteragents": [{"Organization": self._organization(box)} for box in self.partners]}
        if path == "/GetOrganizationsByInnKpp":
            return {"Organizations": [self._organization(box) for box in self.known]}
        if path == "/GetMyOrganizations":
            return {"Organizations": []}
        if path == "/V3/GetDocuments":
            return self._documents(query)
        raise NotFoundError(path)

    def source(self) -> DiadocSource:
        """The client that asks it."""
        files: Any = None
        return DiadocSource(Boxes(self), Listing(self), files, OWN)

    async def found(self) -> FoundDocuments:
        """What the client makes of it."""
        return await self.source().of_organization(self.inn, None, CLOSING)

    def _documents(self, query: Mapping[str, str]) -> object:
        box, kind = query["counteragentBoxId"].replace("-", ""), query["filterCategory"].partition(".")[0]
        self.asked.append((box, kind))
        for key in (box, f"{box} {kind}", kind):
            if key in self.refused:
                raise self.refused[key]
        return self.invoices(box, query.get("afterIndexKey")) if kind == "Invoice" else page(box, range(0))

    def _organization(self, box: str) -> dict[str, object]:
        boxes = [{"BoxId": f"{box}@diadoc.ru"}]
        return {"Inn": self.inn, "Kpp": box[:1], "FullName": "Ромашка", "Boxes": boxes}
