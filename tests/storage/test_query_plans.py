"""No look at a large table goes through all of it."""

import re
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import event, text

from bot.cabinet.audit import AuditEvent
from bot.cabinet.documents.closing_document import DocumentKind
from bot.cabinet.documents.kept import LoadFailure
from bot.cabinet.files.stored_file import Media
from bot.cabinet.integrations.changes import never_begun
from bot.cabinet.integrations.integration import IntegrationKind
from bot.cabinet.integrations.paper import PaperSort
from bot.cabinet.organization import OrganizationId
from bot.cabinet.person import Language, Person
from bot.cabinet.subscription import Urgency
from bot.cabinet.warnings.composing import Plan
from bot.cabinet.warnings.hours import QuietHours
from bot.cabinet.warnings.kind import Kind
from bot.cabinet.warnings.outbox import Addressee, Delivery, Item, Letter, Outcome, Trial, WarningId
from bot.cabinet.warnings.preferences import KindPreference
from bot.cabinet.warnings.watching import Watch
from storage.audit import StoredAuditTrail
from storage.challenges import StoredChallenges
from storage.cipher import Cipher
from storage.database import Database
from storage.documents.documents import StoredDocuments
from storage.files import StoredFiles, StoredSentFiles
from storage.integrations.integrations import StoredIntegrations
from storage.memberships import StoredMemberships
from storage.people import StoredPeople
from storage.retention import purge
from storage.service_imports import StoredServiceImports
from storage.subscriptions import StoredSubscriptions
from storage.warnings.outbox import StoredOutbox
from storage.warnings.overview import StoredOutboxOverview
from storage.warnings.preferences import StoredWarningPreferences
from storage.warnings.reminders import StoredReminders
from storage.warnings.watch import StoredWatched
from tests.storage.papers import sent
from tests.storage.samples import (
    ANNA,
    DAY,
    HOUR,
    NOW,
    ROMASHKA,
    TODAY,
    StoppedClock,
    confirm,
    line,
    meet,
    profile,
    signer,
)
from tests.storage.warnings.rows import put

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)

# What was computed already, was given with the query, or is the single row of a tally, is no table.
HARMLESS = re.compile(
    r"SCAN (counted|tally|next_access|next_service|zones|found|spans|windows|begun|readers|ranked|ends|anon_\d"
    r"|\w+_elements VIRTUAL TABLE INDEX 1:|CONSTANT ROW|\(subquery-\d+\))( .*)?"
)


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
    await use_integrations(database, organization)
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
    await memberships.set_muted(ANNA, organization, muted=False, now=NOW)
    await subscriptions.of_organization(organization, 0, 8)
    await subscriptions.counts(ANNA, NOW, TODAY)
    for urgency in (None, *Urgency):
        await subscriptions.of_open_organizations(ANNA, NOW, TODAY, urgency, 0, 8)
    await memberships.close(ANNA, organization, NOW, AuditEvent.CLOSED, ANNA)
    await confirm(database, certificate="second")
    await memberships.close_all(ANNA, NOW)
    await trail.of_organization(organization, 10)
    await memberships.remove(ANNA, organization, NOW)
    await use_documents(database)
    await use_warnings(database)
    await purge(database, NOW)


async def use_documents(database: Database) -> None:
    """Everything about closing documents; the second load has news."""
    organization = (await confirm(database, certificate="of documents")).membership.organization.id
    documents = StoredDocuments(database)
    await documents.save(organization, [sent(1)], whole=frozenset(DocumentKind), now=NOW)
    everything = frozenset(DocumentKind)
    await documents.save(organization, [sent(2)], whole=everything, places=["https://"], now=NOW + HOUR)
    await documents.record_failure(organization, LoadFailure.UNAVAILABLE, NOW + HOUR)
    await documents.load_state(organization)
    await documents.to_load(NOW + HOUR, NOW, 10)
    await documents.months(organization)
    page = await documents.of_month(organization, TODAY, 0, 8)
    await documents.acts(organization, 0, 8)
    found = [document.id for document in page.items]
    await documents.some(organization, found)
    await documents.of_person(ANNA, organization, found[0])
    await documents.deal(organization, found[0])
    files = StoredFiles(database, Cipher([Fernet.generate_key().decode()]))
    file = await files.keep(b"%PDF-1.7", Media.PDF, NOW)
    await documents.set_file(page.items[0], file)
    await files.content(file)
    telegram = StoredSentFiles(database)
    await telegram.remember(file, 1, "Акт 1.pdf", "id")
    await telegram.telegram_id(file, 1, "Акт 1.pdf")


async def use_warnings(database: Database) -> None:
    """Everything about warnings, with rows of every kind."""
    opened = await confirm(database, certificate="third")
    organization = opened.membership.organization.id
    preferences, reminders = StoredWarningPreferences(database), StoredReminders(database)
    await preferences.set_zone(ANNA, "Asia/Omsk", NOW)
    await preferences.set_quiet(ANNA, QuietHours(), NOW)
    await preferences.set_digest(ANNA, digest=True)
    await preferences.set_weekly(ANNA, weekly=True)
    own = KindPreference(thresholds=frozenset({30}))
    await preferences.set_kind(ANNA, Kind.SERVICE, own, NOW)
    await preferences.of(ANNA)
    await StoredServiceImports(database).save([line(end=TODAY + timedelta(days=30))], NOW)
    watch = Watch(StoredWatched(database), clock := StoppedClock())
    for _ in range(3):
        await watch.look()
        clock.moment += DAY - HOUR
    person = Person(ANNA, "Анна", Language.RU, "Asia/Omsk")
    await reminders.ask_trial(person, NOW)
    for kind in Kind:
        await put(database, ANNA, kind, TODAY, organization=organization, actor=ANNA)
    outbox = StoredOutbox(database)
    await outbox.next_moment(NOW)
    await outbox.due(clock.moment, 10, [])
    items = tuple(Item(WarningId(number), Kind.TEST, 0, Trial()) for number in (1, 2))
    letter = Letter(Addressee(person, QuietHours(), digest=True), items, 0, urgent=True, silent=False)
    await outbox.settle([Plan((WarningId(1),), ((WarningId(2), NOW),), ())])
    await outbox.begin(letter, NOW)
    await outbox.record([(letter, Delivery(outcome), NOW) for outcome in Outcome], NOW)
    await outbox.record([(letter, Delivery(Outcome.REFUSED), None)], NOW)
    await outbox.recover(NOW)
    await StoredOutboxOverview(database).state(NOW)
    await put(database, ANNA, Kind.SERVICE, TODAY, subject=1, batch=2)
    await reminders.postpone(ANNA, WarningId(2), NOW)
    await reminders.hide(ANNA, WarningId(2), NOW)


async def test_the_test_can_see_a_scan(database: Database) -> None:
    async with database.read() as connection:
        plan = await connection.execute(
            text("EXPLAIN QUERY PLAN SELECT 1 FROM subscriptions WHERE product = 'x'")
        )
    details = [row.detail for row in plan]
    assert details == ["SCAN subscriptions"]
    assert not HARMLESS.fullmatch(details[0])


async def use_integrations(database: Database, organization: OrganizationId) -> None:
    stored, files = (
        StoredIntegrations(database),
        StoredFiles(database, Cipher([Fernet.generate_key().decode()])),
    )
    text, signature = (
        await files.keep(b"text", Media.TEXT, NOW),
        await files.keep(b"sig", Media.SIGNATURE, NOW),
    )
    await stored.save(never_begun(organization, IntegrationKind.OFD), ANNA, NOW)
    [one] = await stored.of_organization(organization)
    paper = await stored.issue(one, PaperSort.ORDER, text, ANNA, NOW, NOW)
    await stored.issued(ANNA, NOW, NOW)
    await stored.refuse(paper.id, signature, "expired", None, ANNA, NOW)
    await stored.accept(paper, one, signature, signer(), ANNA, NOW)
    await stored.papers(organization, 10)
    await stored.paper(organization, paper.id)
    await stored.certificates(organization, NOW)
