"""What a look for due warnings costs among ten thousand and among a million subscriptions, a thousand of them due."""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import delete, text, update
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from bot.cabinet.warnings.kind import RULES, Kind
from bot.cabinet.warnings.watching import Watch
from storage.database import Database
from storage.schema import migrate
from storage.tables import outbox, watch_marks
from storage.warnings.watch import StoredWatched
from tests.storage.postgresql_server import running_server

FEW, MANY, DUE = 10_000, 1_000_000, 1_000
LOOKS = 9
LIMIT = 1.5
NOW = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)  # the same day in all zones
TODAY = NOW.date()
ZONES = (
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Krasnoyarsk",
    "Asia/Irkutsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Magadan",
    "Asia/Kamchatka",
)
SERVICE = RULES[Kind.SERVICE]
# Ten services an organization, five organizations a person.
SERVICES_EACH, ORGANIZATIONS_EACH = 10, 5

# ruff: noqa: S608 - statements made of our own constants
COUNT = "WITH RECURSIVE count(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM count WHERE n + 1 < :rows) "
PEOPLE = (
    "INSERT INTO people (id, name, language, zone, created_at) "
    f"{COUNT} SELECT n, 'Клиент', 'ru', CASE n % {len(ZONES)} "
    + " ".join(f"WHEN {number} THEN '{zone}'" for number, zone in enumerate(ZONES))
    + " END, {moment} FROM count"
)
ORGANIZATIONS = (
    "INSERT INTO organizations (id, inn, name, folded_name, kind, created_at) "
    f"{COUNT} SELECT n, CAST(n AS TEXT), 'ООО', 'ооо', 'legal-entity', {{moment}} FROM count"
)
MEMBERSHIPS = (
    "INSERT INTO memberships (person, organization, signer_name, fingerprint, certificate_valid_until, "
    f"confirmed_at, open_until, muted) {COUNT} "
    "SELECT n / :each, n, 'Иванова', '', {far}, {moment}, {moment}, {no} FROM count"
)
SUBSCRIPTIONS = (
    "INSERT INTO subscriptions (key, organization, product, tariff, modifiers, valid_until, updated_at) "
    f"{COUNT} SELECT CAST(n AS TEXT), n % :organizations, 'Экстерн', 'Учетный', '[]', days.day, {{moment}} "
    "FROM count JOIN days ON days.number = CASE WHEN n % :step = 0 THEN -1 - n / :step % :due_days "
    "ELSE n % :other_days END"
)


def moments(*, sqlite: bool) -> dict[str, str]:
    """Literals for the statements: an hour of last week, and years ahead."""
    week_ago, far = NOW - timedelta(days=7), NOW + timedelta(days=2000)
    if sqlite:
        return {"moment": f"'{week_ago:%F %T}.000000'", "far": f"'{far:%F %T}.000000'", "no": "0"}
    return {
        "moment": f"TIMESTAMPTZ '{week_ago:%F %T}+00'",
        "far": f"TIMESTAMPTZ '{far:%F %T}+00'",
        "no": "false",
    }


def days() -> list[dict[str, object]]:
    """The last days of services: numbers below zero for those that are due today, the others for those that are not."""
    due = [TODAY + timedelta(days=threshold) for threshold in SERVICE.standard]
    silent = {TODAY + timedelta(days=threshold) for threshold in SERVICE.choices}
    others = (TODAY + timedelta(days=offset) for offset in range(-300, 700))
    numbered = [*((-1 - number, day) for number, day in enumerate(due))]
    numbered.extend(enumerate(day for day in others if day not in silent))
    return [{"number": number, "day": day} for number, day in numbered]


async def fill(database: Database, services: int) -> None:
    """Make so many services, with organizations and people in proportion."""
    sqlite = database.is_sqlite
    organizations = services // SERVICES_EACH
    calendar = days()
    async with database.write() as connection:
        await connection.execute(text("CREATE TEMPORARY TABLE days (number INTEGER PRIMARY KEY, day DATE)"))
        await connection.execute(
            text("INSERT INTO days VALUES (:number, :day)"),
            [{**row, "day": str(row["day"])} for row in calendar] if sqlite else calendar,
        )
        for statement, rows in (
            (PEOPLE, organizations // ORGANIZATIONS_EACH),
            (ORGANIZATIONS, organizations),
            (MEMBERSHIPS, organizations),
            (SUBSCRIPTIONS, services),
        ):
            wanted = {
                "rows": rows,
                "each": ORGANIZATIONS_EACH,
                "organizations": organizations,
                "step": services // DUE,
                "due_days": len(SERVICE.standard),
                "other_days": len(calendar) - len(SERVICE.standard),
            }
            filled = text(statement.format(**moments(sqlite=sqlite)))
            await connection.execute(filled, {name: wanted[name] for name in filled._bindparams})
        await connection.execute(text("DROP TABLE days"))
    async with database.write() as connection:
        await connection.execute(text("ANALYZE"))


class Moment:
    """A clock that stands."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        """The moment."""
        return self._moment


async def look_again(database: Database, since: datetime) -> tuple[float, int]:
    """Milliseconds of one look when the last one was at `since`, and how much it found."""
    async with database.write() as connection:
        await connection.execute(delete(outbox))
        await connection.execute(update(watch_marks).values(looked_until=since))
    watch = Watch(StoredWatched(database), Moment(NOW))
    begun = time.perf_counter()
    found = (await watch.look()).total
    return (time.perf_counter() - begun) * 1000, found


async def cost(database: Database, since: datetime, expected: int) -> float:
    """The median of several looks."""
    times = []
    for number in range(LOOKS + 1):
        milliseconds, found = await look_again(database, since)
        if found != expected:
            raise AssertionError(f"{found} found instead of {expected}")
        if number:  # the first one warms up
            times.append(milliseconds)
    return statistics.median(times)


async def costs(url: str, services: int) -> tuple[float, float]:
    """Milliseconds of a look that finds a thousand, and of one that finds nothing."""
    await migrate(url)
    database = Database(url)
    try:
        await fill(database, services)
        await Watch(StoredWatched(database), Moment(NOW - timedelta(days=1))).look()
        due = await cost(database, NOW - timedelta(days=1), DUE)
        return due, await cost(database, NOW - timedelta(minutes=1), 0)
    finally:
        await database.aclose()


@asynccontextmanager
async def sqlite_addresses() -> AsyncIterator[tuple[str, str]]:
    """Two empty files."""
    with TemporaryDirectory() as folder:
        yield (
            f"sqlite+aiosqlite:///{Path(folder) / 'few.db'}",
            f"sqlite+aiosqlite:///{Path(folder) / 'many.db'}",
        )


@asynccontextmanager
async def postgresql_addresses() -> AsyncIterator[tuple[str, str]]:
    """Two empty databases on a server of their own."""
    with running_server() as server:
        administration = create_async_engine(
            make_url(server).set(database="postgres"), isolation_level="AUTOCOMMIT"
        )
        async with administration.connect() as connection:
            for name in ("few", "many"):
                await connection.execute(text(f"CREATE DATABASE {name}"))
        await administration.dispose()
        few, many = (make_url(server).set(database=name) for name in ("few", "many"))
        yield few.render_as_string(hide_password=False), many.render_as_string(hide_password=False)


async def measure() -> None:
    """Print times and ratios on both databases."""
    for name, addresses in (("SQLite", sqlite_addresses), ("PostgreSQL", postgresql_addresses)):
        async with addresses() as (few_url, many_url):
            few, few_idle = await costs(few_url, FEW)
            many, many_idle = await costs(many_url, MANY)
        verdict = "" if many <= LIMIT * few else f" (more than {LIMIT})"
        print(
            f"  {name}: a look that finds {DUE} of {FEW} subscriptions {few:.1f} ms, of {MANY} {many:.1f} ms, "
            f"ratio {many / few:.2f}{verdict}; one that finds nothing {few_idle:.1f} and {many_idle:.1f} ms"
        )


if __name__ == "__main__":
    asyncio.run(measure())
