"""The whole report about a services file, in its order: for the command line and for the chat alike."""

from collections.abc import Iterable, Iterator
from enum import Enum

from bot.cabinet.service_file import ServicesFile, shown
from bot.cabinet.service_import import ImportPlan
from bot.imports.report import change_lines, count, note_lines, problem_line, summary_line
from bot.texts import Texts


class Tone(Enum):
    """What a line means to whoever reads it."""

    BAD = "bad"
    NOTE = "note"
    PLAIN = "plain"
    SUMMARY = "summary"
    GOOD = "good"


def whole_report(
    plan: ImportPlan, file: ServicesFile, t: Texts, *, dry_run: bool, skip_bad: bool
) -> Iterator[tuple[Tone, Iterable[str]]]:
    """What was read, bad rows, notes, changes (in a dry run), the summary and how it ended."""
    if file.sheet is not None and file.other_sheets:
        others = len(file.other_sheets)
        yield Tone.NOTE, [t.plural("import.sheets", others, sheet=shown(file.sheet), count=count(others))]
    yield Tone.BAD, (problem_line(problem, t) for problem in plan.problems)
    yield Tone.NOTE, note_lines(plan.notes, t)
    if dry_run:
        yield Tone.PLAIN, change_lines(plan, t)
    blocked = bool(plan.problems) and not skip_bad
    yield Tone.SUMMARY, [summary_line(plan, t, dry_run=dry_run, blocked=blocked)]
    ending = conclusion(plan, t, dry_run=dry_run, blocked=blocked)
    yield Tone.BAD if blocked else Tone.GOOD, [ending]


def conclusion(plan: ImportPlan, t: Texts, *, dry_run: bool, blocked: bool) -> str:
    """How it ended, and what to do."""
    if blocked:
        return t.plural("import.blocked", plan.bad_rows, count=count(plan.bad_rows))
    if plan.changes_nothing:
        return t("import.nothing-new") if plan.unchanged else t("import.no-rows")
    return t("import.dry-run") if dry_run else t("import.done")
