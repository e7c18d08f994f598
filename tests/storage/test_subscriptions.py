from itertools import product

import pytest

from bot.cabinet.access import AccessGuard
from bot.cabinet.audit import AuditEvent
from bot.cabinet.confirmation import ACCESS_LIFETIME
from bot.cabinet.organization import OrganizationId, PersonId
from bot.cabinet.page import Page
from bot.cabinet.person import Language, Person
from bot.cabinet.ports import UrgencyCounts
from bot.cabinet.services import Services
from bot.cabinet.subscription import Subscription, Term, Urgency
from storage.database import Database
from storage.memberships import StoredMemberships
from storage.service_imports import StoredServiceImports
from storage.subscriptions import StoredSubscriptions
from tests.storage.samples import (
    ANNA,
    BORIS,
    DAY,
    HOUR,
    NOW,
    ROMASHKA,
    TODAY,
    TRADER,
    VASILEK,
    StoppedClock,
    confirm,
    line,
    meet,
)

# Around every border of the marks, with the mark by the rule itself.
ENDS = [None, *(TODAY + days * DAY for days in (-400, -1, 0, 1, 6, 7, 8, 29, 30, 31, 365))]


def products(page: Page[Subscription]) -> list[str]:
    return [item.product for item in page.items]


async def test_one_organization_soonest_first_perpetual_last(database: Database) -> None:
    await meet(database, ANNA)
    organization = (await confirm(database)).membership.organization.id
    await StoredServiceImports(database).save(
        [
            line(product="Бессрочно"),
            line(product="Б", end=TODAY),
            line(product="А", end=TODAY),
            line(
                product="Вчера",
                start=TODAY - 9 * DAY,
                end=TODAY - DAY,
                kpp="770701001",
                modifiers=("ОФД", "Маркет"),
            ),
            line(VASILEK, "Чужой", end=TODAY),
        ],
        NOW,
    )
    page = await StoredSubscriptions(database).of_organization(organization, 0, 8)
    assert products(page) == ["Вчера", "А", "Б", "Бессрочно"]
    assert page.total == 4
    assert page.items[0] == Subscription(
        id=page.items[0].id,
        organization=organization,
        organization_name="ООО «Ромашка»",
        inn=ROMASHKA,
        kpp="770701001",
        product="Вчера",
        tariff="Учетный",
        modifiers=("ОФД", "Маркет"),
        term=Term(TODAY - 9 * DAY, TODAY - DAY),
    )
    last = await StoredSubscriptions(database).of_organization(organization, 99, 3)
    assert (last.number, products(last)) == (1, ["Бессрочно"])


@pytest.mark.parametrize("forged", [0, 2**70])
async def test_a_forged_identifier_finds_nothing(database: Database, forged: int) -> None:
    stored = StoredSubscriptions(database)
    assert await stored.of_organization(OrganizationId(forged), 0, 8) == Page((), 0, 8, 0)
    assert await stored.of_open_organizations(PersonId(forged), NOW, TODAY, None, 0, 8) == Page((), 0, 8, 0)
    assert (await stored.counts(PersonId(forged), NOW, TODAY)).total == 0


async def test_marks_are_those_of_the_rule(database: Database) -> None:
    await meet(database, ANNA)
    await confirm(database)
    await StoredServiceImports(database).save(
        [line(product=f"{number:02}", end=end) for number, end in enumerate(ENDS)], NOW
    )
    stored = StoredSubscriptions(database)
    counts = await stored.counts(ANNA, NOW, TODAY)
    for urgency in Urgency:
        page = await stored.of_open_organizations(ANNA, NOW, TODAY, urgency, 0, 99)
        expected = [end for end in ENDS if Term(None, end).urgency(TODAY) is urgency]
        assert sorted(str(item.term.end) for item in page.items) == sorted(map(str, expected))
        assert page.total == counts.of(urgency) == len(expected)
    everything = await stored.of_open_organizations(ANNA, NOW, TODAY, None, 0, 99)
    assert everything.total == counts.total == len(ENDS)
    ends = [item.term.end for item in everything.items]
    assert ends == [*sorted(end for end in ENDS if end is not None), None]


async def test_only_what_is_open_to_the_person_is_shown(database: Database) -> None:
    await meet(database, ANNA, BORIS)
    await StoredServiceImports(database).save(
        [line(ROMASHKA, "Открыта"), line(VASILEK, "Закрыта"), line(TRADER, "Убрана")], NOW
    )
    memberships, stored = StoredMemberships(database), StoredSubscriptions(database)
    await confirm(database, inn=ROMASHKA)
    closed = (await confirm(database, inn=VASILEK)).membership.organization.id
    removed = (await confirm(database, inn=TRADER)).membership.organization.id
    await confirm(database, BORIS, VASILEK)
    await memberships.close(ANNA, closed, NOW, AuditEvent.CLOSED, ANNA)
    await memberships.remove(ANNA, removed, NOW)
    page = await stored.of_open_organizations(ANNA, NOW, TODAY, None, 0, 8)
    assert products(page) == ["Открыта"]
    assert await stored.counts(ANNA, NOW, TODAY) == UrgencyCounts(0, 0, 0, 1, closed_organizations=1)
    # A clock that lags behind does not bring back what was removed.
    lagging = await stored.of_open_organizations(ANNA, NOW - HOUR, TODAY, None, 0, 8)
    assert "Убрана" not in products(lagging)
    assert products(await stored.of_open_organizations(BORIS, NOW, TODAY, None, 0, 8)) == ["Закрыта"]
    end = NOW + ACCESS_LIFETIME
    assert (await stored.of_open_organizations(ANNA, end, TODAY, None, 0, 8)).total == 0
    assert (await stored.of_open_organizations(ANNA, end - HOUR, TODAY, None, 0, 8)).total == 1
    assert await stored.counts(ANNA, end, TODAY) == UrgencyCounts(0, 0, 0, 0, closed_organizations=2)


async def test_a_mark_past_its_end_gives_its_last_page(database: Database) -> None:
    await meet(database, ANNA)
    await confirm(database)
    await StoredServiceImports(database).save(
        [line(product=str(number), end=TODAY) for number in range(5)] + [line(product="later")], NOW
    )
    page = await StoredSubscriptions(database).of_open_organizations(ANNA, NOW, TODAY, Urgency.WEEK, 9, 2)
    assert (page.number, products(page), page.total) == (2, ["4"], 5)


async def test_every_page_of_every_list(database: Database) -> None:
    await meet(database, ANNA)
    organization = (await confirm(database)).membership.organization.id
    stored = StoredSubscriptions(database)
    for total in range(6):
        expected = [str(name) for name in range(total)]
        if total:
            await StoredServiceImports(database).save([line(product=expected[-1], end=TODAY)], NOW)
        for size, number in product(range(1, 8), range(-1, 8)):
            page = await stored.of_organization(organization, number, size)
            shown = min(max(number, 0), page.count - 1)
            assert (page.number, page.total) == (shown, total)
            assert products(page) == expected[shown * size : (shown + 1) * size]


async def test_a_report_is_one_long_page_that_tells_what_it_leaves_out(database: Database) -> None:
    await meet(database, ANNA)
    for inn in (ROMASHKA, VASILEK):
        await confirm(database, inn=inn)
    await StoredServiceImports(database).save(
        [line(inn, f"{n:04}", end=TODAY + n * DAY) for inn in (ROMASHKA, VASILEK) for n in range(30)], NOW
    )
    memberships, stored = StoredMemberships(database), StoredSubscriptions(database)
    clock = StoppedClock()
    services = Services(stored, memberships, AccessGuard(memberships, clock), clock)
    report = await services.everything(Person(ANNA, "Анна", Language.RU, "Europe/Moscow"))
    assert (len(report.services), report.total, report.is_cut) == (60, 60, False)
    assert {service.inn for service in report.services} == {ROMASHKA, VASILEK}
    page = await stored.of_open_organizations(ANNA, NOW, TODAY, None, 0, 40)
    assert page.items == report.services[:40]
    assert page.total == 60
