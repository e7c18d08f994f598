"""Opening the database that the settings name; what is wrong with it is said as a wrong setting."""

from sqlalchemy.exc import SQLAlchemyError

from bot.settings import Settings
from bot.settings_error import SettingsError
from storage.database import Database, DatabaseUrlError
from storage.schema import HEAD, UnknownSchemaError, migrate

VARIABLE = "DATABASE_URL"


def open_database(settings: Settings) -> Database:
    """The database; nothing is asked of it yet.

    Raises:
        SettingsError: Its address cannot be used.
    """
    try:
        return Database(settings.database_url)
    except (DatabaseUrlError, OSError):
        raise SettingsError(VARIABLE, "settings.wrong.database_url") from None


async def bring_up_to_date(database: Database) -> str:
    """Apply the migrations that are missing; the revision reached.

    Raises:
        SettingsError: The database is out of reach, or a newer program has used it.
    """
    try:
        await migrate(database)
    except UnknownSchemaError:
        raise SettingsError(VARIABLE, "migrate.newer") from None
    except (SQLAlchemyError, OSError) as error:
        raise SettingsError(VARIABLE, "check.database.failed", type(error).__name__) from error
    return HEAD
