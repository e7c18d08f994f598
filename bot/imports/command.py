"""`kabinet import services FILE`: reads, compares, tells, and stores."""

import asyncio
from pathlib import Path

from rich.console import Console

from bot.cabinet.ports import ServiceImports
from bot.cabinet.service_file import ServicesFile, shown
from bot.cabinet.service_import import ServiceImport
from bot.clock import Clock
from bot.imports.headings import HeadingsError
from bot.imports.report import headings_lines, table_sentence
from bot.imports.services import read_services
from bot.imports.sheet import read_file
from bot.imports.stages import Stages, print_lines
from bot.imports.table import TableError
from bot.imports.whole_report import Tone, whole_report
from bot.texts import Texts

DONE = 0
PROBLEMS = 1  # and nothing has changed
WRONG_USE = 2

_STYLES = {Tone.BAD: "red", Tone.NOTE: "yellow", Tone.PLAIN: None, Tone.SUMMARY: "bold", Tone.GOOD: "green"}


async def import_services(
    path: Path,
    store: ServiceImports,
    *,
    clock: Clock,
    dry_run: bool,
    skip_bad: bool,
    console: Console,
    t: Texts,
) -> int:
    """Load a services file; the exit code.

    0 is done (or would be, in a dry run), 1 problems found and nothing changed, 2 no services file at all.
    """
    with Stages(console, t) as stages:
        try:
            file = await asyncio.to_thread(_read, path, stages)
        except TableError as error:
            refusal = t("import.refused", name=shown(path.name), why=table_sentence(error, t))
            print_lines(console, [refusal], style="red")
            return WRONG_USE
        except HeadingsError as error:
            print_lines(console, headings_lines(error, t), style="red")
            return PROBLEMS if error.found else WRONG_USE
        importing = ServiceImport(store, clock)
        plan = await importing.plan(file, stages.report("import.stage.comparing"))
        is_applied = not dry_run and (skip_bad or not plan.problems)
        if is_applied and not plan.changes_nothing:
            stages.report("import.stage.saving")(0, 0)
            await importing.apply(plan, skip_bad=skip_bad)
    for tone, lines in whole_report(plan, file, t, dry_run=dry_run, skip_bad=skip_bad):
        print_lines(console, lines, style=_STYLES[tone])
    return PROBLEMS if plan.problems and not skip_bad else DONE


def _read(path: Path, stages: Stages) -> ServicesFile:
    stages.report("import.stage.reading")(0, 0)
    return read_services(read_file(path), stages.report("import.stage.checking"))
