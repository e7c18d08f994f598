from dataclasses import replace

import pytest
from sqlalchemy import func, select

from bot.cabinet.subscription import ServiceLine
from storage.database import Database
from storage.folding import fold
from storage.service_imports import StoredServiceImports, key_digest
from storage.tables import organizations, subscriptions
from tests.storage.listening import statements
from tests.storage.samples import ANNA, DAY, HOUR, NOW, ROMASHKA, TODAY, TRADER, VASILEK, confirm, line, meet


def by_key(lines: list[ServiceLine]) -> dict[tuple[str, ...], ServiceLine]:
    return {item.key: item for item in lines}


async def test_lines_come_back_as_they_were_loaded(database: Database) -> None:
    stored = StoredServiceImports(database)
    lines = [
        line(),
        line(product="Диадок", start=TODAY, end=TODAY + DAY, kpp="770701001", modifiers=("А", "Б")),
        line(TRADER, external_id="1С-0042"),
        line(VASILEK),
    ]
    await stored.save(lines, NOW)
    assert by_key(list(await stored.existing([ROMASHKA, TRADER, VASILEK]))) == by_key(lines)
    assert by_key(list(await stored.existing([TRADER, TRADER]))) == by_key([lines[2]])
    assert await stored.existing([]) == []


async def test_loading_again_changes_nothing(database: Database) -> None:
    stored = StoredServiceImports(database)
    lines = [line(), line(external_id="7"), line(VASILEK)]
    await stored.save(lines, NOW)
    async with database.read() as connection:
        before = (await connection.execute(select(subscriptions.c.id, subscriptions.c.key))).all()
    await stored.save(lines, NOW)
    async with database.read() as connection:
        assert (await connection.execute(select(subscriptions.c.id, subscriptions.c.key))).all() == before
        assert await connection.scalar(select(func.count()).select_from(organizations)) == 2


async def test_a_known_service_is_replaced_whole(database: Database) -> None:
    stored = StoredServiceImports(database)
    first = line(external_id="7", end=TODAY, kpp="770701001", modifiers=("Старый",), start=TODAY)
    await stored.save([first], NOW)
    second = line(product="Диадок", tariff="Другой", external_id="7")
    await stored.save([second], NOW + HOUR)
    assert await stored.existing([ROMASHKA]) == [second]


async def test_a_key_with_an_external_id_is_another_than_one_without(database: Database) -> None:
    stored = StoredServiceImports(database)
    lines = [line(), line(external_id="Экстерн"), line(tariff="Иной"), line(VASILEK, external_id="Экстерн")]
    await stored.save(lines, NOW)
    assert len(await stored.existing([ROMASHKA, VASILEK])) == 4


def test_digests_differ_where_keys_do() -> None:
    keys = [
        ("1", "product", "a", "bc"),
        ("1", "product", "ab", "c"),
        ("1", "id", "abc"),
        ("1", "id", "\ud800"),
    ]
    assert len({key_digest(key) for key in keys}) == len(keys)
    assert all(len(key_digest(key)) == 32 for key in keys)


async def test_of_two_lines_with_one_key_the_last_stands(database: Database) -> None:
    stored = StoredServiceImports(database)
    await stored.save([line(end=TODAY), line(end=TODAY + DAY)], NOW)
    assert [item.end for item in await stored.existing([ROMASHKA])] == [TODAY + DAY]


async def test_a_file_names_only_what_no_certificate_has_named(database: Database) -> None:
    await meet(database, ANNA)
    stored = StoredServiceImports(database)
    await confirm(database)
    await stored.save([line(organization="Иначе"), line(VASILEK, organization="Сначала")], NOW)
    await stored.save([line(VASILEK, organization="Потом")], NOW)
    async with database.read() as connection:
        found = await connection.execute(
            select(
                organizations.c.inn, organizations.c.name, organizations.c.folded_name, organizations.c.ogrn
            )
        )
        named = {row.inn: tuple(row)[1:] for row in found}
    assert named[ROMASHKA][:2] == ("ООО «Ромашка»", fold("ООО «Ромашка»"))
    assert named[VASILEK] == ("Потом", "потом", None)


async def test_a_bad_line_undoes_the_whole_file(database: Database) -> None:
    stored = StoredServiceImports(database)
    await stored.save([line(end=TODAY)], NOW)
    broken = replace(line(VASILEK), product=None)  # type: ignore[arg-type]  # what the rules never let through
    with pytest.raises(Exception, match=r"(?i)not.null"):
        await stored.save([line(end=None), broken], NOW)
    assert [item.end for item in await stored.existing([ROMASHKA, VASILEK])] == [TODAY]


async def test_nothing_to_save(database: Database) -> None:
    await StoredServiceImports(database).save([], NOW)


async def test_twenty_thousand_lines_take_few_statements(database: Database) -> None:
    stored = StoredServiceImports(database)
    inns = [f"{number:010}" for number in range(20_000)]
    lines = [line(inn, organization="О") for inn in inns]
    heard = statements(database)
    await stored.save(lines, NOW)
    assert len(await stored.existing(inns)) == len(lines)
    ours = [
        words.split(maxsplit=1)[0] for words in heard if "subscriptions" in words or "organizations" in words
    ]
    assert ours == ["INSERT", "INSERT", "SELECT", "SELECT"]
