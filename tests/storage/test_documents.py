"""Closing documents on both databases."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from cryptography.fernet import Fernet

from bot.cabinet.documents.closing_document import (
    DocumentKind,
    DocumentStatus,
)
from bot.cabinet.documents.kept import DocumentId, LoadFailure, Month
from bot.cabinet.files.ports import LostFileError
from bot.cabinet.files.stored_file import Media
from bot.cabinet.organization import OrganizationId
from bot.cabinet.warnings.kind import Kind
from bot.cabinet.warnings.outbox import NewDocuments, Waiting
from bot.cabinet.warnings.preferences import KindPreference
from storage.cipher import Cipher
from storage.database import Database
from storage.documents.documents import StoredDocuments
from storage.files import StoredFiles
from storage.memberships import StoredMemberships
from storage.warnings.outbox import StoredOutbox
from storage.warnings.preferences import StoredWarningPreferences
from tests.storage.papers import sent
from tests.storage.samples import ANNA, BORIS, DAY, HOUR, NOW, ROMASHKA, VASILEK, confirm, meet
from tests.storage.warnings.rows import told

NOVEMBER = date(2026, 11, 1)
ALL = frozenset(DocumentKind)


@pytest.fixture
async def documents(database: Database) -> StoredDocuments:
    await meet(database, ANNA, BORIS)
    return StoredDocuments(database)


async def organization(database: Database, inn: str = ROMASHKA) -> OrganizationId:
    return (await confirm(database, inn=inn)).membership.organization.id


async def numbers(documents: StoredDocuments, which: OrganizationId, first: date = NOVEMBER) -> list[str]:
    page = await documents.of_month(which, first, 0, 100)
    return [str(one.number) for one in page.items]


async def waiting(database: Database, now: datetime) -> Waiting:
    """The only warning of new documents that is due."""
    due = await StoredOutbox(database).due(now, 10, [])
    [found] = [one for person in due for one in person.waiting if one.kind is Kind.DOCUMENT]
    return found


async def test_loading_again_changes_what_has_changed_and_doubles_nothing(
    database: Database, documents: StoredDocuments
) -> None:
    which = await organization(database)
    assert await documents.save(which, [sent(1), sent(2)], whole=ALL, now=NOW) == 2
    signed = sent(1, status=DocumentStatus.SIGNED, amount=None)
    assert await documents.save(which, [signed], whole=None, now=NOW + HOUR) == 0
    first, second = (await documents.of_month(which, NOVEMBER, 0, 10)).items
    assert (first.status, first.amount, first.appeared_at) == (DocumentStatus.SIGNED, None, NOW)
    assert (second.status, second.appeared_at) == (DocumentStatus.AWAITS_SIGNATURE, NOW)


async def test_only_a_whole_load_takes_away_what_is_listed_no_more(
    database: Database, documents: StoredDocuments
) -> None:
    which, other = await organization(database), await organization(database, VASILEK)
    await documents.save(which, [sent(1), sent(2)], whole=ALL, now=NOW)
    await documents.save(other, [sent(3)], whole=ALL, now=NOW)
    await documents.save(which, [], whole=None, now=NOW + HOUR)
    assert await numbers(documents, which) == ["1", "2"]
    await documents.save(which, [sent(2)], whole=ALL, now=NOW + 2 * HOUR)
    assert await numbers(documents, which) == ["2"]
    assert await numbers(documents, other) == ["3"]


async def test_months_count_closing_documents_only(database: Database, documents: StoredDocuments) -> None:
    which = await organization(database)
    await documents.save(
        which,
        [
            sent(1, dated=date(2026, 10, 31)),
            sent(2, dated=date(2026, 11, 1)),
            sent(3, dated=date(2026, 11, 30)),
            # late on the last day of November in UTC, and December in Moscow
            sent(4, dated=None, sent=NOW.replace(day=30, hour=22)),
            sent(5, kind=DocumentKind.RECONCILIATION),
        ],
        whole=ALL,
        now=NOW,
    )
    assert await documents.months(which) == [
        Month(date(2026, 12, 1), 1),
        Month(NOVEMBER, 2),
        Month(date(2026, 10, 1), 1),
    ]
    assert await numbers(documents, which) == ["3", "2"]
    assert await numbers(documents, which, date(2026, 12, 1)) == ["4"]
    assert [one.number for one in (await documents.acts(which, 0, 10)).items] == ["5"]


async def test_documents_of_a_deal_stand_together(database: Database, documents: StoredDocuments) -> None:
    which = await organization(database)
    invoice = sent(3, kind=DocumentKind.INVOICE, deal="deal-1")
    await documents.save(which, [sent(1), sent(2), invoice], whole=ALL, now=NOW)
    assert await numbers(documents, which) == ["1", "3", "2"]
    page = await documents.of_month(which, NOVEMBER, 1, 2)
    assert (page.total, [one.number for one in page.items]) == (3, ["2"])
    [act, bill] = await documents.deal(which, (await documents.of_month(which, NOVEMBER, 0, 1)).items[0].id)
    assert (act.number, bill.number) == ("1", "3")


async def test_another_organizations_document_is_as_unknown_as_one_that_does_not_exist(
    database: Database, documents: StoredDocuments
) -> None:
    which, other = await organization(database), await organization(database, VASILEK)
    await documents.save(which, [sent(1)], whole=ALL, now=NOW)
    await documents.save(other, [sent(2, deal="deal-1")], whole=ALL, now=NOW)
    [foreign] = (await documents.of_month(other, NOVEMBER, 0, 1)).items
    for forged in (foreign.id, DocumentId(10**6), DocumentId(2**63 - 1)):
        assert await documents.some(which, [forged]) == []
        assert await documents.deal(which, forged) == []
        tie, found = await documents.of_person(ANNA, which, forged)
        assert tie is not None
        assert found is None
    [own] = (await documents.of_month(which, NOVEMBER, 0, 1)).items
    assert await documents.some(which, [own.id, foreign.id]) == [own]
    assert await documents.deal(which, own.id) == [own]
    tie, found = await documents.of_person(ANNA, which, own.id)
    assert tie == await StoredMemberships(database).one(ANNA, which)
    assert found == own
    assert await documents.of_person(BORIS, which, own.id) == (None, None)
    await StoredMemberships(database).remove(ANNA, which, NOW)
    assert await documents.of_person(ANNA, which, own.id) == (None, None)


async def test_a_print_form_stays_when_the_document_is_loaded_again(
    database: Database, documents: StoredDocuments
) -> None:
    which = await organization(database)
    await documents.save(which, [sent(1)], whole=ALL, now=NOW)
    [document] = (await documents.of_month(which, NOVEMBER, 0, 1)).items
    files = StoredFiles(database, Cipher([Fernet.generate_key().decode()]))
    file = await files.keep(b"%PDF-1.7", Media.PDF, NOW)
    await documents.set_file(document, file)
    await documents.save(which, [sent(1)], whole=ALL, now=NOW + DAY)
    [kept] = await documents.some(which, [document.id])
    assert kept.file == file
    # Signed since: the form shows it, so it is made anew; one that was on its way meanwhile is not taken for it.
    await documents.save(which, [sent(1, status=DocumentStatus.SIGNED)], whole=ALL, now=NOW + 2 * DAY)
    await documents.set_file(document, file)
    [kept] = await documents.some(which, [document.id])
    assert kept.file is None


async def test_a_form_that_comes_late_is_given_to_no_other_document(
    database: Database, documents: StoredDocuments
) -> None:
    which, other = await organization(database), await organization(database, VASILEK)
    await documents.save(which, [sent(1)], whole=ALL, now=NOW)
    [gone] = (await documents.of_month(which, NOVEMBER, 0, 1)).items
    await documents.save(which, [], whole=ALL, now=NOW + DAY)
    await documents.save(other, [sent(2)], whole=ALL, now=NOW + DAY)
    file = await StoredFiles(database, Cipher([Fernet.generate_key().decode()])).keep(
        b"%PDF-1.7", Media.PDF, NOW
    )
    [foreign] = (await documents.of_month(other, NOVEMBER, 0, 1)).items
    assert foreign.id != gone.id
    await documents.set_file(gone, file)
    await documents.set_file(replace(gone, id=foreign.id), file)
    assert await documents.some(other, [foreign.id]) == [foreign]


async def test_only_what_was_listed_to_the_end_goes(database: Database, documents: StoredDocuments) -> None:
    which = await organization(database)
    kinds = (DocumentKind.ACT, DocumentKind.INVOICE, DocumentKind.TRANSFER)
    await documents.save(which, [sent(n, kind=kind) for n, kind in enumerate(kinds)], whole=ALL, now=NOW)
    failure = LoadFailure.UNAVAILABLE
    await documents.save(which, [], whole={DocumentKind.ACT}, now=NOW + DAY, failure=failure)
    left = (await documents.of_month(which, NOVEMBER, 0, 9)).items
    assert {one.kind for one in left} == {DocumentKind.INVOICE, DocumentKind.TRANSFER}
    state = await documents.load_state(which)
    assert state is not None
    assert (state.tried_at, state.loaded_at, state.whole_at) == (NOW + DAY, NOW, NOW)
    assert state.failure is failure


async def test_only_where_was_asked_something_goes(database: Database, documents: StoredDocuments) -> None:
    which = await organization(database)
    head, branch, odd = (f"https://diadoc.example/{box}/" for box in ("head", "branch", "br_%nch"))
    places = (head, branch, odd)
    papers = [sent(n, link=f"{place}Document/Show?n={n}") for n, place in enumerate(places)]
    await documents.save(which, papers, whole=ALL, places=places, now=NOW)
    await documents.save(which, [papers[0]], whole=ALL, places=[head], now=NOW + HOUR)
    await documents.save(which, [], whole=ALL, places=[], now=NOW + 2 * HOUR)
    assert await numbers(documents, which) == ["0", "1", "2"]
    await documents.save(which, [papers[0]], whole=ALL, places=[head, odd], now=NOW + 3 * HOUR)
    assert await numbers(documents, which) == ["0", "1"]
    await documents.save(which, [papers[0]], whole=ALL, places=[head, branch], now=NOW + 4 * HOUR)
    assert await numbers(documents, which) == ["0"]


async def test_whatever_is_written_of_a_deal_is_kept(database: Database, documents: StoredDocuments) -> None:
    which = await organization(database)
    await documents.save(which, [sent(1, deal="a\ud800\x00b")], whole=ALL, now=NOW)
    [kept] = (await documents.of_month(which, NOVEMBER, 0, 9)).items
    assert await documents.deal(which, kept.id) == [kept]


async def test_a_failure_forgets_nothing_of_the_last_success(
    database: Database, documents: StoredDocuments
) -> None:
    which = await organization(database)
    assert await documents.load_state(which) is None
    await documents.record_failure(which, LoadFailure.UNAVAILABLE, NOW - HOUR)
    state = await documents.load_state(which)
    assert state is not None
    assert (state.loaded_at, state.failure) == (None, LoadFailure.UNAVAILABLE)
    await documents.save(which, [], whole=ALL, now=NOW)
    await documents.save(which, [], whole=None, now=NOW + HOUR)
    await documents.record_failure(which, LoadFailure.SUBSCRIPTION_ENDED, NOW + 2 * HOUR)
    state = await documents.load_state(which)
    assert state is not None
    assert (state.tried_at, state.loaded_at, state.whole_at) == (NOW + 2 * HOUR, NOW + HOUR, NOW)
    assert state.failure is LoadFailure.SUBSCRIPTION_ENDED


async def test_what_was_tried_longest_ago_is_loaded_first(
    database: Database, documents: StoredDocuments
) -> None:
    tried, never = await organization(database), await organization(database, VASILEK)
    await documents.record_failure(tried, LoadFailure.UNAVAILABLE, NOW - HOUR)
    found = await documents.to_load(NOW - HOUR, NOW, 10)
    assert [one.organization for one in found] == [never, tried]
    assert [one.inn for one in found] == [VASILEK, ROMASHKA]
    assert (found[0].state is None, found[1].state is None) == (True, False)
    assert [one.organization for one in await documents.to_load(NOW - HOUR, NOW, 1)] == [never]
    early = await documents.to_load(NOW - 2 * HOUR, NOW, 10)
    assert [one.organization for one in early] == [never]
    assert await documents.to_load(NOW + 91 * DAY, NOW + 91 * DAY, 10) == []
    await StoredMemberships(database).remove(ANNA, never, NOW)
    assert [one.organization for one in await documents.to_load(NOW, NOW, 10)] == [tried]


async def test_the_first_load_is_no_news(database: Database, documents: StoredDocuments) -> None:
    which = await organization(database)
    await documents.record_failure(which, LoadFailure.UNAVAILABLE, NOW - HOUR)
    await documents.save(which, [sent(1)], whole=ALL, now=NOW)
    assert await told(database, Kind.DOCUMENT) == []


async def test_those_who_may_look_are_told_once_of_what_is_new(
    database: Database, documents: StoredDocuments
) -> None:
    which = await organization(database)
    await confirm(database, BORIS, at=NOW - DAY)  # whose 24 hours are over
    await documents.save(which, [], whole=ALL, now=NOW)
    pair = [sent(1), sent(2, kind=DocumentKind.INVOICE, deal="deal-1")]
    for minutes in (1, 2):
        moment = NOW + timedelta(minutes=minutes)
        await documents.save(which, pair, whole=None, now=moment)
    assert [(person, kind) for person, kind, *_ in await told(database, Kind.DOCUMENT)] == [
        (ANNA, Kind.DOCUMENT)
    ]


async def test_nobody_is_told_of_old_documents_or_against_their_wish(
    database: Database, documents: StoredDocuments
) -> None:
    which = await organization(database)
    await documents.save(which, [], whole=ALL, now=NOW)
    old = sent(1, sent=NOW - timedelta(days=61))
    await documents.save(which, [old], whole=None, now=NOW + HOUR)
    await StoredMemberships(database).set_muted(ANNA, which, muted=True, now=NOW)
    await documents.save(which, [sent(2)], whole=None, now=NOW + 2 * HOUR)
    await StoredMemberships(database).set_muted(ANNA, which, muted=False, now=NOW)
    await StoredWarningPreferences(database).set_kind(ANNA, Kind.DOCUMENT, KindPreference(enabled=False), NOW)
    await documents.save(which, [sent(3)], whole=None, now=NOW + 3 * HOUR)
    assert await told(database, Kind.DOCUMENT) == []


async def test_what_is_sent_now_is_news_whatever_its_date(
    database: Database, documents: StoredDocuments
) -> None:
    which = await organization(database)
    await documents.save(which, [], whole=ALL, now=NOW)
    mended = sent(1, dated=NOW.date() - timedelta(days=200), sent=NOW)
    await documents.save(which, [mended], whole=None, now=NOW + HOUR)
    due = await waiting(database, NOW + 2 * HOUR)
    assert isinstance(due.fact, NewDocuments)
    assert due.fact.total == 1


async def test_whoever_opens_access_again_hears_how_many_have_come_meanwhile(
    database: Database, documents: StoredDocuments
) -> None:
    which = await organization(database)
    assert (await confirm(database, at=NOW)).missed_documents == 0
    await documents.save(which, [sent(1)], whole=ALL, now=NOW + HOUR)  # access is open: told at once
    later = [sent(1), sent(2, sent=NOW + 2 * DAY), sent(3, sent=NOW - 90 * DAY)]
    await documents.save(which, later, whole=ALL, now=NOW + 2 * DAY)
    await confirm(database, inn=VASILEK, at=NOW + 3 * DAY)
    assert (await confirm(database, BORIS, at=NOW + 3 * DAY)).missed_documents == 0  # new here
    assert (await confirm(database, at=NOW + 3 * DAY)).missed_documents == 1
    assert (await confirm(database, at=NOW + 3 * DAY + HOUR)).missed_documents == 0


async def test_at_the_moment_of_telling_access_is_to_be_open_still(
    database: Database, documents: StoredDocuments
) -> None:
    which = await organization(database)
    await documents.save(which, [], whole=ALL, now=NOW)
    old = sent(1, sent=NOW - timedelta(days=61))
    await documents.save(which, [old, sent(2)], whole=None, now=NOW + HOUR)
    due = await waiting(database, NOW + 2 * HOUR)
    assert isinstance(due.fact, NewDocuments)
    assert [one.number for one in due.fact.items] == ["2"]
    assert due.fact.total == 1
    late = await waiting(database, NOW + DAY)
    assert late.fact is None


async def test_whoever_wants_no_more_of_them_meanwhile_is_not_told(
    database: Database, documents: StoredDocuments
) -> None:
    which = await organization(database)
    await documents.save(which, [], whole=ALL, now=NOW)
    await documents.save(which, [sent(1)], whole=None, now=NOW + HOUR)
    await StoredMemberships(database).set_muted(ANNA, which, muted=True, now=NOW + HOUR)
    assert (await waiting(database, NOW + 2 * HOUR)).fact is None
    await StoredMemberships(database).set_muted(ANNA, which, muted=False, now=NOW + HOUR)
    assert (await waiting(database, NOW + 2 * HOUR)).fact is not None
    off = KindPreference(enabled=False)
    await StoredWarningPreferences(database).set_kind(ANNA, Kind.DOCUMENT, off, NOW + HOUR)
    assert (await waiting(database, NOW + 2 * HOUR)).fact is None


async def test_a_form_whose_key_is_gone_is_kept_anew_under_its_number(database: Database) -> None:
    old, new = (StoredFiles(database, Cipher([Fernet.generate_key().decode()])) for _ in range(2))
    file = await old.keep(b"%PDF-1.7", Media.PDF, NOW)
    with pytest.raises(LostFileError):
        await new.content(file)
    assert await new.keep(b"%PDF-1.7", Media.PDF, NOW) == file
    assert await new.content(file) == b"%PDF-1.7"
