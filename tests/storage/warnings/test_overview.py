from sqlalchemy import update

from bot.cabinet.warnings.kind import Kind
from bot.cabinet.warnings.outbox import State
from bot.cabinet.warnings.ports import OutboxState, Unreachable
from storage.database import Database
from storage.people import StoredPeople
from storage.tables import outbox
from storage.warnings.overview import StoredOutboxOverview
from tests.storage.samples import ANNA, BORIS, DAY, HOUR, NOW, meet
from tests.storage.warnings.rows import look, put


async def test_nothing_is_nothing(database: Database) -> None:
    assert await StoredOutboxOverview(database).state(NOW) == OutboxState(
        due=0,
        postponed=0,
        held=0,
        sending=0,
        sent=0,
        failed=0,
        unknown=0,
        oldest_due=None,
        unreachable=(),
        unreachable_total=0,
        looked=None,
    )


async def test_the_operator_sees_how_the_outbox_stands(database: Database) -> None:
    await meet(database, ANNA, BORIS)
    await look(database, NOW - HOUR)
    ages = {
        State.QUEUED: [-2 * HOUR, -HOUR, HOUR],
        State.SENDING: [-HOUR],
        State.SENT: [-HOUR, -23 * HOUR, -25 * HOUR],
        State.FAILED: [-HOUR, -6 * DAY, -8 * DAY],
        State.DROPPED: [-HOUR],
    }
    for state, changed in ages.items():
        for number, age in enumerate(changed):
            subject = number + 10 * list(State).index(state)
            await put(database, ANNA, Kind.TEST, NOW + age, subject=subject, state=state, at=NOW + age)
    async with database.write() as connection:
        await connection.execute(update(outbox).where(outbox.c.state == "failed").values(unknown=2))
    await put(database, BORIS, Kind.TEST, NOW)
    await StoredPeople(database).set_reachable(BORIS, reachable=False, now=NOW - HOUR)
    assert await StoredOutboxOverview(database).state(NOW) == OutboxState(
        due=2,
        postponed=1,
        held=1,
        sending=1,
        sent=2,
        failed=2,
        unknown=2,
        oldest_due=NOW - 2 * HOUR,
        unreachable=(Unreachable(BORIS, f"Человек {BORIS}", NOW - HOUR, held=1),),
        unreachable_total=1,
        looked=NOW - HOUR,
    )
