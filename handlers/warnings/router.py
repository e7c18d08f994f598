"""What a person does with a warning that has come."""

from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Message

from bot.cabinet.cabinet import Cabinet
from bot.cabinet.person import Person
from bot.cabinet.warnings.outbox import WarningId
from bot.middlewares.toast import Toast
from bot.texts import Html, Texts, escape, joined
from handlers import phrases
from handlers.buttons import HideWarning, RemindTomorrow
from handlers.screen import Screen, show

_ANSWERED = (f"{RemindTomorrow.__prefix__}:", f"{HideWarning.__prefix__}:")


async def remind_tomorrow(
    callback: CallbackQuery,
    callback_data: RemindTomorrow,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """«Напомнить завтра»."""
    moment = await cabinet.reminding.remind_tomorrow(person.id, WarningId(callback_data.batch))
    if moment is None:
        toast.text = t("reminding.nothing")
        return
    toast.text = t("reminding.tomorrow", moment=phrases.moment(t, moment, person.zone, cabinet.clock.now()))
    await _write_below(callback, bot, escape(toast.text))


async def hide(
    callback: CallbackQuery,
    callback_data: HideWarning,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """«Скрыть для этого срока»."""
    if not await cabinet.reminding.hide(person.id, WarningId(callback_data.batch)):
        toast.text = t("reminding.nothing")
        return
    toast.text = t("reminding.hidden")
    await _write_below(callback, bot, escape(toast.text))


async def _write_below(callback: CallbackQuery, bot: Bot, news: Html) -> None:
    """Keep the warning, take away the buttons that have been answered, and say below what was done.

    Without those buttons it has been answered already, by a tap that came first.
    """
    message = callback.message
    if not isinstance(message, Message) or message.reply_markup is None:
        return
    rows = message.reply_markup.inline_keyboard
    kept = [[one for one in row if not (one.callback_data or "").startswith(_ANSWERED)] for row in rows]
    if kept != rows:
        await show(callback, bot, Screen(joined([Html(message.html_text), news], "\n\n"), tuple(kept)))


def build() -> Router:
    """The router of warnings that have come."""
    router = Router(name="warnings")
    router.callback_query.register(remind_tomorrow, RemindTomorrow.filter())
    router.callback_query.register(hide, HideWarning.filter())
    return router
