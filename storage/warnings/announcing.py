"""The statements that put into the outbox what has become due, the same for every source."""

from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Select,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
    true,
)

from bot.cabinet.warnings.kind import RULES, Unit
from bot.cabinet.warnings.outbox import State
from storage.column_types import Identifier, UtcDateTime
from storage.tables import hidden_ends, memberships, outbox, people, warning_preferences, warning_thresholds
from storage.upsert import Insert, Upsert
from storage.warnings.ends import EndText
from storage.warnings.given import FLAG, NUMBER, WORD, given
from storage.warnings.order import Few, in_order
from storage.warnings.sources import Source

COLUMNS = (
    "person",
    "kind",
    "subject",
    "threshold",
    "end",
    "organization",
    "urgent",
    "state",
    "not_before",
    "asked_for",
    "attempts",
    "unknown",
    "created_at",
    "changed_at",
)
KEY = ("person", "kind", "subject", "threshold", "end")
_NOW = bindparam("now", type_=UtcDateTime())

# What waits for somebody who has stopped the bot is kept until they return.
INITIAL_STATE = case((people.c.unreachable_since.is_(None), State.QUEUED.value), else_=State.HELD.value)
# The values of the columns from `not_before` on.
FRESH: tuple[ColumnElement[Any], ...] = (
    _NOW,
    false(),
    literal(0),
    literal(0),
    _NOW,
    _NOW,
)


def queue(found: Select[*tuple[Any, ...]], *more: str) -> Upsert:
    """The statement that puts rows of `COLUMNS` (and `more`) into the outbox, each once.

    What was dropped untold, for it was not true or not wanted then, is queued again once it is found again.
    """
    # SQLite's driver counts the rows of a statement that begins with INSERT: what begins with WITH has to be inside.
    # And without WHERE its parser would take the ON of the conflict for the ON of a join.
    inside = select(found.subquery("found")).where(true())
    return Upsert(lambda insert: _revive(insert(outbox).from_select([*COLUMNS, *more], inside)))


def _revive(inserted: Insert) -> Insert:
    return inserted.on_conflict_do_update(
        index_elements=[outbox.c[name] for name in KEY],
        set_={name: inserted.excluded[name] for name in ("state", "not_before", "asked_for", "changed_at")},
        where=outbox.c.state == State.DROPPED.value,
    )


def crossed(source: Source) -> Upsert:
    """Queue what ends within the `spans` and has reached a threshold of the `windows`."""
    spans = given("spans", after=source.end.type, until=source.end.type)
    windows = _windows(source)
    return queue(
        _wanted(source, in_order(spans, *source.tables, people, windows), windows).where(
            source.end > spans.c.after,
            source.end <= spans.c.until,
            Few(source.end <= spans.c.until),
            *_reached(source, windows),
        )
    )


def standing(source: Source) -> tuple[Upsert, ...]:
    """Queue what stands within the `windows`, of that which was changed since `changed_since`: by each index once."""
    since = bindparam("changed_since", type_=UtcDateTime())
    windows = _windows(source)
    by_row = [
        (
            column,
            in_order(column.table, *(table for table in source.tables if table is not column.table), people),
        )
        for column in source.changed
    ]
    by_person = (people.c.choices_changed_at, in_order(people, *reversed(source.tables)))
    # Both bounds: by one alone SQLite would rather read the whole table. What is marked later comes with the next look.
    return tuple(
        queue(
            _wanted(source, in_order(rows, windows), windows).where(
                column.between(since, _NOW), Few(column >= since), *_reached(source, windows)
            )
        )
        for column, rows in (*by_row, by_person)
    )


def together(source: Source) -> Upsert:
    """Queue what follows soon, for those for whom something was queued by the same threshold at this moment."""
    windows = _windows(source)
    told = outbox.alias("told")
    rows = in_order(told, *reversed(source.tables), people, windows)
    return queue(
        _wanted(source, rows, windows).where(
            told.c.changed_at == _NOW,
            told.c.created_at == _NOW,
            told.c.kind == source.kind.value,
            told.c.person == memberships.c.person,
            told.c.threshold == windows.c.threshold,
            *_reached(source, windows),
        )
    )


def wanted_now(source: Source) -> tuple[ColumnElement[bool], ...]:
    """When a row of the source counts for its person; `warning_preferences` is to be joined by `preference`."""
    return (
        *source.current,
        func.coalesce(warning_preferences.c.enabled, True),
        ~exists().where(
            hidden_ends.c.person == memberships.c.person,
            hidden_ends.c.kind == source.kind.value,
            hidden_ends.c.subject == source.subject,
            hidden_ends.c.end == EndText(source.end),
        ),
    )


def preference(source: Source) -> ColumnElement[bool]:
    """The person's preference for the source's kind."""
    return and_(
        warning_preferences.c.person == memberships.c.person,
        warning_preferences.c.kind == source.kind.value,
    )


def _windows(source: Source) -> CTE:
    zone = {"zone": WORD} if _is_zoned(source) else {}
    return given(
        "windows", **zone, threshold=NUMBER, standard=FLAG, after=source.end.type, until=source.end.type
    )


def _is_zoned(source: Source) -> bool:
    return RULES[source.kind].unit is Unit.DAYS


def _reached(source: Source, windows: CTE) -> list[ColumnElement[bool]]:
    reached = [source.end > windows.c.after, source.end <= windows.c.until]
    if _is_zoned(source):
        reached.append(windows.c.zone == people.c.zone)
    return reached


def _wanted(source: Source, rows: FromClause, windows: CTE) -> Select[*tuple[Any, ...]]:
    """The nearest threshold of each row that its person wants to hear of."""
    own = func.coalesce(warning_preferences.c.own_thresholds, False)
    chosen = exists().where(
        warning_thresholds.c.person == memberships.c.person,
        warning_thresholds.c.kind == source.kind.value,
        warning_thresholds.c.threshold == windows.c.threshold,
    )
    person, subject = _out_of_order(memberships.c.person), _out_of_order(source.subject)
    return (
        select(
            person,
            literal(source.kind.value),
            subject,
            func.min(windows.c.threshold),
            EndText(source.end),
            source.organization,
            literal(RULES[source.kind].urgent),
            INITIAL_STATE,
            *FRESH,
        )
        .select_from(rows.outerjoin(warning_preferences, preference(source)))
        .where(
            people.c.id == memberships.c.person,
            *wanted_now(source),
            or_(and_(not_(own), windows.c.standard), and_(own, chosen)),
        )
        .group_by(person, subject, source.end, source.organization, people.c.unreachable_since)
    )


def _out_of_order(key: ColumnElement[int]) -> ColumnElement[int]:
    """The same number: to have the rows in order for the groups, both planners would read whole tables in order."""
    return key + literal_column("0", Identifier())
