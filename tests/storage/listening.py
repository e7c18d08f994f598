"""What is really sent to the database."""

from sqlalchemy import event

from storage.database import Database


def statements(database: Database) -> list[str]:
    """A list that grows with every statement from now on."""
    heard: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        heard.append(statement)

    # On PostgreSQL the reader is a face of the writer's engine and shares its events.
    engines = [database._writer, database._reader] if database.is_sqlite else [database._writer]
    for engine in engines:
        event.listen(engine.sync_engine, "before_cursor_execute", hear)
    return heard
