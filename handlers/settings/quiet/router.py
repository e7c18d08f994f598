"""Choosing quiet hours by taps or by typing them."""

from dataclasses import replace

from aiogram import Bot, F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.cabinet.cabinet import Cabinet
from bot.cabinet.person import Person
from bot.cabinet.warnings.hours import NO_QUIET, QuietHours
from bot.middlewares.toast import Toast
from bot.texts import Texts
from handlers.asking import Asking
from handlers.buttons import AskQuietHour, ChooseQuietHour, Go, Place, QuietEdge, SwitchQuiet
from handlers.screen import show
from handlers.settings.quiet import screens
from handlers.settings.quiet.typed import read

_MINUTES = 60


async def open_hours(
    callback: CallbackQuery, bot: Bot, state: FSMContext, person: Person, cabinet: Cabinet, t: Texts
) -> None:
    """The quiet hours; they may be typed too."""
    await state.set_state(Asking.quiet)
    await show(callback, bot, screens.hours(t, (await cabinet.choices.of(person.id)).quiet))


async def ask_hour(
    callback: CallbackQuery,
    callback_data: AskQuietHour,
    bot: Bot,
    state: FSMContext,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
) -> None:
    """The hours to choose from."""
    await state.set_state(Asking.quiet)
    quiet = (await cabinet.choices.of(person.id)).quiet
    await show(callback, bot, screens.grid(t, callback_data.edge, quiet))


async def choose_hour(
    callback: CallbackQuery,
    callback_data: ChooseQuietHour,
    bot: Bot,
    state: FSMContext,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """Begin or end the quiet at this hour."""
    await state.set_state(Asking.quiet)
    known, minute = (await cabinet.choices.of(person.id)).quiet, callback_data.hour * _MINUTES
    edge = {"start": minute} if callback_data.edge is QuietEdge.START else {"end": minute}
    await _keep(callback, bot, replace(known, **edge), person, cabinet, t, toast)


async def switch(
    callback: CallbackQuery,
    callback_data: SwitchQuiet,
    bot: Bot,
    state: FSMContext,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """Keep the usual quiet hours, or none."""
    await state.set_state(Asking.quiet)
    quiet = QuietHours() if callback_data.on else NO_QUIET
    await _keep(callback, bot, quiet, person, cabinet, t, toast)


async def _keep(
    callback: CallbackQuery,
    bot: Bot,
    quiet: QuietHours,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    await cabinet.choices.keep_quiet(person.id, quiet)
    toast.text = t("settings.saved")
    await show(callback, bot, screens.hours(t, quiet))


async def typed(
    message: Message, bot: Bot, state: FSMContext, person: Person, cabinet: Cabinet, t: Texts
) -> None:
    """Hours in words; what is not understood may be typed again."""
    quiet = read(message.text or "")
    if quiet is None:
        await show(message, bot, screens.not_understood(t, (await cabinet.choices.of(person.id)).quiet))
        return
    await state.set_state(None)
    await cabinet.choices.keep_quiet(person.id, quiet)
    await show(message, bot, screens.hours(t, quiet))


def build() -> Router:
    """The router of the quiet hours."""
    router = Router(name="quiet")
    router.callback_query.register(open_hours, Go.filter(F.to == Place.QUIET))
    router.callback_query.register(ask_hour, AskQuietHour.filter())
    router.callback_query.register(choose_hour, ChooseQuietHour.filter())
    router.callback_query.register(switch, SwitchQuiet.filter())
    router.message.register(typed, StateFilter(Asking.quiet), F.text & ~F.text.startswith("/"))
    return router
