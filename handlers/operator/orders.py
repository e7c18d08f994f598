"""Orders for reconciliation acts that wait: the file is attached, or the order is declined."""

import aiohttp
from aiogram import Bot, F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.exceptions import TelegramAPIError
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from bot.cabinet.acts.act import ActOrderId
from bot.cabinet.acts.fulfilling import OrderGoneError, OtherOrganizationError
from bot.cabinet.cabinet import Cabinet
from bot.cabinet.documents.closing_documents import UnknownDocumentError
from bot.cabinet.documents.kept import DocumentId
from bot.cabinet.files.intake import FileRefusal, FileRefusedError, Offered
from bot.cabinet.files.stored_file import LARGEST, FileId
from bot.cabinet.person import Person
from bot.cabinet.warnings.operations import NotAnOperatorError
from bot.middlewares.toast import Toast
from bot.texts import Texts
from handlers import phrases
from handlers.acts.buttons import (
    AttachFile,
    DeclineOrder,
    SettleOrder,
    TakeSentAct,
    WaitingOrder,
    WaitingOrders,
)
from handlers.asking import Asking
from handlers.documents.sending import Notice, attended
from handlers.documents.wording import file_name
from handlers.errands import Errands
from handlers.fallback.screens import notice
from handlers.files.refusals import refusal
from handlers.files.sending import FileSender
from handlers.operator import order_screens
from handlers.screen import show
from handlers.upload import TooLargeError, fetch

_ORDER, _FILE = "act-order", "act-order-file"


async def show_waiting(
    callback: CallbackQuery,
    callback_data: WaitingOrders,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
) -> None:
    """Orders that wait, the oldest first. Whom it does not concern gets the answer of the last resort."""
    try:
        waiting = await cabinet.fulfilling.waiting(person.id, callback_data.page)
    except NotAnOperatorError:
        raise SkipHandler from None
    await show(callback, bot, order_screens.waiting(t, waiting))


async def show_order(
    callback: CallbackQuery,
    callback_data: WaitingOrder,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """One order."""
    try:
        order = await cabinet.fulfilling.order(person.id, ActOrderId(callback_data.order))
        sent = await cabinet.fulfilling.sent(person.id, order)
    except NotAnOperatorError:
        raise SkipHandler from None
    except OrderGoneError:
        toast.text, toast.alert = t("orders.gone"), True
        return
    await show(callback, bot, order_screens.order(t, order, sent, person.zone, cabinet.clock.now()))


async def ask_for_file(
    callback: CallbackQuery,
    callback_data: AttachFile,
    bot: Bot,
    state: FSMContext,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """«Приложить файл»: the next file is for this order."""
    await _ask(
        callback,
        callback_data.order,
        bot,
        state,
        person,
        cabinet,
        t,
        toast,
        Asking.act_file,
        "orders.send-file",
    )


async def ask_why(
    callback: CallbackQuery,
    callback_data: DeclineOrder,
    bot: Bot,
    state: FSMContext,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """«Отклонить»: the next text is the reason."""
    await _ask(
        callback,
        callback_data.order,
        bot,
        state,
        person,
        cabinet,
        t,
        toast,
        Asking.act_decline,
        "orders.say-why",
    )


async def take_file(
    message: Message, bot: Bot, state: FSMContext, person: Person, cabinet: Cabinet, t: Texts
) -> None:
    """The file for the order: it is shown once more before it goes."""
    order = ActOrderId((await state.get_data()).get(_ORDER, 0))
    document = message.document
    if document is None:
        raise SkipHandler
    try:
        content = await fetch(bot, document, LARGEST)
        offered = Offered(document.file_name or "", content)
        file = await cabinet.fulfilling.take(person.id, order, offered)
        wanted = await cabinet.fulfilling.order(person.id, order)
    except NotAnOperatorError:
        raise SkipHandler from None
    except TooLargeError:
        await show(message, bot, refusal(t, FileRefusedError(FileRefusal.TOO_LARGE)))
    except FileRefusedError as refused:
        await show(message, bot, refusal(t, refused))
    except OtherOrganizationError:
        await show(message, bot, notice(t, "orders.other-organization"))
    except OrderGoneError:
        await show(message, bot, notice(t, "orders.gone"))
    except (TelegramAPIError, aiohttp.ClientError, TimeoutError):
        await show(message, bot, notice(t, "orders.not-fetched"))
    else:
        await state.update_data({_FILE: file})
        await show(message, bot, order_screens.attached(t, wanted, offered.name, file))


async def take_sent(
    _callback: CallbackQuery,
    callback_data: TakeSentAct,
    bot: Bot,
    state: FSMContext,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
    files: FileSender,
    errands: Errands,
) -> None:
    """An act that came through Диадок: its file is looked at before it goes to whoever ordered it."""
    order, document = ActOrderId(callback_data.order), DocumentId(callback_data.document)
    try:
        await cabinet.fulfilling.order(person.id, order)
    except NotAnOperatorError:
        raise SkipHandler from None
    except OrderGoneError:
        toast.text, toast.alert = t("orders.gone"), True
        return

    async def work(waiting: Notice) -> None:
        try:
            wanted, act, file = await cabinet.fulfilling.take_sent(
                person.id, order, document, waiting.progress
            )
        except (OrderGoneError, UnknownDocumentError):
            await bot.send_message(person.id, t.html("orders.gone"))
            return
        name = file_name(t, act, phrases.firm(wanted.organization_name))
        await files.send(bot, person.id, file, name)
        await state.update_data({_ORDER: order, _FILE: file})
        screen = order_screens.attached(t, wanted, name, file)
        await bot.send_message(person.id, screen.text, reply_markup=screen.keyboard)

    async def errand() -> None:
        await attended(Notice(bot, person.id, t), work, t, lambda _: notice(t, "orders.gone"))

    if not errands.start((person.id, "sent-act", order), errand):
        toast.text = t("documents.under-way")


async def settle(
    callback: CallbackQuery,
    callback_data: SettleOrder,
    bot: Bot,
    state: FSMContext,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """Give the file that was shown to whoever ordered it."""
    data = await state.get_data()
    if (data.get(_ORDER), data.get(_FILE)) != (callback_data.order, callback_data.file):
        toast.text, toast.alert = t("orders.send-again"), True
        return
    try:
        order = await cabinet.fulfilling.settle(
            person.id, ActOrderId(callback_data.order), FileId(callback_data.file)
        )
    except NotAnOperatorError:
        raise SkipHandler from None
    except OrderGoneError:
        toast.text, toast.alert = t("orders.gone"), True
        return
    await state.update_data({_ORDER: None, _FILE: None})
    await show(callback, bot, order_screens.settled(t, order))


async def decline(
    message: Message, bot: Bot, state: FSMContext, person: Person, cabinet: Cabinet, t: Texts
) -> None:
    """Decline the order for this reason."""
    order = ActOrderId((await state.get_data()).get(_ORDER, 0))
    try:
        declined = await cabinet.fulfilling.decline(person.id, order, message.text or "")
    except NotAnOperatorError:
        raise SkipHandler from None
    except OrderGoneError:
        await show(message, bot, notice(t, "orders.gone"))
    else:
        await show(message, bot, order_screens.declined(t, declined))
    await state.set_state(None)


async def _ask(
    callback: CallbackQuery,
    order: int,
    bot: Bot,
    state: FSMContext,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
    question: State,
    key: str,
) -> None:
    try:
        wanted = await cabinet.fulfilling.order(person.id, ActOrderId(order))
    except NotAnOperatorError:
        raise SkipHandler from None
    except OrderGoneError:
        toast.text, toast.alert = t("orders.gone"), True
        return
    await state.update_data({_ORDER: order, _FILE: None})
    await state.set_state(question)
    await show(callback, bot, order_screens.question(t, wanted, key))


def build() -> Router:
    """The router of orders."""
    router = Router(name="orders")
    router.callback_query.register(show_waiting, WaitingOrders.filter())
    router.callback_query.register(show_order, WaitingOrder.filter())
    router.callback_query.register(ask_for_file, AttachFile.filter())
    router.callback_query.register(ask_why, DeclineOrder.filter())
    router.callback_query.register(take_sent, TakeSentAct.filter())
    router.callback_query.register(settle, SettleOrder.filter())
    router.message.register(take_file, Asking.act_file, F.document)
    router.message.register(decline, Asking.act_decline, F.text)
    return router
