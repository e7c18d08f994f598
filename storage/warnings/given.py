"""A table whose rows are given with the query: one parameter, whatever their number, and one statement for all."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import (
    CTE,
    Boolean,
    ColumnElement,
    Date,
    Text,
    bindparam,
    literal_column,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

from storage.column_types import Identifier, UtcDateTime

NUMBER, FLAG, WORD, DAY, MOMENT = Identifier(), Boolean(), Text(), Date(), UtcDateTime()

_ON_POSTGRESQL: dict[type[TypeEngine[Any]], str] = {
    Identifier: "BIGINT",
    Boolean: "BOOLEAN",
    Text: "TEXT",
    Date: "DATE",
    UtcDateTime: "TIMESTAMPTZ",
}


def given(name: str, **columns: TypeEngine[Any]) -> CTE:
    """The rows of the parameter `name`, which `rows` makes, with these columns."""
    elements = _Elements(bindparam(name, type_=Text())).table_valued("value", name=f"{name}_elements")
    fields = (_Field(elements.c.value, column, kind).label(column) for column, kind in columns.items())
    # Unpacked once, and not for every row that it is joined with.
    return select(*fields).cte(name, nesting=True).prefix_with("MATERIALIZED")


def rows(records: Iterable[Mapping[str, object]]) -> str:
    """The value of the parameter. Days and moments are given as `storage.warnings.ends.written` writes them."""
    return json.dumps(list(records))


class _Elements(FunctionElement[Any]):
    """The elements of a JSON array, as rows with the column `value`."""

    name = "elements"
    inherit_cache = True


class _Field(FunctionElement[Any]):
    """A field of a JSON object, as a value of the database."""

    inherit_cache = True

    def __init__(self, value: ColumnElement[Any], name: str, kind: TypeEngine[Any]) -> None:
        # Name and type are written into the statement: they are a part of what tells one statement from another.
        super().__init__(value, literal_column(name), literal_column(_ON_POSTGRESQL[type(kind)]))
        self.type = kind


def _parts(element: _Field, compiler: SQLCompiler, options: dict[str, Any]) -> list[str]:
    return [compiler.process(clause, **options) for clause in element.clauses]


@compiles(_Elements, "sqlite")
def _elements_on_sqlite(element: _Elements, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(_Elements, "postgresql")
def _elements_on_postgresql(element: _Elements, compiler: SQLCompiler, **options: Any) -> str:
    return f"jsonb_array_elements(CAST({compiler.process(element.clauses, **options)} AS JSONB))"


@compiles(_Field, "sqlite")
def _field_on_sqlite(element: _Field, compiler: SQLCompiler, **options: Any) -> str:
    value, name, _kind = _parts(element, compiler, options)
    return f"json_extract({value}, '$.{name}')"


@compiles(_Field, "postgresql")
def _field_on_postgresql(element: _Field, compiler: SQLCompiler, **options: Any) -> str:
    value, name, kind = _parts(element, compiler, options)
    return f"CAST({value} ->> '{name}' AS {kind})"
