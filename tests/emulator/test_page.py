"""The page protocol over a real WebSocket, uploads, downloads, and who may use them."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import quote

import aiohttp
import pytest

from bot.emulator import ChecklistItem, Control, Emulator, Limits, Person, StandView
from tests.emulator.conftest import TOKEN, Client, Times

Said = Mapping[str, Any]


class Bench:
    """A stand with one control that counts."""

    def __init__(self) -> None:
        self.pressed: list[tuple[int, str]] = []

    def view(self, person: int | None) -> StandView:
        items = [ChecklistItem("one", "Нажать", done=bool(self.pressed))]
        return StandView(f"Стенд {person}", [Control("go", "Вперёд", "Время", style="primary")], items)

    async def press(self, person: int, control: str) -> str | None:
        self.pressed.append((person, control))
        return f"Нажато: {control}"


class Chat:
    """An open page."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def event(self, name: str) -> Said:
        """The next event of this name; others are passed over."""
        async with asyncio.timeout(5):
            while True:
                said: Said = await self.socket.receive_json()
                if said["event"] == name:
                    return said

    async def do(self, what: str, **asked: Any) -> None:
        await self.socket.send_json({"do": what, **asked})


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.fixture
async def tg(times: Times, limits: Limits, bench: Bench) -> AsyncIterator[Emulator]:
    emulator = Emulator(clock=times, token=TOKEN, limits=limits, stand=bench, monotonic=times.monotonic)
    await emulator.start()
    yield emulator
    await emulator.stop()


@pytest.fixture
def anna(tg: Emulator) -> Person:
    return tg.person("Анна", last_name="Волкова", role="бухгалтер")


@pytest.fixture
async def page(tg: Emulator, client: Client, anna: Person) -> AsyncIterator[Chat]:
    async with client.session.ws_connect(f"{tg.url}/ws", origin=tg.url) as socket:
        yield Chat(socket)


async def test_the_greeting(page: Chat, times: Times) -> None:
    hello = await page.event("hello")
    assert hello["bot"] == {
        "name": "Кабинет",
        "username": "kabinet_demo_bot",
        "description": "",
        "short_description": "",
    }
    assert hello["people"] == [
        {
            "id": 1001,
            "name": "Анна Волкова",
            "role": "бухгалтер",
            "unread": 0,
            "blocked": False,
            "last": None,
            "started": False,
        }
    ]
    assert hello["now"] == times.now().isoformat()
    assert hello["stand"]["title"] == "Стенд None"
    assert isinstance(hello["rev"], int)


async def test_a_chat_is_opened_and_written_in(
    client: Client, page: Chat, anna: Person, times: Times
) -> None:
    await client.ok("setMyDescription", description="Кабинет в чате")
    await client.ok("setMyCommands", commands=[{"command": "start", "description": "Начать"}])
    await page.do("open", person=anna.id)
    chat = await page.event("chat")
    assert chat["messages"] == []
    assert chat["commands"] == [{"command": "start", "description": "Начать"}]
    assert (chat["menu"], chat["description"]) == ("commands", "Кабинет в чате")
    assert (await page.event("stand"))["view"]["title"] == "Стенд 1001"
    await page.do("send", person=anna.id, text="/start")
    assert (await page.event("message"))["message"] == {
        "id": 1,
        "from": "person",
        "at": times.now().isoformat(),
        "edited": False,
        "text": "/start",
        "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
        "document": None,
        "album": None,
        "keyboard": None,
        "protected": False,
        "read": False,
        "reply_to": None,
        "silent": False,
    }
    await client.ok("getUpdates")
    assert (await page.event("read"))["up_to"] == 1


async def test_the_bots_messages(client: Client, page: Chat, anna: Person) -> None:
    await anna.start()
    rows = [
        [{"text": "Да", "callback_data": "yes", "style": "success"}, {"text": "Сайт", "url": "kontur.ru"}],
        [{"text": "ИНН", "copy_text": {"text": "7707083893"}}],
    ]
    sent = await client.ok(
        "sendMessage",
        chat_id=anna.id,
        text="<b>Меню</b>",
        parse_mode="HTML",
        reply_markup={"inline_keyboard": rows},
        reply_parameters={"message_id": 1},
    )
    await page.event("message")
    shown = (await page.event("message"))["message"]
    assert shown["from"] == "bot"
    assert shown["entities"] == [{"type": "bold", "offset": 0, "length": 4}]
    assert shown["reply_to"] == {"id": 1, "text": "/start"}
    assert shown["keyboard"] == [
        [
            {"text": "Да", "kind": "callback", "style": "success"},
            {"text": "Сайт", "kind": "url", "url": "http://kontur.ru/"},
        ],
        [{"text": "ИНН", "kind": "copy", "copy": "7707083893"}],
    ]
    call = await page.event("call")
    assert (call["method"], call["status"], call["request"]["text"]) == ("sendMessage", 200, "<b>Меню</b>")
    await client.ok("editMessageText", chat_id=anna.id, message_id=sent["message_id"], text="Готово")
    edited = (await page.event("edited"))["message"]
    assert (edited["text"], edited["edited"], edited["keyboard"]) == ("Готово", True, None)
    await client.ok("sendChatAction", chat_id=anna.id, action="upload_document")
    assert (await page.event("action"))["action"] == "upload_document"
    await client.ok("deleteMessage", chat_id=anna.id, message_id=sent["message_id"])
    assert (await page.event("deleted"))["id"] == sent["message_id"]


async def test_a_tap_and_its_answer(client: Client, page: Chat, anna: Person) -> None:
    await anna.start()
    markup = {"inline_keyboard": [[{"text": "Да", "callback_data": "yes"}]]}
    sent = await client.ok("sendMessage", chat_id=anna.id, text="а", reply_markup=markup)
    place = {"person": anna.id, "message_id": sent["message_id"], "row": 0}
    await page.do("tap", **place, column=0, tag="t1")
    update = (await client.ok("getUpdates", offset=-1, timeout=5))[0]["callback_query"]
    assert update["data"] == "yes"
    await client.ok("answerCallbackQuery", callback_query_id=update["id"], text="Принято", show_alert=True)
    answer = await page.event("answer")
    assert answer == {
        "event": "answer",
        "person": anna.id,
        "message_id": sent["message_id"],
        "query": "t1",
        "text": "Принято",
        "alert": True,
        "url": None,
    }
    await page.do("tap", **place, column=5, tag="t2")
    assert (await page.event("answer"))["query"] == "t2"


async def test_unread_seen_blocked(client: Client, page: Chat, anna: Person) -> None:
    await anna.start()
    await client.ok("sendMessage", chat_id=anna.id, text="а")
    while (people := (await page.event("people"))["people"])[0]["unread"] != 1:
        pass
    assert people[0]["last"]["text"] == "а"
    await page.do("seen", person=anna.id)
    assert (await page.event("people"))["people"][0]["unread"] == 0
    await page.do("block", person=anna.id)
    assert (await page.event("people"))["people"][0]["blocked"] is True
    await page.do("unblock", person=anna.id)
    assert (await page.event("people"))["people"][0]["blocked"] is False


async def test_the_stand(tg: Emulator, page: Chat, anna: Person, bench: Bench, times: Times) -> None:
    await page.do("open", person=anna.id)
    await page.do("control", person=anna.id, id="go")
    assert (await page.event("toast"))["text"] == "Нажато: go"
    assert bench.pressed == [(anna.id, "go")]
    times.pass_(3600)
    tg.stand_changed()
    assert (await page.event("clock"))["now"] == times.now().isoformat()
    view = (await page.event("stand"))["view"]
    assert view["checklist"] == [{"id": "one", "text": "Нажать", "done": True}]
    assert view["controls"][0] == {
        "id": "go",
        "label": "Вперёд",
        "group": "Время",
        "hint": "",
        "enabled": True,
        "style": "primary",
    }


async def test_lints_reach_the_page(client: Client, page: Chat) -> None:
    await client.ok("getMe", txt="а")
    assert (await page.event("lint"))["text"] == "getMe: unknown parameter 'txt'"


@pytest.mark.parametrize(
    "raw",
    ["", "{", "[]", "5", '{"do": "open"}', '{"do": "open", "person": 5}', '{"do": "dance", "person": 1001}'],
)
async def test_nonsense_is_passed_over(page: Chat, anna: Person, raw: str) -> None:
    await page.socket.send_str(raw)
    await page.do("send", person=anna.id, text="  ")
    assert (await page.event("toast"))["text"]
    await page.do("open", person=anna.id)
    assert (await page.event("chat"))["person"] == anna.id


async def test_uploads_and_downloads(tg: Emulator, client: Client, page: Chat, anna: Person) -> None:
    form = aiohttp.FormData({"caption": "подписи"}, quote_fields=False)
    for name in ("Вызов №1.txt.sig", "b.sig"):
        form.add_field("files", name.encode(), filename=name)
    url = f"{tg.url}/upload?person={anna.id}"
    async with client.session.post(url, data=form, headers={"Origin": tg.url}) as response:
        assert response.status == 200, await response.text()
    first, second = (await page.event("message"))["message"], (await page.event("message"))["message"]
    assert first["album"] == second["album"] is not None
    assert (first["text"], second["text"]) == ("подписи", "")
    assert first["document"]["name"] == "Вызов №1.txt.sig"
    async with client.session.get(tg.url + first["document"]["url"]) as response:
        assert await response.read() == "Вызов №1.txt.sig".encode()
        assert response.headers["Content-Disposition"] == (
            f"attachment; filename*=UTF-8''{quote('Вызов №1.txt.sig')}"
        )
        assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    async with client.session.get(f"{tg.url}/transcript/{anna.id}") as response:
        assert "<document Вызов №1.txt.sig" in await response.text()
    form = aiohttp.FormData({"caption": ""}, quote_fields=False)
    form.add_field("files", b"", filename="empty")
    async with client.session.post(url, data=form, headers={"Origin": tg.url}) as response:
        assert response.status == 400


async def test_stopping_closes_pages(tg: Emulator, page: Chat) -> None:
    await page.event("hello")
    async with asyncio.timeout(3):
        await tg.stop()
    assert (await page.socket.receive()).type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED}
