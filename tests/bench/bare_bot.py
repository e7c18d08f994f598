"""The baseline: a stock aiogram bot that edits its message at every tap, with no database and no rules."""

import asyncio
import os

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

dispatcher = Dispatcher()
taps = 0


def keyboard() -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="tap", callback_data="tap")]])


@dispatcher.message()
async def greet(message: Message) -> None:
    await message.answer("hello", reply_markup=keyboard())


@dispatcher.callback_query()
async def turn(callback: CallbackQuery) -> None:
    global taps  # noqa: PLW0603 - a baseline of twenty lines
    taps += 1
    if isinstance(callback.message, Message):
        await callback.message.edit_text(f"tap {taps}", reply_markup=keyboard())
    await callback.answer()


async def main() -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(os.environ["BOT_API_URL"]))
    await dispatcher.start_polling(Bot(os.environ["BOT_TOKEN"], session=session))


if __name__ == "__main__":
    asyncio.run(main())
