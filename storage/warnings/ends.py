"""Ends as the outbox writes them: text that is the same on both databases and from Python, in the order of time."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

_DAY, _MOMENT = "%Y-%m-%d", "%Y-%m-%d %H:%M:%S.%f"
_LENGTH_OF_DAY = len("2026-11-30")


def written(end: date | datetime) -> str:
    """The text of an end: `2026-11-30`, or `2026-11-30 21:00:00.000000` in UTC."""
    if isinstance(end, datetime):
        return f"{end.astimezone(UTC):{_MOMENT}}"
    return f"{end:{_DAY}}"


def read(text: str) -> date | datetime:
    """The end that the text says."""
    if len(text) == _LENGTH_OF_DAY:
        return date.fromisoformat(text)
    return datetime.strptime(text, _MOMENT).replace(tzinfo=UTC)


class EndText(FunctionElement[str]):
    """`written`, of a column that holds days or moments."""

    name = "end_text"
    type = Text()
    inherit_cache = True

    def __init__(self, end: ColumnElement[Any]) -> None:
        super().__init__(end)


class DayAfter(FunctionElement[date]):
    """The calendar day that follows the day in a column."""

    name = "day_after"
    type = Date()
    inherit_cache = True

    def __init__(self, day: ColumnElement[Any]) -> None:
        super().__init__(day)


def _only(element: FunctionElement[Any]) -> ColumnElement[Any]:
    (clause,) = element.clauses
    return clause


@compiles(EndText, "sqlite")
def _end_text_is_what_sqlite_stores(element: EndText, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(_only(element), **options)


@compiles(EndText, "postgresql")
def _end_text_on_postgresql(element: EndText, compiler: SQLCompiler, **options: Any) -> str:
    end = _only(element)
    inner = compiler.process(end, **options)
    if isinstance(end.type, Date):
        return f"to_char({inner}, 'YYYY-MM-DD')"
    return f"to_char({inner} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"


@compiles(DayAfter, "sqlite")
def _day_after_on_sqlite(element: DayAfter, compiler: SQLCompiler, **options: Any) -> str:
    return f"date({compiler.process(_only(element), **options)}, '+1 day')"


@compiles(DayAfter, "postgresql")
def _day_after_on_postgresql(element: DayAfter, compiler: SQLCompiler, **options: Any) -> str:
    return f"({compiler.process(_only(element), **options)} + 1)"
