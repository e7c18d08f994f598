"""`kabinet import acts PATH`: a PDF, a folder of PDF files, or a ZIP of them."""

import asyncio
import os
from pathlib import Path

from rich.console import Console

from bot.cabinet.acts.importing import ActFile, ActImport, ActPlan
from bot.cabinet.files.intake import FileRefusal, FileRefusedError, Inspector
from bot.cabinet.files.stored_file import LARGEST
from bot.cabinet.service_file import shown
from bot.imports.act_report import bad_line, planned_lines, summary_line
from bot.imports.command import DONE, PROBLEMS, WRONG_USE
from bot.imports.report import count
from bot.imports.stages import Stages, print_lines
from bot.texts import Texts


class NoFilesError(Exception):
    """There is no file at the path, or none that could be an act."""


async def import_acts(
    path: Path,
    importing: ActImport,
    inspector: Inspector,
    *,
    dry_run: bool,
    skip_bad: bool,
    console: Console,
    t: Texts,
) -> int:
    """Load acts; the exit code.

    0 is done (or would be, in a dry run), 1 problems found and nothing changed, 2 no acts at all.
    """
    with Stages(console, t) as stages:
        try:
            files = await _files(path, inspector)
        except FileRefusedError as refused:
            print_lines(console, [_refused(refused, path, t)], style="red")
            return WRONG_USE
        except NoFilesError:
            print_lines(console, [t("import.acts.no-files", name=shown(path.name))], style="red")
            return WRONG_USE
        plan = await importing.plan(files, stages.report("import.acts.stage.checking"))
        is_applied = not dry_run and bool(plan.good) and (skip_bad or not plan.bad)
        put = None
        if is_applied:
            try:
                put = await importing.apply(plan, report=stages.report("import.acts.stage.saving"))
            except FileRefusedError as refused:  # it has changed, or gone, since it was looked into
                print_lines(console, [_refused(refused, path, t)], style="red")
                return PROBLEMS
    print_lines(console, (bad_line(bad, t) for bad in plan.bad), style="red")
    if dry_run:
        print_lines(console, planned_lines(plan, t))
    print_lines(console, [summary_line(plan, put, t)], style="bold")
    blocked = bool(plan.bad) and not skip_bad
    ending = _conclusion(plan, t, dry_run=dry_run, blocked=blocked)
    print_lines(console, [ending], style="red" if blocked else "green")
    return PROBLEMS if blocked else DONE


def _refused(refused: FileRefusedError, path: Path, t: Texts) -> str:
    return t("import.refused", name=shown(refused.name or path.name), why=t(f"file.{refused.refusal.value}"))


def _conclusion(plan: ActPlan, t: Texts, *, dry_run: bool, blocked: bool) -> str:
    if blocked:
        return t.plural("import.acts.blocked", len(plan.bad), count=count(len(plan.bad)))
    return t("import.dry-run") if dry_run else t("import.acts.done")


async def _files(path: Path, inspector: Inspector) -> list[ActFile]:
    """The files at the path; those of a folder are read later, one by one.

    Raises:
        FileRefusedError: The archive is not to be opened, or a folder is not.
        NoFilesError: There are none.
    """
    if await asyncio.to_thread(path.is_dir):
        found = sorted(await asyncio.to_thread(_inside, path))
        if not found:
            raise NoFilesError
        return [_on_disk(one) for one in found]
    if not await asyncio.to_thread(path.is_file):
        raise NoFilesError
    if path.suffix.lower() != ".zip":
        return [_on_disk(path)]
    return [in_memory(one.name, one.content) for one in await inspector.archive(await _on_disk(path).read())]


def _inside(folder: Path) -> list[Path]:
    """Files of subfolders too: acts are often laid out by months.

    Raises:
        FileRefusedError: A folder cannot be looked into: nobody would miss what is there.
    """

    def refuse(error: OSError) -> None:
        raise FileRefusedError(FileRefusal.UNREADABLE, Path(error.filename or folder).name) from None

    found = (Path(parent, name) for parent, _, names in os.walk(folder, onerror=refuse) for name in names)
    return [one for one in found if one.suffix.lower() == ".pdf" and one.is_file()]


def _on_disk(path: Path) -> ActFile:
    def read() -> bytes:
        try:
            with path.open("rb") as opened:
                content = opened.read(LARGEST + 1)
        except OSError:
            raise FileRefusedError(FileRefusal.UNREADABLE, path.name) from None
        if len(content) > LARGEST:
            raise FileRefusedError(FileRefusal.TOO_LARGE, path.name)
        return content

    return ActFile(path.name, lambda: asyncio.to_thread(read))


def in_memory(name: str, content: bytes) -> ActFile:
    """A file that has been read already."""

    async def read() -> bytes:
        return content

    return ActFile(name, read)
