from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import insert, literal, select
from sqlalchemy.exc import IntegrityError, StatementError

from storage.column_types import Identifier, UtcDateTime, clean
from storage.database import Database
from storage.tables import fsm, people

MOSCOW = timezone(timedelta(hours=3))
MOMENTS = [
    datetime(2026, 11, 21, 12, 0, tzinfo=MOSCOW),
    datetime(2026, 11, 21, 9, 0, 0, 1, tzinfo=UTC),
    datetime(999, 1, 1, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    datetime(2026, 11, 21, 8, 59, 59, 999_999, tzinfo=UTC),
    datetime(2026, 11, 21, 1, 0, tzinfo=timezone(timedelta(hours=-8))),
]


async def test_moments_keep_their_order_and_come_back_in_utc(database: Database) -> None:
    async with database.write() as connection:
        await connection.execute(
            insert(fsm),
            [
                {"key": str(number), "state": None, "data": {}, "version": 1, "updated_at": moment}
                for number, moment in enumerate(MOMENTS)
            ],
        )
    async with database.read() as connection:
        found = (await connection.scalars(select(fsm.c.updated_at).order_by(fsm.c.updated_at))).all()
        later = await connection.scalars(select(fsm.c.key).where(fsm.c.updated_at > MOMENTS[0]))
        assert sorted(later) == ["1", "3"]
    assert list(found) == sorted(MOMENTS)
    assert all(moment.tzinfo is UTC for moment in found)


async def test_a_naive_moment_is_neither_written_nor_compared(database: Database) -> None:
    naive = datetime(2026, 11, 21)  # noqa: DTZ001 - the mistake in question
    row: dict[str, object] = {"key": "1", "state": None, "data": {}, "version": 1, "updated_at": naive}
    with pytest.raises(StatementError, match="without a time zone"):
        async with database.write() as connection:
            await connection.execute(insert(fsm), row)
    with pytest.raises(StatementError, match="without a time zone"):
        async with database.read() as connection:
            await connection.execute(select(fsm).where(fsm.c.updated_at < naive))


async def test_no_moment_stays_none(database: Database) -> None:
    async with database.read() as connection:
        assert await connection.scalar(select(literal(None, UtcDateTime()))) is None


@pytest.mark.parametrize("number", [-(2**63), -1, 0, 2**31, 2**53 + 1, 2**63 - 1])
async def test_identifiers_of_64_bits_fit(database: Database, number: int) -> None:
    async with database.write() as connection:
        await connection.execute(insert(people), person(number))
    async with database.read() as connection:
        assert await connection.scalar(select(people.c.id).where(people.c.id == number)) == number


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**30])
async def test_longer_ones_equal_nothing_and_are_not_written(database: Database, number: int) -> None:
    async with database.read() as connection:
        assert await connection.scalar(select(literal(number, Identifier()))) is None
    with pytest.raises(IntegrityError):
        async with database.write() as connection:
            await connection.execute(insert(people), person(number))


def person(number: int) -> dict[str, object]:
    return {
        "id": number,
        "name": "",
        "username": None,
        "language": "ru",
        "zone": "",
        "created_at": MOMENTS[0],
    }


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ""),
        ("plain", "plain"),
        ("Ёлка 😀\t\n", "Ёлка 😀\t\n"),
        ("a\0b", "a\ufffdb"),
        ("\ud83d\ude00", "\ufffd\ufffd"),
        ("\udfff", "\ufffd"),
    ],
)
def test_clean(text: str, kept: str) -> None:
    assert clean(text) == kept
