"""Looking at documents: the organization stands in every condition."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, Row, Text, bindparam, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from bot.cabinet.documents.closing_document import CLOSING, DocumentKind, DocumentRef, DocumentStatus
from bot.cabinet.documents.kept import DocumentId, KeptDocument, Month
from bot.cabinet.files.stored_file import FileId
from bot.cabinet.organization import Membership, OrganizationId, PersonId
from bot.cabinet.page import Page
from storage.column_types import Identifier
from storage.database import Database
from storage.membership_rows import LISTED, membership
from storage.paging import page_of, page_parameters, paged
from storage.tables import closing_documents, memberships

_MOST = 500  # documents that anybody may ask for at once
_LONGEST_MONTH = 31


class MonthText(FunctionElement[str]):
    """`2026-11`, of a column that holds days."""

    name = "month_text"
    type = Text()
    inherit_cache = True


@compiles(MonthText, "sqlite")
def _on_sqlite(element: MonthText, compiler: SQLCompiler, **options: Any) -> str:
    return f"strftime('%Y-%m', {compiler.process(element.clauses, **options)})"


@compiles(MonthText, "postgresql")
def _on_postgresql(element: MonthText, compiler: SQLCompiler, **options: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **options)}, 'YYYY-MM')"


_OURS = closing_documents.c.organization == bindparam("which", type_=Identifier())
_IS_CLOSING = closing_documents.c.kind.in_(sorted(kind.value for kind in CLOSING))
_IS_ACT = closing_documents.c.kind == DocumentKind.RECONCILIATION.value
_ORDER = (
    closing_documents.c.filed_on.desc(),
    closing_documents.c.deal,
    closing_documents.c.kind,
    closing_documents.c.id,
)
_KEPT = select(closing_documents).where(_OURS)

_MONTH = MonthText(closing_documents.c.filed_on)
_MONTHS = (
    select(_MONTH.label("month"), func.count().label("documents"))
    .where(_OURS, _IS_CLOSING)
    .group_by(_MONTH)
    .order_by(_MONTH.desc())
)
_OF_MONTH = paged(
    _KEPT.where(
        _IS_CLOSING,
        closing_documents.c.filed_on.between(
            bindparam("first", type_=Date()), bindparam("last", type_=Date())
        ),
    ),
    _ORDER,
)
_ACTS = paged(_KEPT.where(_IS_ACT), _ORDER)
_SOME = _KEPT.where(closing_documents.c.id.in_(bindparam("ids", expanding=True))).order_by(*_ORDER)
_ITS_DEAL = (
    select(closing_documents.c.deal)
    .where(_OURS, closing_documents.c.id == bindparam("document", type_=Identifier()))
    .scalar_subquery()
)
_DEAL = _KEPT.where(_IS_CLOSING, closing_documents.c.deal == _ITS_DEAL).order_by(*_ORDER)


_DOCUMENT = "document_"
_OF_PERSON = (
    LISTED.outerjoin(
        closing_documents,
        (closing_documents.c.organization == memberships.c.organization)
        & (closing_documents.c.id == bindparam("document", type_=Identifier())),
    )
    .add_columns(*(column.label(f"{_DOCUMENT}{column.name}") for column in closing_documents.c))
    .where(
        memberships.c.person == bindparam("who", type_=Identifier()),
        memberships.c.organization == bindparam("which", type_=Identifier()),
    )
)


class Labelled:
    """The columns of a row whose labels begin alike, by the rest of their labels."""

    def __init__(self, row: Row[*tuple[Any, ...]], beginning: str) -> None:
        self._row = row
        self._beginning = beginning

    def __getattr__(self, name: str) -> Any:
        return getattr(self._row, f"{self._beginning}{name}")


class DocumentQueries:
    """The part of `bot.cabinet.documents.ports.Documents` that looks."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def months(self, organization: OrganizationId) -> Sequence[Month]:
        """The months with closing documents, latest first."""
        async with self._database.read() as connection:
            rows = (await connection.execute(_MONTHS, {"which": organization})).all()
        return [Month(date.fromisoformat(f"{row.month}-01"), row.documents) for row in rows]

    async def of_month(
        self, organization: OrganizationId, first: date, number: int, size: int
    ) -> Page[KeptDocument]:
        """Closing documents filed under a month."""
        following = (first.replace(day=1) + timedelta(days=_LONGEST_MONTH)).replace(day=1)
        days = {"first": first.replace(day=1), "last": following - timedelta(days=1)}
        return await self._page(_OF_MONTH, organization, number, size, days)

    async def acts(self, organization: OrganizationId, number: int, size: int) -> Page[KeptDocument]:
        """Reconciliation acts, latest first."""
        return await self._page(_ACTS, organization, number, size, {})

    async def of_person(
        self, person: PersonId, organization: OrganizationId, document: DocumentId
    ) -> tuple[Membership | None, KeptDocument | None]:
        """The person's tie to the organization, and the organization's document."""
        parameters = {"who": person, "which": organization, "document": document}
        async with self._database.read() as connection:
            row = (await connection.execute(_OF_PERSON, parameters)).one_or_none()
        if row is None:
            return None, None
        found = Labelled(row, _DOCUMENT)
        return membership(row), None if found.id is None else kept(found)

    async def some(
        self, organization: OrganizationId, documents: Collection[DocumentId]
    ) -> Sequence[KeptDocument]:
        """Those of these documents that are the organization's."""
        async with self._database.read() as connection:
            rows = await connection.execute(_SOME, {"which": organization, "ids": list(documents)[:_MOST]})
            return [kept(row) for row in rows]

    async def deal(self, organization: OrganizationId, document: DocumentId) -> Sequence[KeptDocument]:
        """The closing documents of the document's deal."""
        async with self._database.read() as connection:
            rows = await connection.execute(_DEAL, {"which": organization, "document": document})
            return [kept(row) for row in rows]

    async def _page(
        self, statement: Any, organization: OrganizationId, number: int, size: int, more: dict[str, Any]
    ) -> Page[KeptDocument]:
        parameters = {**page_parameters(number, size), **more, "which": organization}
        async with self._database.read() as connection:
            rows = (await connection.execute(statement, parameters)).all()
        return page_of(rows, kept, parameters)


def kept(row: Row[*tuple[Any, ...]] | Labelled) -> KeptDocument:
    """The value of a row of the table."""
    return KeptDocument(
        id=DocumentId(row.id),
        organization=OrganizationId(row.organization),
        ref=DocumentRef(row.message, row.entity),
        kind=DocumentKind(row.kind),
        title=row.title,
        number=row.number,
        dated=row.dated,
        filed_on=row.filed_on,
        amount=row.amount,
        status=DocumentStatus(row.status),
        deal=row.deal,
        sent=row.sent_at,
        link=row.link,
        appeared_at=row.appeared_at,
        file=None if row.file is None else FileId(row.file),
    )
