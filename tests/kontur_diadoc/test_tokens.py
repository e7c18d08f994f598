"""One token for everybody: renewed once, kept when it rotates, never in the log."""

import asyncio

import pytest

from bot.cabinet.sources import KeyRejectedError, SessionEndedError
from tests.kontur_diadoc.serving import served, world


async def test_many_callers_share_one_exchange() -> None:
    some, _ = world()
    async with served(some) as at:
        await asyncio.gather(*(at.documents() for _ in range(50)))
        assert at.stand_in.exchanged == 1
        assert await at.tokens.current() == "refresh-1"


async def test_a_token_that_ends_during_a_list_is_renewed() -> None:
    some, _ = world(40)
    async with served(some, page=3) as at:
        await at.documents()
        at.stand_in.end_token()
        assert len(await at.documents()) == 40
        assert at.stand_in.exchanged == 2


async def test_a_token_is_renewed_before_it_ends() -> None:
    some, _ = world()
    async with served(some, token_life=600) as at:
        await at.documents()
        at.time.seconds += 545
        await at.documents()
    assert at.stand_in.exchanged == 2
    assert not [path for name, path in at.stand_in.asked if name == "token" and "refresh" in path]


async def test_a_caller_that_leaves_does_not_lose_the_new_refresh_token() -> None:
    some, _ = world()
    async with served(some) as at:
        asking = asyncio.create_task(at.documents())
        while not at.asked("token"):  # noqa: ASYNC110 -- the stand-in has no event for it
            await asyncio.sleep(0)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        await at.diadoc.aclose()
        assert await at.tokens.current() == "refresh-1"
        assert await at.documents()


async def test_dead_tokens_and_unknown_applications_are_told_apart() -> None:
    some, _ = world()
    async with served(some, refresh_token="another") as at:
        with pytest.raises(SessionEndedError):
            await at.documents()
    async with served(some, secret="wrong") as at:
        with pytest.raises(KeyRejectedError):
            await at.documents()


async def test_no_secret_reaches_the_log(caplog: pytest.LogCaptureFixture) -> None:
    some, _ = world()
    with caplog.at_level("DEBUG"):
        async with served(some) as at:
            await at.documents()
            at.stand_in.end_token()
            await at.documents()
    lines = [record.msg for record in caplog.records]
    assert lines
    said = str(lines)
    assert not any(secret in said for secret in ("secret", "refresh-", "access-1", "access-2"))
