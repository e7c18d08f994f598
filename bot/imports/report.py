"""What the operator reads after a services file has been compared: every bad row, what changes, and how many."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from bot.cabinet.service_file import Column, FieldValue, Note, Problem, told
from bot.cabinet.service_import import Change, ImportPlan
from bot.cabinet.subscription import ServiceLine
from bot.imports.cells import FIRST_YEAR, LAST_YEAR
from bot.imports.headings import HeadingsError
from bot.imports.services import (
    MAX_EXTERNAL_ID,
    MAX_MODIFIER,
    MAX_MODIFIERS,
    MAX_NAME,
    MAX_PRODUCT,
    MAX_TARIFF,
)
from bot.imports.table import MAX_CELL_CHARACTERS, MAX_COLUMNS, MAX_FILE_BYTES, MAX_ROWS, MIB, TableError
from bot.texts import Texts

NOTES_OF_A_KIND = 20  # notes ask for nothing; problems are told all
CHANGES = 200

_LIMITS = {
    Column.ORGANIZATION: MAX_NAME,
    Column.PRODUCT: MAX_PRODUCT,
    Column.TARIFF: MAX_TARIFF,
    Column.MODIFIERS: MAX_MODIFIER,
    Column.EXTERNAL_ID: MAX_EXTERNAL_ID,
}


def count(number: int) -> str:
    """A number of things with its thousands apart."""
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


def table_sentence(error: TableError, t: Texts) -> str:
    """Why the file gives no table, and what to do."""
    row = "" if error.row is None else t("import.at-row", row=error.row)
    return row + t(
        f"import.file.{error.fault.value}",
        mib=MAX_FILE_BYTES // MIB,
        rows=count(MAX_ROWS),
        columns=MAX_COLUMNS,
        characters=count(MAX_CELL_CHARACTERS),
    )


def headings_lines(error: HeadingsError, t: Texts) -> Iterator[str]:
    """What is wrong with the header, all of it at once."""
    yield t("import.headings.wrong") if error.found else t("import.headings.none")
    if error.missing:
        yield t("import.headings.missing", names=_listed([column.value for column in error.missing]))
    if error.unknown:
        yield t("import.headings.unknown", names=_listed(error.unknown))
    if error.doubled:
        yield t("import.headings.doubled", names=_listed([column.value for column in error.doubled]))
    yield t("import.headings.expected", names=_listed([column.value for column in Column]))


def problem_line(problem: Problem, t: Texts) -> str:
    """Row, column, what stands there and what to do about it."""
    sentence = t(
        f"import.problem.{problem.reason.value}",
        row=problem.other_row,
        first=FIRST_YEAR,
        last=LAST_YEAR,
        most=MAX_MODIFIERS,
        limit=_LIMITS.get(problem.column, 0) if problem.column else 0,
    )
    return _cell_line(problem.row, problem.column, problem.value, sentence, t)


def note_lines(notes: Sequence[Note], t: Texts) -> Iterator[str]:
    """The notes; of one kind no more than a handful."""
    seen: Counter[str] = Counter()
    for note in notes:
        reason = note.reason.value
        seen[reason] += 1
        if seen[reason] <= NOTES_OF_A_KIND:
            yield _cell_line(
                note.row, note.column, note.value, t(f"import.note.{reason}", row=note.other_row), t
            )
    for reason, total in seen.items():
        if total > NOTES_OF_A_KIND:
            rest = total - NOTES_OF_A_KIND
            yield t.plural(
                "import.note.more", rest, count=count(rest), what=t(f"import.note.{reason}", row="…")
            )


def change_lines(plan: ImportPlan, t: Texts) -> Iterator[str]:
    """What would be added and changed, old and new."""
    for one in islice(plan.added, CHANGES):
        term = t("import.perpetual") if one.line.end is None else told(one.line.end)
        yield t("import.change.added", row=one.row, service=_service(one.line), until=term)
    for change in islice(plan.changed, CHANGES):
        yield t(
            "import.change.changed", row=change.row, service=_service(change.line), fields=_fields(change, t)
        )
    rest = max(0, len(plan.added) - CHANGES) + max(0, len(plan.changed) - CHANGES)
    if rest:
        yield t.plural("import.change.more", rest, count=count(rest))


def summary_line(plan: ImportPlan, t: Texts, *, dry_run: bool, blocked: bool) -> str:
    """Added, changed, unchanged, skipped; or, when problems have stopped it all, how many rows are good and bad."""
    if blocked:
        good = len(plan.added) + len(plan.changed) + plan.unchanged + plan.repeated
        return t("import.summary.blocked", good=count(good), bad=count(plan.bad_rows))
    line = t(
        "import.summary.planned" if dry_run else "import.summary",
        added=count(len(plan.added)),
        changed=count(len(plan.changed)),
        unchanged=count(plan.unchanged),
        skipped=count(plan.bad_rows),
    )
    return line + t("import.summary.repeated", repeated=count(plan.repeated)) if plan.repeated else line


def _cell_line(row: int, column: Column | None, value: str, sentence: str, t: Texts) -> str:
    place = t("import.no-column") if column is None else column.value
    key = "import.cell" if value else "import.cell.empty"
    return t(key, row=row, column=place, value=value, sentence=sentence)


def _service(line: ServiceLine) -> str:
    parts = [line.inn, told(line.organization), told(line.product), told(line.tariff)]
    return ", ".join(part for part in parts if part)


def _fields(change: Change, t: Texts) -> str:
    return "; ".join(
        t(
            "import.change.field",
            column=field.column.value,
            old=_side(field.column, field.old, t),
            new=_side(field.column, field.new, t),
        )
        for field in change.fields
    )


def _side(column: Column, value: FieldValue, t: Texts) -> str:
    if told(value):
        return told(value)
    return t("import.perpetual") if column is Column.END else t("import.nothing")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"«{name}»" for name in names)
