"""What the bot does and how a signature is made."""

from aiogram import Bot, F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.texts import Texts
from handlers.buttons import Go, Place
from handlers.screen import Screen, button, show


def screen(t: Texts) -> Screen:
    """The help."""
    add = button(t("button.add"), Go(to=Place.ADD), "primary")
    return Screen(t.html("help.text"), ([add], [button(t("button.menu"), Go(to=Place.MENU))]))


async def command(message: Message, bot: Bot, t: Texts) -> None:
    """/help."""
    await show(message, bot, screen(t))


async def open_help(callback: CallbackQuery, bot: Bot, t: Texts) -> None:
    """The screen of help."""
    await show(callback, bot, screen(t))


def build() -> Router:
    """The router of help."""
    router = Router(name="help")
    router.message.register(command, Command("help"))
    router.callback_query.register(open_help, Go.filter(F.to == Place.HELP))
    return router
