"""«Загрузить сейчас»: beside the conversation, with progress in a message of its own."""

from contextlib import suppress
from dataclasses import dataclass

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import Message

from bot.cabinet.cabinet import Cabinet
from bot.cabinet.cash.ports import LoadProgress, LoadResult
from bot.cabinet.integrations.integration import LOADING, IntegrationKind
from bot.cabinet.organization import OrganizationId
from bot.cabinet.person import Person
from bot.middlewares.toast import Toast
from bot.texts import Html, Texts, joined
from handlers.cash import entry
from handlers.errands import Errands
from handlers.screen import Screen


@dataclass(slots=True)
class _Report:
    """The message that tells how far it is."""

    bot: Bot
    chat: int
    t: Texts
    message: Message | None = None

    async def tell(self, progress: LoadProgress) -> None:
        text = self.t.html("load.progress", done=progress.done, total=progress.total, shifts=progress.shifts)
        await self.show(Screen(text))

    async def show(self, screen: Screen) -> None:
        if self.message is None:
            self.message = await self.bot.send_message(self.chat, screen.text, reply_markup=screen.keyboard)
            return
        with suppress(TelegramAPIError):  # deleted, or nothing has changed
            await self.message.edit_text(screen.text, reply_markup=screen.keyboard)


async def start(
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
    errands: Errands,
    organization: OrganizationId,
    kind: IntegrationKind,
) -> None:
    """Begin to load; say so when it is under way already."""
    _, known = await cabinet.switching.overview(person, organization)
    if not any(one.kind is kind and one.state in LOADING for one in known):
        toast.text, toast.alert = t("load.off"), True
        return

    async def errand() -> None:
        report = _Report(bot, person.id, t)
        await report.show(Screen(t.html("load.begun")))
        result = await cabinet.cash_loading.load_now(organization, kind, report.tell)
        await report.show(Screen(_told(t, result), tuple(entry.rows(t, organization))))

    toast.text = t(
        "load.begun" if errands.start((person.id, "load", organization, kind), errand) else "load.under-way"
    )


def _told(t: Texts, result: LoadResult) -> Html:
    outcome = "load.done" if result.failure is None else "load.part"
    lines = [t.html(outcome, shifts=result.shifts, orders=result.posted.orders)]
    if result.posted.questions:
        lines.append(t.html_plural("load.questions", result.posted.questions))
    if result.failure is not None:
        lines.append(t.html("integration.fails", why=t(f"load-failure.{result.failure.value}")))
    return joined(lines, "\n\n")
