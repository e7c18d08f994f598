"""Of everything that is due nothing is lost: it is dropped, postponed, or in exactly one letter."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.cabinet.organization import OrganizationId, PersonId
from bot.cabinet.person import Language, Person
from bot.cabinet.warnings.composing import DIGEST_FROM, DIGEST_MOST, compose
from bot.cabinet.warnings.hours import QuietHours
from bot.cabinet.warnings.kind import RULES, Kind
from bot.cabinet.warnings.outbox import Addressee, Due, Ending, Waiting, WarningId

NOW = datetime(2028, 2, 28, 9, 0, tzinfo=UTC)
FACT = Ending(OrganizationId(1), "ООО «Ромашка»", "Экстерн", date(2028, 2, 29))
PERSON = Person(PersonId(7), "Анна", Language.RU, "Europe/Moscow")

waiting = st.lists(
    st.builds(
        Waiting,
        id=st.just(WarningId(0)),
        kind=st.sampled_from(list(Kind)),
        subject=st.integers(1, 4),
        threshold=st.sampled_from((30, 7, 1, 0, -1)),
        end=st.sampled_from(("2028-02-28", "2028-02-29", "2028-03-01")),
        attempts=st.integers(0, 5),
        asked_for=st.booleans(),
        fact=st.sampled_from((FACT, FACT, FACT, None)),
    ),
    max_size=60,
).map(lambda rows: tuple(_numbered(number, row) for number, row in enumerate(rows, 1)))
minutes = st.integers(0, 1439)
dues = st.builds(
    Due,
    st.builds(Addressee, st.just(PERSON), st.builds(QuietHours, minutes, minutes), st.booleans()),
    waiting,
)
moments = st.timedeltas(timedelta(0), timedelta(days=2)).map(lambda after: NOW + after)


def _numbered(number: int, row: Waiting) -> Waiting:
    return Waiting(
        WarningId(number),
        row.kind,
        row.subject,
        row.threshold,
        row.end,
        row.attempts,
        row.asked_for,
        row.fact,
    )


@given(due=dues, now=moments)
def test_no_row_is_lost_and_none_is_told_twice(due: Due, now: datetime) -> None:
    plan = compose(due, now)
    where = Counter(plan.dropped)
    where.update(which for which, _ in plan.postponed)
    where.update(item.id for letter in plan.letters for item in letter.items)
    assert where == Counter(row.id for row in due.waiting)


@given(due=dues, now=moments)
def test_what_is_dropped_is_untrue_or_overtaken(due: Due, now: datetime) -> None:
    plan = compose(due, now)
    rows = {row.id: row for row in due.waiting}
    kept = {(row.kind, row.subject, row.end): row for row in due.waiting if row.id not in plan.dropped}
    for which in plan.dropped:
        row = rows[which]
        if row.fact is not None:
            assert kept[row.kind, row.subject, row.end].threshold <= row.threshold
    assert all(row.fact is not None for row in kept.values())


@given(due=dues, now=moments)
def test_what_is_postponed_was_not_asked_for_and_comes_later(due: Due, now: datetime) -> None:
    rows = {row.id: row for row in due.waiting}
    for which, moment in compose(due, now).postponed:
        assert moment > now
        assert not rows[which].asked_for
        assert not RULES[rows[which].kind].urgent


@given(due=dues, now=moments)
def test_letters_are_alone_or_digests_that_fit(due: Due, now: datetime) -> None:
    letters = compose(due, now).letters
    assert [letter.urgent for letter in letters] == sorted((one.urgent for one in letters), reverse=True)
    for letter in letters:
        assert 1 <= len(letter.items) <= DIGEST_MOST
        if len(letter.items) > 1:
            assert due.to.digest
            assert all(RULES[item.kind].digestible for item in letter.items)
        assert letter.batch == letter.items[0].id
    together = [item for letter in letters for item in letter.items if RULES[item.kind].digestible]
    if due.to.digest and len(together) >= DIGEST_FROM:
        whole = -(-len(together) // DIGEST_MOST)
        assert sum(RULES[letter.items[0].kind].digestible for letter in letters) == whole
