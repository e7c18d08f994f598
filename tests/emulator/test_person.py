"""The users' side: acts, expectations and their failures."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.emulator import Emulator, Person
from bot.emulator.acts import ActError
from tests.emulator.conftest import Client


def keyboard(*labels: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": label, "callback_data": f"data:{label}"}] for label in labels]}


@pytest.fixture
async def anna(tg: Emulator) -> Person:
    person = tg.person("Анна", role="бухгалтер")
    await person.start()
    return person


@pytest.fixture
async def answering(client: Client) -> AsyncIterator[asyncio.Task[None]]:
    """A bot that answers each tap with its data, as an alert."""

    async def run() -> None:
        offset = 0
        while True:
            for update in await client.ok("getUpdates", offset=offset, timeout=50):
                offset = update["update_id"] + 1
                if query := update.get("callback_query"):
                    await client.ok(
                        "answerCallbackQuery",
                        callback_query_id=query["id"],
                        text=query["data"],
                        show_alert=True,
                    )
                elif update["message"].get("text") == "меню":
                    await client.ok(
                        "sendMessage", chat_id=1001, text="Меню", reply_markup=keyboard("Да", "Нет")
                    )

    task = asyncio.create_task(run())
    yield task
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_ids_run_from_1001_and_are_unique(tg: Emulator) -> None:
    assert [tg.person("А").id, tg.person("Б").id, tg.person("В", id=77).id, tg.person("Г").id] == [
        1001,
        1002,
        77,
        1003,
    ]
    with pytest.raises(ValueError, match="77"):
        tg.person("Д", id=77)


async def test_a_tap_waits_for_its_answer(anna: Person, answering: asyncio.Task[None]) -> None:
    await anna.send("меню")
    menu = await anna.expect("Меню")
    assert anna.buttons() == [["Да"], ["Нет"]]
    answer = await anna.tap("Да")
    assert (answer.text, answer.alert) == ("data:Да", True)
    assert anna.last_answer == answer
    assert (await anna.tap(re.compile("^Н"), menu)).text == "data:Нет"
    assert (await anna.tap_data("forged")).text == "forged"


async def test_an_exact_label_wins_over_a_part(
    client: Client, anna: Person, answering: asyncio.Task[None]
) -> None:
    await client.ok(
        "sendMessage", chat_id=anna.id, text="а", reply_markup=keyboard("Все организации", "организации")
    )
    assert (await anna.tap("организации")).text == "data:организации"
    assert (await anna.tap("Все")).text == "data:Все организации"


async def test_the_newest_message_with_the_button_is_tapped(
    tg: Emulator, client: Client, anna: Person, answering: asyncio.Task[None]
) -> None:
    old = await client.ok("sendMessage", chat_id=anna.id, text="старое", reply_markup=keyboard("Да"))
    new = await client.ok("sendMessage", chat_id=anna.id, text="новое", reply_markup=keyboard("Да"))
    await client.ok("sendMessage", chat_id=anna.id, text="ещё", reply_markup=keyboard("Нет"))
    await anna.tap("Да")
    await anna.tap("Да", tg.world.messages[old["message_id"]])
    tapped = [query.message for query in tg.world.queries.values()]
    assert tapped == [new["message_id"], old["message_id"]]


async def test_a_tap_without_an_answer_fails_with_the_chat(
    tg: Emulator, client: Client, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.emulator.person.ANSWER_SECONDS", 0.01)
    await client.ok("sendMessage", chat_id=anna.id, text="Меню", reply_markup=keyboard("Да"))
    with pytest.raises(AssertionError) as caught:
        await anna.tap("Да")
    said = str(caught.value)
    assert "не" not in said.splitlines()[0]
    for part in ("'data:Да' was not answered", "/start", "Меню", "[Да]", "sendMessage(", "-> 200"):
        assert part in said
    with pytest.raises(AssertionError, match="no button 'Нет'"):
        await anna.tap("Нет")


async def test_expect_sees_what_came_before_it_was_called(client: Client, anna: Person) -> None:
    await client.ok("sendMessage", chat_id=anna.id, text="<b>Здрав</b>ствуйте", parse_mode="HTML")
    assert (await anna.expect("Здравствуйте")).plain == "Здравствуйте"
    assert (await anna.expect(re.compile("^Здр.*те$"))).from_bot
    await anna.send("дальше")
    with pytest.raises(AssertionError, match=r"no message with 'Здравствуйте' in 0\.01 s"):
        await anna.expect("Здравствуйте", timeout=0.01)


async def test_expect_sees_edits_and_what_comes_later(client: Client, anna: Person) -> None:
    sent = await client.ok("sendMessage", chat_id=anna.id, text="раз")
    await anna.send("дальше")
    waiting = asyncio.create_task(anna.expect("два"))
    await asyncio.sleep(0)
    await client.ok("editMessageText", chat_id=anna.id, message_id=sent["message_id"], text="два")
    assert (await waiting).id == sent["message_id"]


async def test_what_a_message_said_for_a_moment_counts(client: Client, anna: Person) -> None:
    sent = await client.ok("sendMessage", chat_id=anna.id, text="проверяю")
    await client.ok("editMessageText", chat_id=anna.id, message_id=sent["message_id"], text="готово")
    await anna.expect("проверяю")
    with pytest.raises(AssertionError, match="готово"):
        await anna.expect_nothing(0.01)
    await anna.expect("готово")
    await anna.expect_nothing(0.01)


async def test_a_deleted_message_is_not_expected(client: Client, anna: Person) -> None:
    sent = await client.ok("sendMessage", chat_id=anna.id, text="раз")
    await client.ok("deleteMessage", chat_id=anna.id, message_id=sent["message_id"])
    with pytest.raises(AssertionError, match="DELETED"):
        await anna.expect("раз", timeout=0.01)
    with pytest.raises(AssertionError, match="written nothing"):
        _ = anna.screen


async def test_expect_nothing(client: Client, anna: Person) -> None:
    await anna.expect_nothing(0.01)
    await client.ok("sendMessage", chat_id=anna.id, text="раз")
    with pytest.raises(AssertionError, match="unexpected message #2: 'раз'"):
        await anna.expect_nothing(0.01)
    await anna.expect("раз")
    await anna.expect_nothing(0.01)


async def test_documents(client: Client, anna: Person) -> None:
    await client.send_document(anna.id, "вызов.txt", b"text", caption="Подпишите")
    received = await anna.expect_document(re.compile(r"\.txt$"))
    assert (received.name, received.content, received.caption) == ("вызов.txt", b"text", "Подпишите")
    with pytest.raises(AssertionError, match=r"no document named '\.zip'"):
        await anna.expect_document(".zip", timeout=0.01)


async def test_uploads(client: Client, anna: Person) -> None:
    await anna.upload("a.sig", b"1", caption="подпись")
    album = await anna.upload_album([(f"{number}.sig", b"1") for number in range(12)], caption="все")
    assert [message.album for message in album[:10]] == [album[0].album] * 10
    assert album[10].album == album[11].album != album[0].album
    updates = (await client.ok("getUpdates"))[1:]
    assert updates[0]["message"]["caption"] == "подпись"
    assert "media_group_id" not in updates[0]["message"]
    assert updates[1]["message"]["caption"] == "все"
    assert "caption" not in updates[2]["message"]
    for files in ([], [("a", b"")]):
        with pytest.raises(ActError):
            await anna.upload_album(files)


async def test_unread_counts_until_the_person_acts(client: Client, anna: Person) -> None:
    await client.ok("sendMessage", chat_id=anna.id, text="раз")
    await client.ok("sendMessage", chat_id=anna.id, text="два")
    assert anna.unread == 2
    anna.look()
    assert anna.unread == 0


async def test_very_long_and_empty_messages(client: Client, anna: Person) -> None:
    await anna.send("я" * 5000)
    assert [len(one["message"]["text"]) for one in (await client.ok("getUpdates"))[1:]] == [4096, 904]
    with pytest.raises(ActError):
        await anna.send("  \n")


async def test_writing_unblocks(client: Client, anna: Person) -> None:
    anna.block()
    assert (await client.refused("sendMessage", chat_id=anna.id, text="а"))[0] == 403
    await anna.send("снова я")
    await client.ok("sendMessage", chat_id=anna.id, text="а")


async def test_a_reply_keyboard_sends_its_text(client: Client, anna: Person) -> None:
    markup = {"keyboard": [["Поделиться", {"text": "Отмена"}]], "resize_keyboard": True}
    await client.ok("sendMessage", chat_id=anna.id, text="а", reply_markup=markup)
    await anna.tap("Отмена")
    assert anna.messages[-1].plain == "Отмена"
    await client.ok("sendMessage", chat_id=anna.id, text="а", reply_markup={"remove_keyboard": True})
    with pytest.raises(AssertionError, match="no button"):
        await anna.tap("Отмена")


async def test_a_link_button_opens_its_page(client: Client, anna: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "Открыть", "url": "https://kontur.ru"}]]}
    await client.ok("sendMessage", chat_id=anna.id, text="а", reply_markup=markup)
    assert (await anna.tap("Открыть")).url == "https://kontur.ru/"


async def test_settled_waits_for_confirmation(
    tg: Emulator, anna: Person, answering: asyncio.Task[None]
) -> None:
    await anna.send("меню")
    await tg.settled()
    assert anna.screen.plain == "Меню"
    answering.cancel()
    await anna.send("меню")
    with pytest.raises(TimeoutError):
        await tg.settled(timeout=0.05)


async def test_lints(tg: Emulator, client: Client, anna: Person) -> None:
    async def lints_of(method: str, **parameters: Any) -> list[str]:
        before = len(tg.lints)
        await client.ok(method, chat_id=anna.id, **parameters)
        return [lint.text for lint in tg.lints[before:]]

    assert await lints_of("sendMessage", text="а") == []
    assert await lints_of("sendMessage", text="а", txt="б") == ["unknown parameter 'txt'"]
    assert await lints_of("sendMessage", text="а", reply_to_message_id=1) == [
        "reply_to_message_id is deprecated: use reply_parameters"
    ]
    (dropped,) = await lints_of("sendMessage", text='<a href="http://localhost/">а</a>', parse_mode="HTML")
    assert dropped.startswith("text: the link 'http://localhost/' is dropped")
    (literal,) = await lints_of("sendMessage", text="а&nbsp;б", parse_mode="HTML")
    assert "&nbsp; is shown literally" in literal
    (nameless,) = await lints_of(
        "sendMessage", text="а", reply_markup={"inline_keyboard": [[{"text": " ", "callback_data": "a"}]]}
    )
    assert nameless.startswith("a button without text")
    await client.send_document(anna.id, "№1.txt")
    assert tg.lints[-1].text == "the file name '№1.txt' becomes '1.txt'"
    assert tg.lints[-1].method == "sendDocument"


async def test_a_late_answer_is_a_lint(tg: Emulator, client: Client, anna: Person) -> None:
    sent = await client.ok("sendMessage", chat_id=anna.id, text="а", reply_markup=keyboard("Да"))
    query = tg.world.tap(anna.id, tg.world.messages[sent["message_id"]], "a")
    clock = tg.world.clock
    assert hasattr(clock, "pass_")
    clock.pass_(4)
    await client.ok("answerCallbackQuery", callback_query_id=query.id)
    (lint,) = tg.lints
    assert "waited more than 3 s" in lint.text


async def test_a_tap_never_answered_is_a_lint(tg: Emulator, client: Client, anna: Person) -> None:
    sent = await client.ok("sendMessage", chat_id=anna.id, text="а", reply_markup=keyboard("Да"))
    tg.world.tap(anna.id, tg.world.messages[sent["message_id"]], "a")
    await client.ok("getUpdates")
    tg.world.tap(anna.id, tg.world.messages[sent["message_id"]], "b")  # the bot never saw this one
    await tg.stop()
    assert [lint.text for lint in tg.lints] == ["a tap ('a') was never answered"]
