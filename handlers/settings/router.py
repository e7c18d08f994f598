"""The person's choices: language, how warnings come, and a test of them."""

from aiogram import Bot, F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.cabinet.cabinet import Cabinet
from bot.cabinet.person import Person
from bot.middlewares.toast import Toast
from bot.texts import Texts, texts
from handlers.buttons import ChooseLanguage, Go, Place, SwitchDigest, SwitchWeekly
from handlers.screen import show
from handlers.settings import screens
from handlers.settings.kinds import router as kinds
from handlers.settings.quiet import router as quiet
from handlers.settings.showing import show_settings
from handlers.settings.zone import router as zone


async def command(message: Message, bot: Bot, person: Person, cabinet: Cabinet, t: Texts) -> None:
    """/settings."""
    await show_settings(message, bot, person, cabinet, t)


async def open_settings(
    callback: CallbackQuery, bot: Bot, person: Person, cabinet: Cabinet, t: Texts
) -> None:
    """The screen of settings."""
    await show_settings(callback, bot, person, cabinet, t)


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
    await show_settings(callback, bot, changed, cabinet, t)


async def open_digest(callback: CallbackQuery, bot: Bot, person: Person, cabinet: Cabinet, t: Texts) -> None:
    """Together or one by one."""
    await show(callback, bot, screens.digest(t, await cabinet.choices.of(person.id)))


async def switch_digest(
    callback: CallbackQuery,
    callback_data: SwitchDigest,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """Tell together, or one by one."""
    await cabinet.choices.tell_together(person.id, together=callback_data.on)
    toast.text = t("settings.saved")
    await open_digest(callback, bot, person, cabinet, t)


async def open_weekly(callback: CallbackQuery, bot: Bot, person: Person, cabinet: Cabinet, t: Texts) -> None:
    """The summary on Mondays."""
    await show(callback, bot, screens.weekly(t, await cabinet.choices.of(person.id)))


async def switch_weekly(
    callback: CallbackQuery,
    callback_data: SwitchWeekly,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """Send the summary, or not."""
    await cabinet.choices.summarize_weekly(person.id, weekly=callback_data.on)
    toast.text = t("settings.saved")
    await open_weekly(callback, bot, person, cabinet, t)


async def try_out(_: CallbackQuery, person: Person, cabinet: Cabinet, t: Texts, toast: Toast) -> None:
    """«Прислать пробное предупреждение»."""
    await cabinet.reminding.try_out(person)
    toast.text = t("settings.test-asked")


def build() -> Router:
    """The router of settings."""
    router = Router(name="settings")
    router.message.register(command, Command("settings"))
    router.callback_query.register(open_settings, Go.filter(F.to == Place.SETTINGS))
    router.callback_query.register(choose_language, ChooseLanguage.filter())
    router.callback_query.register(open_digest, Go.filter(F.to == Place.DIGEST))
    router.callback_query.register(switch_digest, SwitchDigest.filter())
    router.callback_query.register(open_weekly, Go.filter(F.to == Place.WEEKLY))
    router.callback_query.register(switch_weekly, SwitchWeekly.filter())
    router.callback_query.register(try_out, Go.filter(F.to == Place.TEST))
    router.include_routers(zone.build(), quiet.build(), kinds.build())
    return router
