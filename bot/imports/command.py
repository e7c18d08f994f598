"""`kabinet import services FILE`: reads, compares, tells, and stores."""

import asyncio
from pathlib import Path

from rich.console import Console

from bot.cabinet.ports import ServiceImports
from bot.cabinet.service_file import ServicesFile, shown
from bot.cabinet.service_import import ImportPlan, ServiceImport
from bot.clock import Clock
from bot.imports.headings import HeadingsError
from bot.imports.report import (
    change_lines,
    count,
    headings_lines,
    note_lines,
    problem_line,
    summary_line,
    table_sentence,
)
from bot.imports.services import read_services
from bot.imports.sheet import read_file
from bot.imports.stages import Stages, print_lines
from bot.imports.table import TableError
from bot.texts import Texts

DONE = 0
PROBLEMS = 1  # and nothing has changed
WRONG_USE = 2


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
    _tell(plan, file, console, t, dry_run=dry_run, skip_bad=skip_bad)
    return PROBLEMS if plan.problems and not skip_bad else DONE


def _read(path: Path, stages: Stages) -> ServicesFile:
    stages.report("import.stage.reading")(0, 0)
    return read_services(read_file(path), stages.report("import.stage.checking"))


def _tell(
    plan: ImportPlan, file: ServicesFile, console: Console, t: Texts, *, dry_run: bool, skip_bad: bool
) -> None:
    """The whole report: what was read, bad rows, notes, changes (in a dry run) and the summary."""
    if file.sheet is not None and file.other_sheets:
        others = len(file.other_sheets)
        said = t.plural("import.sheets", others, sheet=shown(file.sheet), count=count(others))
        print_lines(console, [said], style="yellow")
    print_lines(console, (problem_line(problem, t) for problem in plan.problems), style="red")
    print_lines(console, note_lines(plan.notes, t), style="yellow")
    if dry_run:
        print_lines(console, change_lines(plan, t))
    blocked = bool(plan.problems) and not skip_bad
    print_lines(console, [summary_line(plan, t, dry_run=dry_run, blocked=blocked)], style="bold")
    ending = _conclusion(plan, t, dry_run=dry_run, blocked=blocked)
    print_lines(console, [ending], style="red" if blocked else "green")


def _conclusion(plan: ImportPlan, t: Texts, *, dry_run: bool, blocked: bool) -> str:
    if blocked:
        return t.plural("import.blocked", plan.bad_rows, count=count(plan.bad_rows))
    if plan.changes_nothing:
        return t("import.nothing-new") if plan.unchanged else t("import.no-rows")
    return t("import.dry-run") if dry_run else t("import.done")
