"""INSERT … ON CONFLICT, which SQLite and PostgreSQL write alike and SQLAlchemy offers for each of them apart."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningInsert

Insert = sqlite.Insert | postgresql.Insert
InsertInto = Callable[[Table], Insert]
Statement = Insert | ReturningInsert[*tuple[Any, ...]]


class Upsert:
    """One statement, built once for each database.

    Args:
        build: Makes the statement with the `insert` that it is given.
    """

    def __init__(self, build: Callable[[InsertInto], Statement]) -> None:
        self._statements: dict[str, Statement] = {
            "sqlite": build(sqlite.insert),
            "postgresql": build(postgresql.insert),
        }

    def on(self, connection: AsyncConnection) -> Statement:
        """The statement in the words of this connection's database."""
        return self._statements[connection.dialect.name]
