"""`Watched`: what comes into the outbox, and what does not."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, update

from bot.cabinet.warnings.kind import Kind
from storage.database import Database
from storage.people import StoredPeople
from storage.tables import hidden_ends, memberships, warning_preferences, warning_thresholds
from storage.warnings.ends import written
from storage.warnings.watch import StoredWatched
from tests.storage.samples import (
    ANNA,
    BORIS,
    DAY,
    HOUR,
    NOW,
    TODAY,
    VASILEK,
    confirm,
    meet,
    signer,
)
from tests.storage.warnings.rows import (
    change_membership,
    change_person,
    everything,
    forget,
    look,
    organization,
    service,
    states,
    thresholds,
    told,
)

MINUTE = timedelta(minutes=1)


async def prefer(
    database: Database, kind: Kind = Kind.SERVICE, *, enabled: bool = True, own: tuple[int, ...] | None = None
) -> None:
    async with database.write() as connection:
        await connection.execute(
            insert(warning_preferences),
            {"person": ANNA, "kind": kind.value, "enabled": enabled, "own_thresholds": own is not None},
        )
        if own:
            rows = [{"person": ANNA, "kind": kind.value, "threshold": threshold} for threshold in own]
            await connection.execute(insert(warning_thresholds), rows)


async def settled(database: Database) -> None:
    """Anna has confirmed, and the watch has looked: what she hears of from now on has just become due."""
    await meet(database, ANNA)
    await confirm(database, at=NOW - 3 * DAY)
    await look(database, NOW - HOUR)
    await forget(database)


async def test_zones_are_found_one_after_another(database: Database) -> None:
    watched = StoredWatched(database)
    assert await watched.zones() == []
    await meet(database, ANNA, BORIS)
    assert await watched.zones() == ["Europe/Moscow"]
    await change_person(database, BORIS, zone="Asia/Omsk")
    assert await watched.zones() == ["Asia/Omsk", "Europe/Moscow"]


async def test_the_mark_moves_with_every_look(database: Database) -> None:
    watched = StoredWatched(database)
    assert await watched.looked_until(Kind.SERVICE) is None
    await look(database, NOW)
    await look(database, NOW + HOUR)
    for kind in (Kind.ACCESS, Kind.SERVICE, Kind.CERTIFICATE, Kind.WEEKLY):
        assert await watched.looked_until(kind) == NOW + HOUR


async def test_a_service_is_announced_with_the_nearest_threshold_and_once(database: Database) -> None:
    await meet(database, ANNA)
    await confirm(database)
    subject = await service(database, TODAY + timedelta(days=5))
    assert await look(database, NOW) == 1
    (row,) = await everything(database)
    assert (row.person, row.kind, row.subject, row.threshold, row.end) == (
        ANNA,
        "service",
        subject,
        7,
        written(TODAY + timedelta(days=5)),
    )
    assert (row.organization, row.actor, row.urgent, row.state) == (
        await organization(database),
        None,
        False,
        "queued",
    )
    assert (row.not_before, row.created_at, row.changed_at) == (NOW, NOW, NOW)
    assert (row.asked_for, row.attempts, row.unknown, row.batch, row.message) == (False, 0, 0, None, None)
    assert await look(database, NOW) == 0
    assert await look(database, NOW + HOUR) == 0


async def test_each_threshold_is_told_on_its_day_and_the_missed_ones_are_not(database: Database) -> None:
    await settled(database)
    await service(database, TODAY + timedelta(days=40))
    for day in range(25):
        await look(database, NOW + day * DAY)
    assert await thresholds(database) == [30]
    # The bot was down from 24 days before the end to 2 days before it.
    await look(database, NOW + 38 * DAY)
    assert await thresholds(database) == [30, 3]
    for day in range(39, 50):
        await look(database, NOW + day * DAY)
    assert await thresholds(database) == [30, 3, 1, 0, -1]


async def test_everybody_lives_in_their_own_day(database: Database) -> None:
    await meet(database, ANNA, BORIS)
    await confirm(database)
    await confirm(database, BORIS)
    await change_person(database, BORIS, zone="Asia/Vladivostok")
    await look(database, NOW)
    await service(database, TODAY + timedelta(days=8))
    # 18:00 in Moscow, 01:00 of the next day in Vladivostok.
    await look(database, NOW + 6 * HOUR)
    assert [(one[0], one[3]) for one in await told(database, Kind.SERVICE)] == [(ANNA, 14), (BORIS, 7)]


async def renewal_on_the_same_day(database: Database, end: date) -> None:
    await service(database, end + timedelta(days=300), start=end)


async def renewal_on_the_next_day(database: Database, end: date) -> None:
    await service(database, end + timedelta(days=300), start=end + timedelta(days=1))


async def renewal_for_ever(database: Database, end: date) -> None:
    await service(database, None, start=end + timedelta(days=1))


@pytest.mark.parametrize("renew", [renewal_on_the_same_day, renewal_on_the_next_day, renewal_for_ever])
async def test_what_goes_on_is_not_announced(
    database: Database, renew: Callable[[Database, date], Awaitable[None]]
) -> None:
    await settled(database)
    end = TODAY + timedelta(days=5)
    await service(database, end)
    await renew(database, end)
    assert await look(database, NOW) == 0


async def test_what_only_looks_like_going_on_is_announced(database: Database) -> None:
    await settled(database)
    end = TODAY + timedelta(days=5)
    later, next_day = end + timedelta(days=300), end + timedelta(days=1)
    await service(database, end)
    await service(database, later, start=end + timedelta(days=2))  # a day between
    await service(database, later, start=next_day, product="Диадок")
    await service(database, later, start=next_day, kpp="770701001")
    await service(database, later, start=TODAY)  # beside it
    await service(database, later, start=next_day, inn=VASILEK)
    assert await look(database, NOW) == 1


async def test_a_part_of_an_organization_renews_for_itself(database: Database) -> None:
    await settled(database)
    end = TODAY + timedelta(days=5)
    await service(database, end, kpp="770701001")
    await service(database, end, kpp="770702002")
    await service(database, end + DAY, start=end + timedelta(days=1), kpp="770701001")
    assert await look(database, NOW) == 2  # the other one, and the short one itself


@pytest.mark.parametrize("change", ["muted", "removed", "lapsed", "disabled", "hidden", "no thresholds"])
async def test_nobody_hears_what_they_do_not_want(database: Database, change: str) -> None:
    await settled(database)
    subject = await service(database, TODAY + timedelta(days=5))
    membership: dict[str, dict[str, object]] = {
        "muted": {"muted": True},
        "removed": {"removed_at": NOW},
        "lapsed": {"confirmed_at": NOW - 91 * DAY},
    }
    if change in membership:
        await change_membership(database, ANNA, **membership[change])
    elif change == "disabled":
        await prefer(database, enabled=False)
    elif change == "no thresholds":
        await prefer(database, own=())
    else:
        async with database.write() as connection:
            hidden = {"person": ANNA, "kind": "service", "subject": subject, "hidden_at": NOW}
            await connection.execute(
                insert(hidden_ends), {**hidden, "end": written(TODAY + timedelta(days=5))}
            )
    assert await look(database, NOW) == 0


async def test_another_term_and_another_kind_are_heard_of_as_before(database: Database) -> None:
    await settled(database)
    subject = await service(database, TODAY + timedelta(days=5))
    async with database.write() as connection:
        hidden = {"person": ANNA, "kind": "service", "subject": subject, "hidden_at": NOW}
        await connection.execute(insert(hidden_ends), {**hidden, "end": written(TODAY + timedelta(days=4))})
    await prefer(database, Kind.CERTIFICATE, enabled=False)
    await change_membership(database, ANNA, confirmed_at=NOW - 90 * DAY)
    assert await look(database, NOW) == 1


async def test_own_thresholds_take_the_place_of_the_usual_ones(database: Database) -> None:
    await meet(database, ANNA, BORIS)
    await confirm(database)
    await confirm(database, BORIS)
    await prefer(database, own=(90, 10))
    await service(database, TODAY + timedelta(days=5))
    await service(database, TODAY + timedelta(days=80), product="Диадок")
    await look(database, NOW)
    assert [(one[0], one[3]) for one in await told(database, Kind.SERVICE)] == [
        (ANNA, 10),
        (ANNA, 90),
        (BORIS, 7),
    ]


async def test_changes_are_held_against_what_stands(database: Database) -> None:
    await settled(database)
    end = TODAY + timedelta(days=20)
    await service(database, end, at=NOW - 9 * MINUTE - HOUR)  # committed later than the look that it precedes
    assert await look(database, NOW) == 1
    await prefer(database, own=(21,))
    assert await look(database, NOW + HOUR) == 0
    await change_person(database, ANNA, choices_changed_at=NOW + HOUR)
    assert await look(database, NOW + 2 * HOUR) == 1
    assert await thresholds(database) == [30, 21]
    await meet(database, BORIS)
    await confirm(database, BORIS, at=NOW + 3 * HOUR)
    assert await look(database, NOW + 4 * HOUR) == 1


async def test_a_certificate_counts_for_its_day_in_the_persons_zone(database: Database) -> None:
    await meet(database, ANNA)
    opened = await confirm(database, at=NOW - HOUR)
    await look(database, NOW)
    # Half past midnight in Moscow, still the day before in Greenwich.
    end = NOW.replace(hour=21, minute=30) + 7 * DAY
    async with database.write() as connection:
        await connection.execute(update(memberships).values(certificate_valid_until=end))
    await look(database, NOW + 11 * HOUR)
    assert await told(database) == []
    await look(database, NOW + 12 * HOUR + MINUTE)
    assert await told(database) == [
        (ANNA, Kind.CERTIFICATE, opened.membership.organization.id, 7, written(end))
    ]


async def test_a_renewed_certificate_is_another_end(database: Database) -> None:
    await meet(database, ANNA)
    await confirm(database)
    until = signer().certificate.valid_until
    for after in (0 * DAY, 300 * DAY):
        await change_membership(
            database, ANNA, certificate_valid_until=until + after, confirmed_at=until + after - 100 * DAY
        )
        await look(database, until + after - 61 * DAY)
        await look(database, until + after - 60 * DAY)
    assert await thresholds(database, Kind.CERTIFICATE) == [60, 60]


async def test_what_becomes_due_for_those_out_of_reach_is_held(database: Database) -> None:
    await settled(database)
    await StoredPeople(database).set_reachable(ANNA, reachable=False, now=NOW)
    await service(database, TODAY)
    await look(database, NOW)
    assert await states(database) == ["held"]


async def test_mondays_summary_is_for_those_who_want_it(database: Database) -> None:
    await meet(database, ANNA, BORIS)
    await change_person(database, ANNA, weekly=True)
    monday = NOW + 2 * DAY
    await look(database, monday - DAY)
    assert await look(database, monday) == 1
    assert await told(database) == [(ANNA, Kind.WEEKLY, 0, 0, "2026-11-23")]
    await change_person(database, BORIS, weekly=True)
    assert await look(database, monday + HOUR) == 0
    assert await look(database, monday + 7 * DAY) == 2
