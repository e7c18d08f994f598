"""Whatever happens and whenever the watch looks, the database finds what plain reckoning finds."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cabinet.warnings.kind import RULES, Kind
from bot.cabinet.warnings.watching import Watch
from storage.database import Database
from storage.tables import (
    outbox,
)
from storage.warnings.watch import StoredWatched
from tests.storage.samples import StoppedClock
from tests.storage.warnings.simulation import BEGIN, ORGANIZATIONS, WATCHED, Key, Service, Somebody, Tie, Town
from tests.storage.warnings.town_rows import build, write

FIRST_DAY = BEGIN.date()
ZONES = ("Europe/Moscow", "Asia/Kamchatka", "Europe/Berlin", "America/Santiago", "Pacific/Kiritimati")
PEOPLE, PRODUCTS = 2, ("Экстерн", "Диадок")


@dataclass(frozen=True)
class Step:
    """Time passes, somebody does something (or nobody), and the watch looks (or is down)."""

    after: timedelta
    act: str
    which: int
    days: int
    look: bool


days_ahead = st.integers(-3, 35) | st.integers(36, 95)
moments_ahead = st.timedeltas(timedelta(days=-2), timedelta(days=35)) | st.timedeltas(
    timedelta(days=36), timedelta(days=95)
)
gaps = st.one_of(
    st.timedeltas(timedelta(minutes=1), timedelta(minutes=40)),
    st.just(timedelta(days=1)),
    st.timedeltas(timedelta(hours=1), timedelta(days=2)),
    st.timedeltas(timedelta(days=2), timedelta(days=45)),
)


@st.composite
def somebody(draw: st.DrawFn, number: int) -> Somebody:
    own = {
        kind: draw(st.frozensets(st.sampled_from(RULES[kind].choices), max_size=5))
        for kind in draw(st.sets(st.sampled_from(WATCHED), max_size=2))
    }
    disabled = draw(st.sampled_from((frozenset(), frozenset(), *(frozenset({kind}) for kind in WATCHED))))
    return Somebody(number, draw(st.sampled_from(ZONES)), own, disabled)


@st.composite
def tie(draw: st.DrawFn, person: int, organization: int) -> Tie:
    return Tie(
        person,
        organization,
        confirmed_at=BEGIN - draw(st.timedeltas(timedelta(0), timedelta(days=100))),
        # Often within minutes of one another.
        open_until=BEGIN
        + draw(st.sampled_from((timedelta(hours=1), timedelta(hours=3))))
        + draw(
            st.timedeltas(timedelta(0), timedelta(minutes=7))
            | st.timedeltas(timedelta(hours=-30), timedelta(hours=20))
        ),
        certificate_until=BEGIN + draw(moments_ahead),
        muted=draw(st.integers(0, 7)) == 0,
    )


@st.composite
def service(draw: st.DrawFn, number: int) -> Service:
    end = draw(st.none() | days_ahead)
    start = draw(st.none() | days_ahead)
    return Service(
        number,
        draw(st.integers(0, ORGANIZATIONS - 1)),
        draw(st.sampled_from(PRODUCTS)),
        None if start is None else FIRST_DAY + timedelta(days=start),
        None if end is None else FIRST_DAY + timedelta(days=end),
        BEGIN,
    )


@st.composite
def towns(draw: st.DrawFn) -> Town:
    return Town(
        {number: draw(somebody(number)) for number in range(PEOPLE)},
        [
            draw(tie(person, organization))
            for person in range(PEOPLE)
            for organization in range(ORGANIZATIONS)
        ],
        {number: draw(service(number)) for number in range(4)},
    )


ACTS = ("nothing", "import", "renew", "zone", "thresholds", "confirm", "close", "mute")
steps = st.lists(
    st.builds(Step, gaps, st.sampled_from(ACTS), st.integers(0, 3), days_ahead, st.integers(0, 3).map(bool)),
    min_size=2,
    max_size=9,
)


def change(town: Town, step: Step, now: datetime) -> None:
    """What the step does to the town."""
    of_service = town.services[step.which]
    person = town.people[step.which % PEOPLE]
    of_person = town.ties[step.which]
    end = now.date() + timedelta(days=step.days)
    if step.act == "import":
        town.services[step.which] = replace(of_service, end=end, updated_at=now)
    elif step.act == "renew" and of_service.end is not None:
        following = town.services[(step.which + 1) % len(town.services)]
        town.services[following.number] = replace(
            of_service,
            number=following.number,
            start=of_service.end + timedelta(days=step.days % 2),
            end=of_service.end + timedelta(days=200),
            updated_at=now,
        )
    elif step.act == "zone":
        zone = ZONES[step.days % len(ZONES)]
        town.people[person.number] = replace(person, zone=zone, changed_at=now)
    elif step.act == "thresholds":
        own = {kind: frozenset(RULES[kind].choices[step.which :: 3]) for kind in WATCHED}
        town.people[person.number] = replace(person, thresholds=own, changed_at=now)
    elif step.act == "confirm":
        town.ties[step.which] = replace(
            of_person, confirmed_at=now, open_until=now + timedelta(hours=24), closed_at=None
        )
    elif step.act == "close" and of_person.open_until > now:
        town.ties[step.which] = replace(of_person, open_until=now, closed_at=now)
    elif step.act == "mute":
        town.ties[step.which] = replace(of_person, muted=not of_person.muted)
        town.people[of_person.person] = replace(town.people[of_person.person], changed_at=now)


async def found(connection: AsyncConnection) -> list[Key]:
    rows = await connection.execute(select(outbox))
    return sorted(
        ((row.person, Kind(row.kind), row.subject, row.threshold, row.end) for row in rows), key=str
    )


async def live(url: str, town: Town, course: Sequence[Step]) -> None:
    database = Database(url)
    now = BEGIN
    try:
        async with database.write() as connection:
            await build(connection, town)
        for step in course:
            now += step.after
            change(town, step, now)
            if not step.look:
                continue
            async with database.write() as connection:
                await write(connection, town)
            await Watch(StoredWatched(database), StoppedClock(now)).look()
            town.look(now)
            async with database.read() as connection:
                assert await found(connection) == sorted(town.announced, key=str)
    finally:
        await database.aclose()


def plain(
    *services: tuple[date | None, date | None], access: Sequence[datetime] = (), certificate: datetime = BEGIN
) -> Town:
    """A town of one person who is told everything as usual, with services of one product in one organization."""
    ended = BEGIN - timedelta(days=2)
    terms = [*services, *[(None, None)] * 4][:4]
    until = [*access, ended, ended]
    ties = [
        Tie(person, number, BEGIN, until[number], certificate, muted=person > 0)
        for person in range(PEOPLE)
        for number in range(ORGANIZATIONS)
    ]
    return Town(
        {number: Somebody(number, ZONES[0], {}, frozenset()) for number in range(PEOPLE)},
        ties,
        {number: Service(number, 0, PRODUCTS[0], *term, BEGIN) for number, term in enumerate(terms)},
    )


def looks(number: int, apart: timedelta) -> list[Step]:
    return [Step(apart, "nothing", 0, 0, look=True)] * number


LEAP_DAY = date(2028, 2, 29)
DAILY = looks(7, timedelta(days=1))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(town=towns(), course=steps)
@example(town=plain((None, LEAP_DAY)), course=DAILY)
@example(town=plain((None, LEAP_DAY), (date(2028, 3, 1), date(2029, 2, 28))), course=DAILY)
@example(town=plain((None, LEAP_DAY), (date(2028, 3, 2), date(2029, 2, 28))), course=DAILY)
# Half an hour before midnight in Moscow, and half an hour after it.
@example(town=plain(certificate=BEGIN + timedelta(days=11)), course=DAILY)
@example(town=plain(certificate=BEGIN + timedelta(days=11, hours=1)), course=DAILY)
@example(
    town=plain(access=[BEGIN + timedelta(minutes=minutes) for minutes in (124, 129)]),
    course=looks(12, timedelta(minutes=1)),
)
def test_the_database_finds_what_reckoning_finds(url: str, town: Town, course: list[Step]) -> None:
    fresh = Town(dict(town.people), list(town.ties), dict(town.services))
    asyncio.run(live(url, fresh, course))
