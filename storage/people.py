"""Everyone who talks to the bot."""

from datetime import datetime

from sqlalchemy import bindparam, select, update

from bot.cabinet.organization import PersonId
from bot.cabinet.person import Language, Person, Profile
from storage.column_types import clean
from storage.database import Database
from storage.reachability import CAME_BACK, HOLD, RELEASE, STOPPED
from storage.tables import people
from storage.upsert import Insert, InsertInto, Upsert

DEFAULT_ZONE = "Europe/Moscow"

_KNOWN = select(
    people.c.name, people.c.username, people.c.language, people.c.zone, people.c.unreachable_since
).where(people.c.id == bindparam("who"))


def _meet(insert: InsertInto) -> Insert:
    met = insert(people)
    return met.on_conflict_do_update(
        index_elements=[people.c.id], set_={"name": met.excluded.name, "username": met.excluded.username}
    )


_MEET = Upsert(lambda insert: _meet(insert).returning(people.c.language, people.c.zone))

_SET_LANGUAGE = (
    update(people).where(people.c.id == bindparam("who")).values(language=bindparam("chosen_language"))
)


class StoredPeople:
    """`bot.cabinet.ports.People` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def seen(self, profile: Profile, guess: Language, now: datetime) -> Person:
        """The person as known: one read, and a write only on first sight or when something has changed.

        Who speaks to the bot can be reached, whatever was noted before.
        """
        name = clean(profile.name)
        username = None if profile.username is None else clean(profile.username)
        async with self._database.read() as connection:
            known = (await connection.execute(_KNOWN, {"who": profile.id})).first()
        if known is not None and known.unreachable_since is not None:
            await self.set_reachable(profile.id, reachable=True, now=now)
        if known is not None and (known.name, known.username) == (name, username):
            return Person(profile.id, name, Language(known.language), known.zone)
        async with self._database.write() as connection:
            kept = (
                await connection.execute(
                    _MEET.on(connection),
                    {
                        "id": profile.id,
                        "name": name,
                        "username": username,
                        "language": guess.value,
                        "zone": DEFAULT_ZONE,
                        "created_at": now,
                    },
                )
            ).one()
        return Person(profile.id, name, Language(kept.language), kept.zone)

    async def set_language(self, person: PersonId, language: Language) -> None:
        """Remember the person's choice."""
        async with self._database.write() as connection:
            await connection.execute(_SET_LANGUAGE, {"who": person, "chosen_language": language.value})

    async def set_reachable(self, person: PersonId, *, reachable: bool, now: datetime) -> None:
        """Remember that the person stopped the bot (the first such moment is kept), or came back.

        Warnings that wait are held meanwhile, and due as soon as the person is back.
        """
        async with self._database.write() as connection:
            if reachable:
                await connection.execute(CAME_BACK, {"who": person})
                await connection.execute(RELEASE, {"who": person, "now": now})
            else:
                await connection.execute(STOPPED, {"who": person, "since": now})
                await connection.execute(HOLD, {"who": person, "since": now})
