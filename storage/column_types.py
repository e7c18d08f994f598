"""Column types that keep wrong values out of the database on SQLite and PostgreSQL alike."""

import re
from datetime import UTC, datetime

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Text, TypeDecorator
from sqlalchemy.types import TypeEngine

_NOT_STORABLE = re.compile("[\0\ud800-\udfff]")
_INT64_MIN, _INT64_MAX = -(2**63), 2**63 - 1


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, in UTC on both sides.

    PostgreSQL keeps `timestamptz`. SQLite keeps text of constant width, so that text order is the order of time.

    Raises:
        ValueError: A naive moment is about to be written or compared (SQLAlchemy wraps it in StatementError).
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """The moment in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """The moment, aware again."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class CleanText(TypeDecorator[str]):
    """Text from outside, without what a database cannot hold.

    PostgreSQL refuses U+0000, and no UTF-8 exists for a lone surrogate; both become U+FFFD. A person's name in
    Telegram or a field of a certificate may carry either.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        """The text as it can be stored."""
        return None if value is None else clean(value)


def clean(text: str) -> str:
    """The text as `CleanText` stores it."""
    return _NOT_STORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


class Identifier(TypeDecorator[int]):
    """A 64-bit key.

    A number from a forged button may be longer than 64 bits, which both drivers answer with an error of their own.
    It becomes NULL here, which equals nothing: a look-up finds no row and a write is refused by NOT NULL.
    """

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[int]:
        """INTEGER on SQLite, where only that word makes the key the row's own number."""
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())

    def process_bind_param(self, value: int | None, _dialect: Dialect) -> int | None:
        """The key, or NULL when no row can have it."""
        return value if value is not None and _INT64_MIN <= value <= _INT64_MAX else None
