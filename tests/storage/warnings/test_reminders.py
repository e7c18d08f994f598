from datetime import timedelta

from bot.cabinet.person import Language, Person
from bot.cabinet.warnings.kind import Kind
from bot.cabinet.warnings.outbox import State, WarningId
from storage.database import Database
from storage.people import StoredPeople
from storage.warnings.reminders import StoredReminders
from tests.storage.samples import ANNA, BORIS, DAY, HOUR, NOW, TODAY, confirm, meet
from tests.storage.warnings.rows import everything, forget, look, put, service, states

BATCH = WarningId(77)


async def told(database: Database, end_in: int = 3) -> list[int]:
    """A message to Anna about a service and a certificate, and about access, which nobody puts off."""
    end = TODAY + timedelta(days=end_in)
    return [
        await put(database, ANNA, Kind.SERVICE, end, subject=5, threshold=3, state=State.SENT, batch=BATCH),
        await put(
            database, ANNA, Kind.CERTIFICATE, NOW + end_in * DAY, subject=6, state=State.SENT, batch=BATCH
        ),
        await put(database, ANNA, Kind.ACCESS, NOW + HOUR, subject=6, state=State.SENT, batch=BATCH),
    ]


async def test_what_was_told_comes_again_tomorrow(database: Database) -> None:
    await meet(database, ANNA)
    await told(database)
    stored = StoredReminders(database)
    assert await stored.postpone(ANNA, BATCH, NOW + DAY) == 2
    rows = await everything(database)
    assert [(row.state, row.asked_for) for row in rows] == [
        ("queued", True),
        ("queued", True),
        ("sent", False),
    ]
    assert [row.not_before for row in rows] == [NOW + DAY, NOW + DAY, NOW]
    # A second tap changes nothing.
    assert await stored.postpone(ANNA, BATCH, NOW + DAY) == 2
    assert await states(database) == ["queued", "queued", "sent"]


async def test_nobody_puts_off_another_persons_warnings(database: Database) -> None:
    await meet(database, ANNA, BORIS)
    await told(database)
    stored = StoredReminders(database)
    assert await stored.postpone(BORIS, BATCH, NOW + DAY) == 0
    assert await stored.postpone(ANNA, WarningId(78), NOW + DAY) == 0
    assert await stored.postpone(ANNA, WarningId(2**70), NOW + DAY) == 0
    assert await stored.hide(BORIS, BATCH, NOW) == 0
    assert await states(database) == ["sent"] * 3


async def test_what_will_be_over_long_before_is_not_put_off(database: Database) -> None:
    await meet(database, ANNA)
    await told(database, end_in=-28)
    stored = StoredReminders(database)
    assert await stored.postpone(ANNA, BATCH, NOW + DAY) == 2
    assert await stored.postpone(ANNA, BATCH, NOW + 4 * DAY) == 0


async def test_a_hidden_end_is_not_told_of_again(database: Database) -> None:
    await meet(database, ANNA, BORIS)
    await confirm(database)
    await confirm(database, BORIS)
    await look(database, NOW - HOUR)
    await forget(database)
    end = TODAY + timedelta(days=8)
    subject = await service(database, end)
    for person in (ANNA, BORIS):
        await put(database, person, Kind.SERVICE, end, subject=subject, threshold=14, batch=BATCH)
        await put(database, person, Kind.SERVICE, end, subject=subject, threshold=3)
        await put(database, person, Kind.SERVICE, end, subject=subject, threshold=2, state=State.HELD)
    stored = StoredReminders(database)
    assert await stored.hide(ANNA, BATCH, NOW) == 1
    assert await stored.hide(ANNA, BATCH, NOW) == 1
    assert await states(database) == ["dropped"] * 3 + ["queued", "queued", "held"]
    await look(database, NOW + DAY)
    new = [(row.person, row.threshold) for row in await everything(database) if row.created_at > NOW]
    assert (BORIS, 7) in new
    assert (ANNA, 7) not in new
    # Another term is another matter.
    await service(database, end + DAY, at=NOW + DAY)
    await look(database, NOW + DAY + HOUR)
    new = [(row.person, row.threshold) for row in await everything(database) if row.created_at > NOW + DAY]
    assert (ANNA, 14) in new


async def test_a_trial_is_queued_each_time(database: Database) -> None:
    await meet(database, ANNA)
    stored, anna = StoredReminders(database), Person(ANNA, "Анна", Language.RU, "Europe/Moscow")
    await stored.ask_trial(anna, NOW)
    await stored.ask_trial(anna, NOW)
    await stored.ask_trial(anna, NOW + HOUR)
    rows = await everything(database)
    assert [(row.kind, row.subject, row.threshold, row.urgent, row.state) for row in rows] == [
        ("test", 0, 0, True, "queued")
    ] * 2
    await StoredPeople(database).set_reachable(ANNA, reachable=False, now=NOW)
    assert await states(database) == ["held", "held"]
