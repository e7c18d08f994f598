"""Bot API clients that we did not write run a small bot against the emulator and understand every answer."""

import asyncio
import io
from collections.abc import AsyncIterator
from typing import Any

import aiogram
import pytest
import telebot.types as telebot_types
import telegram
import telegram.ext
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from telebot import apihelper, asyncio_helper
from telebot.async_telebot import AsyncTeleBot

from bot.clock import SystemClock
from bot.emulator import Emulator, Person

TEXT = "<b>Здравствуйте</b>, Анна! 😀 Пишите на help@kontur.ru"


@pytest.fixture
async def tg() -> AsyncIterator[Emulator]:
    emulator = Emulator(clock=SystemClock())
    await emulator.start()
    yield emulator
    await emulator.stop()


@pytest.fixture
def anna(tg: Emulator) -> Person:
    return tg.person("Анна", last_name="Волкова", username="anna_volkova")


async def play(tg: Emulator, anna: Person) -> None:
    """One conversation, the same for every client."""
    await anna.start()
    greeting = await anna.expect("Здравствуйте, Анна! 😀")
    assert [entity.type for entity in greeting.text.entities] == ["bold", "email"]
    answer = await anna.tap("Дальше")
    assert (answer.text, answer.alert) == ("Иду", True)
    assert (await anna.expect("Шаг второй")).id == greeting.id
    await anna.upload("a.sig", b"\x30\x80\x00", caption="подпись")
    received = await anna.expect_document(".sig")
    assert (received.name, received.content) == ("ответ.sig", b"\x30\x80\x00!")
    anna.block()
    anna.unblock()
    await anna.send("конец")
    await anna.expect("удалено")
    refusals = [call for call in tg.calls if call.status not in {200, 0}]
    assert [call.description for call in refusals] == ["Bad Request: message to edit not found"]
    assert tg.lints == []


async def test_aiogram(tg: Emulator, anna: Person) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(tg.url))
    bot = aiogram.Bot(tg.token, session=session)
    dispatcher = aiogram.Dispatcher()
    members: list[str] = []

    @dispatcher.message(aiogram.F.text == "/start")
    async def greet(message: aiogram.types.Message) -> None:
        button = aiogram.types.InlineKeyboardButton(text="Дальше", callback_data="next", style="primary")
        keyboard = aiogram.types.InlineKeyboardMarkup(inline_keyboard=[[button]])
        assert message.entities
        assert message.entities[0].type == "bot_command"
        await message.reply(TEXT, parse_mode="HTML", reply_markup=keyboard)

    @dispatcher.callback_query()
    async def go_on(query: aiogram.types.CallbackQuery) -> None:
        await query.answer("Иду", show_alert=True)
        assert isinstance(query.message, aiogram.types.Message)
        await query.message.edit_text("Шаг второй")

    @dispatcher.message(aiogram.F.document)
    async def send_back(message: aiogram.types.Message) -> None:
        assert message.document is not None
        await bot.send_chat_action(message.chat.id, "upload_document")
        content = await bot.download(message.document)
        assert content is not None
        await message.answer_document(
            aiogram.types.BufferedInputFile(content.read() + b"!", filename="ответ.sig"), caption="вот"
        )

    @dispatcher.my_chat_member()
    async def member(update: aiogram.types.ChatMemberUpdated) -> None:
        members.append(update.new_chat_member.status)

    @dispatcher.message(aiogram.F.text == "конец")
    async def finish(message: aiogram.types.Message) -> None:
        await message.delete()
        with pytest.raises(aiogram.exceptions.TelegramBadRequest, match="message to edit not found"):
            await bot.edit_message_text("x", chat_id=message.chat.id, message_id=message.message_id)
        await message.answer("удалено")

    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
    try:
        await play(tg, anna)
        assert members == ["kicked", "member"]
        await show_settings_aiogram(bot, anna)
    finally:
        await dispatcher.stop_polling()
        await polling


async def show_settings_aiogram(bot: aiogram.Bot, anna: Person) -> None:
    assert (await bot.me()).can_join_groups is False
    assert (await bot.get_chat(anna.id)).first_name == "Анна"
    command = aiogram.types.BotCommand(command="start", description="Начать")
    assert await bot.set_my_commands([command], scope=aiogram.types.BotCommandScopeAllPrivateChats())
    (kept,) = await bot.get_my_commands(scope=aiogram.types.BotCommandScopeAllPrivateChats())
    assert kept.model_dump() == command.model_dump()
    assert await bot.set_my_description("а", language_code="ru")
    assert (await bot.get_my_description(language_code="ru")).description == "а"
    assert (await bot.get_my_short_description()).short_description == ""
    assert (await bot.get_my_name()).name == "Кабинет"
    assert await bot.set_chat_menu_button(menu_button=aiogram.types.MenuButtonCommands())
    assert (await bot.get_chat_menu_button()).type == "commands"
    assert (await bot.get_webhook_info()).url == ""
    media: list[aiogram.types.MediaUnion] = [
        aiogram.types.InputMediaDocument(
            media=aiogram.types.BufferedInputFile(b"x", filename=name), caption=name
        )
        for name in ("a.pdf", "b.pdf")
    ]
    album = await bot.send_media_group(anna.id, media)
    assert [message.caption for message in album] == ["a.pdf", "b.pdf"]


async def test_python_telegram_bot(tg: Emulator, anna: Person) -> None:
    builder = telegram.ext.Application.builder().token(tg.token)
    application = builder.base_url(f"{tg.url}/bot").base_file_url(f"{tg.url}/file/bot").build()

    async def greet(update: telegram.Update, _context: Any) -> None:
        button = telegram.InlineKeyboardButton("Дальше", callback_data="next")
        assert update.message is not None
        await update.message.reply_html(TEXT, reply_markup=telegram.InlineKeyboardMarkup([[button]]))

    async def go_on(update: telegram.Update, _context: Any) -> None:
        assert update.callback_query is not None
        await update.callback_query.answer("Иду", show_alert=True)
        await update.callback_query.edit_message_text("Шаг второй")

    async def send_back(update: telegram.Update, _context: Any) -> None:
        assert update.message is not None
        assert update.message.document is not None
        file = await update.message.document.get_file()
        content = bytes(await file.download_as_bytearray())
        await update.message.reply_document(io.BytesIO(content + b"!"), filename="ответ.sig", caption="вот")

    async def finish(update: telegram.Update, context: Any) -> None:
        assert update.message is not None
        await update.message.delete()
        with pytest.raises(telegram.error.BadRequest, match="Message to edit not found"):
            await context.bot.edit_message_text("x", update.message.chat.id, update.message.message_id)
        await context.bot.send_message(update.message.chat.id, "удалено")

    application.add_handler(telegram.ext.CommandHandler("start", greet))
    application.add_handler(telegram.ext.CallbackQueryHandler(go_on))
    application.add_handler(telegram.ext.MessageHandler(telegram.ext.filters.Document.ALL, send_back))
    application.add_handler(telegram.ext.MessageHandler(telegram.ext.filters.Text(["конец"]), finish))
    async with application:
        assert application.updater is not None
        await application.updater.start_polling()
        await application.start()
        try:
            await play(tg, anna)
            assert (await application.bot.get_chat(anna.id)).first_name == "Анна"
        finally:
            await application.updater.stop()
            await application.stop()


async def test_pytelegrambotapi(tg: Emulator, anna: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asyncio_helper, "API_URL", f"{tg.url}/bot{{0}}/{{1}}")
    monkeypatch.setattr(asyncio_helper, "FILE_URL", f"{tg.url}/file/bot{{0}}/{{1}}")
    monkeypatch.setattr(apihelper, "API_URL", f"{tg.url}/bot{{0}}/{{1}}")
    bot: Any = AsyncTeleBot(tg.token)  # its decorators carry no types

    async def greet(message: Any) -> None:
        keyboard = telebot_types.InlineKeyboardMarkup()
        keyboard.add(telebot_types.InlineKeyboardButton("Дальше", callback_data="next"))
        await bot.send_message(message.chat.id, TEXT, parse_mode="HTML", reply_markup=keyboard)

    async def go_on(query: Any) -> None:
        await bot.answer_callback_query(query.id, "Иду", show_alert=True)
        await bot.edit_message_text("Шаг второй", query.message.chat.id, query.message.message_id)

    async def send_back(message: Any) -> None:
        file = await bot.get_file(message.document.file_id)
        content = await bot.download_file(file.file_path)
        await bot.send_document(
            message.chat.id, io.BytesIO(content + b"!"), visible_file_name="ответ.sig", caption="вот"
        )

    async def finish(message: Any) -> None:
        await bot.delete_message(message.chat.id, message.message_id)
        with pytest.raises(asyncio_helper.ApiTelegramException, match="message to edit not found"):
            await bot.edit_message_text("x", message.chat.id, message.message_id)
        await bot.send_message(message.chat.id, "удалено")

    bot.register_message_handler(greet, commands=["start"])
    bot.register_callback_query_handler(go_on, func=lambda _query: True)
    bot.register_message_handler(send_back, content_types=["document"])
    bot.register_message_handler(finish, func=lambda message: message.text == "конец")
    polling = asyncio.create_task(bot.polling(non_stop=True, timeout=1, request_timeout=5))
    try:
        await play(tg, anna)
        assert (await bot.get_chat(anna.id)).first_name == "Анна"
    finally:
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)
        await bot.close_session()
