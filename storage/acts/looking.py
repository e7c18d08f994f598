"""Looking at acts and orders."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Date, Row, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cabinet.acts.act import Act, ActId, ActOrder, ActOrderId, OrderState
from bot.cabinet.acts.ports import Arrived
from bot.cabinet.documents.closing_document import DocumentKind, DocumentStatus
from bot.cabinet.files.stored_file import FileId
from bot.cabinet.fiscal.period import Period
from bot.cabinet.organization import OrganizationId, PersonId
from bot.cabinet.page import Page
from storage.column_types import Identifier
from storage.database import Database
from storage.documents.looking import Labelled, kept
from storage.paging import page_of, page_parameters, paged
from storage.tables import act_orders, closing_documents, organizations, people, reconciliation_acts

INNS_AT_ONCE = 10_000

_WHICH = bindparam("which", type_=Identifier())
_ACTS = select(reconciliation_acts).where(reconciliation_acts.c.organization == _WHICH)
_READY = paged(_ACTS, (reconciliation_acts.c.last.desc(), reconciliation_acts.c.id.desc()))
_ONE = _ACTS.where(reconciliation_acts.c.id == bindparam("act", type_=Identifier()))
_OF_PERIOD = _ACTS.where(
    reconciliation_acts.c.first == bindparam("first", type_=Date()),
    reconciliation_acts.c.last == bindparam("last", type_=Date()),
)
ORDERS = (
    select(
        act_orders,
        organizations.c.name.label("organization_name"),
        organizations.c.inn,
        people.c.name.label("person_name"),
    )
    .join_from(act_orders, organizations, organizations.c.id == act_orders.c.organization)
    .join(people, people.c.id == act_orders.c.person)
)
_IS_WAITING = act_orders.c.state == OrderState.WAITING.value
_OF_ORGANIZATION = (
    ORDERS.where(act_orders.c.organization == _WHICH)
    .order_by(_IS_WAITING.desc(), act_orders.c.ordered_at.desc(), act_orders.c.id.desc())
    .limit(bindparam("limit"))
)
_WAITING = paged(ORDERS.where(_IS_WAITING), (act_orders.c.ordered_at, act_orders.c.id))
_DOCUMENT = "document_"
_COUNTS_NO_MORE = (DocumentStatus.REJECTED.value, DocumentStatus.REVOKED.value)
_ARRIVED = (
    ORDERS.add_columns(*(column.label(f"{_DOCUMENT}{column.name}") for column in closing_documents.c))
    .join(closing_documents, closing_documents.c.organization == act_orders.c.organization)
    .where(
        _IS_WAITING,
        closing_documents.c.kind == DocumentKind.RECONCILIATION.value,
        closing_documents.c.status.not_in(_COUNTS_NO_MORE),
        closing_documents.c.sent_at >= act_orders.c.ordered_at,
    )
    .order_by(act_orders.c.ordered_at, act_orders.c.id, closing_documents.c.id)
    .limit(500)
)
_ORDER = ORDERS.where(act_orders.c.id == bindparam("order", type_=Identifier()))
_KNOWN = (
    select(
        organizations.c.inn,
        reconciliation_acts.c.first,
        reconciliation_acts.c.last,
        reconciliation_acts.c.file,
    )
    .join_from(reconciliation_acts, organizations)
    .where(organizations.c.inn.in_(bindparam("inns", expanding=True)))
)


class ActQueries:
    """The part of `bot.cabinet.acts.ports.Acts` that looks."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def ready(self, organization: OrganizationId, number: int, size: int) -> Page[Act]:
        """Acts of the organization, the latest period first."""
        parameters = {**page_parameters(number, size), "which": organization}
        async with self._database.read() as connection:
            rows = (await connection.execute(_READY, parameters)).all()
        return page_of(rows, _act, parameters)

    async def one(self, organization: OrganizationId, act: ActId) -> Act | None:
        """An act, if it is the organization's."""
        return await self._found(_ONE, {"which": organization, "act": act})

    async def of_period(self, organization: OrganizationId, period: Period) -> Act | None:
        """The act for exactly this period."""
        days: dict[str, date | int] = {"first": period.first, "last": period.last}
        return await self._found(_OF_PERIOD, {**days, "which": organization})

    async def orders(self, organization: OrganizationId, limit: int) -> Sequence[ActOrder]:
        """The latest orders of the organization, those that wait first."""
        async with self._database.read() as connection:
            rows = await connection.execute(_OF_ORGANIZATION, {"which": organization, "limit": limit})
            return [act_order(row) for row in rows]

    async def waiting(self, number: int, size: int) -> Page[ActOrder]:
        """All orders that wait, the oldest first."""
        parameters = page_parameters(number, size)
        async with self._database.read() as connection:
            rows = (await connection.execute(_WAITING, parameters)).all()
        return page_of(rows, act_order, parameters)

    async def order(self, order: ActOrderId) -> ActOrder | None:
        """An order of anybody's."""
        async with self._database.read() as connection:
            row = (await connection.execute(_ORDER, {"order": order})).one_or_none()
        return None if row is None else act_order(row)

    async def arrived(self) -> Sequence[Arrived]:
        """Orders that wait, each with every act that was sent through Диадок since; the oldest orders first."""
        async with self._database.read() as connection:
            rows = (await connection.execute(_ARRIVED)).all()
        return [Arrived(act_order(row), kept(Labelled(row, _DOCUMENT))) for row in rows]

    async def known(self, acts: Sequence[tuple[str, Period]]) -> Sequence[tuple[str, Period, FileId]]:
        """Those acts that are there already, with their files."""
        async with self._database.read() as connection:
            return await known_acts(connection, acts)

    async def _found(self, statement: Any, parameters: dict[str, Any]) -> Act | None:
        async with self._database.read() as connection:
            row = (await connection.execute(statement, parameters)).one_or_none()
        return None if row is None else _act(row)


async def known_acts(
    connection: AsyncConnection, acts: Sequence[tuple[str, Period]]
) -> list[tuple[str, Period, FileId]]:
    """Those acts that are there already, with their files."""
    inns, wanted = sorted({inn for inn, _ in acts}), set(acts)
    found: list[tuple[str, Period, FileId]] = []
    for start in range(0, len(inns), INNS_AT_ONCE):
        rows = await connection.execute(_KNOWN, {"inns": inns[start : start + INNS_AT_ONCE]})
        found += [(row.inn, Period(row.first, row.last), FileId(row.file)) for row in rows]
    return [one for one in found if (one[0], one[1]) in wanted]


def _act(row: Row[*tuple[Any, ...]]) -> Act:
    return Act(
        ActId(row.id),
        OrganizationId(row.organization),
        Period(row.first, row.last),
        FileId(row.file),
        row.appeared_at,
    )


def act_order(row: Row[*tuple[Any, ...]]) -> ActOrder:
    """The value of a row of `ORDERS`."""
    return ActOrder(
        id=ActOrderId(row.id),
        organization=OrganizationId(row.organization),
        organization_name=row.organization_name,
        inn=row.inn,
        person=PersonId(row.person),
        person_name=row.person_name,
        period=Period(row.first, row.last),
        state=OrderState(row.state),
        ordered_at=row.ordered_at,
        settled_at=row.settled_at,
        act=None if row.act is None else ActId(row.act),
        comment=row.comment,
    )
