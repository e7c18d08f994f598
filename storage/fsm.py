"""The state of conversations, kept in the database: a restart forgets nothing."""

import json
from collections.abc import Mapping
from typing import Any

from aiogram.exceptions import DataNotDictLikeError
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from sqlalchemy import bindparam, case, select

from bot.clock import Clock
from storage.database import Database
from storage.tables import fsm
from storage.upsert import Insert, InsertInto, Statement, Upsert

_OURS = (fsm.c.key == bindparam("which"), fsm.c.version == bindparam("wanted"))
_STATE = select(fsm.c.state).where(*_OURS)
_DATA = select(fsm.c.data).where(*_OURS)


def _put(put: Insert, changed: str, kept: str) -> Insert:
    # What an older version of the conversation left behind goes when the new one writes its first word.
    same_version = fsm.c.version == put.excluded.version
    return put.on_conflict_do_update(
        index_elements=[fsm.c.key],
        set_={
            changed: put.excluded[changed],
            kept: case((same_version, fsm.c[kept]), else_=put.excluded[kept]),
            "version": put.excluded.version,
            "updated_at": put.excluded.updated_at,
        },
    )


def _take(insert_into: InsertInto) -> Statement:
    # Touching the row locks it, so that between reading and writing nobody comes in between.
    taken = insert_into(fsm)
    return taken.on_conflict_do_update(
        index_elements=[fsm.c.key], set_={"updated_at": taken.excluded.updated_at}
    ).returning(fsm.c.data, fsm.c.version)


_PUT_STATE = Upsert(lambda insert_into: _put(insert_into(fsm), changed="state", kept="data"))
_PUT_DATA = Upsert(lambda insert_into: _put(insert_into(fsm), changed="data", kept="state"))
_TAKE = Upsert(_take)


def row_key(key: StorageKey) -> str:
    """The conversation's key as text: every part has its place, so that no two keys look alike."""
    parts = (
        key.bot_id,
        key.chat_id,
        key.user_id,
        key.thread_id,
        key.business_connection_id,
        key.destiny,
    )
    return json.dumps(parts, separators=(",", ":"))


class DatabaseStorage(BaseStorage):
    """aiogram's storage on the database: one row per conversation, one statement per change.

    Data goes through JSON: what is read back is made of dicts with text keys, lists, text, numbers, booleans and None.

    Args:
        database: Where the rows are; closed by whoever opened it.
        clock: Gives the moment of each change, by which `storage.retention` finds conversations at rest.
        version: The version of states and data. Rows of another one read as empty: such a conversation starts anew.
    """

    def __init__(self, database: Database, clock: Clock, version: int = 1) -> None:
        self._database = database
        self._clock = clock
        self._version = version

    async def get_state(self, key: StorageKey) -> str | None:
        """The conversation's state, None outside of any."""
        async with self._database.read() as connection:
            state: str | None = await connection.scalar(_STATE, self._address(key))
        return state

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """The conversation's data, empty when there is none."""
        async with self._database.read() as connection:
            data: dict[str, Any] | None = await connection.scalar(_DATA, self._address(key))
        return data or {}

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Replace the state; the data stays."""
        name = state.state if isinstance(state, State) else state
        async with self._database.write() as connection:
            await connection.execute(_PUT_STATE.on(connection), self._row(key, name, {}))

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Replace the data; the state stays.

        Raises:
            DataNotDictLikeError: The data is no dict, as aiogram's own storages say.
        """
        if not isinstance(data, dict):
            raise DataNotDictLikeError(f"data must be a dict, not {type(data).__name__}")
        async with self._database.write() as connection:
            await connection.execute(_PUT_DATA.on(connection), self._row(key, None, data))

    async def update_data(self, key: StorageKey, data: Mapping[str, Any]) -> dict[str, Any]:
        """Add to the data and give the whole; of two additions at once neither is lost."""
        async with self._database.write() as connection:
            taken = (await connection.execute(_TAKE.on(connection), self._row(key, None, {}))).one()
            known = taken.data if taken.version == self._version else {}
            whole: dict[str, Any] = {**known, **data}
            await connection.execute(_PUT_DATA.on(connection), self._row(key, None, whole))
        return whole

    async def close(self) -> None:
        """Nothing to close: the database belongs to whoever opened it."""

    def _address(self, key: StorageKey) -> dict[str, Any]:
        return {"which": row_key(key), "wanted": self._version}

    def _row(self, key: StorageKey, state: str | None, data: dict[str, Any]) -> dict[str, Any]:
        return {
            "key": row_key(key),
            "state": state,
            "data": data,
            "version": self._version,
            "updated_at": self._clock.now(),
        }
