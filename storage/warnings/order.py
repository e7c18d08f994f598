"""Joins in the order in which they are written.

Our ranges are short, and no planner can know it: it would begin elsewhere and read whole tables. SQLite keeps to the
order of a CROSS JOIN; PostgreSQL to that of any explicit join, once it is told so (`KEEP_ORDER`).
"""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Join, func, select, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType

# For the transaction. In this order nothing but looking up row by row is of use: no plan may read a table or an index
# from end to end. Bitmap scans remain, which need a condition on the index.
KEEP_ORDER = select(
    func.set_config("join_collapse_limit", "1", True),  # noqa: FBT003 - PostgreSQL's signature: until the commit
    *(
        func.set_config(name, "off", True)  # noqa: FBT003 - the same
        for name in (
            "enable_seqscan",
            "enable_indexscan",
            "enable_hashjoin",
            "enable_mergejoin",
            "jit",
        )
    ),
)


def in_order(first: FromClause, *more: FromClause) -> FromClause:
    """The tables, joined one after another; what ties them together belongs into WHERE."""
    joined = first
    for table in more:
        joined = _Following(joined, table, true())
    return joined


class Few(FunctionElement[Any]):
    """The condition said once more, so that SQLite expects few rows, and prepares no filter over a whole table."""

    name = "few"
    type = NullType()  # as a Boolean it would be compared with 1, and no word to the planner any more
    inherit_cache = True

    def __init__(self, condition: ColumnElement[bool]) -> None:
        super().__init__(condition)


class _Following(Join):
    inherit_cache = True


@compiles(_Following)
def _following(join: _Following, compiler: SQLCompiler, **options: Any) -> str:
    options["asfrom"] = True
    return f"{compiler.process(join.left, **options)} CROSS JOIN {compiler.process(join.right, **options)}"


@compiles(Few, "sqlite")
def _few_on_sqlite(element: Few, compiler: SQLCompiler, **options: Any) -> str:
    return f"likelihood({compiler.process(element.clauses, **options)}, 0.0001)"


@compiles(Few, "postgresql")
def _few_on_postgresql(_element: Few, _compiler: SQLCompiler, **_options: Any) -> str:
    return "true"
