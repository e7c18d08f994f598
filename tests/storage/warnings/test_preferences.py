import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import NoResultFound

from bot.cabinet.warnings.hours import NO_QUIET, QuietHours
from bot.cabinet.warnings.kind import Kind
from bot.cabinet.warnings.preferences import KindPreference, Preferences
from storage.database import Database
from storage.memberships import StoredMemberships
from storage.tables import outbox, people
from storage.warnings.preferences import StoredWarningPreferences
from tests.storage.samples import ANNA, BORIS, DAY, HOUR, NOW, confirm, meet
from tests.storage.warnings.rows import everything, put

AS_USUAL = Preferences(zone="Europe/Moscow", quiet=QuietHours())


async def changed_at(database: Database) -> object:
    async with database.read() as connection:
        return await connection.scalar(select(people.c.choices_changed_at).where(people.c.id == ANNA))


async def test_everything_is_as_usual_at_first(database: Database) -> None:
    await meet(database, ANNA)
    assert await StoredWarningPreferences(database).of(ANNA) == AS_USUAL
    with pytest.raises(NoResultFound):
        await StoredWarningPreferences(database).of(BORIS)


async def test_choices_are_remembered_for_the_person_only(database: Database) -> None:
    await meet(database, ANNA, BORIS)
    stored = StoredWarningPreferences(database)
    await stored.set_zone(ANNA, "Asia/Omsk", NOW)
    await stored.set_quiet(ANNA, NO_QUIET, NOW)
    await stored.set_digest(ANNA, digest=False)
    await stored.set_weekly(ANNA, weekly=True)
    off, none, two = (
        KindPreference(enabled=False),
        KindPreference(thresholds=frozenset()),
        KindPreference(thresholds=frozenset({60, -1})),
    )
    await stored.set_kind(ANNA, Kind.ACCESS, off, NOW)
    await stored.set_kind(ANNA, Kind.SERVICE, none, NOW)
    await stored.set_kind(ANNA, Kind.CERTIFICATE, two, NOW)
    assert await stored.of(ANNA) == Preferences(
        "Asia/Omsk",
        NO_QUIET,
        digest=False,
        weekly=True,
        kinds={Kind.ACCESS: off, Kind.SERVICE: none, Kind.CERTIFICATE: two},
    )
    assert await stored.of(BORIS) == AS_USUAL
    fewer, usual = KindPreference(thresholds=frozenset({60})), KindPreference()
    await stored.set_kind(ANNA, Kind.CERTIFICATE, fewer, NOW)
    await stored.set_kind(ANNA, Kind.SERVICE, usual, NOW)
    kinds = (await stored.of(ANNA)).kinds
    assert (kinds[Kind.CERTIFICATE], kinds[Kind.SERVICE]) == (fewer, usual)


async def test_the_watch_learns_of_changes_that_matter(database: Database) -> None:
    await meet(database, ANNA)
    which = (await confirm(database)).membership.organization.id
    stored = StoredWarningPreferences(database)
    await stored.set_digest(ANNA, digest=False)
    await stored.set_weekly(ANNA, weekly=True)
    assert await changed_at(database) is None
    await stored.set_zone(ANNA, "Asia/Omsk", NOW)
    assert await changed_at(database) == NOW
    await stored.set_quiet(ANNA, NO_QUIET, NOW + HOUR)
    assert await changed_at(database) == NOW + HOUR
    await stored.set_kind(ANNA, Kind.SERVICE, KindPreference(), NOW + 2 * HOUR)
    assert await changed_at(database) == NOW + 2 * HOUR
    await StoredMemberships(database).set_muted(ANNA, which, muted=False, now=NOW + 3 * HOUR)
    assert await changed_at(database) == NOW + 3 * HOUR


async def test_what_waits_is_planned_anew_but_for_what_was_asked_for(database: Database) -> None:
    await meet(database, ANNA, BORIS)
    stored = StoredWarningPreferences(database)
    await put(database, ANNA, Kind.SERVICE, NOW.date(), at=NOW + DAY)
    asked = await put(database, ANNA, Kind.SERVICE, NOW.date(), at=NOW + DAY, threshold=1)
    await put(database, BORIS, Kind.SERVICE, NOW.date(), at=NOW + DAY)
    async with database.write() as connection:
        await connection.execute(update(outbox).where(outbox.c.id == asked).values(asked_for=True))
    await stored.set_zone(ANNA, "Asia/Omsk", NOW)
    assert [row.not_before for row in await everything(database)] == [NOW, NOW + DAY, NOW + DAY]
    await stored.set_quiet(ANNA, NO_QUIET, NOW + HOUR)
    assert [row.not_before for row in await everything(database)] == [NOW + HOUR, NOW + DAY, NOW + DAY]
