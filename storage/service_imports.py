"""Writing the services that an operator loads: thousands of lines in a few prepared statements."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import bindparam, select

from bot.cabinet.ports import NamedOrganization
from bot.cabinet.subscription import ServiceLine
from bot.requisites import kind_of
from storage.database import Database
from storage.folding import fold
from storage.tables import organizations, subscriptions
from storage.upsert import InsertInto, Statement, Upsert

# SQLite takes 32 766 parameters in a statement, PostgreSQL's protocol 32 767.
_INNS_AT_ONCE = 10_000

_EXISTING = (
    select(
        organizations.c.inn,
        organizations.c.name,
        subscriptions.c.kpp,
        subscriptions.c.product,
        subscriptions.c.tariff,
        subscriptions.c.modifiers,
        subscriptions.c.valid_from,
        subscriptions.c.valid_until,
        subscriptions.c.external_id,
    )
    .join_from(subscriptions, organizations)
    .where(organizations.c.inn.in_(bindparam("inns", expanding=True)))
    .order_by(organizations.c.inn, subscriptions.c.id)
)

_KNOWN = select(organizations.c.inn, organizations.c.name, organizations.c.ogrn).where(
    organizations.c.inn.in_(bindparam("inns", expanding=True))
)


def _name_organizations(insert_into: InsertInto) -> Statement:
    named = insert_into(organizations)
    # What a certificate has proved is not overwritten by what a file says.
    return named.on_conflict_do_update(
        index_elements=[organizations.c.inn],
        set_={"name": named.excluded.name, "folded_name": named.excluded.folded_name},
        where=organizations.c.ogrn.is_(None),
    )


def _put_lines(insert_into: InsertInto) -> Statement:
    of_inn = select(organizations.c.id).where(organizations.c.inn == bindparam("of_inn")).scalar_subquery()
    put = insert_into(subscriptions).values(organization=of_inn)
    return put.on_conflict_do_update(
        index_elements=[subscriptions.c.key],
        set_={
            name: put.excluded[name]
            for name in (
                "kpp",
                "product",
                "tariff",
                "modifiers",
                "valid_from",
                "valid_until",
                "external_id",
                "updated_at",
            )
        },
    )


_NAME_ORGANIZATIONS = Upsert(_name_organizations)
_PUT_LINES = Upsert(_put_lines)


def key_digest(key: Sequence[str]) -> str:
    """`ServiceLine.key` in 32 characters, however long product and tariff are: an index on it stays small."""
    return blake2b(json.dumps(key).encode("ascii"), digest_size=16).hexdigest()


class StoredServiceImports:
    """`bot.cabinet.ports.ServiceImports` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def organizations(self, inns: Sequence[str]) -> Sequence[NamedOrganization]:
        """Those of these ИНН that are known, from services loaded earlier or from a certificate."""
        known: list[NamedOrganization] = []
        async with self._database.read() as connection:
            for some in _portions(inns):
                rows = await connection.execute(_KNOWN, {"inns": some})
                known.extend(NamedOrganization(row.inn, row.name, row.ogrn is not None) for row in rows)
        return known

    async def existing(self, inns: Sequence[str]) -> Sequence[ServiceLine]:
        """The services stored for these ИНН, as lines, with the organization's stored name."""
        lines: list[ServiceLine] = []
        async with self._database.read() as connection:
            for some in _portions(inns):
                rows = await connection.execute(_EXISTING, {"inns": some})
                lines.extend(
                    ServiceLine(
                        row.inn,
                        row.kpp,
                        row.name,
                        row.product,
                        row.tariff,
                        tuple(row.modifiers),
                        row.valid_from,
                        row.valid_until,
                        row.external_id,
                    )
                    for row in rows
                )
        return lines

    async def save(self, lines: Sequence[ServiceLine], now: datetime) -> None:
        """Add or replace the lines by their keys, all in one transaction; of two with one key the last stands.

        Unknown organizations are created; those that no certificate has proved yet take the name in the lines.
        """
        if not lines:
            return
        # In one order always, so that two imports at once wait for each other instead of locking each other out.
        names = sorted({line.inn: line.organization for line in lines}.items())
        services = sorted({key_digest(line.key): line for line in lines}.items())
        async with self._database.write() as connection:
            await connection.execute(
                _NAME_ORGANIZATIONS.on(connection),
                [
                    {
                        "inn": inn,
                        "ogrn": None,
                        "name": name,
                        "folded_name": fold(name),
                        "kind": kind_of(inn).value,
                        "created_at": now,
                    }
                    for inn, name in names
                ],
            )
            await connection.execute(
                _PUT_LINES.on(connection),
                [
                    {
                        "of_inn": line.inn,
                        "key": digest,
                        "kpp": line.kpp,
                        "product": line.product,
                        "tariff": line.tariff,
                        "modifiers": list(line.modifiers),
                        "valid_from": line.start,
                        "valid_until": line.end,
                        "external_id": line.external_id,
                        "updated_at": now,
                    }
                    for digest, line in services
                ],
            )


def _portions(inns: Sequence[str]) -> Iterator[Sequence[str]]:
    distinct = sorted(set(inns))
    for start in range(0, len(distinct), _INNS_AT_ONCE):
        yield distinct[start : start + _INNS_AT_ONCE]
