"""What aiogram expects of a storage, held against ours and, so that the expectation is right, against aiogram's own."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from aiogram.exceptions import DataNotDictLikeError
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import BaseStorage, StorageKey
from aiogram.fsm.storage.memory import MemoryStorage
from sqlalchemy import func, select

from bot.conversation_state import redis_storage
from storage.database import Database
from storage.fsm import DatabaseStorage, row_key
from storage.tables import fsm
from tests.storage.conftest import BACKENDS, migrated
from tests.storage.samples import HOUR, NOW, StoppedClock

KEY = StorageKey(bot_id=42, chat_id=-1_001_234_567_890, user_id=7_000_000_001)
OTHERS = [
    replace(KEY, bot_id=43),
    replace(KEY, chat_id=1),
    replace(KEY, user_id=1),
    replace(KEY, thread_id=5),
    replace(KEY, business_connection_id="5"),
    replace(KEY, destiny="aside"),
    StorageKey(KEY.chat_id, KEY.bot_id, KEY.user_id),
]


class Adding(StatesGroup):
    waiting = State()


@pytest.fixture
def stored(database: Database) -> DatabaseStorage:
    return DatabaseStorage(database, StoppedClock())


@pytest.fixture(params=[*BACKENDS, "redis", "aiogram's own"])
def storage_url(request: pytest.FixtureRequest, tmp_path: Path) -> str | None:
    if request.param == "redis":
        url: str = request.getfixturevalue("redis_url")
        return url
    return migrated(request.param, request, tmp_path) if request.param in BACKENDS else None


@pytest.fixture
async def storage(storage_url: str | None) -> AsyncIterator[BaseStorage]:
    if storage_url is None:
        yield MemoryStorage()
        return
    if storage_url.startswith("unix:"):
        in_redis = redis_storage(storage_url)
        await in_redis.redis.flushall()
        yield in_redis
        await in_redis.close()
        return
    database = Database(storage_url)
    yield DatabaseStorage(database, StoppedClock())
    await database.aclose()


async def test_state(storage: BaseStorage) -> None:
    assert await storage.get_state(KEY) is None
    await storage.set_state(KEY, "state")
    assert await storage.get_state(KEY) == "state"
    await storage.set_state(KEY, Adding.waiting)
    assert await storage.get_state(KEY) == "Adding:waiting"
    await storage.set_state(KEY)
    assert await storage.get_state(KEY) is None


async def test_data(storage: BaseStorage) -> None:
    assert await storage.get_data(KEY) == {}
    await storage.set_data(KEY, {"foo": "bar", "list": [1, None, {"ё": True}]})
    assert await storage.get_data(KEY) == {"foo": "bar", "list": [1, None, {"ё": True}]}
    await storage.set_data(KEY, {"baz": 1})
    assert await storage.get_data(KEY) == {"baz": 1}
    await storage.set_data(KEY, {})
    assert await storage.get_data(KEY) == {}


async def test_update_data(storage: BaseStorage) -> None:
    assert await storage.update_data(KEY, {"foo": "bar"}) == {"foo": "bar"}
    assert await storage.update_data(KEY, {}) == {"foo": "bar"}
    assert await storage.update_data(KEY, {"baz": "spam"}) == {"foo": "bar", "baz": "spam"}
    assert await storage.update_data(KEY, {"baz": None}) == {"foo": "bar", "baz": None}
    assert await storage.get_data(KEY) == {"foo": "bar", "baz": None}


async def test_get_value(storage: BaseStorage) -> None:
    await storage.set_data(KEY, {"foo": "bar"})
    assert await storage.get_value(KEY, "foo") == "bar"
    assert await storage.get_value(KEY, "none") is None
    assert await storage.get_value(KEY, "none", "default") == "default"


async def test_state_and_data_do_not_disturb_each_other(storage: BaseStorage) -> None:
    await storage.set_state(KEY, "state")
    await storage.set_data(KEY, {"foo": "bar"})
    assert await storage.get_state(KEY) == "state"
    await storage.update_data(KEY, {"baz": 1})
    assert await storage.get_state(KEY) == "state"
    await storage.set_state(KEY, "other")
    assert await storage.get_data(KEY) == {"foo": "bar", "baz": 1}
    await FSMContext(storage, KEY).clear()
    assert (await storage.get_state(KEY), await storage.get_data(KEY)) == (None, {})


async def test_what_is_read_is_a_copy(storage: BaseStorage) -> None:
    await storage.set_data(KEY, {"foo": "bar"})
    (await storage.get_data(KEY))["foo"] = "changed"
    (await storage.update_data(KEY, {}))["foo"] = "changed"
    assert await storage.get_data(KEY) == {"foo": "bar"}


async def test_data_must_be_a_dict(storage: BaseStorage) -> None:
    with pytest.raises(DataNotDictLikeError):
        await storage.set_data(KEY, [("a", 1)])  # type: ignore[arg-type]  # the mistake in question
    assert await storage.get_data(KEY) == {}


@pytest.mark.parametrize("other", OTHERS, ids=str)
async def test_conversations_do_not_mix(storage: BaseStorage, other: StorageKey) -> None:
    await storage.set_state(KEY, "state")
    await storage.set_data(KEY, {"foo": "bar"})
    assert (await storage.get_state(other), await storage.get_data(other)) == (None, {})
    await storage.update_data(other, {"mine": 1})
    assert await storage.get_data(KEY) == {"foo": "bar"}


def test_no_two_keys_look_alike() -> None:
    keys = [KEY, *OTHERS, replace(KEY, destiny='a","b'), replace(KEY, business_connection_id="null")]
    assert len({row_key(key) for key in keys}) == len(keys)


async def test_hostile_text_survives(stored: DatabaseStorage) -> None:
    data = {"text": "\0 \ud800 <b> ' \" \\ 😀", "большое": 10**30}
    await stored.set_data(KEY, data)
    assert await stored.get_data(KEY) == data


async def test_what_is_no_json_is_refused_and_changes_nothing(stored: DatabaseStorage) -> None:
    await stored.set_data(KEY, {"foo": "bar"})
    with pytest.raises(Exception, match="not JSON serializable"):
        await stored.update_data(KEY, {"foo": object()})
    assert await stored.get_data(KEY) == {"foo": "bar"}


async def test_one_row_per_conversation(stored: DatabaseStorage, database: Database) -> None:
    await stored.set_state(KEY, "state")
    await stored.set_data(KEY, {"foo": "bar"})
    await stored.update_data(KEY, {"foo": "baz"})
    async with database.read() as connection:
        assert await connection.scalar(select(func.count()).select_from(fsm)) == 1


async def test_of_fifty_updates_at_once_none_is_lost(stored: DatabaseStorage) -> None:
    await asyncio.gather(*(stored.update_data(KEY, {str(number): number}) for number in range(50)))
    assert await stored.get_data(KEY) == {str(number): number for number in range(50)}


async def test_another_version_starts_anew(database: Database) -> None:
    old, new = (DatabaseStorage(database, StoppedClock(), version) for version in (1, 2))
    for change in (
        lambda: new.set_state(KEY, "fresh"),
        lambda: new.set_data(KEY, {"fresh": 1}),
        lambda: new.update_data(KEY, {"fresh": 1}),
    ):
        await old.set_state(KEY, "old")
        await old.set_data(KEY, {"old": 1})
        assert (await new.get_state(KEY), await new.get_data(KEY)) == (None, {})
        await change()
        assert (await new.get_state(KEY), await new.get_data(KEY)) in (("fresh", {}), (None, {"fresh": 1}))
        assert (await old.get_state(KEY), await old.get_data(KEY)) == (None, {})


async def test_a_restart_forgets_nothing(url: str) -> None:
    first = Database(url)
    await DatabaseStorage(first, StoppedClock()).set_state(KEY, Adding.waiting)
    await DatabaseStorage(first, StoppedClock()).set_data(KEY, {"foo": "bar"})
    await first.aclose()
    second = Database(url)
    storage = DatabaseStorage(second, StoppedClock(NOW + HOUR))
    assert await storage.get_state(KEY) == "Adding:waiting"
    assert await storage.get_data(KEY) == {"foo": "bar"}
    await storage.close()
    assert await storage.get_state(KEY) == "Adding:waiting"  # the database is not the storage's to close
    await second.aclose()
