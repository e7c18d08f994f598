import pytest
from sqlalchemy.exc import IntegrityError

from storage.challenges import StoredChallenges
from storage.database import Database
from tests.storage.samples import ANNA, BORIS, HOUR, NOW, challenge, meet


async def test_a_challenge_comes_back_to_the_byte(database: Database) -> None:
    await meet(database, ANNA)
    stored = StoredChallenges(database)
    content = bytes(range(256)) + "Подтверждаю\r\n".encode()
    issued = await stored.issue(ANNA, "CODE", content, NOW, NOW + HOUR)
    assert await stored.recent(ANNA, NOW, 10) == [issued]
    assert issued.content == content
    assert issued.issued_at == NOW


async def test_newest_first_since_then_and_of_the_person_only(database: Database) -> None:
    await meet(database, ANNA, BORIS)
    stored = StoredChallenges(database)
    old = await challenge(database, at=NOW - 2 * HOUR)
    edge = await challenge(database, at=NOW - HOUR)
    new = await challenge(database, at=NOW)
    twin = await challenge(database, at=NOW)
    await challenge(database, BORIS)
    assert await stored.recent(ANNA, NOW - HOUR, 10) == [twin, new, edge]
    assert await stored.recent(ANNA, NOW - 9 * HOUR, 10) == [twin, new, edge, old]
    assert await stored.recent(ANNA, NOW - 9 * HOUR, 2) == [twin, new]
    assert await stored.count(ANNA, NOW - HOUR) == 3
    assert await stored.count(BORIS, NOW + HOUR) == 0


async def test_a_code_is_never_given_twice(database: Database) -> None:
    await meet(database, ANNA, BORIS)
    stored = StoredChallenges(database)
    await stored.issue(ANNA, "CODE", b"", NOW, NOW + HOUR)
    with pytest.raises(IntegrityError):
        await stored.issue(BORIS, "CODE", b"", NOW, NOW + HOUR)
    assert await stored.count(BORIS, NOW) == 0


async def test_nobody_unknown_gets_a_challenge(database: Database) -> None:
    with pytest.raises(IntegrityError):
        await challenge(database)
