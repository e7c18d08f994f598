"""Every refusal of the table, word for word."""

from typing import Any

import pytest

from bot.emulator import Emulator
from bot.emulator.methods import METHODS
from tests.emulator.conftest import Client, Times
from tests.emulator.refusals import BAD, KEYBOARD, OLD_QUERY, ORDER, OTHERS, said
from tests.emulator.refusals_beyond_text import FILES_AND_SETTINGS


class Stage:
    """A chat with one message of each kind, and names for them."""

    def __init__(self, tg: Emulator, client: Client) -> None:
        self.tg = tg
        self.client = client
        self.names: dict[str, Any] = {}

    async def set_up(self) -> None:
        anna, boris, vera, gleb = (self.tg.person(name) for name in ("Анна", "Борис", "Вера", "Глеб"))
        for person in (anna, vera, gleb):
            await person.start()
        own = await anna.send("моё")
        vera.block()
        gleb.delete_account()
        text = await self.client.ok("sendMessage", chat_id=anna.id, text="Привет", reply_markup=KEYBOARD)
        sealed = await self.client.ok(
            "sendMessage", chat_id=anna.id, text="Привет", reply_markup={"remove_keyboard": True}
        )
        document = await self.client.send_document(anna.id, caption="вот")
        gone = await self.client.ok("sendMessage", chat_id=anna.id, text="Привет")
        await self.client.ok("deleteMessage", chat_id=anna.id, message_id=gone["message_id"])
        message = self.tg.world.messages[text["message_id"]]
        query = self.tg.world.tap(anna.id, message, "yes")
        answered = self.tg.world.tap(anna.id, message, "yes")
        await self.client.ok("answerCallbackQuery", callback_query_id=answered.id)
        self.names = {
            "$anna": anna.id,
            "$boris": boris.id,
            "$vera": vera.id,
            "$gleb": gleb.id,
            "$own": own.id,
            "$text": text["message_id"],
            "$sealed": sealed["message_id"],
            "$document": document["message_id"],
            "$gone": gone["message_id"],
            "$query": query.id,
            "$answered": answered.id,
            "$file": document["document"]["file_id"],
        }

    def named(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self.named(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self.named(one) for one in value]
        return self.names.get(value, value) if isinstance(value, str) else value


@pytest.fixture
async def stage(tg: Emulator, client: Client) -> Stage:
    made = Stage(tg, client)
    await made.set_up()
    return made


@pytest.mark.parametrize(("method", "parameters", "description"), [*BAD, *FILES_AND_SETTINGS])
async def test_bad_requests(stage: Stage, method: str, parameters: dict[str, Any], description: str) -> None:
    before = stage.tg.world.rev, len(stage.tg.world.messages)
    refusal = await stage.client.refused(method, **stage.named(parameters))
    assert refusal == (400, f"Bad Request: {description}")
    assert len(stage.tg.world.messages) == before[1]


@pytest.mark.parametrize(("method", "parameters", "status", "description"), [*OTHERS, *ORDER])
async def test_other_refusals(
    stage: Stage, method: str, parameters: dict[str, Any], status: int, description: str
) -> None:
    refusal = await stage.client.refused(method, **stage.named(parameters))
    assert refusal[0] == status
    assert refusal[1].startswith(description)


async def test_a_message_older_than_two_days_is_not_deleted(stage: Stage, times: Times) -> None:
    times.pass_(48 * 3600 + 1)
    asked = {"chat_id": stage.names["$anna"], "message_id": stage.names["$text"]}
    assert await stage.client.refused("deleteMessage", **asked) == (
        400,
        "Bad Request: message can't be deleted for everyone",
    )


async def test_a_tap_is_answered_within_the_window_only(stage: Stage, times: Times) -> None:
    times.pass_(16)
    refusal = await stage.client.refused("answerCallbackQuery", callback_query_id=stage.names["$query"])
    assert refusal == (400, f"Bad Request: {OLD_QUERY}")


async def test_a_reply_to_nothing_goes_out_when_that_is_allowed(stage: Stage) -> None:
    reply = {"message_id": 9999, "allow_sending_without_reply": True}
    sent = await stage.client.ok("sendMessage", **stage.named(said(reply_parameters=reply)))
    assert "reply_to_message" not in sent


def test_the_table_of_methods() -> None:
    wanted = (
        "getMe getUpdates deleteWebhook setWebhook getWebhookInfo sendMessage editMessageText"
        " editMessageReplyMarkup editMessageCaption deleteMessage deleteMessages answerCallbackQuery sendDocument"
        " sendMediaGroup sendPhoto getFile sendChatAction setMyCommands getMyCommands deleteMyCommands"
        " setMyDescription getMyDescription setMyShortDescription getMyShortDescription setMyName getMyName"
        " setChatMenuButton getChatMenuButton getChat"
    )
    assert {method.name for method in METHODS.values()} >= set(wanted.split())
