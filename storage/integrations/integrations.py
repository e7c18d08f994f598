"""Integrations and the texts signed for them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cabinet.files.stored_file import FileId
from bot.cabinet.integrations.integration import Integration, IntegrationKind
from bot.cabinet.integrations.paper import Paper, PaperId, PaperSort
from bot.cabinet.integrations.ports import DirectorCertificate, MovedMeanwhileError
from bot.cabinet.organization import OrganizationId, PersonId
from bot.signature.verdict import Signer
from storage.cash import loads
from storage.column_types import Identifier, UtcDateTime
from storage.database import Database
from storage.tables import confirmations, integrations, signed_texts, text_signatures
from storage.upsert import Insert, InsertInto, Upsert

_MOST_WAITING = 60

_WHICH = bindparam("which", type_=Identifier())
_OF_ORGANIZATION = select(integrations).where(integrations.c.organization == _WHICH)
_CERTIFICATES = (
    select(
        func.max(confirmations.c.id).label("confirmation"),
        confirmations.c.fingerprint,
        func.max(confirmations.c.signer_name).label("signer_name"),
        func.max(confirmations.c.certificate_valid_until).label("valid_until"),
    )
    .where(
        confirmations.c.organization == _WHICH,
        confirmations.c.certificate_valid_until > bindparam("now", type_=UtcDateTime()),
    )
    .group_by(confirmations.c.fingerprint)
    .order_by(func.max(confirmations.c.id).desc())
    .limit(10)
)
_MOVED = (
    "state",
    "fingerprint",
    "signer_name",
    "load_from",
    "zone",
    "on_since",
    "off_since",
    "changed_at",
    "changed_by",
    "version",
)


def _save(insert_into: InsertInto) -> Insert:
    saved = insert_into(integrations)
    return saved.on_conflict_do_update(
        index_elements=[integrations.c.organization, integrations.c.kind],
        set_={name: saved.excluded[name] for name in _MOVED},
        # Two may tap at once: the first one counts.
        where=integrations.c.version == saved.excluded.version - 1,
    )


_SAVE = Upsert(_save)
# What loading came to before it was switched off says nothing of now.
_BEGIN_ANEW = (
    update(integrations)
    .where(integrations.c.organization == _WHICH, integrations.c.kind == bindparam("of_kind"))
    .values(tried_at=None, loaded_at=None, failing_since=None, failure=None)
)
_ISSUE = insert(signed_texts).returning(signed_texts.c.id)
_TEXTS = select(
    signed_texts, text_signatures.c.file.label("signature"), text_signatures.c.signer_name
).outerjoin(
    text_signatures,
    (text_signatures.c.signed_text == signed_texts.c.id) & text_signatures.c.accepted,
)
_ISSUED_LATELY = (
    _TEXTS.where(
        signed_texts.c.issued_to == bindparam("who", type_=Identifier()),
        signed_texts.c.issued_at >= bindparam("since", type_=UtcDateTime()),
    )
    # Those that still count come first: a person may look after many organizations.
    .order_by(
        (signed_texts.c.signed_at.is_(None) & (signed_texts.c.valid_until > bindparam("now"))).desc(),
        signed_texts.c.issued_at.desc(),
        signed_texts.c.id.desc(),
    )
    .limit(_MOST_WAITING)
)
_SIGNED = _TEXTS.where(signed_texts.c.organization == _WHICH, signed_texts.c.signed_at.is_not(None))
_PAPERS = _SIGNED.order_by(signed_texts.c.signed_at.desc()).limit(bindparam("limit"))
_PAPER = _SIGNED.where(signed_texts.c.id == bindparam("paper", type_=Identifier()))
_SIGN = (
    update(signed_texts)
    .where(signed_texts.c.id == bindparam("paper", type_=Identifier()), signed_texts.c.signed_at.is_(None))
    .values(signed_at=bindparam("now", type_=UtcDateTime()))
)
_ATTEMPT = insert(text_signatures)


class StoredIntegrations:
    """`bot.cabinet.integrations.ports.StoredIntegrations` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_organization(self, organization: OrganizationId) -> Sequence[Integration]:
        """Those that were ever begun."""
        async with self._database.read() as connection:
            rows = await connection.execute(_OF_ORGANIZATION, {"which": organization})
            return [loads.integration(row) for row in rows]

    async def certificates(
        self, organization: OrganizationId, now: datetime
    ) -> Sequence[DirectorCertificate]:
        """Certificates that have confirmed the organization and are valid still, latest first."""
        async with self._database.read() as connection:
            rows = await connection.execute(_CERTIFICATES, {"which": organization, "now": now})
            return [
                DirectorCertificate(row.confirmation, row.fingerprint, row.signer_name, row.valid_until)
                for row in rows
            ]

    async def save(self, integration: Integration, person: PersonId, now: datetime) -> None:
        """Write down where it stands now."""
        async with self._database.write() as connection:
            await _saved(connection, integration, person, now)

    async def issue(
        self,
        integration: Integration,
        sort: PaperSort,
        file: FileId,
        person: PersonId,
        now: datetime,
        valid_until: datetime,
    ) -> Paper:
        """Write down a text that was made for somebody to have it signed."""
        row = {
            "organization": integration.organization,
            "kind": integration.kind.value,
            "sort": sort.value,
            "file": file,
            "fingerprint": integration.fingerprint,
            "issued_at": now,
            "issued_to": person,
            "valid_until": valid_until,
        }
        async with self._database.write() as connection:
            number = (await connection.execute(_ISSUE, row)).scalar_one()
        return Paper(
            PaperId(number),
            integration.organization,
            integration.kind,
            sort,
            file,
            integration.fingerprint,
            now,
            valid_until,
            None,
            None,
            None,
        )

    async def issued(self, person: PersonId, since: datetime, now: datetime) -> Sequence[Paper]:
        """Texts issued to the person since then, those that wait for a signature first."""
        async with self._database.read() as connection:
            rows = await connection.execute(_ISSUED_LATELY, {"who": person, "since": since, "now": now})
            return [_paper(row) for row in rows]

    async def accept(
        self,
        paper: Paper,
        integration: Integration,
        signature: FileId,
        signer: Signer,
        person: PersonId,
        now: datetime,
    ) -> None:
        """Write down a good signature and where the integration stands by it."""
        async with self._database.write() as connection:
            if not (await connection.execute(_SIGN, {"paper": paper.id, "now": now})).rowcount:
                raise MovedMeanwhileError
            await _saved(connection, integration, person, now)
            attempt = _attempt(paper.id, signature, "accepted", signer, person, now)
            await connection.execute(_ATTEMPT, {**attempt, "accepted": True})

    async def refuse(
        self,
        paper: PaperId,
        signature: FileId,
        verdict: str,
        signer: Signer | None,
        person: PersonId,
        now: datetime,
    ) -> None:
        """Write down a signature that does not count."""
        async with self._database.write() as connection:
            await connection.execute(_ATTEMPT, _attempt(paper, signature, verdict, signer, person, now))

    async def papers(self, organization: OrganizationId, limit: int) -> Sequence[Paper]:
        """Signed texts of the organization, latest first."""
        async with self._database.read() as connection:
            rows = await connection.execute(_PAPERS, {"which": organization, "limit": limit})
            return [_paper(row) for row in rows]

    async def paper(self, organization: OrganizationId, paper: PaperId) -> Paper | None:
        """A signed text, if it is the organization's."""
        async with self._database.read() as connection:
            row = (await connection.execute(_PAPER, {"which": organization, "paper": paper})).one_or_none()
        return None if row is None else _paper(row)


async def _saved(connection: AsyncConnection, moved: Integration, person: PersonId, now: datetime) -> None:
    row = {
        "organization": moved.organization,
        "kind": moved.kind.value,
        "state": moved.state.value,
        "fingerprint": moved.fingerprint,
        "signer_name": moved.signer_name,
        "load_from": moved.load_from,
        "zone": moved.zone,
        "on_since": moved.on_since,
        "off_since": moved.off_since,
        "changed_at": now,
        "changed_by": person,
        "version": moved.version + 1,
    }
    if not (await connection.execute(_SAVE.on(connection), row)).rowcount:
        raise MovedMeanwhileError
    if moved.on_since == now:
        which = {"which": moved.organization, "of_kind": moved.kind.value}
        await connection.execute(_BEGIN_ANEW, which)


def _attempt(
    paper: PaperId, signature: FileId, verdict: str, signer: Signer | None, person: PersonId, now: datetime
) -> dict[str, object]:
    return {
        "signed_text": paper,
        "file": signature,
        "person": person,
        "at": now,
        "accepted": False,
        "verdict": verdict,
        "signer_name": None if signer is None else f"{signer.surname} {signer.given_names}",
        "serial": None if signer is None else signer.certificate.serial,
    }


def _paper(row: Row[*tuple[Any, ...]]) -> Paper:
    return Paper(
        id=PaperId(row.id),
        organization=OrganizationId(row.organization),
        kind=IntegrationKind(row.kind),
        sort=PaperSort(row.sort),
        file=FileId(row.file),
        fingerprint=row.fingerprint,
        issued_at=row.issued_at,
        valid_until=row.valid_until,
        signed_at=row.signed_at,
        signature=None if row.signature is None else FileId(row.signature),
        signer_name=row.signer_name,
    )
