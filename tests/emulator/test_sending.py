"""What messages look like in answers, and what edits, albums and settings do."""

import json
from typing import Any

import aiohttp
import pytest

from bot.emulator import Emulator, Person
from tests.emulator.conftest import Client, Times

KEYBOARD = {"inline_keyboard": [[{"text": "Да", "callback_data": "yes"}]]}
BOT = {"id": 700001, "is_bot": True, "first_name": "Кабинет", "username": "kabinet_demo_bot"}


@pytest.fixture
async def anna(tg: Emulator) -> Person:
    person = tg.person("Анна")
    await person.start()
    return person


async def test_a_text_message(client: Client, anna: Person, times: Times) -> None:
    sent = await client.ok(
        "sendMessage",
        chat_id=anna.id,
        text=" <b>😀 Акт</b> готов: kontur.ru ",
        parse_mode="html",
        reply_markup={
            "inline_keyboard": [[{"text": "а", "callback_data": "1"}, {"text": "б", "url": "ya.ru"}]]
        },
        reply_parameters={"message_id": 1},
        protect_content=True,
        disable_notification=True,
        link_preview_options={"is_disabled": True},
    )
    chat = {"id": 1001, "type": "private", "first_name": "Анна"}
    date = int(times.moment.timestamp())
    assert sent == {
        "message_id": 2,
        "from": BOT,
        "chat": chat,
        "date": date,
        "text": "😀 Акт готов: kontur.ru",
        "entities": [
            {"type": "bold", "offset": 0, "length": 6},
            {"type": "url", "offset": 14, "length": 9},
        ],
        "link_preview_options": {"is_disabled": True},
        "has_protected_content": True,
        "reply_markup": {
            "inline_keyboard": [[{"text": "а", "callback_data": "1"}, {"text": "б", "url": "http://ya.ru/"}]]
        },
        "reply_to_message": {
            "message_id": 1,
            "from": {"id": 1001, "is_bot": False, "first_name": "Анна", "language_code": "ru"},
            "chat": chat,
            "date": date,
            "text": "/start",
            "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
        },
    }
    assert anna.messages[-1].silent


async def test_exactly_4096_letters_pass(client: Client, anna: Person) -> None:
    sent = await client.ok("sendMessage", chat_id=anna.id, text="😀" * 4096)
    assert len(sent["text"]) == 4096


async def test_callback_data_of_64_bytes_passes(client: Client, anna: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "а", "callback_data": "я" * 32}]]}
    await client.ok("sendMessage", chat_id=anna.id, text="а", reply_markup=markup)


async def test_a_text_edit(client: Client, anna: Person, times: Times) -> None:
    sent = await client.ok("sendMessage", chat_id=anna.id, text="а", reply_markup=KEYBOARD)
    times.pass_(60)
    edited = await client.ok("editMessageText", chat_id=anna.id, message_id=sent["message_id"], text="б")
    assert edited["date"] == sent["date"]
    assert edited["edit_date"] == sent["date"] + 60
    assert edited["text"] == "б"
    assert "reply_markup" not in edited
    assert anna.screen.shows_edited


async def test_a_keyboard_edit_is_not_shown_as_edited(client: Client, anna: Person) -> None:
    sent = await client.ok("sendMessage", chat_id=anna.id, text="а")
    edited = await client.ok(
        "editMessageReplyMarkup", chat_id=anna.id, message_id=sent["message_id"], reply_markup=KEYBOARD
    )
    assert "edit_date" in edited
    assert not anna.screen.shows_edited


async def test_a_document_and_its_caption(client: Client, anna: Person) -> None:
    sent = await client.send_document(anna.id, "акт.pdf", b"%PDF", caption="<i>вот</i>", parse_mode="HTML")
    assert sent["caption_entities"] == [{"type": "italic", "offset": 0, "length": 3}]
    assert set(sent["document"]) == {"file_id", "file_unique_id", "file_name", "mime_type", "file_size"}
    again = await client.ok("sendDocument", chat_id=anna.id, document=sent["document"]["file_id"])
    assert again["document"] == sent["document"]
    edited = await client.ok("editMessageCaption", chat_id=anna.id, message_id=sent["message_id"])
    assert "caption" not in edited


async def test_equal_files_share_what_identifies_them(client: Client, anna: Person) -> None:
    first, second = [(await client.send_document(anna.id))["document"] for _ in range(2)]
    assert first["file_id"] != second["file_id"]
    assert first["file_unique_id"] == second["file_unique_id"]


async def album_of(client: Client, chat: int, media: list[dict[str, Any]], files: dict[str, bytes]) -> Any:
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("chat_id", str(chat))
    form.add_field("media", json.dumps(media))
    for name, content in files.items():
        form.add_field(name, content, filename=f"{name}.pdf")
    status, answer = await client.form("sendMediaGroup", form)
    assert status == 200, answer
    return answer["result"]


async def test_an_album(client: Client, anna: Person) -> None:
    media = [
        {"type": "document", "media": "attach://one", "caption": "раз"},
        {"type": "document", "media": "attach://two", "caption": "<b>два</b>", "parse_mode": "HTML"},
    ]
    sent = await album_of(client, anna.id, media, {"one": b"1", "two": b"2"})
    assert sent[0]["media_group_id"] == sent[1]["media_group_id"]
    assert [one["caption"] for one in sent] == ["раз", "два"]
    assert [one["document"]["file_name"] for one in sent] == ["one.pdf", "two.pdf"]
    (alone,) = await album_of(client, anna.id, media[:1], {"one": b"1"})
    assert "media_group_id" not in alone


async def test_an_album_ignores_its_keyboard(tg: Emulator, client: Client, anna: Person) -> None:
    file = (await client.send_document(anna.id, "a.pdf"))["document"]["file_id"]
    media = [{"type": "document", "media": file}] * 2
    sent = await client.ok("sendMediaGroup", chat_id=anna.id, media=media, reply_markup=KEYBOARD)
    assert all("reply_markup" not in one for one in sent)
    assert [lint.text for lint in tg.lints] == ["unknown parameter 'reply_markup'"]


async def test_deleting(client: Client, anna: Person) -> None:
    own = await anna.send("моё")
    sent = await client.ok("sendMessage", chat_id=anna.id, text="а")
    assert await client.ok("deleteMessage", chat_id=anna.id, message_id=own.id) is True
    assert await client.ok("deleteMessages", chat_id=anna.id, message_ids=[sent["message_id"], 999]) is True
    assert [message.plain for message in anna.messages] == ["/start"]


async def test_commands_by_scope_and_language(tg: Emulator, client: Client, anna: Person) -> None:
    def commands(text: str) -> list[dict[str, str]]:
        return [{"command": "start", "description": text}]

    await client.ok("setMyCommands", commands=[{"command": "/start", "description": " общие "}])
    await client.ok("setMyCommands", commands=commands("русские"), language_code="ru")
    chat = {"type": "chat", "chat_id": anna.id}
    await client.ok("setMyCommands", commands=commands("личные"), scope=chat)
    assert await client.ok("getMyCommands") == commands("общие")
    assert await client.ok("getMyCommands", language_code="ru") == commands("русские")
    assert await client.ok("getMyCommands", language_code="en") == []
    assert await client.ok("getMyCommands", scope=chat) == commands("личные")
    assert await client.ok("deleteMyCommands", scope=chat) is True
    assert await client.ok("setMyCommands", language_code="ru") is True
    assert await client.ok("getMyCommands", language_code="ru") == []


@pytest.mark.parametrize(
    ("setter", "getter", "field", "most"),
    [
        ("setMyDescription", "getMyDescription", "description", 512),
        ("setMyShortDescription", "getMyShortDescription", "short_description", 120),
        ("setMyName", "getMyName", "name", 64),
    ],
)
async def test_texts_of_the_bot(client: Client, setter: str, getter: str, field: str, most: int) -> None:
    await client.ok(setter, **{field: "общее"})
    await client.ok(setter, **{field: "русское"}, language_code="ru")
    assert await client.ok(getter, language_code="ru") == {field: "русское"}
    assert await client.ok(getter, language_code="en") == {field: "общее"}
    await client.ok(setter, language_code="ru")
    assert await client.ok(getter, language_code="ru") == {field: "общее"}
    await client.ok(setter, **{field: "я" * most})
    assert (await client.refused(setter, **{field: "я" * (most + 1)}))[0] == 400


async def test_menu_button(client: Client, anna: Person) -> None:
    assert await client.ok("getChatMenuButton") == {"type": "commands"}
    await client.ok("setChatMenuButton", chat_id=anna.id, menu_button={"type": "commands"})
    await client.ok("setChatMenuButton", menu_button={"type": "default"})
    assert await client.ok("getChatMenuButton", chat_id=anna.id) == {"type": "commands"}


async def test_chat(client: Client, tg: Emulator) -> None:
    vera = tg.person("Вера", last_name="Ким", username="vera_kim")
    chat = await client.ok("getChat", chat_id=vera.id)
    assert chat["active_usernames"] == ["vera_kim"]
    assert {"accent_color_id", "max_reaction_count", "accepted_gift_types"} <= set(chat)
