"""Acts and orders on the database."""

from storage.acts.looking import ActQueries
from storage.acts.writing import ActCommands


class StoredActs(ActQueries, ActCommands):
    """`bot.cabinet.acts.ports.Acts` on the database."""
