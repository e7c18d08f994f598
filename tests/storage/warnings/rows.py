"""Looking into the outbox, and putting rows and ends where a test wants them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from bot.cabinet.organization import OrganizationId, PersonId
from bot.cabinet.warnings.kind import RULES, Kind
from bot.cabinet.warnings.outbox import State
from bot.cabinet.warnings.watching import Watch
from storage.database import Database
from storage.service_imports import StoredServiceImports
from storage.tables import memberships, organizations, outbox, people, subscriptions
from storage.warnings.ends import written
from storage.warnings.watch import StoredWatched
from tests.storage.samples import NOW, ROMASHKA, StoppedClock, line

Told = tuple[PersonId, Kind, int, int, str]


async def everything(database: Database) -> Sequence[Row[*tuple[Any, ...]]]:
    async with database.read() as connection:
        return (await connection.execute(select(outbox).order_by(outbox.c.id))).all()


async def told(database: Database, *kinds: Kind) -> list[Told]:
    """The unique keys of all rows or of these kinds, sorted."""
    keys = [
        (row.person, Kind(row.kind), row.subject, row.threshold, row.end)
        for row in await everything(database)
        if not kinds or Kind(row.kind) in kinds
    ]
    return sorted(keys, key=lambda one: (one[0], one[1].value, *one[2:]))


async def thresholds(database: Database, kind: Kind = Kind.SERVICE) -> list[int]:
    return [row.threshold for row in await everything(database) if row.kind == kind.value]


async def states(database: Database) -> list[str]:
    return [row.state for row in await everything(database)]


async def forget(database: Database) -> None:
    async with database.write() as connection:
        await connection.execute(delete(outbox))


async def change_person(database: Database, person: PersonId, **values: object) -> None:
    async with database.write() as connection:
        await connection.execute(update(people).where(people.c.id == person).values(**values))


async def change_membership(database: Database, person: PersonId, **values: object) -> None:
    async with database.write() as connection:
        await connection.execute(update(memberships).where(memberships.c.person == person).values(**values))


async def service(
    database: Database,
    end: date | None,
    *,
    inn: str = ROMASHKA,
    product: str = "Экстерн",
    start: date | None = None,
    kpp: str | None = None,
    at: datetime = NOW,
    external_id: str | None = None,
) -> int:
    """The number of a service that is saved at this moment."""
    key = external_id or f"{inn} {product} {start} {kpp}"
    await StoredServiceImports(database).save(
        [line(inn, product, start=start, end=end, kpp=kpp, external_id=key)], at
    )
    async with database.read() as connection:
        found: int | None = await connection.scalar(
            select(subscriptions.c.id)
            .where(subscriptions.c.external_id == key)
            .order_by(subscriptions.c.id.desc())
        )
    assert found is not None
    return found


async def organization(database: Database, inn: str = ROMASHKA) -> OrganizationId:
    async with database.read() as connection:
        found = await connection.scalar(select(organizations.c.id).where(organizations.c.inn == inn))
    assert found is not None
    return OrganizationId(found)


async def look(database: Database, at: datetime) -> int:
    """How many new rows a look at this moment finds."""
    return (await Watch(StoredWatched(database), StoppedClock(at)).look()).total


async def put(
    database: Database,
    person: PersonId,
    kind: Kind,
    end: date | datetime,
    *,
    subject: int = 0,
    threshold: int = 0,
    organization: int | None = None,
    actor: PersonId | None = None,
    state: State = State.QUEUED,
    at: datetime = NOW,
    batch: int | None = None,
) -> int:
    """The number of a row that is put into the outbox as it is."""
    async with database.write() as connection:
        added = await connection.execute(
            insert(outbox).returning(outbox.c.id),
            {
                "person": person,
                "kind": kind.value,
                "subject": subject,
                "threshold": threshold,
                "end": written(end),
                "organization": organization,
                "actor": actor,
                "urgent": RULES[kind].urgent,
                "state": state.value,
                "not_before": at,
                "asked_for": False,
                "attempts": 0,
                "unknown": 0,
                "created_at": at,
                "changed_at": at,
                "batch": batch,
            },
        )
        number: int = added.scalar_one()
    return number
