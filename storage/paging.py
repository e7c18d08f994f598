"""A page of a list and the length of the whole list, in one statement."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import BigInteger, ColumnElement, Row, Select, bindparam, case, func, select

from bot.cabinet.page import Page

T = TypeVar("T")

# Beyond this no list is long, and the arithmetic stays within 64 bits whatever a button says.
_LAST_PAGE = 1_000_000

_SKIP = bindparam("skip", type_=BigInteger())
_SIZE = bindparam("size", type_=BigInteger())


def paged(rows: Select[*tuple[Any, ...]], order: Sequence[ColumnElement[Any]]) -> Select[*tuple[Any, ...]]:
    """The rows of one page with their `position` from 1 and the `total`; past the end, those of the last page.

    Run it with the parameters of `page_parameters`.
    """
    counted = rows.add_columns(
        func.row_number().over(order_by=order).label("position"), func.count().over().label("total")
    ).subquery("counted")
    final = counted.c.total - 1
    last = final - final % _SIZE
    start = case((last < _SKIP, last), else_=_SKIP)
    return (
        select(counted)
        .where(counted.c.position > start, counted.c.position <= start + _SIZE)
        .order_by(counted.c.position)
    )


def page_parameters(number: int, size: int) -> dict[str, int]:
    """What `paged` needs to know; a number from a forged button is brought into bounds."""
    return {"skip": min(max(number, 0), _LAST_PAGE) * size, "size": size}


def page_of(
    rows: Sequence[Row[*tuple[Any, ...]]], value: Callable[[Row[*tuple[Any, ...]]], T], size: int
) -> Page[T]:
    """The page that the rows of a `paged` statement make."""
    if not rows:
        return Page((), 0, size, 0)
    return Page(
        items=tuple(value(row) for row in rows),
        number=(rows[0].position - 1) // size,
        size=size,
        total=rows[0].total,
    )
