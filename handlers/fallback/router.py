"""What no other router has answered: stale and forged buttons, things the bot cannot read."""

from aiogram import Bot, F, Router
from aiogram.types import CallbackQuery, Message

from bot.cabinet.cabinet import Cabinet
from bot.cabinet.person import Person
from bot.middlewares.toast import Toast
from bot.texts import Texts
from handlers.buttons import Go, Place
from handlers.fallback.screens import notice
from handlers.menu.router import show_menu
from handlers.screen import show


async def nowhere(_: CallbackQuery) -> None:
    """The page number between the arrows: a label that Telegram can only draw as a button."""


async def stale(
    callback: CallbackQuery,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """A button of an older version, or a forged one."""
    toast.text, toast.alert = t("fallback.stale"), True
    await show_menu(callback, bot, person, cabinet, t)


async def unreadable(message: Message, bot: Bot, t: Texts) -> None:
    """A photo, a voice message, an unknown command."""
    await show(message, bot, notice(t, "fallback.unreadable"))


def build() -> Router:
    """The router of last resort."""
    router = Router(name="fallback")
    router.callback_query.register(nowhere, Go.filter(F.to == Place.NOWHERE))
    router.callback_query.register(stale)
    router.message.register(unreadable)
    return router
