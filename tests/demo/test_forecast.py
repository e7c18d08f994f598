from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from bot.cabinet.subscription import ServiceLine
from bot.demo.events import Event, EventKind
from bot.demo.forecast import next_event, next_stop
from storage import tables
from storage.database import Database
from storage.folding import fold

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/kabinet.db")
    async with database.write() as connection:
        await connection.run_sync(tables.metadata.create_all)
        await connection.execute(
            insert(tables.people).values(
                id=1001, name="Анна", language="ru", zone="Europe/Moscow", created_at=NOW
            )
        )
        await connection.execute(
            insert(tables.organizations).values(
                id=1,
                inn="9600100116",
                name="ООО «Ромашка»",
                folded_name=fold("ООО «Ромашка»"),
                kind="legal-entity",
                created_at=NOW,
            )
        )
    yield database
    await database.aclose()


async def confirmed(database: Database, open_until: datetime, certificate: datetime = NOW) -> None:
    async with database.write() as connection:
        await connection.execute(
            insert(tables.memberships).values(
                person=1001,
                organization=1,
                signer_name="Лебедев Пётр Андреевич",
                fingerprint="00",
                certificate_valid_until=certificate,
                confirmed_at=NOW,
                open_until=open_until,
                muted=False,
            )
        )


async def challenged(database: Database, valid_until: datetime) -> None:
    async with database.write() as connection:
        await connection.execute(
            insert(tables.challenges).values(
                person=1001, code=str(valid_until), content=b"", issued_at=NOW, valid_until=valid_until
            )
        )


async def bought(database: Database, until: date | None) -> None:
    line = ServiceLine("9600100116", None, "", "Экстерн", "Учетный", (), None, until, str(until))
    async with database.write() as connection:
        await connection.execute(
            insert(tables.subscriptions).values(
                key=str(until),
                organization=1,
                product=line.product,
                tariff=line.tariff,
                modifiers=[],
                valid_until=until,
                updated_at=NOW,
            )
        )


async def test_nothing_is_ahead_of_an_empty_storage(database: Database) -> None:
    assert await next_event(database, NOW) is None


async def test_an_access_ends_and_then_the_certificate(database: Database) -> None:
    end = NOW + 24 * HOUR
    await confirmed(database, end, NOW + 48 * HOUR)
    moment, seen = NOW, []
    while (event := await next_event(database, moment)) is not None:
        seen.append(event)
        moment = event.at
    assert seen == [
        Event(end, EventKind.ACCESS_ENDS, "ООО «Ромашка»"),
        Event(end + 24 * HOUR, EventKind.CERTIFICATE_ENDS, "ООО «Ромашка»"),
    ]


async def test_the_clock_stops_at_thresholds_midnights_and_what_was_put_off(database: Database) -> None:
    assert await next_stop(database, NOW) is None
    await confirmed(database, NOW + 3 * HOUR)
    midnight = datetime(2026, 11, 21, 21, 0, tzinfo=UTC)
    put_off = NOW + 20 * HOUR
    async with database.write() as connection:
        await connection.execute(
            insert(tables.outbox).values(
                person=1001, kind="service", subject=1, threshold=7, end="2026-11-28", organization=1,
                urgent=False, state="queued", not_before=put_off, asked_for=False, attempts=0, unknown=0,
                created_at=NOW, changed_at=NOW,
            )
        )  # fmt: skip
    moment, stops = NOW, []
    while moment < put_off:
        stop = await next_stop(database, moment)
        assert stop is not None
        assert stop > moment
        stops.append(stop)
        moment = stop
    before_end = [NOW + 3 * HOUR - timedelta(minutes=m) for m in (120, 60, 30, 15, 0)]
    assert stops == [*before_end, midnight, put_off]


async def test_a_challenge_expires_before_the_access_ends(database: Database) -> None:
    await confirmed(database, NOW + 24 * HOUR)
    await challenged(database, NOW - HOUR)
    await challenged(database, NOW + HOUR / 2)
    assert await next_event(database, NOW) == Event(NOW + HOUR / 2, EventKind.CHALLENGE_EXPIRES, "")


async def test_a_service_ends_with_its_last_day_in_moscow(database: Database) -> None:
    await confirmed(database, NOW - HOUR)
    for until in (None, date(2026, 11, 20), date(2026, 11, 21), date(2026, 12, 1)):
        await bought(database, until)
    midnight = datetime(2026, 11, 21, 21, 0, tzinfo=UTC)
    today = Event(midnight, EventKind.SERVICE_ENDS, "ООО «Ромашка»: Экстерн")
    assert await next_event(database, NOW) == today
    assert await next_event(database, midnight) == Event(
        datetime(2026, 12, 1, 21, 0, tzinfo=UTC), EventKind.SERVICE_ENDS, today.subject
    )


async def test_what_nobody_sees_does_not_count(database: Database) -> None:
    await bought(database, date(2026, 11, 21))
    assert await next_event(database, NOW) is None
    await confirmed(database, NOW + HOUR)
    async with database.write() as connection:
        await connection.execute(update(tables.memberships).values(removed_at=NOW))
    assert await next_event(database, NOW) is None
