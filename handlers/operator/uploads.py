"""Files that operators send: services and acts are shown, confirmed, loaded."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

import structlog
from aiogram import Bot, F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.enums import ChatAction
from aiogram.exceptions import TelegramAPIError
from aiogram.fsm.context import FSMContext
from aiogram.types import BufferedInputFile, CallbackQuery, Message
from aiohttp import ClientError

from bot.cabinet.acts.uploading import ActReview, ActsChangedError, BadFilesError, ShownActs
from bot.cabinet.cabinet import Cabinet
from bot.cabinet.files.intake import FileRefusal, FileRefusedError
from bot.cabinet.files.stored_file import LARGEST
from bot.cabinet.person import Person
from bot.cabinet.service_import import BadRowsError
from bot.cabinet.service_upload import (
    AlreadyLoadedError,
    OtherContentError,
    PlanChangedError,
    ShownUpload,
    UploadReview,
)
from bot.cabinet.warnings.operations import NotAnOperatorError
from bot.imports.headings import HeadingsError
from bot.imports.report import headings_lines, table_sentence
from bot.imports.table import MAX_FILE_BYTES, TableError, TableFault
from bot.middlewares.toast import Toast
from bot.texts import Texts
from handlers.fallback.screens import notice
from handlers.files.refusals import refusal
from handlers.operator import upload_screens
from handlers.operator.buttons import HowToUpload, LoadActs, LoadServices
from handlers.screen import Screen, chat_of, show
from handlers.tap import answer_tap
from handlers.upload import TooLargeError, fetch

log = structlog.get_logger(__name__)

_SERVICES, _ACTS = "services-upload", "acts-upload"
_REPORT = "report.txt"


async def take_services(
    message: Message, bot: Bot, state: FSMContext, person: Person, cabinet: Cabinet, t: Texts
) -> None:
    """A services file: what it would change. From anybody else such a file is what it was before."""
    if message.document is None or not cabinet.operations.are_run_by(person.id):
        raise SkipHandler
    await bot.send_chat_action(person.id, ChatAction.TYPING)
    file = message.document.file_id
    review = await _attempted(
        message, bot, t, lambda: cabinet.service_uploads.review(person.id, _from(bot, file, MAX_FILE_BYTES))
    )
    if review is not None:
        await _show_services(message, bot, state, t, file, review, changed=False)


async def load_services(
    callback: CallbackQuery,
    callback_data: LoadServices,
    bot: Bot,
    state: FSMContext,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """Load what was shown, once."""
    if not cabinet.operations.are_run_by(person.id):
        raise SkipHandler
    kept = (await state.get_data()).get(_SERVICES)
    if kept is None or not kept["shown"]["content"].startswith(callback_data.digest):
        toast.text, toast.alert = t("upload.gone"), True
        return
    file, shown = kept["file"], ShownUpload(**kept["shown"])
    await answer_tap(callback, toast)
    try:
        review = await _attempted(
            callback,
            bot,
            t,
            lambda: cabinet.service_uploads.confirm(
                person.id, shown, _from(bot, file, MAX_FILE_BYTES), skip_bad=callback_data.skip_bad
            ),
        )
    except AlreadyLoadedError:
        await bot.send_message(person.id, t.html("upload.already"))
        return
    except PlanChangedError as changed:
        await _show_services(callback, bot, state, t, file, changed.review, changed=True)
        return
    if review is None:
        return
    log.info("services.uploaded", file=review.shown.short, added=len(review.plan.added))
    await state.update_data({_SERVICES: {"file": file, "shown": asdict(review.shown)}})
    await show(callback, bot, upload_screens.services_loaded(t, review))
    if upload_screens.needs_report(review):
        await _send_report(callback, bot, t, review, dry_run=False, skip_bad=callback_data.skip_bad)


async def take_acts(
    message: Message, bot: Bot, state: FSMContext, person: Person, cabinet: Cabinet, t: Texts
) -> None:
    """Acts, one or an archive of them: what they would change."""
    document = message.document
    if document is None or not cabinet.operations.are_run_by(person.id):
        raise SkipHandler
    await bot.send_chat_action(person.id, ChatAction.TYPING)
    file, name = document.file_id, document.file_name or ""
    review = await _attempted(
        message, bot, t, lambda: cabinet.act_uploads.review(person.id, name, _from(bot, file, LARGEST))
    )
    if review is not None:
        await _show_acts(message, bot, state, t, file, name, review, changed=False)


async def load_acts(
    callback: CallbackQuery,
    callback_data: LoadActs,
    bot: Bot,
    state: FSMContext,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """Load the acts that were shown, once."""
    if not cabinet.operations.are_run_by(person.id):
        raise SkipHandler
    kept = (await state.get_data()).get(_ACTS)
    if kept is None or "shown" not in kept or not kept["shown"]["plan"].startswith(callback_data.digest):
        toast.text, toast.alert = t("upload.gone"), True
        return
    file, name, shown = kept["file"], kept["name"], ShownActs(**kept["shown"])
    await answer_tap(callback, toast)
    try:
        loaded = await _attempted(
            callback,
            bot,
            t,
            lambda: cabinet.act_uploads.confirm(
                person.id, name, shown, _from(bot, file, LARGEST), skip_bad=callback_data.skip_bad
            ),
        )
    except ActsChangedError as changed:
        await _show_acts(callback, bot, state, t, file, name, changed.review, changed=True)
        return
    if loaded is not None:
        await state.update_data({_ACTS: None})
        await show(callback, bot, upload_screens.acts_loaded(t, *loaded))


async def show_how(callback: CallbackQuery, bot: Bot, person: Person, cabinet: Cabinet, t: Texts) -> None:
    """What can be loaded, and how."""
    if not cabinet.operations.are_run_by(person.id):
        raise SkipHandler
    await show(callback, bot, upload_screens.how(t))


def _from(bot: Bot, file: str, limit: int) -> Callable[[], Awaitable[bytes]]:
    return lambda: fetch(bot, file, limit)


async def _attempted(
    event: Message | CallbackQuery, bot: Bot, t: Texts, work: Callable[[], Awaitable[Any]]
) -> Any:
    """What the work gives; None when the file is not taken, and why has been said."""
    try:
        return await work()
    except NotAnOperatorError:
        raise SkipHandler from None
    except TooLargeError:
        is_services = isinstance(event, Message) and _is_table(event)
        error = TableError(TableFault.TOO_LARGE)
        screen = (
            upload_screens.refused(t, [table_sentence(error, t)])
            if is_services
            else refusal(t, FileRefusedError(FileRefusal.TOO_LARGE))
        )
    except TableError as error:
        screen = upload_screens.refused(t, [table_sentence(error, t)])
    except HeadingsError as error:
        screen = upload_screens.refused(t, list(headings_lines(error, t)))
    except FileRefusedError as refused:
        screen = refusal(t, refused)
    except (OtherContentError, BadRowsError, BadFilesError):
        screen = notice(t, "upload.gone")
    except (TelegramAPIError, ClientError, TimeoutError) as error:
        log.warning("upload.unreceived", error=type(error).__name__)
        screen = _unreceived(t, error)
    await show(event, bot, screen)
    return None


def _unreceived(t: Texts, error: Exception) -> Screen:
    if "file is too big" in str(error).lower():
        return refusal(t, FileRefusedError(FileRefusal.TOO_LARGE))
    return notice(t, "orders.not-fetched")


async def _show_services(
    event: Message | CallbackQuery,
    bot: Bot,
    state: FSMContext,
    t: Texts,
    file: str,
    review: UploadReview,
    *,
    changed: bool,
) -> None:
    await state.update_data({_SERVICES: {"file": file, "shown": asdict(review.shown)}})
    if upload_screens.needs_report(review):
        await _send_report(event, bot, t, review, dry_run=True, skip_bad=False)
    await show(event, bot, upload_screens.services(t, review, changed=changed))


async def _show_acts(
    event: Message | CallbackQuery,
    bot: Bot,
    state: FSMContext,
    t: Texts,
    file: str,
    name: str,
    review: ActReview,
    *,
    changed: bool,
) -> None:
    await state.update_data({_ACTS: {"file": file, "name": name, "shown": asdict(review.shown)}})
    await show(event, bot, upload_screens.acts(t, review, changed=changed))


async def _send_report(
    event: Message | CallbackQuery, bot: Bot, t: Texts, review: UploadReview, *, dry_run: bool, skip_bad: bool
) -> None:
    text = upload_screens.services_report(t, review, dry_run=dry_run, skip_bad=skip_bad)
    await bot.send_document(
        chat_of(event), BufferedInputFile(text.encode(), _REPORT), caption=t.html("upload.report")
    )


def _is_table(message: Message) -> bool:
    name = (message.document.file_name or "") if message.document else ""
    return name.lower().endswith((".xlsx", ".csv"))


def build() -> Router:
    """The router of files that operators send."""
    router = Router(name="uploads")
    named = F.document.file_name.lower()
    router.message.register(take_services, F.document, named.endswith(".xlsx") | named.endswith(".csv"))
    router.message.register(take_acts, F.document, named.endswith(".pdf") | named.endswith(".zip"))
    router.callback_query.register(load_services, LoadServices.filter())
    router.callback_query.register(load_acts, LoadActs.filter())
    router.callback_query.register(show_how, HowToUpload.filter())
    return router
