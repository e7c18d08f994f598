import asyncio
from dataclasses import replace

import pytest

from storage.event_isolation import PerKeyIsolation
from tests.storage.test_fsm import KEY, OTHERS


async def test_updates_of_one_conversation_take_turns_in_order() -> None:
    isolation = PerKeyIsolation()
    order: list[tuple[int, str]] = []

    async def handle(number: int) -> None:
        async with isolation.lock(replace(KEY)):
            order.append((number, "in"))
            await asyncio.sleep(0)
            order.append((number, "out"))

    await asyncio.gather(*(handle(number) for number in range(5)))
    assert order == [(number, step) for number in range(5) for step in ("in", "out")]


async def test_conversations_do_not_wait_for_each_other() -> None:
    isolation = PerKeyIsolation()
    async with asyncio.timeout(5), isolation.lock(KEY):
        for other in OTHERS:
            async with isolation.lock(other):
                pass


async def test_nothing_is_kept_for_a_conversation_at_rest() -> None:
    isolation = PerKeyIsolation()

    async def handle(number: int) -> None:
        async with isolation.lock(replace(KEY, user_id=number % 50)):
            await asyncio.sleep(0)

    await asyncio.gather(*(handle(number) for number in range(500)))
    assert isolation._turns == {}


async def test_an_error_and_a_cancellation_give_the_turn_back() -> None:
    isolation = PerKeyIsolation()
    with pytest.raises(ZeroDivisionError):
        async with isolation.lock(KEY):
            raise ZeroDivisionError
    async with isolation.lock(KEY):
        waiting = asyncio.create_task(_enter(isolation))
        await asyncio.sleep(0)
        assert isolation._turns[KEY].users == 2
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    assert isolation._turns == {}
    async with asyncio.timeout(5):
        await _enter(isolation)
    await isolation.close()


async def _enter(isolation: PerKeyIsolation) -> None:
    async with isolation.lock(KEY):
        pass
