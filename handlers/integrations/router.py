"""«Интеграции»: switching on and off, step by step."""

from aiogram import Bot, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from bot.cabinet.cabinet import Cabinet
from bot.cabinet.files.ports import LostFileError
from bot.cabinet.integrations.integration import IntegrationKind
from bot.cabinet.integrations.paper import Paper, PaperId
from bot.cabinet.integrations.ports import MovedMeanwhileError
from bot.cabinet.integrations.switching import UnknownPaperError
from bot.cabinet.integrations.tariff import TariffError
from bot.cabinet.integrations.transitions import Event, IncompleteError, WrongStateError
from bot.cabinet.organization import OrganizationId
from bot.cabinet.person import Person
from bot.middlewares.toast import Toast
from bot.texts import Texts
from handlers import phrases
from handlers.errands import Errands
from handlers.fallback.screens import notice
from handlers.files.sending import FileSender
from handlers.integrations import choosing, loading, screens
from handlers.integrations.buttons import (
    IntegrationCard,
    IntegrationStep,
    SignedPaper,
    Step,
)
from handlers.integrations.choosing import show_card
from handlers.screen import show
from handlers.tap import answer_tap

_EVENTS = {
    Step.CANCEL: Event.CANCEL,
    Step.ENABLE: Event.ENABLE,
    Step.OFF: Event.SWITCH_OFF,
    Step.KEEP: Event.KEEP,
}


async def show_integrations(
    event: Message | CallbackQuery,
    bot: Bot,
    _state: FSMContext,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    organization: OrganizationId,
) -> None:
    """All integrations of an organization."""
    membership, known = await cabinet.switching.overview(person, organization)
    await show(event, bot, screens.overview(t, membership, known))


async def open_card(
    callback: CallbackQuery,
    callback_data: IntegrationCard,
    bot: Bot,
    state: FSMContext,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
) -> None:
    """The integrations of an organization, or one of them."""
    organization = OrganizationId(callback_data.id)
    if callback_data.kind is None:
        await show_integrations(callback, bot, state, person, cabinet, t, organization)
    else:
        await show_card(callback, bot, state, person, cabinet, t, organization, callback_data.kind)


async def take_step(
    callback: CallbackQuery,
    callback_data: IntegrationStep,
    bot: Bot,
    state: FSMContext,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
    errands: Errands,
) -> None:
    """Take a step; whoever comes second sees where the first one has brought it."""
    organization, kind = OrganizationId(callback_data.id), callback_data.kind
    try:
        if callback_data.step is Step.BEGIN:
            await cabinet.switching.begin(person, organization, kind)
        elif callback_data.step is Step.ORDER:
            await answer_tap(callback, toast)
            await _send_paper(bot, person, cabinet, t, organization, kind)
            return
        elif callback_data.step is Step.LOAD:
            await loading.start(bot, person, cabinet, t, toast, errands, organization, kind)
            return
        elif callback_data.step is Step.PAPERS:
            membership, signed = await cabinet.switching.papers(person, organization)
            await show(callback, bot, screens.papers(t, person, membership, signed))
            return
        elif callback_data.step is Step.ASK_OFF:
            if kind is not IntegrationKind.OFD:
                view = await cabinet.switching.view(person, organization, kind)
                await show(callback, bot, screens.ask_off(t, view))
                return
            await cabinet.switching.move(person, organization, kind, Event.ASK_OFF)
        else:
            await cabinet.switching.move(person, organization, kind, _EVENTS[callback_data.step])
    except TariffError as error:
        membership, _ = await cabinet.switching.overview(person, organization)
        await show(callback, bot, screens.wrong_tariff(t, membership, error))
        return
    except (WrongStateError, MovedMeanwhileError):
        toast.text = t("integration.moved-on")
    except IncompleteError:
        toast.text, toast.alert = t("integration.incomplete"), True
    await show_card(callback, bot, state, person, cabinet, t, organization, kind)


async def send_signed(
    callback: CallbackQuery,
    callback_data: SignedPaper,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
    files: FileSender,
) -> None:
    """A signed text with its signature: evidence."""
    try:
        paper = await cabinet.switching.signed(
            person, OrganizationId(callback_data.id), PaperId(callback_data.text)
        )
    except UnknownPaperError:
        toast.text, toast.alert = t("paper.gone"), True
        return
    await answer_tap(callback, toast)
    day = phrases.local_date(paper.signed_at or paper.issued_at, person.zone)
    stem = t(f"paper.{paper.sort.value}.file", day=day.isoformat(), number=paper.id)
    caption = t.html(f"paper.{paper.sort.value}", day=phrases.day(t, day))
    try:
        await files.send(bot, person.id, paper.file, f"{stem}.txt", caption=caption)
        if paper.signature is not None:
            signer = t.html("paper.signer", signer=phrases.cut(paper.signer_name or ""))
            await files.send(bot, person.id, paper.signature, f"{stem}.sig", caption=signer)
    except LostFileError:
        await show(callback, bot, notice(t, "documents.file.lost"))


async def _send_paper(
    bot: Bot, person: Person, cabinet: Cabinet, t: Texts, organization: OrganizationId, kind: IntegrationKind
) -> None:
    paper: Paper = await cabinet.switching.paper(person, organization, kind)
    content = await cabinet.switching.text(paper)
    name = t(f"paper.{paper.sort.value}.file", day=paper.issued_at.date().isoformat(), number=paper.id)
    caption = t.html(
        "paper.caption",
        moment=phrases.moment(t, paper.valid_until, person.zone, cabinet.clock.now()),
    )
    await bot.send_document(person.id, BufferedInputFile(content, f"{name}.txt"), caption=caption)


def build() -> Router:
    """The router of integrations."""
    router = Router(name="integrations")
    router.include_router(choosing.build())
    router.callback_query.register(open_card, IntegrationCard.filter())
    router.callback_query.register(take_step, IntegrationStep.filter())
    router.callback_query.register(send_signed, SignedPaper.filter())
    return router
