"""Writing down what was loaded: a load of any length is a handful of statements in one transaction."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Delete, bindparam, case, delete, false, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cabinet.documents.closing_document import ClosingDocument, DocumentKind
from bot.cabinet.documents.kept import KeptDocument, LoadFailure, LoadState, ToLoad
from bot.cabinet.files.stored_file import FileId
from bot.cabinet.organization import OrganizationId
from storage.column_types import Identifier, UtcDateTime
from storage.database import Database
from storage.tables import closing_documents, document_loads, memberships, organizations
from storage.upsert import Insert, InsertInto, Upsert
from storage.warnings.documents import tell_documents
from storage.warnings.sources import MEMBERSHIP_LIFETIME

# Documents without a date of their own are filed under the day of sending in the sender's zone.
_FILING_ZONE = ZoneInfo("Europe/Moscow")

_WHICH = bindparam("which", type_=Identifier())
# Two processes may load one organization at once; whoever comes second has to see what the first one wrote.
_LOCK = select(organizations.c.id).where(organizations.c.id == _WHICH).with_for_update(key_share=True)
_STATE = select(document_loads).where(document_loads.c.organization == _WHICH)
_TO_LOAD = (
    select(
        organizations.c.id.label("organization"),
        organizations.c.inn,
        document_loads.c.tried_at,
        document_loads.c.loaded_at,
        document_loads.c.whole_at,
        document_loads.c.failure,
    )
    .select_from(organizations.outerjoin(document_loads))
    .where(
        organizations.c.id.in_(
            select(memberships.c.organization).where(
                memberships.c.confirmed_at >= bindparam("confirmed_since", type_=UtcDateTime()),
                memberships.c.removed_at.is_(None),
            )
        ),
        or_(
            document_loads.c.tried_at.is_(None),
            document_loads.c.tried_at <= bindparam("tried_before", type_=UtcDateTime()),
        ),
    )
    .order_by(document_loads.c.tried_at.asc().nulls_first(), organizations.c.id)
    .limit(bindparam("limit"))
)

_LOADED_COLUMNS = (
    "kind",
    "title",
    "number",
    "dated",
    "filed_on",
    "amount",
    "vat",
    "status",
    "deal",
    "sent_at",
    "link",
)


def _put(insert: InsertInto) -> Insert:
    put = insert(closing_documents)
    return put.on_conflict_do_update(
        index_elements=[
            closing_documents.c.organization,
            closing_documents.c.message,
            closing_documents.c.entity,
        ],
        set_={
            **{name: put.excluded[name] for name in (*_LOADED_COLUMNS, "seen_at")},
            # A print form shows who has signed, and that a document was annulled: it is made anew.
            "file": case((put.excluded.status == closing_documents.c.status, closing_documents.c.file)),
        },
    )


def _mark(insert: InsertInto) -> Insert:
    marked = insert(document_loads)
    return marked.on_conflict_do_update(
        index_elements=[document_loads.c.organization],
        set_={
            "tried_at": marked.excluded.tried_at,
            "loaded_at": func.coalesce(marked.excluded.loaded_at, document_loads.c.loaded_at),
            "whole_at": func.coalesce(marked.excluded.whole_at, document_loads.c.whole_at),
            "failure": marked.excluded.failure,
        },
    )


_PUT, _MARK = Upsert(_put), Upsert(_mark)
_NOW = bindparam("now", type_=UtcDateTime())
_GONE = delete(closing_documents).where(
    closing_documents.c.organization == _WHICH,
    closing_documents.c.seen_at < _NOW,
    closing_documents.c.kind.in_(bindparam("kinds", expanding=True)),
)
_NEW = select(func.count()).where(
    closing_documents.c.organization == _WHICH, closing_documents.c.appeared_at == _NOW
)
# A form may take minutes: meanwhile the document may have gone, or be another one.
_SET_FILE = (
    update(closing_documents)
    .where(
        closing_documents.c.id == bindparam("document", type_=Identifier()),
        closing_documents.c.organization == _WHICH,
        closing_documents.c.message == bindparam("of_message"),
        closing_documents.c.entity == bindparam("of_entity"),
        closing_documents.c.status == bindparam("of_status"),
    )
    .values(file=bindparam("kept_file", type_=Identifier()))
)


class DocumentCommands:
    """The part of `bot.cabinet.documents.ports.Documents` that writes, and knows how far loading has come."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def set_file(self, document: KeptDocument, file: FileId) -> None:
        """Remember the print form, if the document still is what it was made of."""
        made_of = {
            "document": document.id,
            "which": document.organization,
            "of_message": document.ref.message,
            "of_entity": document.ref.entity,
            "of_status": document.status.value,
        }
        async with self._database.write() as connection:
            await connection.execute(_SET_FILE, {**made_of, "kept_file": file})

    async def load_state(self, organization: OrganizationId) -> LoadState | None:
        """How far the organization's documents have been loaded."""
        async with self._database.read() as connection:
            return await _state(connection, organization)

    async def to_load(self, tried_before: datetime, now: datetime, limit: int) -> Sequence[ToLoad]:
        """Organizations that people look after and whose documents were last tried earlier."""
        parameters = {
            "tried_before": tried_before,
            "confirmed_since": now - MEMBERSHIP_LIFETIME,
            "limit": limit,
        }
        async with self._database.read() as connection:
            rows = (await connection.execute(_TO_LOAD, parameters)).all()
        return [
            ToLoad(
                OrganizationId(row.organization),
                row.inn,
                None
                if row.tried_at is None
                else _load_state(row.tried_at, row.loaded_at, row.whole_at, row.failure),
            )
            for row in rows
        ]

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
        """Write down what was loaded; how many documents are new."""
        which = {"which": organization, "now": now}
        async with self._database.write() as connection:
            before = await _locked_state(connection, organization)
            # A later look has been written down already: what has gone since must not come again as new.
            if before is not None and before.loaded_at is not None and before.loaded_at > now:
                return 0
            if documents:
                await connection.execute(
                    _PUT.on(connection), [_row(organization, document, now) for document in documents]
                )
            if whole:
                kinds = sorted(kind.value for kind in whole)
                await connection.execute(_gone(places), {**which, "kinds": kinds})
            has_all = failure is None
            await connection.execute(
                _MARK.on(connection),
                {
                    "organization": organization,
                    "tried_at": now,
                    "loaded_at": now if has_all else None,
                    "whole_at": now if has_all and whole is not None else None,
                    "failure": None if failure is None else failure.value,
                },
            )
            new = (await connection.execute(_NEW, which)).scalar_one()
            # Everything is new at the first load, and nobody wants to be told of years.
            if new and before is not None and before.loaded_at is not None:
                await tell_documents(connection, organization, now)
        return new

    async def record_failure(self, organization: OrganizationId, failure: LoadFailure, now: datetime) -> None:
        """Write down that loading did not work."""
        row = {
            "organization": organization,
            "tried_at": now,
            "loaded_at": None,
            "whole_at": None,
            "failure": failure.value,
        }
        async with self._database.write() as connection:
            before = await _locked_state(connection, organization)
            if before is None or before.tried_at <= now:
                await connection.execute(_MARK.on(connection), row)


def _gone(places: Collection[str] | None) -> Delete:
    """What of an organization's documents in these places was not seen now."""
    if places is None:
        return _GONE
    return _GONE.where(
        or_(false(), *(closing_documents.c.link.startswith(place, autoescape=True) for place in places))
    )


async def _locked_state(connection: AsyncConnection, organization: OrganizationId) -> LoadState | None:
    await connection.execute(_LOCK, {"which": organization})
    return await _state(connection, organization)


async def _state(connection: AsyncConnection, organization: OrganizationId) -> LoadState | None:
    row = (await connection.execute(_STATE, {"which": organization})).one_or_none()
    return None if row is None else _load_state(row.tried_at, row.loaded_at, row.whole_at, row.failure)


def _load_state(
    tried_at: datetime, loaded_at: datetime | None, whole_at: datetime | None, failure: str | None
) -> LoadState:
    return LoadState(tried_at, loaded_at, whole_at, None if failure is None else LoadFailure(failure))


def _row(organization: OrganizationId, document: ClosingDocument, now: datetime) -> dict[str, object]:
    return {
        "organization": organization,
        "message": document.ref.message,
        "entity": document.ref.entity,
        "kind": document.kind.value,
        "title": document.title,
        "number": document.number,
        "dated": document.dated,
        "filed_on": document.dated or _sending_day(document.sent or now),
        "amount": document.amount,
        "vat": document.vat,
        "status": document.status.value,
        "deal": document.deal,
        "sent_at": document.sent,
        "link": document.link,
        "appeared_at": now,
        "seen_at": now,
    }


def _sending_day(moment: datetime) -> date:
    return moment.astimezone(_FILING_ZONE).date()
