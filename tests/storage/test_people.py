from sqlalchemy import select

from bot.cabinet.organization import PersonId
from bot.cabinet.person import Language, Person
from storage.database import Database
from storage.people import StoredPeople
from storage.tables import people
from tests.storage.listening import statements
from tests.storage.samples import ANNA, BORIS, HOUR, NOW, profile


async def test_first_sight_takes_the_guess_and_moscow_time(database: Database) -> None:
    person = await StoredPeople(database).seen(profile(ANNA), Language.EN, NOW)
    assert person == Person(ANNA, "Анна Петрова", Language.EN, "Europe/Moscow")


async def test_what_the_person_chose_stays(database: Database) -> None:
    stored = StoredPeople(database)
    await stored.seen(profile(ANNA), Language.RU, NOW)
    await stored.set_language(ANNA, Language.EN)
    assert (await stored.seen(profile(ANNA), Language.RU, NOW)).language is Language.EN
    renamed = await stored.seen(profile(ANNA, "Анна Новая", "nova"), Language.RU, NOW)
    assert (renamed.name, renamed.language) == ("Анна Новая", Language.EN)


async def test_a_known_person_is_only_read(database: Database) -> None:
    stored = StoredPeople(database)
    hostile = profile(ANNA, "Анна\0\ud800<b>", None)
    first = await stored.seen(hostile, Language.RU, NOW)
    heard = statements(database)
    again = await stored.seen(hostile, Language.RU, NOW + HOUR)
    assert again == first
    assert first.name == "Анна\ufffd\ufffd<b>"
    assert [words.split(maxsplit=1)[0] for words in heard if "people" in words] == ["SELECT"]


async def test_a_new_username_alone_is_written_down(database: Database) -> None:
    stored = StoredPeople(database)
    await stored.seen(profile(ANNA, username="old"), Language.RU, NOW)
    await stored.seen(profile(ANNA, username=None), Language.RU, NOW)
    async with database.read() as connection:
        assert await connection.scalar(select(people.c.username)) is None


async def test_people_do_not_touch_each_other(database: Database) -> None:
    stored = StoredPeople(database)
    await stored.seen(profile(ANNA), Language.RU, NOW)
    await stored.seen(profile(BORIS, "Борис"), Language.RU, NOW)
    await stored.set_language(ANNA, Language.EN)
    assert (await stored.seen(profile(BORIS, "Борис"), Language.EN, NOW)).language is Language.RU


async def test_the_first_moment_out_of_reach_is_kept(database: Database) -> None:
    stored = StoredPeople(database)
    await stored.seen(profile(ANNA), Language.RU, NOW)

    async def since() -> object:
        async with database.read() as connection:
            return await connection.scalar(select(people.c.unreachable_since))

    await stored.set_reachable(ANNA, reachable=False, now=NOW)
    await stored.set_reachable(ANNA, reachable=False, now=NOW + HOUR)
    assert await since() == NOW
    await stored.set_reachable(ANNA, reachable=True, now=NOW + HOUR)
    assert await since() is None


async def test_an_unknown_person_changes_nothing(database: Database) -> None:
    stored = StoredPeople(database)
    await stored.set_language(PersonId(2**70), Language.EN)
    await stored.set_reachable(BORIS, reachable=False, now=NOW)
    async with database.read() as connection:
        assert (await connection.execute(select(people))).all() == []
