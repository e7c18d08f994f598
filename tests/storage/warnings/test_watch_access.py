"""`Watched`: the end of access, told of by minutes."""

from datetime import timedelta

from bot.cabinet.audit import AuditEvent
from bot.cabinet.warnings.kind import Kind
from storage.database import Database
from storage.memberships import StoredMemberships
from storage.warnings.ends import written
from tests.storage.samples import ANNA, BORIS, DAY, HOUR, NOW, ROMASHKA, TRADER, VASILEK, confirm, meet
from tests.storage.warnings.rows import everything, look, thresholds, told

MINUTE = timedelta(minutes=1)


async def test_access_is_told_of_by_minutes(database: Database) -> None:
    await meet(database, ANNA)
    await confirm(database, at=NOW)
    end = NOW + DAY
    await look(database, NOW)
    await look(database, end - 121 * MINUTE)
    assert await everything(database) == []
    for before in (120, 119, 31, 30, 1, 0, -1):
        await look(database, end - before * MINUTE)
    assert await thresholds(database, Kind.ACCESS) == [120, 30, 0]
    assert {row.end for row in await everything(database)} == {written(end)}
    assert all(row.urgent for row in await everything(database))


async def test_access_that_is_long_over_is_not_told_of(database: Database) -> None:
    await meet(database, ANNA)
    await confirm(database)
    await look(database, NOW)
    await look(database, NOW + 2 * DAY + MINUTE)
    assert await thresholds(database, Kind.ACCESS) == []


async def test_closed_access_is_no_news_until_it_is_opened_again(database: Database) -> None:
    await meet(database, ANNA)
    opened = await confirm(database)
    await look(database, NOW)
    stored = StoredMemberships(database)
    await stored.close(ANNA, opened.membership.organization.id, NOW + HOUR, AuditEvent.CLOSED, ANNA)
    await look(database, NOW + 2 * HOUR)
    assert await thresholds(database, Kind.ACCESS) == []
    await confirm(database, at=NOW + 3 * HOUR, certificate="second")
    await look(database, NOW + DAY + 2 * HOUR)
    assert await thresholds(database, Kind.ACCESS) == [120]


async def test_organizations_confirmed_together_are_told_of_together(database: Database) -> None:
    await meet(database, ANNA, BORIS)
    await confirm(database, inn=ROMASHKA, at=NOW)
    await confirm(database, inn=VASILEK, at=NOW + 5 * MINUTE)
    await confirm(database, inn=TRADER, at=NOW + 6 * MINUTE)
    await confirm(database, BORIS, inn=TRADER, at=NOW + 5 * MINUTE)
    await look(database, NOW + DAY - 121 * MINUTE)
    assert await look(database, NOW + DAY - 120 * MINUTE) == 2
    assert [(one[0], one[3]) for one in await told(database, Kind.ACCESS)] == [(ANNA, 120), (ANNA, 120)]
    # The one that was told with the first is not told again; the third and Boris's come at their own time.
    await look(database, NOW + DAY - 114 * MINUTE)
    assert [(one[0], one[3]) for one in await told(database, Kind.ACCESS)] == [(ANNA, 120)] * 3 + [
        (BORIS, 120)
    ]
