"""Long polling: offsets, limits, waiting, kinds, conflicts and lifetimes."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from bot.emulator import Emulator, Limits, Person
from tests.emulator.conftest import TOKEN, Client, Times, until_polled


def ids(updates: list[dict[str, Any]]) -> list[int]:
    return [update["update_id"] for update in updates]


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


@pytest.fixture
def anna(tg: Emulator) -> Person:
    return tg.person("Анна", last_name="Волкова", username="anna")


async def say(person: Person, *said: str) -> None:
    for text in said:
        await person.send(text)


async def test_a_message_of_a_person(client: Client, anna: Person, times: Times) -> None:
    await anna.send("/start 😀 /help")
    (update,) = await client.ok("getUpdates")
    user = {"id": 1001, "first_name": "Анна", "last_name": "Волкова", "username": "anna"}
    assert update["message"] == {
        "message_id": 1,
        "from": {**user, "is_bot": False, "language_code": "ru"},
        "chat": {**user, "type": "private"},
        "date": int(times.moment.timestamp()),
        "text": "/start 😀 /help",
        "entities": [
            {"type": "bot_command", "offset": 0, "length": 6},
            {"type": "bot_command", "offset": 10, "length": 5},
        ],
    }


async def test_offsets_confirm(client: Client, anna: Person) -> None:
    await say(anna, "1", "2", "3")
    everything = await client.ok("getUpdates")
    assert texts(everything) == ["1", "2", "3"]
    first, second, third = ids(everything)
    assert (second, third) == (first + 1, first + 2)
    assert texts(await client.ok("getUpdates", offset=second)) == ["2", "3"]
    assert texts(await client.ok("getUpdates", offset=0)) == ["2", "3"]
    assert await client.ok("getUpdates", offset=third + 1) == []
    await say(anna, "4")
    assert ids(await client.ok("getUpdates")) == [third + 1]


async def test_a_negative_offset_keeps_the_last_ones(client: Client, anna: Person) -> None:
    await say(anna, "1", "2", "3")
    assert texts(await client.ok("getUpdates", offset=-2)) == ["2", "3"]
    assert texts(await client.ok("getUpdates", offset=0)) == ["2", "3"]


async def test_an_offset_from_another_life_confirms_nothing(client: Client, anna: Person) -> None:
    await say(anna, "1")
    assert texts(await client.ok("getUpdates", offset=2_000_000_000)) == ["1"]


@pytest.mark.parametrize(("limit", "count"), [(2, 2), (0, 1), (-5, 1), (1000, 3)])
async def test_limits_are_clamped(client: Client, anna: Person, limit: int, count: int) -> None:
    await say(anna, "1", "2", "3")
    assert len(await client.ok("getUpdates", limit=limit)) == count


async def test_a_poll_waits_for_news(tg: Emulator, client: Client, anna: Person) -> None:
    poll = asyncio.create_task(client.ok("getUpdates", timeout=50))
    await until_polled(tg)
    await anna.send("сейчас")
    assert texts(await poll) == ["сейчас"]


async def test_asking_twice_in_half_a_second_gives_one_update(
    client: Client, anna: Person, times: Times
) -> None:
    await say(anna, "1", "2", "3")
    assert len(await client.ok("getUpdates", offset=5)) == 3
    assert len(await client.ok("getUpdates", offset=5)) == 1
    times.pass_(0.6)
    assert len(await client.ok("getUpdates", offset=5)) == 3


async def test_an_older_poll_gives_way(tg: Emulator, client: Client, anna: Person, times: Times) -> None:
    older = asyncio.create_task(client.call("getUpdates", timeout=50))
    await until_polled(tg)
    times.pass_(5)
    newer = asyncio.create_task(client.call("getUpdates", timeout=50))
    status, answer = await older
    assert (status, answer["error_code"]) == (409, 409)
    assert answer["description"] == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    await until_polled(tg)
    await anna.send("кому")
    assert texts((await newer)[1]["result"]) == ["кому"]


async def test_a_short_poll_does_not_disturb_a_waiting_one(
    tg: Emulator, client: Client, anna: Person, times: Times
) -> None:
    waiting = asyncio.create_task(client.ok("getUpdates", timeout=50))
    await until_polled(tg)
    times.pass_(5)
    assert await client.ok("getUpdates") == []
    await anna.send("кому")
    assert texts(await waiting) == ["кому"]


async def test_a_dead_poller_leaves_its_place(tg: Emulator, client: Client, anna: Person) -> None:
    async with aiohttp.ClientSession() as other:
        poll = asyncio.create_task(other.get(f"{tg.url}/bot{TOKEN}/getUpdates", params={"timeout": "50"}))
        await until_polled(tg)
        poll.cancel()
        await asyncio.gather(poll, return_exceptions=True)
    await until_polled(tg, polled=False)
    await anna.send("жив")
    assert texts(await client.ok("getUpdates")) == ["жив"]


async def test_kinds_are_chosen_when_an_update_is_made(client: Client, anna: Person, times: Times) -> None:
    await anna.start()
    await client.ok("getUpdates", allowed_updates=["callback_query"])
    await anna.send("не для бота")
    assert texts(await client.ok("getUpdates", allowed_updates=["message"])) == ["/start"]
    await anna.send("для бота")
    times.pass_(1)
    assert texts(await client.ok("getUpdates")) == ["/start", "для бота"]


@pytest.mark.parametrize("kinds", [[], ["moon"]])
async def test_an_empty_list_of_kinds_means_the_default(
    client: Client, anna: Person, kinds: list[str]
) -> None:
    await client.ok("getUpdates", allowed_updates=["callback_query"])
    await client.ok("getUpdates", offset=1, allowed_updates=kinds)
    await anna.send("снова")
    assert texts(await client.ok("getUpdates", offset=2)) == ["снова"]


async def test_malformed_kinds_change_nothing(tg: Emulator, client: Client, anna: Person) -> None:
    await client.ok("getUpdates", offset=1, allowed_updates=["callback_query"])
    await client.ok("getUpdates", offset=2, allowed_updates="[")
    await anna.send("мимо")
    assert tg.world.updates.pending == 0


async def test_lifetimes(tg: Emulator, client: Client, anna: Person, times: Times) -> None:
    await anna.start()
    sent = await client.ok(
        "sendMessage",
        chat_id=anna.id,
        text="меню",
        reply_markup={"inline_keyboard": [[{"text": "а", "callback_data": "a"}]]},
    )
    tg.world.tap(anna.id, tg.world.messages[sent["message_id"]], "a")
    assert tg.world.updates.pending == 2
    times.pass_(151)
    assert texts(await client.ok("getUpdates")) == ["/start"]
    times.pass_(24 * 3600 - 151)
    assert await client.ok("getUpdates", offset=1) == []


async def test_blocking_tells_the_bot(client: Client, anna: Person) -> None:
    await anna.start()
    anna.block()
    anna.unblock()
    changes = [update["my_chat_member"] for update in (await client.ok("getUpdates"))[1:]]
    statuses = [(one["old_chat_member"]["status"], one["new_chat_member"]["status"]) for one in changes]
    assert statuses == [("member", "kicked"), ("kicked", "member")]
    assert changes[0]["new_chat_member"]["until_date"] == 0


@pytest.mark.parametrize("limits", [Limits(answer_bytes=20_000)])
async def test_an_answer_has_a_largest_size(client: Client, anna: Person) -> None:
    for _ in range(9):
        await anna.send("я" * 4096)
    answer = await client.ok("getUpdates")
    assert 1 < len(answer) < 9
    assert len(json.dumps(answer, ensure_ascii=False).encode()) < 20_000
