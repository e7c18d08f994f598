"""«Акты сверки»: ready ones as files, ordering others."""

from aiogram import Bot, F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.cabinet.acts.act import ActId, ActOrderId
from bot.cabinet.acts.ordering import NobodyServesError, TooManyOrdersError, UnknownActError
from bot.cabinet.acts.period import BadPeriodError
from bot.cabinet.acts.ports import OrderExistsError
from bot.cabinet.cabinet import Cabinet
from bot.cabinet.files.ports import LostFileError
from bot.cabinet.fiscal.period import Period
from bot.cabinet.organization import OrganizationId
from bot.cabinet.person import Person
from bot.middlewares.toast import Toast
from bot.texts import Texts
from handlers import phrases
from handlers.acts import screens, wording
from handlers.acts.buttons import (
    ActCalendar,
    ActFile,
    ActsPage,
    ChoosePeriod,
    OrderAct,
    OrderPeriod,
    SentActs,
    WithdrawOrder,
)
from handlers.asking import Asking
from handlers.calendar.keyboard import day_of
from handlers.fallback.screens import notice
from handlers.files.sending import FileSender
from handlers.screen import show
from handlers.tap import answer_tap

_ORGANIZATION = "act-of"


async def show_acts(
    event: Message | CallbackQuery,
    bot: Bot,
    _state: FSMContext,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    organization: OrganizationId,
    *,
    number: int = 0,
) -> None:
    """Acts and orders of an organization."""
    view = await cabinet.acts.view(person, organization, number)
    await show(event, bot, screens.acts(t, person.id, view))


async def open_acts(
    callback: CallbackQuery,
    callback_data: ActsPage,
    bot: Bot,
    state: FSMContext,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
) -> None:
    """A page of acts."""
    organization = OrganizationId(callback_data.id)
    await show_acts(callback, bot, state, person, cabinet, t, organization, number=callback_data.page)


async def open_sent(
    callback: CallbackQuery, callback_data: SentActs, bot: Bot, person: Person, cabinet: Cabinet, t: Texts
) -> None:
    """A page of acts that came through Диадок."""
    organization = OrganizationId(callback_data.id)
    membership, page = await cabinet.acts.sent(person, organization, callback_data.page)
    await show(callback, bot, screens.sent(t, membership, page))


async def send_act(
    callback: CallbackQuery,
    callback_data: ActFile,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
    files: FileSender,
) -> None:
    """An act as a file."""
    organization, act = OrganizationId(callback_data.id), ActId(callback_data.act)
    try:
        membership, found = await cabinet.acts.one(person, organization, act)
    except UnknownActError:
        toast.text, toast.alert = t("acts.gone"), True
        return
    await answer_tap(callback, toast)
    firm = phrases.firm(membership.organization.name)
    caption = t.html("acts.caption", period=wording.period(t, found.period), name=firm)
    name = wording.file_name(t, found.period, firm)
    try:
        await files.send(bot, person.id, found.file, name, caption=caption)
    except LostFileError:
        await show(callback, bot, notice(t, "documents.file.lost"))


async def choose_period(
    callback: CallbackQuery,
    callback_data: ChoosePeriod,
    bot: Bot,
    state: FSMContext,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
) -> None:
    """Periods to order an act for; until something else is tapped, one may be typed."""
    organization = OrganizationId(callback_data.id)
    membership, offers = await cabinet.acts.offers(person, organization)
    await _expect_typing(state, organization)
    await show(callback, bot, screens.periods(t, membership, offers, cabinet.acts.today(person)))


async def choose_days(
    callback: CallbackQuery,
    callback_data: ActCalendar,
    bot: Bot,
    state: FSMContext,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """Own dates: a calendar for the first day, then for the last one."""
    organization = OrganizationId(callback_data.id)
    try:
        month = day_of(callback_data.month)
        first = None if callback_data.first is None else day_of(callback_data.first)
    except ValueError:
        toast.text = t("acts.bad-period")
        return
    membership, _ = await cabinet.acts.offers(person, organization)
    await _expect_typing(state, organization)
    await show(callback, bot, screens.calendar(t, membership, month, first, cabinet.acts.today(person)))


async def consider(
    callback: CallbackQuery,
    callback_data: OrderPeriod,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """Ask once more before ordering."""
    organization = OrganizationId(callback_data.id)
    try:
        period = _period(callback_data.first, callback_data.last)
        membership, wanted, act = await cabinet.acts.considered(person, organization, period)
    except ValueError:
        toast.text, toast.alert = t("acts.bad-period"), True
        return
    await show(callback, bot, screens.confirmation(t, membership, wanted, is_ready=act is not None))


async def consider_typed(
    message: Message, bot: Bot, state: FSMContext, person: Person, cabinet: Cabinet, t: Texts
) -> None:
    """A period in words."""
    organization = OrganizationId((await state.get_data()).get(_ORGANIZATION, 0))
    try:
        membership, wanted, act = await cabinet.acts.considered(person, organization, message.text or "")
    except BadPeriodError:
        await show(message, bot, notice(t, "acts.bad-typed-period"))
        return
    await state.set_state(None)
    await show(message, bot, screens.confirmation(t, membership, wanted, is_ready=act is not None))


async def order(
    callback: CallbackQuery,
    callback_data: OrderAct,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """Order the act."""
    organization = OrganizationId(callback_data.id)
    try:
        period = _period(callback_data.first, callback_data.last)
        membership = await cabinet.acts.order(person, organization, period)
    except OrderExistsError:
        toast.text, toast.alert = t("acts.ordered-already"), True
        return
    except TooManyOrdersError:
        toast.text, toast.alert = t("acts.too-many"), True
        return
    except NobodyServesError:
        toast.text, toast.alert = t("acts.nobody-serves"), True
        return
    except ValueError:
        toast.text, toast.alert = t("acts.bad-period"), True
        return
    await show(callback, bot, screens.ordered(t, membership, period))


async def withdraw(
    callback: CallbackQuery,
    callback_data: WithdrawOrder,
    bot: Bot,
    state: FSMContext,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """Take back one's own order."""
    organization = OrganizationId(callback_data.id)
    withdrawn = await cabinet.acts.withdraw(person, organization, ActOrderId(callback_data.order))
    toast.text = t("acts.withdrawn" if withdrawn else "acts.not-waiting")
    await show_acts(callback, bot, state, person, cabinet, t, organization)


async def _expect_typing(state: FSMContext, organization: OrganizationId) -> None:
    await state.update_data({_ORGANIZATION: organization})
    await state.set_state(Asking.act_period)


def _period(first: int, last: int) -> Period:
    return Period(day_of(first), day_of(last))


def build() -> Router:
    """The router of reconciliation acts."""
    router = Router(name="acts")
    router.callback_query.register(open_acts, ActsPage.filter())
    router.callback_query.register(open_sent, SentActs.filter())
    router.callback_query.register(send_act, ActFile.filter())
    router.callback_query.register(choose_period, ChoosePeriod.filter())
    router.callback_query.register(choose_days, ActCalendar.filter())
    router.callback_query.register(consider, OrderPeriod.filter())
    router.callback_query.register(order, OrderAct.filter())
    router.callback_query.register(withdraw, WithdrawOrder.filter())
    router.message.register(consider_typed, Asking.act_period, F.text)
    return router
