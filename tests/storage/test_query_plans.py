"""No look at a large table goes through all of it."""

import re

import pytest
from sqlalchemy import event, text

from bot.cabinet.audit import AuditEvent
from bot.cabinet.person import Language
from bot.cabinet.subscription import Urgency
from storage.audit import StoredAuditTrail
from storage.challenges import StoredChallenges
from storage.database import Database
from storage.memberships import StoredMemberships
from storage.people import StoredPeople
from storage.retention import purge
from storage.service_imports import StoredServiceImports
from storage.subscriptions import StoredSubscriptions
from tests.storage.samples import ANNA, NOW, ROMASHKA, TODAY, confirm, line, meet, profile

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)

# A subquery that was computed already, or the single row of a tally, is no table.
HARMLESS = re.compile(r"SCAN (counted|tally|next_access|next_service|CONSTANT ROW|\(subquery-\d+\))( .*)?")


async def test_every_statement_finds_its_rows_by_a_key_or_an_index(database: Database) -> None:
    sent: list[tuple[str, tuple[object, ...]]] = []

    def hear(_c: object, _cursor: object, statement: str, parameters: object, _x: object, many: bool) -> None:  # noqa: FBT001 - SQLAlchemy's signature
        if statement.split(maxsplit=1)[0] in ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH"):
            values = parameters[0] if many and isinstance(parameters, list) else parameters
            assert isinstance(values, tuple)
            sent.append((statement, values))

    for engine in (database._reader, database._writer):
        event.listen(engine.sync_engine, "before_cursor_execute", hear)
    await use_everything(database)
    for engine in (database._reader, database._writer):
        event.remove(engine.sync_engine, "before_cursor_execute", hear)
    assert len({statement for statement, _ in sent}) > 30
    scans: list[tuple[str, str]] = []
    async with database.read() as connection:
        for statement, values in sent:
            plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            scans.extend(
                (row.detail, statement)
                for row in plan
                if row.detail.startswith("SCAN") and not HARMLESS.fullmatch(row.detail)
            )
    assert scans == []


async def use_everything(database: Database) -> None:
    await meet(database, ANNA)
    organization = (await confirm(database)).membership.organization.id
    people, challenges = StoredPeople(database), StoredChallenges(database)
    memberships, subscriptions = StoredMemberships(database), StoredSubscriptions(database)
    imports, trail = StoredServiceImports(database), StoredAuditTrail(database)
    await people.seen(profile(ANNA), Language.RU, NOW)
    await people.set_language(ANNA, Language.EN)
    await people.set_reachable(ANNA, reachable=False, now=NOW)
    await people.set_reachable(ANNA, reachable=True, now=NOW)
    await challenges.recent(ANNA, NOW, 10)
    await challenges.count(ANNA, NOW)
    await imports.save([line()], NOW)
    await imports.existing([ROMASHKA])
    await memberships.page(ANNA, "", 0, 8, NOW)
    await memberships.page(ANNA, "рома", 0, 8, NOW)
    await memberships.lapsed(ANNA, NOW)
    await memberships.overview(ANNA, NOW, TODAY)
    await memberships.holders(organization, NOW)
    await memberships.set_muted(ANNA, organization, muted=True, now=NOW)
    await subscriptions.of_organization(organization, 0, 8)
    await subscriptions.counts(ANNA, NOW, TODAY)
    for urgency in (None, *Urgency):
        await subscriptions.of_open_organizations(ANNA, NOW, TODAY, urgency, 0, 8)
    await memberships.close(ANNA, organization, NOW, AuditEvent.CLOSED, ANNA)
    await confirm(database, certificate="second")
    await memberships.close_all(ANNA, NOW)
    await trail.of_organization(organization, 10)
    await memberships.remove(ANNA, organization, NOW)
    await purge(database, NOW)


async def test_the_test_can_see_a_scan(database: Database) -> None:
    async with database.read() as connection:
        plan = await connection.execute(
            text("EXPLAIN QUERY PLAN SELECT 1 FROM subscriptions WHERE product = 'x'")
        )
    details = [row.detail for row in plan]
    assert details == ["SCAN subscriptions"]
    assert not HARMLESS.fullmatch(details[0])
