"""Both databases for what jobs do with them; the fixtures are those of the storage tests."""

from tests.storage.conftest import (
    database,
    migrated_postgresql,
    migrated_sqlite,
    postgresql_server,
    url,
)

__all__ = ["database", "migrated_postgresql", "migrated_sqlite", "postgresql_server", "url"]
