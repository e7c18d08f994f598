"""Every refusal in one table: method, parameters -> status and the whole description."""

from typing import Any

import pytest

from bot.emulator import Emulator
from tests.emulator.conftest import Client, Times

KEYBOARD = {"inline_keyboard": [[{"text": "Да", "callback_data": "yes"}]]}
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
OLD_QUERY = "query is too old and response timeout expired or query ID is invalid"
NOT_TEXT = "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
FOREIGN_FILE = "BeGrwd1o2Zb-GgadjnYL6YxAOxMbK0vU_sjv7_DIU0-tD7A9YhokS_K9AslOglbEb1HptE3C_8A9DuY"


def button(**fields: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[fields]]}


def html(text: str) -> dict[str, Any]:
    return {"chat_id": "$anna", "text": text, "parse_mode": "HTML"}


def said(**fields: Any) -> dict[str, Any]:
    return {"chat_id": "$anna", "text": "текст", **fields}


def edit(message: str, **fields: Any) -> dict[str, Any]:
    return {"chat_id": "$anna", "message_id": message, **fields}


BAD = [
    # chats and people
    ("sendMessage", {"text": "текст"}, "chat_id is empty"),
    ("sendMessage", {"chat_id": 5, "text": "текст"}, "chat not found"),
    ("sendMessage", {"chat_id": "@anna", "text": "текст"}, "chat not found"),
    ("sendMessage", {"chat_id": "anna", "text": "текст"}, "chat not found"),
    ("getChat", {"chat_id": 5}, "chat not found"),
    ("getChat", {}, "chat_id is empty"),
    ("sendMessage", said(reply_parameters={"message_id": 9999}), "message to be replied not found"),
    ("sendMessage", said(reply_parameters="{"), "can't parse reply parameters JSON object"),
    ("sendMessage", said(reply_parameters=[]), "object expected as reply parameters"),
    # text
    ("sendMessage", {"chat_id": "$anna"}, "message text is empty"),
    ("sendMessage", {"chat_id": "$anna", "text": ""}, "message text is empty"),
    ("sendMessage", {"chat_id": "$anna", "text": " \n\t "}, "text must be non-empty"),
    ("sendMessage", {"chat_id": "$anna", "text": "\u200b\u00a0"}, "text must be non-empty"),
    ("sendMessage", html("<b></b>"), "text must be non-empty"),
    ("sendMessage", {"chat_id": "$anna", "text": "я" * 4097}, "message is too long"),
    ("sendMessage", {"chat_id": "$anna", "text": "😀" * 4097}, "message is too long"),
    ("sendMessage", {"chat_id": "$anna", "text": "я" * 16385}, "text is too long"),
    ("sendMessage", said(parse_mode="XML"), "unsupported parse_mode"),
    ("sendMessage", html("a <p>b</p>"), 'can\'t parse entities: Unsupported start tag "p" at byte offset 2'),
    ("sendMessage", html("я<br>"), 'can\'t parse entities: Unsupported start tag "br" at byte offset 2'),
    ("sendMessage", html("a<b"), "can't parse entities: Unclosed start tag at byte offset 1"),
    (
        "sendMessage",
        html("<b>a"),
        "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    ("sendMessage", html("a</b>"), "can't parse entities: Unexpected end tag at byte offset 1"),
    (
        "sendMessage",
        html("<i>a</b>"),
        'can\'t parse entities: Unmatched end tag at byte offset 4, expected "</i>", found "</b>"',
    ),
    ("sendMessage", said(entities="{"), "can't parse entities JSON object"),
    ("sendMessage", said(entities={}), "expected an Array of MessageEntity"),
    ("sendMessage", said(link_preview_options="{"), "can't parse link preview options JSON object"),
    ("sendMessage", said(link_preview_options=[]), "object expected as link preview options"),
    # keyboards
    ("sendMessage", said(reply_markup="{"), "can't parse reply keyboard markup JSON object"),
    ("sendMessage", said(reply_markup=[]), "object expected as reply markup"),
    (
        "sendMessage",
        said(reply_markup={"inline_keyboard": {}}),
        'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array',
    ),
    (
        "sendMessage",
        said(reply_markup={"inline_keyboard": [{}]}),
        'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    ),
    (
        "sendMessage",
        said(reply_markup={"keyboard": [1]}),
        'field "keyboard" of the ReplyKeyboardMarkup must be an Array of Arrays',
    ),
    (
        "sendMessage",
        said(reply_markup={"keyboard": [[{"text": "а"}]], "resize_keyboard": "да"}),
        'field "resize_keyboard" of the ReplyKeyboardMarkup must be of the type Boolean',
    ),
    ("sendMessage", said(reply_markup=button(text="а")), NOT_TEXT),
    ("sendMessage", said(reply_markup=button(text="а", callback_data="")), NOT_TEXT),
    (
        "sendMessage",
        said(reply_markup=button(callback_data="а")),
        "can't parse inline keyboard button: Can't find field \"text\"",
    ),
    (
        "sendMessage",
        said(reply_markup=button(text="а", callback_data="b", style="pink")),
        "can't parse inline keyboard button: invalid button style specified",
    ),
    ("sendMessage", said(reply_markup=button(text="а", callback_data="я" * 33)), "BUTTON_DATA_INVALID"),
    ("sendMessage", said(reply_markup=button(text="а", callback_data="x" * 65)), "BUTTON_DATA_INVALID"),
    (
        "sendMessage",
        said(reply_markup=button(text="а", url="http://localhost:8080/a")),
        "inline keyboard button URL 'http://localhost:8080/a' is invalid: Wrong HTTP URL",
    ),
    (
        "sendMessage",
        said(reply_markup=button(text="а", url="gopher://a.b")),
        "inline keyboard button URL 'gopher://a.b' is invalid: Unsupported URL protocol",
    ),
    (
        "sendMessage",
        said(reply_markup=button(text="а", web_app={"url": "http://a.ru"})),
        "inline keyboard button Web App URL 'http://a.ru' is invalid: Only HTTPS links are allowed",
    ),
    (
        "sendMessage",
        said(reply_markup={"inline_keyboard": [[{"text": "а", "callback_data": "a"}] * 8] * 13}),
        "reply markup is too long",
    ),
    (
        "sendMessage",
        said(reply_markup={"inline_keyboard": [[{"text": "а", "callback_data": "a"}] * 9]}),
        "reply markup is too long",
    ),
    (
        "sendMessage",
        said(reply_markup={"inline_keyboard": [[{"text": "я" * 60, "callback_data": "a"}]] * 100}),
        "reply markup is too long",
    ),
    # editing
    ("editMessageText", {"text": "текст"}, "message identifier is not specified"),
    ("editMessageText", {"chat_id": "$anna", "text": "текст"}, "message to edit not found"),
    ("editMessageText", edit("$gone", text="текст"), "message to edit not found"),
    ("editMessageText", edit("$own", text="текст"), "message can't be edited"),
    ("editMessageText", edit("$sealed", text="текст"), "message can't be edited"),
    ("editMessageText", edit("$text", text=""), "message text is empty"),
    ("editMessageText", edit("$text", text="я" * 4097), "MESSAGE_TOO_LONG"),
    ("editMessageText", edit("$text", text="  "), "text must be non-empty"),
    ("editMessageText", edit("$text", text="Привет", reply_markup=KEYBOARD), NOT_MODIFIED),
    (
        "editMessageText",
        edit("$text", text="Привет", reply_markup={"keyboard": [["а"]]}),
        "inline keyboard expected",
    ),
    ("editMessageText", edit("$document", text="текст"), "there is no text in the message to edit"),
    ("editMessageCaption", edit("$text", caption="текст"), "there is no caption in the message to edit"),
    ("editMessageCaption", edit("$document", caption="я" * 1025), "MEDIA_CAPTION_TOO_LONG"),
    ("editMessageCaption", edit("$document", caption="вот"), NOT_MODIFIED),
    ("editMessageReplyMarkup", edit("$text", reply_markup=KEYBOARD), NOT_MODIFIED),
    ("editMessageReplyMarkup", edit("$gone"), "message to edit not found"),
    (
        "editMessageReplyMarkup",
        edit("$text", reply_markup={"remove_keyboard": True}),
        "inline keyboard expected",
    ),
    # deleting
    ("deleteMessage", {"chat_id": "$anna"}, "message identifier is not specified"),
    ("deleteMessage", {"message_id": "$text"}, "chat_id is empty"),
    ("deleteMessage", {"chat_id": "$anna", "message_id": "$gone"}, "message to delete not found"),
    ("deleteMessages", {"chat_id": "$anna"}, "message identifiers are not specified"),
    # answering
    ("answerCallbackQuery", {}, OLD_QUERY),
    ("answerCallbackQuery", {"callback_query_id": "1"}, OLD_QUERY),
    ("answerCallbackQuery", {"callback_query_id": "$query", "text": "я" * 201}, "MESSAGE_TOO_LONG"),
    ("answerCallbackQuery", {"callback_query_id": "$query", "url": "https://ya.ru"}, "URL_INVALID"),
    ("answerCallbackQuery", {"callback_query_id": "$answered"}, OLD_QUERY),
    ("sendChatAction", {"chat_id": "$anna"}, "wrong parameter action in request"),
    ("sendChatAction", {"chat_id": "$anna", "action": "dance"}, "wrong parameter action in request"),
    ("sendChatAction", {"chat_id": 5, "action": "typing"}, "chat not found"),
    # files
    ("sendDocument", {"chat_id": "$anna"}, "there is no document in the request"),
    ("sendDocument", {"chat_id": "$anna", "document": "attach://x"}, "there is no document in the request"),
    ("sendPhoto", {"chat_id": "$anna"}, "there is no photo in the request"),
    (
        "sendDocument",
        {"chat_id": "$anna", "document": "abc"},
        "wrong remote file identifier specified: can't unserialize it. Wrong last symbol",
    ),
    (
        "sendDocument",
        {"chat_id": "$anna", "document": FOREIGN_FILE},
        "wrong file identifier/HTTP URL specified",
    ),
    (
        "sendDocument",
        {"chat_id": "$anna", "document": "$file", "caption": "я" * 1025},
        "message caption is too long",
    ),
    ("sendPhoto", {"chat_id": "$anna", "photo": "$file"}, "can't use file of type Document as Photo"),
    (
        "sendDocument",
        {"chat_id": "$anna", "document": "https://a.ru/a.pdf"},
        "failed to get HTTP URL content",
    ),
    ("getFile", {}, "file_id not specified"),
    ("getFile", {"file_id": "abc"}, "invalid file_id"),
    ("getFile", {"file_id": FOREIGN_FILE}, "invalid file_id"),
    ("sendMediaGroup", {"chat_id": "$anna"}, "there are no messages to send"),
    ("sendMediaGroup", {"chat_id": "$anna", "media": []}, "there are no messages to send"),
    ("sendMediaGroup", {"chat_id": "$anna", "media": "{"}, "can't parse media JSON object"),
    ("sendMediaGroup", {"chat_id": "$anna", "media": {}}, "expected an Array of InputMedia"),
    (
        "sendMediaGroup",
        {"chat_id": "$anna", "media": [{"type": "document", "media": "$file"}] * 11},
        "too many messages to send as an album",
    ),
    (
        "sendMediaGroup",
        {
            "chat_id": "$anna",
            "media": [{"type": "document", "media": "$file"}, {"type": "photo", "media": "$file"}],
        },
        "document can't be mixed with other media types",
    ),
    (
        "sendMediaGroup",
        {"chat_id": "$anna", "media": [{"type": "document"}]},
        "can't parse InputMedia: media not found",
    ),
    (
        "sendMediaGroup",
        {"chat_id": "$anna", "media": [{"type": "document", "media": FOREIGN_FILE}]},
        'failed to send message #1 with the error message "wrong file identifier/HTTP URL specified"',
    ),
    # the bot's settings
    ("setMyCommands", {"commands": "{"}, "can't parse commands JSON object"),
    ("setMyCommands", {"commands": {}}, "expected an Array of BotCommand"),
    ("setMyCommands", {"commands": [{"command": "/", "description": "а"}]}, "command must be non-empty"),
    (
        "setMyCommands",
        {"commands": [{"command": "a" * 33, "description": "а"}]},
        "command length must not exceed 32",
    ),
    (
        "setMyCommands",
        {"commands": [{"command": "a", "description": ""}]},
        "command description must be non-empty",
    ),
    (
        "setMyCommands",
        {"commands": [{"command": "a", "description": "я" * 257}]},
        "command description length must not exceed 256",
    ),
    ("setMyCommands", {"commands": [{"command": "Start", "description": "а"}]}, "BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [{"command": "старт", "description": "а"}]}, "BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [{"command": "a", "description": "а"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
    ("setMyCommands", {"commands": [], "language_code": "rus"}, "invalid language code specified"),
    ("getMyCommands", {"language_code": "RU"}, "invalid language code specified"),
    ("setMyDescription", {"language_code": "r"}, "invalid language code specified"),
    (
        "getMyCommands",
        {"scope": {"type": "moon"}},
        "can't parse BotCommandScope: unsupported type specified",
    ),
    ("getMyCommands", {"scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
    ("setChatMenuButton", {"menu_button": "{"}, "can't parse menu button: can't parse JSON object"),
    (
        "setChatMenuButton",
        {"menu_button": {"type": "x"}},
        "can't parse menu button: MenuButton has unsupported type",
    ),
    ("setChatMenuButton", {"chat_id": "x"}, "invalid chat_id specified"),
    ("getChatMenuButton", {"chat_id": -5}, "invalid chat_id specified"),
]
# What is checked first when several things are wrong (the order of the real server).
ORDER = [
    (
        "sendMessage",
        {"chat_id": "$vera", "text": "<b>", "parse_mode": "HTML"},
        400,
        "Bad Request: can't parse entities: Can't find end tag",
    ),
    ("sendMessage", {"chat_id": 5, "text": "я" * 5000}, 400, "Bad Request: chat not found"),
    ("sendMessage", {"chat_id": 5, "text": "а", "reply_markup": "{"}, 400, "Bad Request: can't parse reply"),
    (
        "sendMessage",
        {"chat_id": "$vera", "text": "а", "reply_markup": button(text="а", callback_data="x" * 65)},
        400,
        "Bad Request: BUTTON_DATA_INVALID",
    ),
    (
        "sendMessage",
        {"chat_id": "$vera", "text": "а" * 5000, "reply_markup": button(text="а", url="x")},
        400,
        "Bad Request: inline keyboard button URL",
    ),
    (
        "sendMessage",
        {"chat_id": "$vera", "text": "а", "reply_parameters": {"message_id": 99}},
        400,
        "Bad Request: message to be replied not found",
    ),
]
OTHERS = [
    (
        "sendMessage",
        {"chat_id": "$boris", "text": "а"},
        403,
        "Forbidden: bot can't initiate conversation with a user",
    ),
    ("sendMessage", {"chat_id": "$vera", "text": "а"}, 403, "Forbidden: bot was blocked by the user"),
    ("sendMessage", {"chat_id": "$gleb", "text": "а"}, 403, "Forbidden: user is deactivated"),
    (
        "sendDocument",
        {"chat_id": "$vera", "document": "$file"},
        403,
        "Forbidden: bot was blocked by the user",
    ),
    ("sendPoem", {}, 404, "Not Found: method not found"),
    ("", {}, 404, "Not Found: method not found"),
]


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


@pytest.mark.parametrize(("method", "parameters", "description"), BAD)
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
