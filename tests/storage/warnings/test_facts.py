"""What is true at the moment of telling."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.cabinet.audit import AuditEvent
from bot.cabinet.confirmation import ACCESS_LIFETIME
from bot.cabinet.organization import PersonId
from bot.cabinet.person import Language, Person
from bot.cabinet.warnings.kind import Kind
from bot.cabinet.warnings.outbox import Ending, Fact, Intrusion, Summary, Trial
from bot.cabinet.warnings.preferences import KindPreference
from storage.database import Database
from storage.memberships import StoredMemberships
from storage.service_imports import StoredServiceImports
from storage.tables import confirmations
from storage.warnings.outbox import StoredOutbox
from storage.warnings.preferences import StoredWarningPreferences
from storage.warnings.reminders import StoredReminders
from tests.storage.listening import statements
from tests.storage.samples import (
    ANNA,
    BORIS,
    DAY,
    HOUR,
    NAMES,
    NOW,
    ROMASHKA,
    TODAY,
    VASILEK,
    confirm,
    line,
    meet,
    signer,
)
from tests.storage.warnings.rows import (
    change_membership,
    change_person,
    everything,
    forget,
    organization,
    put,
    service,
)

END = TODAY + timedelta(days=7)


async def facts(database: Database, at: datetime = NOW, person: PersonId = ANNA) -> list[Fact | None]:
    found = await StoredOutbox(database).due(at, 10, [])
    return [row.fact for due in found if due.to.person.id == person for row in due.waiting]


async def service_row(database: Database) -> int:
    await meet(database, ANNA)
    await confirm(database)
    subject = await service(database, END, start=TODAY)
    return await put(
        database,
        ANNA,
        Kind.SERVICE,
        END,
        subject=subject,
        threshold=7,
        organization=await organization(database),
        batch=1,
    )


async def renew(database: Database) -> None:
    await service(database, END + 300 * DAY, start=END + timedelta(days=1))


async def prolong(database: Database) -> None:
    await service(database, END + 300 * DAY, start=TODAY)


async def mute(database: Database) -> None:
    await change_membership(database, ANNA, muted=True)


async def remove(database: Database) -> None:
    await change_membership(database, ANNA, removed_at=NOW)


async def lapse(database: Database) -> None:
    await change_membership(database, ANNA, confirmed_at=NOW - 91 * DAY)


async def disable(database: Database) -> None:
    await StoredWarningPreferences(database).set_kind(ANNA, Kind.SERVICE, KindPreference(enabled=False), NOW)


CHANGES = [renew, prolong, mute, remove, lapse, disable]


async def test_a_service_is_told_of_with_its_product(database: Database) -> None:
    await service_row(database)
    assert await facts(database) == [Ending(await organization(database), NAMES[ROMASHKA], "Экстерн", END)]


@pytest.mark.parametrize("change", CHANGES)
async def test_what_is_no_longer_true_or_wanted_is_not_told(
    database: Database, change: Callable[[Database], Awaitable[None]]
) -> None:
    await service_row(database)
    await change(database)
    assert await facts(database) == [None]


async def test_what_is_long_over_is_not_told(database: Database) -> None:
    await service_row(database)
    await change_membership(database, ANNA, confirmed_at=NOW + 30 * DAY)
    assert await facts(database, NOW + 37 * DAY) != [None]
    assert await facts(database, NOW + 40 * DAY) == [None]


async def test_a_certificate_and_access_are_told_of_with_their_moments(database: Database) -> None:
    await meet(database, ANNA)
    which = (await confirm(database)).membership.organization.id
    until, open_until = signer().certificate.valid_until, NOW + ACCESS_LIFETIME
    await put(database, ANNA, Kind.CERTIFICATE, until, subject=which, threshold=60)
    await put(database, ANNA, Kind.ACCESS, open_until, subject=which, threshold=30)
    certificate, access = (
        Ending(which, NAMES[ROMASHKA], None, until),
        Ending(which, NAMES[ROMASHKA], None, open_until),
    )
    assert await facts(database) == [access, certificate]
    # That it has ended is news as well, for a day.
    assert await facts(database, open_until + HOUR) == [access, certificate]
    assert await facts(database, open_until + DAY) == [None, certificate]


async def test_access_that_was_closed_or_renewed_has_not_ended(database: Database) -> None:
    await meet(database, ANNA)
    which = (await confirm(database)).membership.organization.id
    await put(database, ANNA, Kind.ACCESS, NOW + ACCESS_LIFETIME, subject=which)
    await put(database, ANNA, Kind.ACCESS, NOW + HOUR, subject=which)
    await StoredMemberships(database).close(ANNA, which, NOW + HOUR, AuditEvent.CLOSED, ANNA)
    assert await facts(database, NOW + HOUR) == [None, None]
    await confirm(database, at=NOW + 2 * HOUR, certificate="second")
    assert await facts(database, NOW + 2 * HOUR) == [None, None]


async def test_somebody_elses_access_is_told_to_those_who_have_it_open(database: Database) -> None:
    await meet(database, ANNA, BORIS)
    which = (await confirm(database, ANNA)).membership.organization.id
    await confirm(database, BORIS, at=NOW + HOUR)
    (row,) = await everything(database)
    async with database.read() as connection:
        number = await connection.scalar(select(confirmations.c.id).where(confirmations.c.person == BORIS))
    assert (row.person, row.kind, row.subject, row.actor, row.organization, row.urgent) == (
        ANNA,
        "shared",
        number,
        BORIS,
        which,
        True,
    )
    open_until = NOW + HOUR + ACCESS_LIFETIME
    told = Intrusion(which, NAMES[ROMASHKA], BORIS, f"Человек {BORIS}", "Иванова Мария Сергеевна", open_until)
    assert await facts(database, NOW + HOUR) == [told]
    # It guards access to papers: neither quiet nor closed access silences it.
    await mute(database)
    assert await facts(database, NOW + HOUR) == [told]
    await remove(database)
    assert await facts(database, NOW + HOUR) == [None]


async def test_nobody_is_told_whose_access_is_over_or_whose_own_it_is(database: Database) -> None:
    await meet(database, ANNA, BORIS)
    await confirm(database, ANNA)
    await confirm(database, ANNA, at=NOW + HOUR, certificate="second")
    await confirm(database, BORIS, at=NOW + 2 * DAY, certificate="third")
    assert await everything(database) == []


async def test_who_was_closed_out_is_told_by_whom(database: Database) -> None:
    await meet(database, ANNA, BORIS)
    which = (await confirm(database, ANNA)).membership.organization.id
    await change_person(database, ANNA, unreachable_since=NOW)
    stored = StoredMemberships(database)
    assert await stored.close(ANNA, which, NOW + HOUR, AuditEvent.CLOSED_BY_OTHER, BORIS)
    assert not await stored.close(ANNA, which, NOW + HOUR, AuditEvent.CLOSED_BY_OTHER, BORIS)
    (row,) = await everything(database)
    assert (row.person, row.kind, row.subject, row.actor, row.state) == (ANNA, "closed", which, BORIS, "held")
    await change_person(database, ANNA, unreachable_since=None)
    await put(database, ANNA, Kind.CLOSED, NOW, subject=which, organization=which, actor=BORIS)
    told = Intrusion(which, NAMES[ROMASHKA], BORIS, f"Человек {BORIS}", None, None)
    assert await facts(database, NOW + HOUR) == [told]


async def test_the_summary_counts_what_ends_in_all_organizations(database: Database) -> None:
    await meet(database, ANNA, BORIS)
    await change_person(database, ANNA, weekly=True)
    await confirm(database)
    await confirm(database, inn=VASILEK)
    await confirm(database, BORIS)
    await forget(database)
    lines = [line(VASILEK, f"П{n:02}", end=TODAY + timedelta(days=n)) for n in range(31)]
    overdue = [line(ROMASHKA, f"Ф{n:02}", end=TODAY - timedelta(days=n)) for n in (1, 30)]
    outside = [line(ROMASHKA, "a", end=TODAY + 31 * DAY), line(ROMASHKA, "б", end=TODAY - 31 * DAY)]
    renewed = [
        line(ROMASHKA, "в", end=TODAY, start=TODAY - 9 * DAY),
        line(ROMASHKA, "в", end=TODAY + 400 * DAY, start=TODAY + DAY, tariff="Новый"),
    ]
    await StoredServiceImports(database).save([*lines, *overdue, *outside, *renewed], NOW)
    for person in (ANNA, BORIS):
        await put(database, person, Kind.WEEKLY, TODAY)
    vasilek = await organization(database, VASILEK)
    items = tuple(Ending(vasilek, NAMES[VASILEK], f"П{n:02}", TODAY + timedelta(days=n)) for n in range(12))
    assert await facts(database) == [Summary(TODAY, items, total=31, overdue=2)]
    assert await facts(database, person=BORIS) == [None]
    await change_membership(database, ANNA, muted=True)
    assert await facts(database) == [None]


async def test_a_summary_of_nothing_is_good_news(database: Database) -> None:
    await meet(database, ANNA)
    await change_person(database, ANNA, weekly=True)
    await put(database, ANNA, Kind.WEEKLY, TODAY)
    assert await facts(database) == [None]
    await confirm(database)
    assert await facts(database) == [Summary(TODAY, (), total=0, overdue=0)]
    assert await facts(database, NOW + 6 * DAY) == [None]


async def test_a_trial_is_true_by_itself(database: Database) -> None:
    await meet(database, ANNA)
    await StoredReminders(database).ask_trial(Person(ANNA, "Анна", Language.RU, "Europe/Moscow"), NOW)
    assert await facts(database) == [Trial()]


async def test_one_statement_for_each_kind(database: Database) -> None:
    await meet(database, ANNA, BORIS)
    which = (await confirm(database)).membership.organization.id
    await confirm(database, BORIS)
    for day in range(5):
        for person in (ANNA, BORIS):
            await put(database, person, Kind.SERVICE, date(2026, 12, 1 + day), subject=day)
            await put(database, person, Kind.ACCESS, NOW + day * HOUR, subject=which)
    heard = statements(database)
    await StoredOutbox(database).due(NOW, 10, [])
    assert len(heard) == 2 + 3  # shared, service, access
