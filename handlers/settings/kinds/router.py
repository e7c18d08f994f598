"""Switching kinds of warnings and ticking their thresholds."""

from aiogram import Bot, F, Router
from aiogram.types import CallbackQuery

from bot.cabinet.cabinet import Cabinet
from bot.cabinet.person import Person
from bot.cabinet.warnings.choices import SWITCHABLE, NoChoiceError
from bot.cabinet.warnings.kind import Kind
from bot.middlewares.toast import Toast
from bot.texts import Texts
from handlers.buttons import ChooseUsual, Go, OpenKind, Place, SwitchKind, ToggleThreshold
from handlers.screen import show
from handlers.settings.kinds import screens


async def open_kinds(callback: CallbackQuery, bot: Bot, person: Person, cabinet: Cabinet, t: Texts) -> None:
    """All kinds."""
    await show(callback, bot, screens.kinds(t, await cabinet.choices.of(person.id)))


async def open_kind(
    callback: CallbackQuery, callback_data: OpenKind, bot: Bot, person: Person, cabinet: Cabinet, t: Texts
) -> None:
    """One kind."""
    await _show_kind(callback, bot, callback_data.kind, person, cabinet, t)


async def switch(
    callback: CallbackQuery,
    callback_data: SwitchKind,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """Warn of the kind, or not."""
    try:
        await cabinet.choices.switch(person.id, callback_data.kind, enabled=callback_data.on)
        toast.text = t("settings.saved")
    except NoChoiceError:
        toast.text = t("kind.no-choice")
    await _show_kind(callback, bot, callback_data.kind, person, cabinet, t)


async def toggle(
    callback: CallbackQuery,
    callback_data: ToggleThreshold,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """Warn this early too, or no more."""
    try:
        await cabinet.choices.toggle(person.id, callback_data.kind, callback_data.threshold)
    except NoChoiceError:
        toast.text = t("kind.no-choice")
    await _show_kind(callback, bot, callback_data.kind, person, cabinet, t)


async def choose_usual(
    callback: CallbackQuery,
    callback_data: ChooseUsual,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """Warn as early as everybody is warned."""
    try:
        await cabinet.choices.choose_usual(person.id, callback_data.kind)
        toast.text = t("settings.saved")
    except NoChoiceError:
        toast.text = t("kind.no-choice")
    await _show_kind(callback, bot, callback_data.kind, person, cabinet, t)


async def _show_kind(
    callback: CallbackQuery, bot: Bot, kind: Kind, person: Person, cabinet: Cabinet, t: Texts
) -> None:
    preferences = await cabinet.choices.of(person.id)
    if kind in SWITCHABLE:
        await show(callback, bot, screens.one(t, preferences, kind))
    else:
        await show(callback, bot, screens.kinds(t, preferences))


def build() -> Router:
    """The router of the kinds."""
    router = Router(name="kinds")
    router.callback_query.register(open_kinds, Go.filter(F.to == Place.KINDS))
    router.callback_query.register(open_kind, OpenKind.filter())
    router.callback_query.register(switch, SwitchKind.filter())
    router.callback_query.register(toggle, ToggleThreshold.filter())
    router.callback_query.register(choose_usual, ChooseUsual.filter())
    return router
