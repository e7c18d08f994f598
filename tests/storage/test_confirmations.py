"""`Memberships.record`: what a good signature leaves behind."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from bot.cabinet.audit import AuditEvent
from bot.cabinet.confirmation import ACCESS_LIFETIME, Confirmation, Confirmed
from bot.cabinet.organization import Organization, SignedBy
from bot.cabinet.ports import AlreadyCountedError
from bot.requisites import OrganizationKind
from storage.audit import StoredAuditTrail
from storage.database import Database
from storage.memberships import StoredMemberships
from storage.service_imports import StoredServiceImports
from storage.tables import audit, confirmations, memberships, organizations
from tests.storage.samples import (
    ANNA,
    BORIS,
    HOUR,
    NOW,
    ROMASHKA,
    TRADER,
    VASILEK,
    challenge,
    confirm,
    line,
    meet,
    signer,
)


async def rows(database: Database, table: object) -> int:
    async with database.read() as connection:
        return await connection.scalar(select(func.count()).select_from(table)) or 0  # type: ignore[arg-type]


async def test_a_confirmation_opens_the_organization(database: Database) -> None:
    await meet(database, ANNA)
    opened = await confirm(database)
    membership = opened.membership
    proof = signer()
    assert membership.organization == Organization(
        membership.organization.id, ROMASHKA, proof.ogrn, "ООО «Ромашка»", OrganizationKind.LEGAL_ENTITY
    )
    assert membership.signed_by == SignedBy(
        "Иванова Мария Сергеевна",
        "Генеральный директор",
        proof.certificate.fingerprint,
        proof.certificate.valid_until,
    )
    assert (membership.confirmed_at, membership.open_until) == (NOW, NOW + ACCESS_LIFETIME)
    assert (membership.person, membership.muted) == (ANNA, False)
    assert opened == Confirmed(membership, is_new=True, services=0)
    assert await StoredMemberships(database).one(ANNA, membership.organization.id) == membership


async def test_the_evidence_is_whole(database: Database) -> None:
    await meet(database, ANNA)
    issued = await challenge(database)
    proof = signer(TRADER)
    opened = await StoredMemberships(database).record(
        Confirmation(issued.id, ANNA, proof, NOW, NOW + ACCESS_LIFETIME)
    )
    async with database.read() as connection:
        evidence = (await connection.execute(select(confirmations))).mappings().one()
    assert dict(evidence) == {
        "id": evidence["id"],
        "challenge": issued.id,
        "person": ANNA,
        "organization": opened.membership.organization.id,
        "fingerprint": proof.certificate.fingerprint,
        "serial": "01ab",
        "issuer": "УЦ Проверочный",
        "signer_name": "Иванова Мария Сергеевна",
        "signer_title": "Генеральный директор",
        "certificate_valid_until": proof.certificate.valid_until,
        "at": NOW,
        "open_until": NOW + ACCESS_LIFETIME,
    }
    trail = await StoredAuditTrail(database).of_organization(opened.membership.organization.id, 10)
    assert [(record.event, record.at, record.detail) for record in trail] == [
        (AuditEvent.OPENED, NOW, "Иванова Мария Сергеевна")
    ]


async def test_renewing_is_not_new_and_counts_the_services(database: Database) -> None:
    await meet(database, ANNA)
    await StoredServiceImports(database).save([line(), line(product="Диадок"), line(VASILEK)], NOW)
    assert (await confirm(database)).is_new
    renewed = await confirm(database, at=NOW + HOUR, certificate="second")
    assert not renewed.is_new
    assert renewed.services == 2
    assert renewed.membership.open_until == NOW + HOUR + ACCESS_LIFETIME
    assert renewed.membership.signed_by.fingerprint == signer(certificate="second").certificate.fingerprint


async def test_coming_back_after_removal_is_new_again_and_no_longer_muted(database: Database) -> None:
    await meet(database, ANNA)
    stored = StoredMemberships(database)
    organization = (await confirm(database)).membership.organization.id
    await stored.set_muted(ANNA, organization, muted=True, now=NOW)
    await stored.remove(ANNA, organization, NOW)
    again = await confirm(database, at=NOW + HOUR)
    assert again.is_new
    assert again.membership == await stored.one(ANNA, organization)
    assert not again.membership.muted


async def test_the_certificate_names_the_organization_anew(database: Database) -> None:
    await meet(database, ANNA)
    await StoredServiceImports(database).save([line(organization="как в файле")], NOW)
    first = await confirm(database)
    second = await confirm(database, at=NOW + HOUR, name="ООО «Ромашка Плюс»")
    assert first.membership.organization.name == "ООО «Ромашка»"
    assert second.membership.organization.name == "ООО «Ромашка Плюс»"
    assert second.membership.organization.id == first.membership.organization.id
    found = await StoredMemberships(database).page(ANNA, "РОМАШКА ПЛЮС", 0, 8, NOW)
    assert found.total == 1


async def test_open_until_never_moves_back(database: Database) -> None:
    await meet(database, ANNA)
    later = await confirm(database, at=NOW + HOUR, certificate="later")
    earlier = await confirm(database, at=NOW, certificate="earlier")
    assert earlier.membership == later.membership


async def test_a_certificate_counts_once_per_challenge(database: Database) -> None:
    await meet(database, ANNA)
    stored = StoredMemberships(database)
    issued = await challenge(database)
    confirmation = Confirmation(issued.id, ANNA, signer(), NOW, NOW + ACCESS_LIFETIME)
    first = await stored.record(confirmation)
    tables = (confirmations, memberships, organizations, audit)
    before = [await rows(database, table) for table in tables]
    forged = replace(
        confirmation, signer=replace(confirmation.signer, organization="Иное"), open_until=NOW + 99 * HOUR
    )
    with pytest.raises(AlreadyCountedError):
        await stored.record(forged)
    assert [await rows(database, table) for table in tables] == before
    assert await stored.one(ANNA, first.membership.organization.id) == first.membership


async def test_one_challenge_serves_several_certificates(database: Database) -> None:
    await meet(database, ANNA)
    stored = StoredMemberships(database)
    issued = await challenge(database)
    for inn in (ROMASHKA, VASILEK, TRADER):
        await stored.record(Confirmation(issued.id, ANNA, signer(inn), NOW, NOW + ACCESS_LIFETIME))
    assert (await stored.page(ANNA, "", 0, 8, NOW)).total == 3


async def test_of_two_at_once_exactly_one_counts(database: Database) -> None:
    await meet(database, ANNA)
    issued = await challenge(database)
    confirmation = Confirmation(issued.id, ANNA, signer(), NOW, NOW + ACCESS_LIFETIME)
    stored = StoredMemberships(database)
    outcomes = await asyncio.gather(*(stored.record(confirmation) for _ in range(8)), return_exceptions=True)
    opened = [outcome for outcome in outcomes if isinstance(outcome, Confirmed)]
    refused = [outcome for outcome in outcomes if isinstance(outcome, AlreadyCountedError)]
    assert (len(opened), len(refused)) == (1, 7)
    assert await rows(database, confirmations) == 1
    assert await rows(database, audit) == 1


async def test_of_different_certificates_at_once_only_one_finds_it_new(database: Database) -> None:
    await meet(database, ANNA)
    outcomes = await asyncio.gather(*(confirm(database, certificate=str(number)) for number in range(8)))
    assert sum(outcome.is_new for outcome in outcomes) == 1
    assert await rows(database, organizations) == 1


async def test_nobody_confirms_by_another_persons_challenge(database: Database) -> None:
    await meet(database, ANNA, BORIS)
    issued = await challenge(database, ANNA)
    with pytest.raises(IntegrityError):
        await StoredMemberships(database).record(
            Confirmation(issued.id, BORIS, signer(), NOW, NOW + ACCESS_LIFETIME)
        )
    assert await rows(database, organizations) == 0
