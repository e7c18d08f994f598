"""Flood control on a moved clock, and faults on order."""

import time

import aiohttp
import pytest

from bot.emulator import Emulator, Limits, Person
from bot.emulator.errors import ApiError
from bot.emulator.limits import FloodControl
from tests.emulator.conftest import Client, Times


@pytest.fixture
async def anna(tg: Emulator) -> Person:
    person = tg.person("Анна")
    await person.start()
    return person


def test_a_chat_takes_a_burst_and_then_one_a_second(times: Times) -> None:
    flood = FloodControl(Limits(chat_burst=3), times.monotonic)
    for _ in range(3):
        flood.pay(1)
    with pytest.raises(ApiError) as caught:
        flood.pay(1)
    assert caught.value.parameters == {"retry_after": 1}
    flood.pay(2)
    times.pass_(1)
    flood.pay(1)
    times.pass_(2)
    with pytest.raises(ApiError) as caught:
        flood.pay(1, 3)
    assert caught.value.parameters == {"retry_after": 1}


def test_all_chats_together_have_a_limit(times: Times) -> None:
    flood = FloodControl(Limits(total_per_second=30), times.monotonic)
    for chat in range(30):
        flood.pay(chat)
    with pytest.raises(ApiError):
        flood.pay(30)
    times.pass_(1)
    flood.pay(30)


def test_a_refused_message_costs_nothing(times: Times) -> None:
    flood = FloodControl(Limits(chat_burst=1, total_per_second=2), times.monotonic)
    flood.pay(1)
    for _ in range(5):
        with pytest.raises(ApiError):
            flood.pay(1)
    flood.pay(2)


@pytest.mark.parametrize("limits", [Limits(chat_burst=1)])
async def test_429_over_http(client: Client, anna: Person, times: Times) -> None:
    await client.ok("sendMessage", chat_id=anna.id, text="раз")
    status, answer = await client.call("sendMessage", chat_id=anna.id, text="два")
    assert status == 429
    assert answer == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
    assert client.headers["Retry-After"] == "1"
    assert len(anna.messages) == 2
    times.pass_(1)
    await client.ok("sendMessage", chat_id=anna.id, text="два")


async def test_an_ordered_answer(tg: Emulator, client: Client, anna: Person) -> None:
    tg.fault("sendmessage", retry_after=7, times=2)
    for _ in range(2):
        status, answer = await client.call("sendMessage", chat_id=anna.id, text="а")
        assert (status, answer["parameters"]) == (429, {"retry_after": 7})
    await client.ok("sendMessage", chat_id=anna.id, text="а")
    assert [call.status for call in tg.calls] == [429, 429, 200]


async def test_a_proxy_page(tg: Emulator, client: Client) -> None:
    tg.fault("*", status=502, body="<html>502 Bad Gateway</html>")
    async with client.session.get(f"{client.url}/bot{client.token}/getMe") as response:
        assert response.status == 502
        assert response.content_type == "text/html"
    await client.ok("getMe")


@pytest.mark.parametrize(("drop", "messages"), [("before", 1), ("after", 2)])
async def test_a_dropped_connection(
    tg: Emulator, client: Client, anna: Person, drop: str, messages: int
) -> None:
    tg.fault("sendMessage", drop="before" if drop == "before" else "after")
    with pytest.raises(aiohttp.ClientError):
        await client.call("sendMessage", chat_id=anna.id, text="а")
    assert len(anna.messages) == messages
    assert tg.calls[-1].status == 0
    await client.ok("sendMessage", chat_id=anna.id, text="а")


async def test_a_slow_answer(tg: Emulator, client: Client, anna: Person) -> None:
    tg.fault("sendMessage", delay=0.05)
    started = time.monotonic()
    await client.ok("sendMessage", chat_id=anna.id, text="а")
    assert time.monotonic() - started >= 0.05
