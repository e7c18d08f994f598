"""What a services file changes, and that the second time it changes nothing."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cabinet import service_import
from bot.cabinet.ports import NamedOrganization
from bot.cabinet.service_file import (
    Column,
    FieldChange,
    FileLine,
    NoteReason,
    Problem,
    ProblemReason,
    ServicesFile,
)
from bot.cabinet.service_import import BadRowsError, ServiceImport
from bot.cabinet.subscription import ServiceLine
from bot.clock import Clock
from tests.imports.building import ROMASHKA, TRADER, MemoryStore, StandingClock

LINE = ServiceLine(
    ROMASHKA,
    "770701001",
    "ООО «Ромашка»",
    "Экстерн",
    "Учетный",
    ("Архив", "Бухучет и кадры"),
    None,
    date(2026, 11, 30),
    None,
)
ALL = frozenset(Column)
BAD = Problem(9, Column.INN, "x", ProblemReason.BAD_INN)


def file(
    *lines: ServiceLine, columns: frozenset[Column] = ALL, problems: tuple[Problem, ...] = ()
) -> ServicesFile:
    rows = tuple(FileLine(row, line) for row, line in enumerate(lines, start=2))
    return ServicesFile(rows, columns, problems, (), 0)


async def load(store: MemoryStore, clock: Clock, services: ServicesFile) -> service_import.ImportPlan:
    importing = ServiceImport(store, clock)
    plan = await importing.plan(services)
    await importing.apply(plan)
    return plan


async def test_planning_changes_nothing(memory: MemoryStore, clock: Clock) -> None:
    plan = await ServiceImport(memory, clock).plan(file(LINE))
    assert [one.line for one in plan.added] == [LINE]
    assert memory.saves == 0


async def test_the_second_time_nothing_changes(memory: MemoryStore, clock: Clock) -> None:
    await load(memory, clock, file(LINE))
    assert (memory.saves, memory.saved_at) == (1, clock.now())
    plan = await load(memory, clock, file(replace(LINE, modifiers=LINE.modifiers[::-1])))
    assert plan.changes_nothing
    assert plan.unchanged == 1
    assert memory.saves == 1


async def test_only_what_differs_is_saved(memory: MemoryStore, clock: Clock) -> None:
    other = replace(LINE, product="Диадок")
    await load(memory, clock, file(LINE, other))
    plan = await load(memory, clock, file(replace(LINE, end=None, modifiers=()), other))
    assert plan.unchanged == 1
    assert [(change.row, change.fields) for change in plan.changed] == [
        (
            2,
            (
                FieldChange(Column.MODIFIERS, ("Архив", "Бухучет и кадры"), ()),
                FieldChange(Column.END, date(2026, 11, 30), None),
            ),
        )
    ]
    assert memory.lines[LINE.key].end is None


async def test_problems_stop_everything_unless_bad_rows_are_skipped(
    memory: MemoryStore, clock: Clock
) -> None:
    importing = ServiceImport(memory, clock)
    plan = await importing.plan(file(LINE, problems=(BAD, replace(BAD, column=Column.KPP))))
    assert plan.bad_rows == 1
    with pytest.raises(BadRowsError):
        await importing.apply(plan)
    assert memory.saves == 0
    await importing.apply(plan, skip_bad=True)
    assert list(memory.lines) == [LINE.key]


async def test_a_name_is_asked_for_only_where_it_is_unknown(memory: MemoryStore, clock: Clock) -> None:
    nameless = replace(LINE, organization="")
    plan = await ServiceImport(memory, clock).plan(file(nameless))
    assert [(p.row, p.column, p.reason) for p in plan.problems] == [
        (2, Column.ORGANIZATION, ProblemReason.NO_ORGANIZATION)
    ]
    memory.known[ROMASHKA] = NamedOrganization(ROMASHKA, "ООО «Ромашка»", is_proved=False)
    plan = await ServiceImport(memory, clock).plan(file(nameless))
    assert [one.line for one in plan.added] == [LINE]


async def test_a_new_name_is_a_change(memory: MemoryStore, clock: Clock) -> None:
    await load(memory, clock, file(LINE))
    plan = await load(memory, clock, file(replace(LINE, organization="ООО «Лютик»")))
    assert plan.changed[0].fields == (FieldChange(Column.ORGANIZATION, "ООО «Ромашка»", "ООО «Лютик»"),)


async def test_a_name_that_a_certificate_has_proved_stays(memory: MemoryStore, clock: Clock) -> None:
    await load(memory, clock, file(LINE))
    memory.known[ROMASHKA] = NamedOrganization(ROMASHKA, "ООО «Ромашка»", is_proved=True)
    plan = await load(memory, clock, file(replace(LINE, organization="Ромашка, общество")))
    assert plan.changes_nothing


async def test_a_column_that_is_not_there_keeps_what_is_stored(memory: MemoryStore, clock: Clock) -> None:
    line = replace(LINE, start=date(2025, 1, 1), external_id="A")
    await load(memory, clock, file(line))
    bare = ServiceLine(ROMASHKA, None, "", "Экстерн", "Учетный", (), None, date(2027, 1, 1), None)
    few = frozenset({Column.INN, Column.PRODUCT, Column.TARIFF, Column.END})
    plan = await load(memory, clock, file(bare, columns=few))
    assert not plan.added
    assert list(memory.lines.values()) == [replace(line, end=date(2027, 1, 1))]


async def test_two_services_of_one_product_are_not_guessed_between(memory: MemoryStore, clock: Clock) -> None:
    await load(memory, clock, file(replace(LINE, external_id="A"), replace(LINE, external_id="B")))
    plan = await ServiceImport(memory, clock).plan(file(LINE, columns=ALL - {Column.EXTERNAL_ID}))
    assert [one.line for one in plan.added] == [LINE]
    assert [note.reason for note in plan.notes] == [NoteReason.SAME_SERVICE]


@pytest.mark.parametrize(("first", "second"), [(None, "A"), ("A", None)])
async def test_the_same_service_with_and_without_an_id_is_noted(
    first: str | None, second: str | None, memory: MemoryStore, clock: Clock
) -> None:
    await load(memory, clock, file(replace(LINE, external_id=first)))
    plan = await ServiceImport(memory, clock).plan(file(replace(LINE, external_id=second)))
    assert [note.reason for note in plan.notes] == [NoteReason.SAME_SERVICE]


async def test_organizations_are_asked_for_in_portions(
    memory: MemoryStore, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_import, "INNS_AT_ONCE", 2)
    lines = [replace(LINE, inn=str(number), product=product) for number in range(5) for product in "ab"]
    seen: list[tuple[int, int]] = []
    plan = await ServiceImport(memory, clock).plan(
        file(*lines), lambda done, total: seen.append((done, total))
    )
    assert memory.asked == [2, 2, 1]
    assert seen == [(2, 5), (4, 5), (5, 5)]
    assert [one.row for one in plan.added] == list(range(2, 12))


plain_lines = st.builds(
    ServiceLine,
    inn=st.sampled_from([ROMASHKA, TRADER]),
    kpp=st.sampled_from([None, "770701001"]),
    organization=st.just("ООО"),
    product=st.sampled_from(["Экстерн", "Диадок"]),
    tariff=st.sampled_from(["", "Учетный"]),
    modifiers=st.lists(st.sampled_from("абв"), unique=True).map(tuple),
    start=st.none(),
    end=st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 3)),
    external_id=st.sampled_from([None, "1", "2"]),
)
files = st.lists(plain_lines, max_size=5, unique_by=lambda line: line.key)


@settings(deadline=None)
@given(before=files, after=files)
async def test_after_any_import_the_same_file_changes_nothing(
    before: list[ServiceLine], after: list[ServiceLine]
) -> None:
    store, clock = MemoryStore(), StandingClock()
    await load(store, clock, file(*before))
    plan = await load(store, clock, file(*after))
    assert len(plan.added) + len(plan.changed) + plan.unchanged == len(after)
    assert (await load(store, clock, file(*after))).changes_nothing
    assert set(store.lines) == {line.key for line in [*before, *after]}
