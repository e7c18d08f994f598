"""Looking at memberships and closing them."""

import pytest

from bot.cabinet.audit import AuditEvent
from bot.cabinet.confirmation import ACCESS_LIFETIME
from bot.cabinet.organization import Membership, OrganizationId, PersonId
from bot.cabinet.page import Page
from bot.cabinet.ports import Overview
from storage.audit import StoredAuditTrail
from storage.database import Database
from storage.memberships import StoredMemberships
from storage.service_imports import StoredServiceImports
from tests.storage.samples import (
    ANNA,
    BORIS,
    DAY,
    HOUR,
    NAMES,
    NOW,
    ROMASHKA,
    TODAY,
    TRADER,
    VASILEK,
    confirm,
    line,
    meet,
)


def inns(page: Page[Membership]) -> list[str]:
    return [item.organization.inn for item in page.items]


@pytest.mark.parametrize("forged", [0, -1, 10**6, 2**63 - 1, 2**63, -(2**70), 10**40])
async def test_a_forged_identifier_finds_nothing(database: Database, forged: int) -> None:
    await meet(database, ANNA)
    await confirm(database)
    stored = StoredMemberships(database)
    assert await stored.one(ANNA, OrganizationId(forged)) is None
    assert await stored.one(PersonId(forged), OrganizationId(1)) is None
    assert not await stored.close(ANNA, OrganizationId(forged), NOW, AuditEvent.CLOSED, ANNA)
    assert not await stored.remove(ANNA, OrganizationId(forged), NOW)
    assert not await stored.set_muted(ANNA, OrganizationId(forged), muted=True, now=NOW)
    assert await stored.holders(OrganizationId(forged), NOW) == []
    assert await stored.close_all(PersonId(forged), NOW) == 0


async def test_the_list_is_by_name_and_of_the_person_only(database: Database) -> None:
    await meet(database, ANNA, BORIS)
    for inn in (TRADER, ROMASHKA, VASILEK):
        await confirm(database, inn=inn)
    await confirm(database, BORIS, ROMASHKA)
    stored = StoredMemberships(database)
    everything = await stored.page(ANNA, "", 0, 8, NOW)
    assert inns(everything) == [VASILEK, TRADER, ROMASHKA]  # АО, ИП, ООО
    assert (everything.number, everything.size, everything.total) == (0, 8, 3)
    assert all(item.person == ANNA for item in everything.items)
    assert inns(await stored.page(BORIS, "", 0, 8, NOW)) == [ROMASHKA]


async def test_names_are_sorted_by_letters_not_by_the_databases_taste(database: Database) -> None:
    await meet(database, ANNA)
    await confirm(database, inn=ROMASHKA, name="ёлка б")
    await confirm(database, inn=VASILEK, name="Елка а")
    await confirm(database, inn=TRADER, name="«Ель»")
    page = await StoredMemberships(database).page(ANNA, "", 0, 8, NOW)
    assert [item.organization.name for item in page.items] == ["Елка а", "ёлка б", "«Ель»"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("ромашка", [ROMASHKA]),
        ("  РОМАШКА ", [ROMASHKA]),
        ('ооо "ромашка"', [ROMASHKA]),
        ("ООО  «Ромашка", [ROMASHKA]),
        ("василек", [VASILEK]),
        ("ВАСИЛЁК", [VASILEK]),
        ("елка", [TRADER]),
        ("7707083893", [ROMASHKA]),
        ("770708", [ROMASHKA]),
        ("77", [VASILEK, ROMASHKA]),
        ("", [VASILEK, TRADER, ROMASHKA]),
        ('"»', [VASILEK, TRADER, ROMASHKA]),
        ("%", []),
        ("_", []),
        ("\\", []),
        ("нет такой", []),
        ("а\0б", []),
        ("\ud800", []),
        ("я" * 4096, []),
    ],
)
async def test_search(database: Database, search: str, found: list[str]) -> None:
    await meet(database, ANNA)
    for inn in NAMES:
        await confirm(database, inn=inn)
    page = await StoredMemberships(database).page(ANNA, search, 0, 8, NOW)
    assert inns(page) == found
    assert page.total == len(found)


async def test_signs_of_patterns_are_taken_literally(database: Database) -> None:
    await meet(database, ANNA)
    await confirm(database, name="100% Мёд_\\")
    await confirm(database, inn=VASILEK, name="1000 Мёдов")
    stored = StoredMemberships(database)
    for search in ("100%", "мед_", "_\\", "0% м"):
        assert inns(await stored.page(ANNA, search, 0, 8, NOW)) == [ROMASHKA]


@pytest.mark.parametrize(
    ("number", "shown", "names"),
    [
        (0, 0, [VASILEK, TRADER]),
        (1, 1, [ROMASHKA]),
        (2, 1, [ROMASHKA]),
        (10**30, 1, [ROMASHKA]),
        (-1, 0, [VASILEK, TRADER]),
    ],
)
async def test_a_page_past_the_end_is_the_last(
    database: Database, number: int, shown: int, names: list[str]
) -> None:
    await meet(database, ANNA)
    for inn in NAMES:
        await confirm(database, inn=inn)
    page = await StoredMemberships(database).page(ANNA, "", number, 2, NOW)
    assert (page.number, inns(page), page.total, page.count) == (shown, names, 3, 2)


async def test_a_full_last_page_is_not_followed_by_an_empty_one(database: Database) -> None:
    await meet(database, ANNA)
    for inn in NAMES:
        await confirm(database, inn=inn)
    page = await StoredMemberships(database).page(ANNA, "", 7, 3, NOW)
    assert (page.number, len(page.items)) == (0, 3)


async def test_an_empty_list(database: Database) -> None:
    page = await StoredMemberships(database).page(ANNA, "", 3, 8, NOW)
    assert page == Page((), 0, 8, 0)


async def test_lapsed_access_is_found_at_its_last_moment(database: Database) -> None:
    await meet(database, ANNA)
    await confirm(database, inn=ROMASHKA)
    await confirm(database, inn=VASILEK)
    await confirm(database, inn=TRADER, at=NOW + HOUR)
    stored = StoredMemberships(database)
    end = NOW + ACCESS_LIFETIME
    assert await stored.lapsed(ANNA, end - HOUR) == []
    lapsed = await stored.lapsed(ANNA, end)
    assert [item.organization.inn for item in lapsed] == [VASILEK, ROMASHKA]
    assert not any(item.is_open(end) for item in lapsed)
    await stored.remove(ANNA, lapsed[0].organization.id, end)
    assert [item.organization.inn for item in await stored.lapsed(ANNA, end)] == [ROMASHKA]


async def test_closing_is_at_once_and_leaves_a_trail(database: Database) -> None:
    await meet(database, ANNA, BORIS)
    organization = (await confirm(database)).membership.organization.id
    stored = StoredMemberships(database)
    assert await stored.close(ANNA, organization, NOW + HOUR, AuditEvent.CLOSED_BY_OTHER, BORIS)
    closed = await stored.one(ANNA, organization)
    assert closed is not None
    assert closed.open_until == NOW + HOUR
    assert not closed.is_open(NOW + HOUR)
    assert not await stored.close(ANNA, organization, NOW + HOUR, AuditEvent.CLOSED, ANNA)
    trail = await StoredAuditTrail(database).of_organization(organization, 10)
    assert [record.event for record in trail] == [AuditEvent.CLOSED_BY_OTHER, AuditEvent.OPENED]


async def test_closing_everything_counts_what_was_open(database: Database) -> None:
    await meet(database, ANNA, BORIS)
    for inn in NAMES:
        await confirm(database, inn=inn)
    others = (await confirm(database, BORIS)).membership
    stored = StoredMemberships(database)
    lapsed = (await stored.page(ANNA, TRADER, 0, 8, NOW)).items[0].organization.id
    await stored.close(ANNA, lapsed, NOW, AuditEvent.CLOSED, ANNA)
    assert await stored.close_all(ANNA, NOW + HOUR) == 2
    assert await stored.close_all(ANNA, NOW + HOUR) == 0
    assert len(await stored.lapsed(ANNA, NOW + HOUR)) == 3
    assert await stored.one(BORIS, others.organization.id) == others
    trail = await StoredAuditTrail(database).of_organization(others.organization.id, 10)
    assert [record.event for record in trail] == [
        AuditEvent.CLOSED,
        AuditEvent.OPENED,
        AuditEvent.OPENED,
    ]


async def test_removal_takes_it_off_every_list(database: Database) -> None:
    await meet(database, ANNA)
    organization = (await confirm(database)).membership.organization.id
    await StoredServiceImports(database).save([line(end=TODAY)], NOW)
    stored = StoredMemberships(database)
    assert await stored.remove(ANNA, organization, NOW + HOUR)
    assert not await stored.remove(ANNA, organization, NOW + HOUR)
    assert await stored.one(ANNA, organization) is None
    assert (await stored.page(ANNA, "", 0, 8, NOW)).total == 0
    assert await stored.holders(organization, NOW + HOUR) == []
    assert not await stored.close(ANNA, organization, NOW + HOUR, AuditEvent.CLOSED, ANNA)
    assert not await stored.set_muted(ANNA, organization, muted=True, now=NOW)
    assert await stored.overview(ANNA, NOW + HOUR, TODAY) == Overview(0, 0, None, None, None)
    trail = await StoredAuditTrail(database).of_organization(organization, 1)
    assert [record.event for record in trail] == [AuditEvent.REMOVED]


async def test_muting_changes_nothing_else(database: Database) -> None:
    await meet(database, ANNA, BORIS)
    mine = (await confirm(database)).membership
    await confirm(database, BORIS)
    stored = StoredMemberships(database)
    for muted in (True, False):
        assert await stored.set_muted(ANNA, mine.organization.id, muted=muted, now=NOW)
        now = await stored.one(ANNA, mine.organization.id)
        assert now is not None
        assert (now.muted, now.open_until) == (muted, mine.open_until)
        others = await stored.one(BORIS, mine.organization.id)
        assert others is not None
        assert not others.muted


async def test_holders_are_those_with_open_access_soonest_end_last(database: Database) -> None:
    await meet(database, ANNA, BORIS)
    organization = (await confirm(database, ANNA)).membership.organization.id
    await confirm(database, BORIS, at=NOW + HOUR)
    await confirm(database, ANNA, VASILEK, at=NOW + 2 * HOUR)
    stored = StoredMemberships(database)
    assert [holder.person for holder in await stored.holders(organization, NOW + HOUR)] == [BORIS, ANNA]
    end = NOW + ACCESS_LIFETIME
    assert [holder.person for holder in await stored.holders(organization, end)] == [BORIS]


async def test_overview_names_what_ends_first(database: Database) -> None:
    await meet(database, ANNA, BORIS)
    await StoredServiceImports(database).save(
        [
            line(ROMASHKA, "Вчера", end=TODAY - DAY),
            line(ROMASHKA, "Бессрочно"),
            line(ROMASHKA, "Позже", end=TODAY + 9 * DAY, modifiers=("Бухучет и кадры",), kpp="770701001"),
            line(VASILEK, "Закрыт", end=TODAY),
        ],
        NOW,
    )
    stored = StoredMemberships(database)
    assert await stored.overview(ANNA, NOW, TODAY) == Overview(0, 0, None, None, None)
    closed = (await confirm(database, inn=VASILEK)).membership.organization.id
    await stored.close(ANNA, closed, NOW, AuditEvent.CLOSED, ANNA)
    await confirm(database, inn=TRADER, at=NOW + HOUR)
    await confirm(database, inn=ROMASHKA)
    await confirm(database, BORIS, VASILEK)
    overview = await stored.overview(ANNA, NOW, TODAY)
    assert (overview.organizations, overview.open) == (3, 2)
    assert (overview.next_access_end, overview.next_access_name) == (
        NOW + ACCESS_LIFETIME,
        "ООО «Ромашка»",
    )
    assert overview.next_service is not None
    assert (overview.next_service.product, overview.next_service.modifiers) == ("Позже", ("Бухучет и кадры",))
    assert overview.next_service.organization_name == "ООО «Ромашка»"
    on_the_day = await stored.overview(BORIS, NOW, TODAY)
    assert on_the_day.next_service is not None
    assert on_the_day.next_service.product == "Закрыт"


async def test_overview_when_everything_has_lapsed(database: Database) -> None:
    await meet(database, ANNA)
    await confirm(database)
    overview = await StoredMemberships(database).overview(ANNA, NOW + 2 * DAY, TODAY)
    assert overview == Overview(1, 0, None, None, None)
