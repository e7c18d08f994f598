"""`Outbox`: whose turn it is, and where rows stand after a letter."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.cabinet.organization import PersonId
from bot.cabinet.person import Language, Person
from bot.cabinet.warnings.composing import Plan, compose
from bot.cabinet.warnings.hours import QuietHours
from bot.cabinet.warnings.kind import Kind
from bot.cabinet.warnings.outbox import Addressee, Delivery, Due, Letter, Outcome, State, WarningId
from storage.database import Database
from storage.memberships import StoredMemberships
from storage.people import StoredPeople
from storage.warnings.outbox import StoredOutbox
from tests.storage.listening import statements
from tests.storage.samples import ANNA, BORIS, DAY, HOUR, NOW, TODAY, confirm, meet
from tests.storage.warnings.rows import change_person, everything, look, put, service, states

VERA = PersonId(7_000_000_003)


async def trials(database: Database, person: PersonId, number: int = 1, *, at: datetime = NOW) -> list[int]:
    """Test warnings: they are true by themselves."""
    return [
        await put(database, person, Kind.TEST, at + timedelta(seconds=second), at=at)
        for second in range(number)
    ]


async def letters(database: Database, at: datetime = NOW) -> list[Letter]:
    found = await StoredOutbox(database).due(at, 10, [])
    return [letter for due in found for letter in compose(due, at).letters]


def turns(found: Sequence[Due]) -> list[tuple[PersonId, list[int]]]:
    return [(due.to.person.id, [row.id for row in due.waiting]) for due in found]


async def test_everything_that_is_due_for_a_person_comes_at_once(database: Database) -> None:
    await meet(database, ANNA, BORIS)
    outbox = StoredOutbox(database)
    assert await outbox.due(NOW, 10, []) == []
    mine = await trials(database, ANNA, 3)
    his = await trials(database, BORIS, 1, at=NOW - HOUR)
    await trials(database, BORIS, 1, at=NOW + HOUR)
    for number, state in enumerate(set(State) - {State.QUEUED}):
        await put(database, ANNA, Kind.TEST, NOW - DAY, subject=number, state=state)
    heard = statements(database)
    assert turns(await outbox.due(NOW, 10, [])) == [(BORIS, his), (ANNA, mine)]
    assert len(heard) <= 3
    assert turns(await outbox.due(NOW, 1, [])) == [(BORIS, his)]
    assert turns(await outbox.due(NOW, 10, [BORIS])) == [(ANNA, mine)]
    assert turns(await outbox.due(NOW, 10, [ANNA, BORIS])) == []


async def test_the_urgent_go_first_however_long_the_others_wait(database: Database) -> None:
    await meet(database, ANNA, BORIS, VERA)
    patient = await put(database, ANNA, Kind.SERVICE, NOW.date(), at=NOW - DAY)
    also = await put(database, BORIS, Kind.SERVICE, NOW.date(), at=NOW - 2 * DAY)
    (urgent,) = await trials(database, VERA)
    (more,) = await trials(database, ANNA)
    assert turns(await StoredOutbox(database).due(NOW, 10, [])) == [
        (VERA, [urgent]),
        (ANNA, [more, patient]),
        (BORIS, [also]),
    ]


async def test_the_addressee_is_known_with_their_choices(database: Database) -> None:
    await meet(database, ANNA)
    await StoredPeople(database).set_language(ANNA, Language.EN)
    await change_person(database, ANNA, zone="Asia/Omsk", quiet_from=0, quiet_until=480, digest=False)
    await trials(database, ANNA)
    (due,) = await StoredOutbox(database).due(NOW, 10, [])
    assert due.to == Addressee(
        Person(ANNA, f"Человек {ANNA}", Language.EN, "Asia/Omsk"), QuietHours(0, 480), digest=False
    )


async def test_one_persons_many_rows_do_not_hide_the_others_for_long(database: Database) -> None:
    await meet(database, ANNA, BORIS)
    await trials(database, ANNA, 220, at=NOW - HOUR)
    await trials(database, BORIS)
    outbox = StoredOutbox(database)
    assert [due.to.person.id for due in await outbox.due(NOW, 10, [])] == [ANNA]
    assert [due.to.person.id for due in await outbox.due(NOW, 10, [ANNA])] == [BORIS]


async def test_the_next_moment_is_the_soonest_of_later_ones(database: Database) -> None:
    await meet(database, ANNA)
    outbox = StoredOutbox(database)
    assert await outbox.next_moment(NOW) is None
    await trials(database, ANNA, at=NOW)
    assert await outbox.next_moment(NOW) is None
    await trials(database, ANNA, at=NOW + 2 * HOUR)
    await put(database, ANNA, Kind.SERVICE, NOW.date(), at=NOW + HOUR)
    await put(database, ANNA, Kind.TEST, NOW - HOUR, at=NOW + timedelta(minutes=1), state=State.HELD)
    assert await outbox.next_moment(NOW) == NOW + HOUR


async def test_what_was_decided_is_done(database: Database) -> None:
    await meet(database, ANNA)
    drop, later, stay = await trials(database, ANNA, 3)
    outbox = StoredOutbox(database)
    await outbox.settle([])
    await outbox.settle([Plan((WarningId(drop),), (), ()), Plan((), ((WarningId(later), NOW + HOUR),), ())])
    assert await states(database) == ["dropped", "queued", "queued"]
    assert turns(await outbox.due(NOW, 10, [])) == [(ANNA, [stay])]
    assert await outbox.next_moment(NOW) == NOW + HOUR


async def test_nothing_is_decided_about_what_does_not_wait(database: Database) -> None:
    await meet(database, ANNA)
    held = await put(database, ANNA, Kind.TEST, NOW, state=State.HELD)
    await StoredOutbox(database).settle([Plan((WarningId(held),), ((WarningId(held), NOW + DAY),), ())])
    (row,) = await everything(database)
    assert (row.state, row.not_before) == ("held", NOW)


async def test_a_letter_is_begun_once(database: Database) -> None:
    await meet(database, ANNA)
    await trials(database, ANNA)
    (letter,) = await letters(database)
    outbox = StoredOutbox(database)
    assert await outbox.begin(letter, NOW + HOUR) == list(letter.items)
    assert await outbox.begin(letter, NOW + HOUR) == []
    assert await outbox.due(NOW + DAY, 10, []) == []
    (row,) = await everything(database)
    assert (row.state, row.batch, row.attempts, row.changed_at) == ("sending", letter.batch, 1, NOW + HOUR)


async def test_a_letter_whose_first_item_is_gone_is_named_after_the_next(database: Database) -> None:
    await meet(database, ANNA)
    await trials(database, ANNA, 3)
    ones = await letters(database)
    whole = replace(ones[0], items=tuple(item for letter in ones for item in letter.items))
    outbox = StoredOutbox(database)
    await outbox.settle([Plan((whole.items[0].id,), (), ())])
    begun = await outbox.begin(whole, NOW)
    assert list(begun) == list(whole.items[1:])
    assert [row.batch for row in await everything(database)] == [None, begun[0].id, begun[0].id]


MOMENT = NOW + timedelta(minutes=3)


@pytest.mark.parametrize(
    ("delivery", "moment", "expected"),
    [
        (Delivery(Outcome.SENT, message=17), None, ("sent", 17, 0, NOW)),
        (Delivery(Outcome.REFUSED), None, ("failed", None, 0, NOW)),
        (Delivery(Outcome.LATER, wait=180), MOMENT, ("queued", None, 0, MOMENT)),
        (Delivery(Outcome.NOT_ARRIVED), MOMENT, ("queued", None, 0, MOMENT)),
        (Delivery(Outcome.NOT_ARRIVED), None, ("failed", None, 0, NOW)),
        (Delivery(Outcome.UNKNOWN), MOMENT, ("queued", None, 1, MOMENT)),
        (Delivery(Outcome.UNKNOWN), None, ("failed", None, 1, NOW)),
        (Delivery(Outcome.UNREACHABLE), None, ("held", None, 0, NOW)),
    ],
)
async def test_what_came_of_it_is_written_down(
    database: Database, delivery: Delivery, moment: datetime | None, expected: tuple[object, ...]
) -> None:
    await meet(database, ANNA)
    await trials(database, ANNA)
    (letter,) = await letters(database)
    outbox = StoredOutbox(database)
    await outbox.begin(letter, NOW)
    await outbox.record([(letter, delivery, moment)], NOW + HOUR)
    (row,) = await everything(database)
    assert (row.state, row.message, row.unknown, row.not_before) == expected
    assert row.changed_at == NOW + HOUR


async def test_many_results_are_one_transaction(database: Database) -> None:
    await meet(database, ANNA, BORIS, VERA)
    for person in (ANNA, BORIS, VERA):
        await trials(database, person, 2)
    waiting = await letters(database)
    outbox = StoredOutbox(database)
    for letter in waiting[:5]:
        await outbox.begin(letter, NOW)
    outcomes = [
        (Outcome.SENT, None),
        (Outcome.UNKNOWN, MOMENT),
        (Outcome.UNREACHABLE, None),
        (Outcome.REFUSED, None),
        (Outcome.LATER, MOMENT),
    ]
    heard = statements(database)
    await outbox.record(
        [
            (letter, Delivery(outcome, message=1), moment)
            for letter, (outcome, moment) in zip(waiting, outcomes, strict=False)
        ],
        NOW,
    )
    assert len([words for words in heard if words.startswith("UPDATE")]) == 5
    # What is on its way to somebody who cannot be reached is held as well.
    assert await states(database) == ["sent", "queued", "held", "failed", "queued", "queued"]


async def test_who_cannot_be_reached_is_left_alone_until_they_return(database: Database) -> None:
    await meet(database, ANNA, BORIS)
    await trials(database, ANNA, 2)
    await trials(database, ANNA, 1, at=NOW + DAY)
    await trials(database, BORIS)
    letter = next(letter for letter in await letters(database) if letter.to.person.id == ANNA)
    outbox = StoredOutbox(database)
    await outbox.begin(letter, NOW)
    await outbox.record([(letter, Delivery(Outcome.UNREACHABLE), None)], NOW)
    assert await states(database) == ["held", "held", "held", "queued"]
    assert [due.to.person.id for due in await outbox.due(NOW + 2 * DAY, 10, [])] == [BORIS]
    await StoredPeople(database).set_reachable(ANNA, reachable=True, now=NOW + HOUR)
    assert await states(database) == ["queued"] * 4
    assert {due.to.person.id: len(due.waiting) for due in await outbox.due(NOW + HOUR, 10, [])} == {
        BORIS: 1,
        ANNA: 3,
    }


async def test_stopping_the_bot_holds_what_waits(database: Database) -> None:
    await meet(database, ANNA, BORIS)
    await trials(database, ANNA)
    await trials(database, BORIS)
    await StoredPeople(database).set_reachable(ANNA, reachable=False, now=NOW)
    assert await states(database) == ["held", "queued"]


async def test_a_dead_process_is_made_good(database: Database) -> None:
    await meet(database, ANNA)
    await trials(database, ANNA, 2)
    first, _second = await letters(database)
    outbox = StoredOutbox(database)
    await outbox.begin(first, NOW)
    assert await outbox.recover(NOW + HOUR) == 1
    assert await outbox.recover(NOW + HOUR) == 0
    rows = await everything(database)
    assert [(row.state, row.unknown, row.attempts) for row in rows] == [("queued", 1, 1), ("queued", 0, 0)]
    (due,) = await outbox.due(NOW + HOUR, 10, [])
    assert [row.attempts for row in due.waiting] == [1, 0]


async def test_what_was_dropped_untold_is_queued_again_once_it_is_true_again(database: Database) -> None:
    await meet(database, ANNA)
    organization = (await confirm(database)).membership.organization.id
    await service(database, TODAY + 7 * DAY)
    await look(database, NOW)
    memberships = StoredMemberships(database)
    await memberships.set_muted(ANNA, organization, muted=True, now=NOW)
    outbox = StoredOutbox(database)
    await outbox.settle([compose(due, NOW) for due in await outbox.due(NOW, 10, [])])
    assert await states(database) == ["dropped"]
    await memberships.set_muted(ANNA, organization, muted=False, now=NOW + HOUR)
    await look(database, NOW + HOUR)
    assert await states(database) == ["queued"]
