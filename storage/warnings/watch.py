"""Finding what has become due: short ranges of an index, and what was changed since the last look."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Date, bindparam, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cabinet.warnings.kind import RULES, Kind
from bot.cabinet.warnings.window import Window, Windows
from storage.database import Database
from storage.tables import people, watch_marks
from storage.upsert import InsertInto, Statement, Upsert
from storage.warnings import announcing
from storage.warnings.ends import EndText, written
from storage.warnings.given import DAY, NUMBER, WORD, given, rows
from storage.warnings.order import KEEP_ORDER
from storage.warnings.sources import MEMBERSHIP_LIFETIME, SOURCES, Source

# What somebody else changes is committed later than the moment that it is marked with.
_OVERLAP = timedelta(minutes=10)
_FIRST_ZONE = select(func.min(people.c.zone).label("zone")).cte("zones", recursive=True)
_NEXT_ZONE = select(func.min(people.c.zone)).where(people.c.zone > _FIRST_ZONE.c.zone).scalar_subquery()
_ALL_ZONES = _FIRST_ZONE.union_all(select(_NEXT_ZONE).where(_FIRST_ZONE.c.zone.is_not(None)))
# From each zone the index leads to the next one: as many steps as zones, not as people.
_ZONES = select(_ALL_ZONES.c.zone).where(_ALL_ZONES.c.zone.is_not(None))

_LOOKED_UNTIL = select(watch_marks.c.looked_until).where(watch_marks.c.kind == bindparam("of_kind"))


def _move_mark(insert_into: InsertInto) -> Statement:
    moved = insert_into(watch_marks)
    return moved.on_conflict_do_update(
        index_elements=[watch_marks.c.kind], set_={"looked_until": moved.excluded.looked_until}
    )


def _summaries() -> Upsert:
    begun = given("begun", zone=WORD, monday=DAY)
    return announcing.queue(
        select(
            people.c.id,
            literal(Kind.WEEKLY.value),
            literal(0),
            literal(0),
            EndText(begun.c.monday),
            literal(None, NUMBER),
            literal(RULES[Kind.WEEKLY].urgent),
            announcing.INITIAL_STATE,
            *announcing.FRESH,
        )
        .join_from(people, begun, begun.c.zone == people.c.zone)
        .where(people.c.weekly)
    )


_MOVE_MARK = Upsert(_move_mark)
_CROSSED = {kind: announcing.crossed(source) for kind, source in SOURCES.items()}
_STANDING = {kind: announcing.standing(source) for kind, source in SOURCES.items()}
_TOGETHER = {kind: announcing.together(source) for kind, source in SOURCES.items() if RULES[kind].together}
_SUMMARIES = _summaries()


class StoredWatched:
    """`bot.cabinet.warnings.ports.Watched` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def zones(self) -> Sequence[str]:
        """The zones that people live in: a handful."""
        async with self._database.read() as connection:
            return (await connection.execute(_ZONES)).scalars().all()

    async def looked_until(self, kind: Kind) -> datetime | None:
        """The moment up to which the kind has been looked at; None when never."""
        async with self._database.read() as connection:
            return await connection.scalar(_LOOKED_UNTIL, {"of_kind": kind.value})

    async def announce(self, kind: Kind, windows: Windows, since: datetime | None, now: datetime) -> int:
        """Queue what lies in the windows, once per (person, kind, subject, threshold, end); move the mark to `now`.

        How many rows are new.
        """
        source = SOURCES[kind]
        common = {"now": now, "confirmed_since": now - MEMBERSHIP_LIFETIME}
        new = 0
        async with self._database.write() as connection:
            await _keep_order(connection)
            if windows.crossed:
                what = {
                    **common,
                    "spans": _spans(source, windows.crossed),
                    "windows": _given(source, windows.crossed),
                }
                new += await _queue(connection, _CROSSED[kind], what)
            if new and kind in _TOGETHER:
                soon = [_following(window, RULES[kind].together) for window in windows.crossed]
                new += await _queue(connection, _TOGETHER[kind], {**common, "windows": _given(source, soon)})
            if windows.standing and since is not None:
                changed = {**common, "changed_since": since - _OVERLAP}
                stand = {**changed, "windows": _given(source, windows.standing)}
                for by_index in _STANDING[kind]:
                    new += await _queue(connection, by_index, stand)
            await _move(connection, kind, now)
        return new

    async def summarize(self, mondays: Mapping[str, date], now: datetime) -> int:
        """Queue the weekly summary for those of each zone who want it; move the mark. How many rows are new."""
        begun = [{"zone": zone, "monday": written(monday)} for zone, monday in mondays.items()]
        new = 0
        async with self._database.write() as connection:
            if begun:
                new = await _queue(connection, _SUMMARIES, {"begun": rows(begun), "now": now})
            await _move(connection, Kind.WEEKLY, now)
        return new


async def _queue(connection: AsyncConnection, statement: Upsert, parameters: dict[str, Any]) -> int:
    return (await connection.execute(statement.on(connection), parameters)).rowcount


async def _keep_order(connection: AsyncConnection) -> None:
    if connection.dialect.name == "postgresql":
        await connection.execute(KEEP_ORDER)


async def _move(connection: AsyncConnection, kind: Kind, now: datetime) -> None:
    await connection.execute(_MOVE_MARK.on(connection), {"kind": kind.value, "looked_until": now})


def _following(window: Window, time: timedelta) -> Window:
    return Window(window.zone, window.threshold, window.standard, window.until, window.until + time)


def _spans(source: Source, windows: Iterable[Window]) -> str:
    """What the windows cover, without overlaps: the zones differ little, and each row is looked at once."""
    spans: list[list[datetime]] = []
    for after, until in sorted((window.after, window.until) for window in windows):
        if spans and after <= spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], until)
        else:
            spans.append([after, until])
    return rows({"after": _end(source, after), "until": _end(source, until)} for after, until in spans)


def _given(source: Source, windows: Iterable[Window]) -> str:
    return rows(
        {
            "zone": window.zone,
            "threshold": window.threshold,
            "standard": window.standard,
            "after": _end(source, window.after),
            "until": _end(source, window.until),
        }
        for window in windows
    )


def _end(source: Source, moment: datetime) -> str:
    return written(moment.date() if isinstance(source.end.type, Date) else moment)
