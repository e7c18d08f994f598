"""Integrations and the texts signed for them: the contract that both databases keep."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.cabinet.cash.ports import LoadFailure
from bot.cabinet.files.stored_file import FileId, Media
from bot.cabinet.integrations.changes import never_begun
from bot.cabinet.integrations.integration import Integration, IntegrationKind, IntegrationState
from bot.cabinet.integrations.paper import Paper, PaperId, PaperSort
from bot.cabinet.integrations.ports import MovedMeanwhileError
from bot.cabinet.organization import OrganizationId, PersonId
from storage.cash.store import StoredCash
from storage.cipher import Cipher
from storage.database import Database
from storage.files import StoredFiles
from storage.integrations.integrations import StoredIntegrations
from tests.storage.samples import ANNA, BORIS, DAY, HOUR, NOW, ROMASHKA, VASILEK, confirm, meet, signer

KEY = "Zl9mZXJuZXRfa2V5X29mX3RoZV90ZXN0c19vbmx5XyE="
OFD, ORDER = IntegrationKind.OFD, PaperSort.ORDER
FINGERPRINT = signer().certificate.fingerprint


async def kept(database: Database, content: bytes, media: Media) -> FileId:
    return await StoredFiles(database, Cipher([KEY])).keep(content, media, NOW)


async def opened(database: Database) -> OrganizationId:
    await meet(database, ANNA, BORIS)
    return (await confirm(database, ANNA)).membership.organization.id


async def awaiting(database: Database, organization: OrganizationId) -> Integration:
    """An integration that waits for a signed order."""
    waits = replace(
        never_begun(organization, OFD),
        state=IntegrationState.AWAITS_ORDER,
        fingerprint=FINGERPRINT,
        signer_name="Иванова Мария Сергеевна",
        load_from=date(2026, 11, 1),
        zone="Asia/Omsk",
    )
    await StoredIntegrations(database).save(waits, ANNA, NOW)
    return await current(database, organization)


async def current(database: Database, organization: OrganizationId) -> Integration:
    [one] = await StoredIntegrations(database).of_organization(organization)
    return one


async def issued(
    database: Database, integration: Integration, person: PersonId = ANNA, text: bytes = b"order"
) -> Paper:
    file = await kept(database, text, Media.TEXT)
    return await StoredIntegrations(database).issue(integration, ORDER, file, person, NOW, NOW + DAY)


async def test_what_is_saved_is_read(database: Database) -> None:
    organization = await opened(database)
    one = await awaiting(database, organization)
    assert (one.state, one.version) == (IntegrationState.AWAITS_ORDER, 1)
    assert (one.load_from, one.zone, one.changed_at) == (date(2026, 11, 1), "Asia/Omsk", NOW)
    assert one.fingerprint == FINGERPRINT


async def test_of_two_who_change_it_at_once_the_first_one_counts(database: Database) -> None:
    one = await awaiting(database, await opened(database))
    stored = StoredIntegrations(database)
    off, again = (
        replace(one, state=IntegrationState.OFF),
        replace(one, state=IntegrationState.PREPARING),
    )
    results = await asyncio.gather(
        stored.save(off, ANNA, NOW + HOUR), stored.save(again, BORIS, NOW + HOUR), return_exceptions=True
    )
    assert [type(result) for result in results if result is not None] == [MovedMeanwhileError]
    assert (await current(database, one.organization)).version == 2


async def test_two_who_begin_at_once_do_not_both_begin(database: Database) -> None:
    begun = replace(never_begun(await opened(database), OFD), state=IntegrationState.PREPARING)
    stored = StoredIntegrations(database)
    results = await asyncio.gather(
        *(stored.save(begun, person, NOW) for person in (ANNA, BORIS)), return_exceptions=True
    )
    assert [type(result) for result in results if result is not None] == [MovedMeanwhileError]


async def test_a_signature_counts_once_and_moves_the_integration_with_it(database: Database) -> None:
    one = await awaiting(database, await opened(database))
    paper = await issued(database, one)
    stored, signature = StoredIntegrations(database), await kept(database, b"sig", Media.SIGNATURE)
    on = replace(one, state=IntegrationState.ON, on_since=NOW)
    results = await asyncio.gather(
        *(stored.accept(paper, on, signature, signer(), ANNA, NOW + HOUR) for _ in range(3)),
        return_exceptions=True,
    )
    assert sum(result is None for result in results) == 1
    assert all(isinstance(result, MovedMeanwhileError) for result in results if result is not None)
    assert (await current(database, one.organization)).state is IntegrationState.ON
    [signed] = await stored.papers(one.organization, 10)
    assert (signed.signed_at, signed.signature) == (NOW + HOUR, signature)
    assert signed.signer_name == "Иванова Мария Сергеевна"
    assert [one.signed_at for one in await stored.issued(ANNA, NOW - DAY, NOW)] == [NOW + HOUR]
    unsigned = await issued(database, on, ANNA, b"older")
    assert (await stored.issued(ANNA, NOW - DAY, NOW))[0].id == unsigned.id


async def test_a_signature_for_what_has_moved_on_leaves_the_text_unsigned(database: Database) -> None:
    one = await awaiting(database, await opened(database))
    paper = await issued(database, one)
    stored, signature = StoredIntegrations(database), await kept(database, b"sig", Media.SIGNATURE)
    await stored.save(replace(one, state=IntegrationState.OFF), BORIS, NOW)
    with pytest.raises(MovedMeanwhileError):
        await stored.accept(
            paper, replace(one, state=IntegrationState.ON), signature, signer(), ANNA, NOW + HOUR
        )
    assert (await current(database, one.organization)).state is IntegrationState.OFF
    assert await stored.papers(one.organization, 10) == []
    assert [waits.id for waits in await stored.issued(ANNA, NOW - DAY, NOW)] == [paper.id]


async def test_a_refused_signature_signs_nothing_and_does_not_show_twice(database: Database) -> None:
    one = await awaiting(database, await opened(database))
    paper = await issued(database, one)
    stored, signature = StoredIntegrations(database), await kept(database, b"bad", Media.SIGNATURE)
    await stored.refuse(paper.id, signature, "other-certificate", signer(VASILEK), ANNA, NOW)
    await stored.refuse(paper.id, signature, "certificate-expired", None, ANNA, NOW)
    assert [waits.id for waits in await stored.issued(ANNA, NOW - DAY, NOW)] == [paper.id]
    good = await kept(database, b"sig", Media.SIGNATURE)
    await stored.accept(paper, replace(one, state=IntegrationState.ON), good, signer(), ANNA, NOW)
    assert [signed.signature for signed in await stored.papers(one.organization, 10)] == [good]


async def test_texts_wait_for_whom_they_were_made_and_not_for_ever(database: Database) -> None:
    one = await awaiting(database, await opened(database))
    mine = await issued(database, one, ANNA, b"first")
    later = await issued(database, one, ANNA, b"second")
    await issued(database, one, BORIS, b"third")
    stored = StoredIntegrations(database)
    assert [paper.id for paper in await stored.issued(ANNA, NOW - DAY, NOW)] == [later.id, mine.id]
    assert await stored.issued(ANNA, NOW + timedelta(seconds=1), NOW) == []


async def test_a_signed_text_is_found_in_its_own_organization_only(database: Database) -> None:
    one = await awaiting(database, await opened(database))
    other = (await confirm(database, BORIS, VASILEK)).membership.organization.id
    paper = await issued(database, one)
    stored, signature = StoredIntegrations(database), await kept(database, b"sig", Media.SIGNATURE)
    assert await stored.paper(one.organization, paper.id) is None  # not signed yet
    await stored.accept(paper, replace(one, state=IntegrationState.ON), signature, signer(), ANNA, NOW)
    found = await stored.paper(one.organization, paper.id)
    assert found is not None
    assert found.file == paper.file
    assert await stored.paper(other, paper.id) is None
    assert await stored.paper(one.organization, PaperId(paper.id + 1)) is None


async def test_certificates_are_offered_once_each_while_they_are_valid(database: Database) -> None:
    organization = await opened(database)
    await confirm(database, ANNA, at=NOW + HOUR)
    await confirm(database, BORIS, at=NOW + 2 * HOUR, certificate="second")
    await confirm(database, BORIS, VASILEK)
    stored = StoredIntegrations(database)
    offered = await stored.certificates(organization, NOW + 3 * HOUR)
    assert [one.fingerprint for one in offered] == [
        signer(ROMASHKA, certificate="second").certificate.fingerprint,
        FINGERPRINT,
    ]
    assert await stored.certificates(organization, NOW + 200 * DAY) == []


async def test_switched_on_again_it_begins_anew(database: Database) -> None:
    one = await awaiting(database, await opened(database))
    stored, cash = StoredIntegrations(database), StoredCash(database)
    await cash.record_load(one.organization, one.kind, LoadFailure.SESSION_ENDED, NOW)
    failing = await current(database, one.organization)
    assert failing.failure is not None
    await stored.save(replace(failing, state=IntegrationState.ON, on_since=NOW + HOUR), ANNA, NOW + HOUR)
    anew = await current(database, one.organization)
    assert (anew.failure, anew.failing_since, anew.loaded_at, anew.tried_at) == (None, None, None, None)


async def test_texts_that_still_count_are_not_crowded_out_by_those_that_do_not(database: Database) -> None:
    one = await awaiting(database, await opened(database))
    stored = StoredIntegrations(database)
    live = await issued(database, one, ANNA, b"live")
    file = await kept(database, b"dead", Media.TEXT)
    for minutes in range(1, 65):
        moment = NOW + timedelta(minutes=minutes)
        await stored.issue(one, PaperSort.ORDER, file, ANNA, moment, moment)
    found = await stored.issued(ANNA, NOW - DAY, NOW + 2 * HOUR)
    assert found[0].id == live.id
    assert len(found) == 60
