"""The webhook: what setWebhook refuses, and delivery to this machine."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from bot.emulator import Emulator, Limits, Person
from bot.emulator.errors import ApiError
from bot.emulator.methods.webhooks import check_address
from tests.emulator.conftest import Client, Times, until_polled

HTTPS = "An HTTPS URL must be provided for webhook"
PORTS = "Webhook can be set up only on ports 80, 88, 443 or 8443"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://example.com/", f"bad webhook: {HTTPS}"),
        ("example.com", f"bad webhook: {HTTPS}"),
        ("ftp://example.com", "invalid webhook URL specified"),
        ("https://", "invalid webhook URL specified"),
        ("https://a b/", "invalid webhook URL specified"),
        ("https://example.com:99999/", "invalid webhook URL specified"),
        ("https://example.com:8080/", f"bad webhook: {PORTS}"),
        ("https://127.0.0.1/", "bad webhook: IP address 127.0.0.1 is reserved"),
        ("https://example.com/hook", None),
        ("https://example.com:8443/hook", None),
    ],
)
def test_addresses(url: str, reason: str | None) -> None:
    if reason is None:
        check_address(url, local=False)
        return
    with pytest.raises(ApiError) as caught:
        check_address(url, local=False)
    assert caught.value.description == f"Bad Request: {reason}"


def test_local_addresses_only_when_allowed() -> None:
    check_address("http://127.0.0.1:9/x", local=True)
    with pytest.raises(ApiError):
        check_address("http://example.com/", local=True)


@pytest.mark.parametrize(
    ("secret", "reason"),
    [("a" * 257, "secret token is too long"), ("ключ", "secret token contains unallowed characters")],
)
async def test_secrets(client: Client, secret: str, reason: str) -> None:
    refusal = await client.refused("setWebhook", url="https://example.com/", secret_token=secret)
    assert refusal == (400, f"Bad Request: {reason}")


async def test_polling_and_webhook_exclude_each_other(tg: Emulator, client: Client, times: Times) -> None:
    poll = asyncio.create_task(client.refused("getUpdates", timeout=50))
    await until_polled(tg)
    _, answer = await client.call("setWebhook", url="https://example.com/")
    assert answer == {"ok": True, "result": True, "description": "Webhook was set"}
    assert await poll == (409, "Conflict: terminated by setWebhook request")
    assert await client.refused("getUpdates") == (
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )
    assert (await client.refused("setWebhook", url="https://example.com/"))[0] == 429
    times.pass_(1)
    _, answer = await client.call("setWebhook", url="https://example.com/")
    assert answer["description"] == "Webhook is already set"
    _, answer = await client.call("deleteWebhook")
    assert answer["description"] == "Webhook was deleted"
    _, answer = await client.call("setWebhook", url="")
    assert answer["description"] == "Webhook is already deleted"
    assert await client.ok("getUpdates") == []


async def test_nothing_leaves_this_machine(tg: Emulator, client: Client) -> None:
    await client.ok("setWebhook", url="https://example.com/")
    with tg.world.bus.subscribe() as events:
        await tg.person("Анна").start()
        while (await events.next()).name != "webhook failed":
            pass
    info = await client.ok("getWebhookInfo")
    assert info["pending_update_count"] == 1
    assert "this machine only" in info["last_error_message"]


class Hook:
    """A bot's own server."""

    def __init__(self) -> None:
        self.url = ""
        self.answers: list[tuple[int, dict[str, Any]]] = []
        self.received: asyncio.Queue[tuple[str, dict[str, Any]]] = asyncio.Queue()

    async def handle(self, request: web.Request) -> web.Response:
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        await self.received.put((secret, await request.json()))
        status, answer = self.answers.pop(0) if self.answers else (200, {})
        return web.json_response(answer, status=status)

    async def text(self) -> str:
        async with asyncio.timeout(5):
            _, update = await self.received.get()
        text = update["message"]["text"]
        assert isinstance(text, str)
        return text


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    made = Hook()
    application = web.Application()
    application.router.add_post("/hook", made.handle)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    await runner.cleanup()


@pytest.mark.parametrize("limits", [Limits(local_webhooks=True)])
class TestDelivery:
    @pytest.fixture(autouse=True)
    def fast(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("bot.emulator.webhook._FIRST_RETRY_SECONDS", 0.01)

    @pytest.fixture
    def anna(self, tg: Emulator) -> Person:
        return tg.person("Анна")

    async def test_updates_arrive_in_order_with_the_secret(
        self, tg: Emulator, client: Client, hook: Hook, anna: Person
    ) -> None:
        await anna.send("раз")
        await client.ok("setWebhook", url=hook.url, secret_token="s3cret")
        await anna.send("два")
        secret, update = await hook.received.get()
        assert secret == "s3cret"
        assert update["message"]["text"] == "раз"
        assert await hook.text() == "два"
        await tg.settled()
        assert anna.messages[0].read

    async def test_a_failure_is_tried_again_before_what_follows(
        self, client: Client, hook: Hook, anna: Person
    ) -> None:
        hook.answers = [(500, {}), (503, {})]
        await client.ok("setWebhook", url=hook.url)
        await anna.send("раз")
        await anna.send("два")
        assert [await hook.text() for _ in range(4)] == ["раз", "раз", "раз", "два"]
        info = await client.ok("getWebhookInfo")
        assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"

    async def test_one_person_does_not_hold_up_another(
        self, tg: Emulator, client: Client, hook: Hook, anna: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bot.emulator.webhook._FIRST_RETRY_SECONDS", 60)
        hook.answers = [(500, {})]
        await client.ok("setWebhook", url=hook.url)
        await anna.send("раз")
        assert await hook.text() == "раз"
        await tg.person("Борис").send("два")
        assert await hook.text() == "два"

    async def test_the_answer_may_be_a_method(
        self, tg: Emulator, client: Client, hook: Hook, anna: Person
    ) -> None:
        hook.answers = [(200, {"method": "sendMessage", "chat_id": anna.id, "text": "в ответе"})]
        await client.ok("setWebhook", url=hook.url)
        await anna.send("раз")
        await anna.expect("в ответе")
        assert tg.calls[-1].method == "sendMessage"
