"""Loading a services file: what it would change, and changing it.

Importing is idempotent: a line is found again by its key (ИНН and external id, or ИНН, product and tariff), and what is
stored already stays untouched. Nothing is ever deleted: a service that is missing from the file is left as it is.

- All or nothing: a file with a problem changes nothing, unless the operator chooses to leave the bad rows out.
- The organization's name may be left empty where the ИНН is known: from another row, from services loaded before, or from
  a director's certificate. A name that a certificate has proved stays, whatever the file says.
- A column that the file does not have keeps what is stored; for new services it counts as empty.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from bot.cabinet.ports import NamedOrganization, ServiceImports
from bot.cabinet.service_file import (
    Column,
    FieldChange,
    FileLine,
    Note,
    NoteReason,
    Problem,
    ProblemReason,
    ServicesFile,
    differences,
    shown,
)
from bot.cabinet.subscription import ServiceLine
from bot.clock import Clock

INNS_AT_ONCE = 1_000

Progress = Callable[[int, int], None]  # done, of how many


@dataclass(frozen=True, slots=True)
class Change:
    """A stored service and what the file makes of it."""

    row: int
    line: ServiceLine  # as it will be
    fields: tuple[FieldChange, ...]  # never empty


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a file would change."""

    added: Sequence[FileLine]
    changed: Sequence[Change]
    unchanged: int
    repeated: int
    problems: Sequence[Problem]  # by row
    notes: Sequence[Note]  # by row

    @property
    def bad_rows(self) -> int:
        """How many rows cannot be taken."""
        return len({problem.row for problem in self.problems})

    @property
    def changes_nothing(self) -> bool:
        """Whether everything good in the file is stored already."""
        return not self.added and not self.changed


class BadRowsError(Exception):
    """The file has problems, and nobody has allowed to leave the bad rows out."""


class ServiceImport:
    """The use case."""

    def __init__(self, store: ServiceImports, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def plan(self, file: ServicesFile, progress: Progress | None = None) -> ImportPlan:
        """Compare the file with what is stored; changes nothing.

        Args:
            file: What the operator has sent.
            progress: Told how many organizations are compared, of how many.
        """
        by_inn: dict[str, list[FileLine]] = {}
        for line in file.lines:
            by_inn.setdefault(line.line.inn, []).append(line)
        comparison = _Comparison(file.columns)
        done = 0
        for inns in _chunks(by_inn):
            stored: dict[str, list[ServiceLine]] = {}
            for stored_line in await self._store.existing(inns):
                stored.setdefault(stored_line.inn, []).append(stored_line)
            known = {one.inn: one for one in await self._store.organizations(inns)}
            for inn in inns:
                comparison.compare(by_inn[inn], stored.get(inn, []), known.get(inn))
            done += len(inns)
            if progress is not None:
                progress(done, len(by_inn))
        return ImportPlan(
            added=tuple(sorted(comparison.added, key=lambda line: line.row)),
            changed=tuple(sorted(comparison.changed, key=lambda change: change.row)),
            unchanged=comparison.unchanged,
            repeated=file.repeated,
            problems=tuple(sorted([*file.problems, *comparison.problems], key=lambda problem: problem.row)),
            notes=tuple(sorted([*file.notes, *comparison.notes], key=lambda note: note.row)),
        )

    async def apply(self, plan: ImportPlan, *, skip_bad: bool = False) -> None:
        """Store what the plan adds and changes, all in one transaction.

        Raises:
            BadRowsError: There are problems, and bad rows are not to be skipped.
        """
        if plan.problems and not skip_bad:
            raise BadRowsError
        if not plan.changes_nothing:
            lines = [line.line for line in plan.added] + [change.line for change in plan.changed]
            await self._store.save(lines, self._clock.now())


class _Comparison:
    """Lines of the file held against stored ones, organization by organization."""

    def __init__(self, columns: frozenset[Column]) -> None:
        self.added: list[FileLine] = []
        self.changed: list[Change] = []
        self.unchanged = 0
        self.problems: list[Problem] = []
        self.notes: list[Note] = []
        self._columns = columns

    def compare(
        self, lines: Sequence[FileLine], stored: Sequence[ServiceLine], known: NamedOrganization | None
    ) -> None:
        """Compare all lines of one ИНН."""
        name = next((line.line.organization for line in lines if line.line.organization), "")
        if known is not None and (known.is_proved or not name):
            name = known.name
        by_key = {line.key: line for line in stored}
        with_id = _by_product(line for line in stored if line.external_id is not None)
        without_id = _by_product(line for line in stored if line.external_id is None)
        for one in lines:
            if not name:
                self.problems.append(Problem(one.row, Column.ORGANIZATION, "", ProblemReason.NO_ORGANIZATION))
                continue
            new = one.line if one.line.organization == name else replace(one.line, organization=name)
            old = by_key.get(new.key)
            if old is None and Column.EXTERNAL_ID not in self._columns:
                old = _only(with_id.get(_product(new), ()))
            if old is not None:
                self._compare_stored(one.row, self._filled(new, old), old)
                continue
            self.added.append(one if new is one.line else FileLine(one.row, new))
            if _product(new) in (with_id if new.external_id is None else without_id):
                value = shown(new.external_id or new.product)
                self.notes.append(Note(one.row, Column.EXTERNAL_ID, value, NoteReason.SAME_SERVICE))

    def _filled(self, new: ServiceLine, old: ServiceLine) -> ServiceLine:
        """The line with what is stored in place of columns that the file does not have."""
        has = self._columns
        if len(has) == len(Column):
            return new
        return replace(
            new,
            kpp=new.kpp if Column.KPP in has else old.kpp,
            tariff=new.tariff if Column.TARIFF in has else old.tariff,
            modifiers=new.modifiers if Column.MODIFIERS in has else old.modifiers,
            start=new.start if Column.START in has else old.start,
            external_id=new.external_id if Column.EXTERNAL_ID in has else old.external_id,
        )

    def _compare_stored(self, row: int, new: ServiceLine, old: ServiceLine) -> None:
        fields = tuple(differences(old, new))
        if old.organization != new.organization:
            fields = (FieldChange(Column.ORGANIZATION, old.organization, new.organization), *fields)
        if fields:
            self.changed.append(Change(row, new, fields))
        else:
            self.unchanged += 1


def _chunks(inns: dict[str, list[FileLine]]) -> Iterator[list[str]]:
    rest = iter(inns)
    while chunk := list(islice(rest, INNS_AT_ONCE)):
        yield chunk


def _product(line: ServiceLine) -> tuple[str, str]:
    return line.product, line.tariff


def _by_product(lines: Iterable[ServiceLine]) -> dict[tuple[str, str], list[ServiceLine]]:
    products: dict[tuple[str, str], list[ServiceLine]] = {}
    for line in lines:
        products.setdefault(_product(line), []).append(line)
    return products


def _only(lines: Sequence[ServiceLine]) -> ServiceLine | None:
    """The one line there is; None when there are more and nothing tells which is meant."""
    return lines[0] if len(lines) == 1 else None
