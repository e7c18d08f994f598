"""The bot's own HTTP server: health, metrics, and updates by webhook instead of polling."""

import socket

import pytest
from aiohttp import ClientSession
from pydantic import SecretStr

from bot.emulator import Person
from bot.settings_error import SettingsError
from bot.texts import texts
from tests.conversation.conftest import Town

SECRET = "a-secret-of-the-webhook"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def test_health_and_metrics(town: Town, anna: Person) -> None:
    await anna.send("/start")
    await anna.expect("Здравствуйте")
    assert town.app is not None
    address = f"http://127.0.0.1:{town.app.http.port}"
    async with ClientSession() as web:
        for path, said in (("/healthz", "ok\n"), ("/readyz", "ready\n")):
            async with web.get(address + path) as answer:
                assert (answer.status, await answer.text()) == (200, said)
        async with web.get(f"{address}/metrics") as answer:
            page = await answer.text()
    assert 'kabinet_updates_total{kind="message"} 1.0' in page
    assert 'kabinet_calls_total{method="sendMessage",outcome="ok"} 1.0' in page
    for personal in ("Анна", str(anna.id), town.emulator.token):
        assert personal not in page


@pytest.mark.parametrize("local_webhooks", [True], indirect=True)
async def test_updates_come_by_webhook(town: Town, anna: Person) -> None:
    await town.close()
    port = free_port()
    url = f"http://127.0.0.1:{port}/hook"
    town.settings = town.settings.model_copy(
        update={"webhook_url": url, "webhook_secret": SecretStr(SECRET), "http_port": port}
    )
    await town.open()
    await anna.send("/start")
    await anna.expect("Здравствуйте, Анна")
    await anna.tap("Помощь")
    await anna.expect("Как открыть организацию")
    async with ClientSession() as web:
        async with web.post(url, json={"update_id": 1}) as answer:
            assert answer.status == 401
        headers = {"X-Telegram-Bot-Api-Secret-Token": "guessed"}
        async with web.post(url, json={"update_id": 1}, headers=headers) as answer:
            assert answer.status == 401


@pytest.mark.parametrize(
    ("is_taken", "variable", "problem"),
    [(False, "WEBHOOK_URL", "HTTPS URL"), (True, "HTTP_PORT", "127.0.0.1:")],
)
async def test_a_webhook_that_cannot_be_is_a_wrong_setting(
    town: Town, *, is_taken: bool, variable: str, problem: str
) -> None:
    await town.close()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        town.settings = town.settings.model_copy(
            update={
                "webhook_url": "http://a.example/hook",
                "webhook_secret": SecretStr(SECRET),
                "http_port": taken.getsockname()[1] if is_taken else 0,
            }
        )
        with pytest.raises(SettingsError) as refused:
            await town.open()
    assert refused.value.variable == variable
    assert problem in refused.value.value
    assert texts("ru").has(refused.value.problem)


async def test_a_taken_port_does_not_stop_polling(town: Town, anna: Person) -> None:
    await town.close()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        town.settings = town.settings.model_copy(update={"http_port": taken.getsockname()[1]})
        await town.open()
        await anna.send("/start")
        await anna.expect("Здравствуйте")
