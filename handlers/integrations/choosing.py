"""Choosing the certificate, the day and the zone of an integration, by taps and by typing."""

from collections.abc import Awaitable

from aiogram import Bot, F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.cabinet.cabinet import Cabinet
from bot.cabinet.integrations.integration import IntegrationKind, IntegrationState
from bot.cabinet.integrations.ports import MovedMeanwhileError
from bot.cabinet.integrations.start import BadStartError
from bot.cabinet.integrations.switching import UnknownCertificateError
from bot.cabinet.integrations.transitions import WrongStateError
from bot.cabinet.organization import OrganizationId
from bot.cabinet.person import Person
from bot.cabinet.warnings.choices import UnknownZoneError
from bot.middlewares.toast import Toast
from bot.texts import Texts
from handlers.asking import Asking
from handlers.calendar.keyboard import day_of
from handlers.fallback.screens import notice
from handlers.integrations import choices, screens
from handlers.integrations.buttons import ChooseCertificate, ChooseRegistersZone, ChooseStart
from handlers.screen import show

_OF = "integration"
# A day has digits; an ИНН is a search even while a day may be typed.
_NO_INN = r"^(?!\s*\d{10}(\d{2})?\s*$).*\d"


async def choose_certificate(
    callback: CallbackQuery,
    callback_data: ChooseCertificate,
    bot: Bot,
    state: FSMContext,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """Choose the director's certificate, or look at them."""
    organization, kind = OrganizationId(callback_data.id), callback_data.kind
    if callback_data.confirmation is None:
        view = await cabinet.switching.view(person, organization, kind)
        await show(callback, bot, choices.certificates(t, view))
        return
    choice = cabinet.switching.choose_certificate(person, organization, kind, callback_data.confirmation)
    await _choose(choice, t, toast)
    await show_card(callback, bot, state, person, cabinet, t, organization, kind)


async def choose_start(
    callback: CallbackQuery,
    callback_data: ChooseStart,
    bot: Bot,
    state: FSMContext,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """Choose the day to load from, or look at days to choose from; until something else is tapped, one may be typed."""
    organization, kind = OrganizationId(callback_data.id), callback_data.kind
    try:
        day = None if callback_data.day is None else day_of(callback_data.day)
        month = None if callback_data.month is None else day_of(callback_data.month)
    except ValueError:
        toast.text, toast.alert = t("integration.bad-start"), True
        await show_card(callback, bot, state, person, cabinet, t, organization, kind)
        return
    if day is not None:
        await _choose(cabinet.switching.choose_start(person, organization, kind, day), t, toast)
        await show_card(callback, bot, state, person, cabinet, t, organization, kind)
        return
    view = await cabinet.switching.view(person, organization, kind)
    await _expect_typing(state, organization, kind)
    offered = choices.starts(t, view) if month is None else choices.calendar(t, view, month)
    await show(callback, bot, offered)


async def type_start(
    message: Message, bot: Bot, state: FSMContext, person: Person, cabinet: Cabinet, t: Texts
) -> None:
    """A day that was typed. What is not understood may be typed again."""
    number, name = (await state.get_data())[_OF]
    organization, kind = OrganizationId(number), IntegrationKind(name)
    try:
        await cabinet.switching.choose_start(person, organization, kind, message.text or "")
    except BadStartError:
        await show(message, bot, notice(t, "integration.bad-typed-start"))
        return
    except (WrongStateError, MovedMeanwhileError):
        await show(message, bot, notice(t, "integration.moved-on"))
    await state.set_state(None)
    await show_card(message, bot, state, person, cabinet, t, organization, kind)


async def choose_zone(
    callback: CallbackQuery,
    callback_data: ChooseRegistersZone,
    bot: Bot,
    state: FSMContext,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """Choose the zone of the cash registers, or look at zones."""
    organization, kind = OrganizationId(callback_data.id), callback_data.kind
    if callback_data.zone is None:
        view = await cabinet.switching.view(person, organization, kind)
        await show(callback, bot, choices.zones(t, view))
        return
    await _choose(cabinet.switching.choose_zone(person, organization, kind, callback_data.zone), t, toast)
    await show_card(callback, bot, state, person, cabinet, t, organization, kind)


async def show_card(
    event: Message | CallbackQuery,
    bot: Bot,
    state: FSMContext,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    organization: OrganizationId,
    kind: IntegrationKind,
) -> None:
    """One integration as it stands now; where it asks for a day, one may be typed."""
    view = await cabinet.switching.view(person, organization, kind)
    if (
        view.integration.state is IntegrationState.PREPARING
        and choices.question(view) is choices.Question.START
    ):
        await _expect_typing(state, organization, kind)
    await show(event, bot, screens.card(t, person, view))


async def _choose(choice: Awaitable[None], t: Texts, toast: Toast) -> None:
    """Whoever comes second, or with a forged button, is told so and sees how it stands."""
    try:
        await choice
    except BadStartError:
        toast.text, toast.alert = t("integration.bad-start"), True
    except UnknownZoneError:
        toast.text, toast.alert = t("zone.unknown"), True
    except (UnknownCertificateError, WrongStateError, MovedMeanwhileError):
        toast.text = t("integration.moved-on")


async def _expect_typing(state: FSMContext, organization: OrganizationId, kind: IntegrationKind) -> None:
    await state.update_data({_OF: [organization, kind.value]})
    await state.set_state(Asking.integration_start)


def build() -> Router:
    """The router of what is chosen for integrations."""
    router = Router(name="integration-choices")
    router.callback_query.register(choose_certificate, ChooseCertificate.filter())
    router.callback_query.register(choose_start, ChooseStart.filter())
    router.callback_query.register(choose_zone, ChooseRegistersZone.filter())
    router.message.register(type_start, Asking.integration_start, F.text.regexp(_NO_INN))
    return router
