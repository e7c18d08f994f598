"""The person's choices."""

from aiogram import Bot, F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.cabinet.cabinet import Cabinet
from bot.cabinet.person import Person
from bot.middlewares.toast import Toast
from bot.texts import Texts, texts
from handlers.buttons import ChooseLanguage, Go, Place
from handlers.screen import show
from handlers.settings import screens


async def command(message: Message, bot: Bot, person: Person, t: Texts) -> None:
    """/settings."""
    await show(message, bot, screens.settings(t, person.language))


async def open_settings(callback: CallbackQuery, bot: Bot, person: Person, t: Texts) -> None:
    """The screen of settings."""
    await show(callback, bot, screens.settings(t, person.language))


async def choose_language(
    callback: CallbackQuery,
    callback_data: ChooseLanguage,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    toast: Toast,
) -> None:
    """Speak this language from now on, this screen included."""
    changed = await cabinet.acquaintance.choose_language(person, callback_data.language)
    t = texts(changed.language.value)
    toast.text = t("settings.language-chosen")
    await show(callback, bot, screens.settings(t, changed.language))


def build() -> Router:
    """The router of settings."""
    router = Router(name="settings")
    router.message.register(command, Command("settings"))
    router.callback_query.register(open_settings, Go.filter(F.to == Place.SETTINGS))
    router.callback_query.register(choose_language, ChooseLanguage.filter())
    return router
