"""`kabinet import services FILE`: reads, compares, tells, and stores."""

import asyncio
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

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
from bot.imports.table import TableError
from bot.texts import Texts

DONE = 0
PROBLEMS = 1  # and nothing has changed
WRONG_USE = 2

_LINES_AT_ONCE = 500


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
    with _Stages(console, t) as stages:
        try:
            file = await asyncio.to_thread(_read, path, stages)
        except TableError as error:
            refusal = t("import.refused", name=shown(path.name), why=table_sentence(error, t))
            _print(console, [refusal], style="red")
            return WRONG_USE
        except HeadingsError as error:
            _print(console, headings_lines(error, t), style="red")
            return PROBLEMS if error.found else WRONG_USE
        importing = ServiceImport(store, clock)
        plan = await importing.plan(file, stages.report("import.stage.comparing"))
        is_applied = not dry_run and (skip_bad or not plan.problems)
        if is_applied and not plan.changes_nothing:
            stages.report("import.stage.saving")(0, 0)
            await importing.apply(plan, skip_bad=skip_bad)
    _tell(plan, file, console, t, dry_run=dry_run, skip_bad=skip_bad)
    return PROBLEMS if plan.problems and not skip_bad else DONE


def _read(path: Path, stages: "_Stages") -> ServicesFile:
    stages.report("import.stage.reading")(0, 0)
    return read_services(read_file(path), stages.report("import.stage.checking"))


def _tell(
    plan: ImportPlan, file: ServicesFile, console: Console, t: Texts, *, dry_run: bool, skip_bad: bool
) -> None:
    """The whole report: what was read, bad rows, notes, changes (in a dry run) and the summary."""
    if file.sheet is not None and file.other_sheets:
        others = len(file.other_sheets)
        said = t.plural("import.sheets", others, sheet=shown(file.sheet), count=count(others))
        _print(console, [said], style="yellow")
    _print(console, (problem_line(problem, t) for problem in plan.problems), style="red")
    _print(console, note_lines(plan.notes, t), style="yellow")
    if dry_run:
        _print(console, change_lines(plan, t))
    blocked = bool(plan.problems) and not skip_bad
    _print(console, [summary_line(plan, t, dry_run=dry_run, blocked=blocked)], style="bold")
    ending = _conclusion(plan, t, dry_run=dry_run, blocked=blocked)
    _print(console, [ending], style="red" if blocked else "green")


def _conclusion(plan: ImportPlan, t: Texts, *, dry_run: bool, blocked: bool) -> str:
    if blocked:
        return t.plural("import.blocked", plan.bad_rows, count=count(plan.bad_rows))
    if plan.changes_nothing:
        return t("import.nothing-new") if plan.unchanged else t("import.no-rows")
    return t("import.dry-run") if dry_run else t("import.done")


def _print(console: Console, lines: Iterable[str], style: str | None = None) -> None:
    """Lines as they are, not wrapped: many at once, because a report may have a hundred thousand."""
    rest = iter(lines)
    while some := list(islice(rest, _LINES_AT_ONCE)):
        console.out("\n".join(some), style=style, highlight=False)


class _Stages:
    """How far the work is: a bar for each stage on a terminal, a plain line elsewhere."""

    def __init__(self, console: Console, t: Texts) -> None:
        self._console = console
        self._t = t
        self._bars = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            disable=not console.is_terminal,
            transient=True,
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def report(self, key: str) -> Callable[[int, int], None]:
        """What a stage calls with how much is done, of how much; (0, 0) when that is not known."""

        def tell(done: int, total: int) -> None:
            if not self._console.is_terminal:
                if done == total:
                    _print(self._console, [self._line(key, total)])
                return
            if key not in self._tasks:
                self._tasks[key] = self._bars.add_task(self._t(key))
            self._bars.update(self._tasks[key], completed=done, total=total or None)

        return tell

    def _line(self, key: str, total: int) -> str:
        return f"{self._t(key)}: {count(total)}" if total else f"{self._t(key)}…"
