"""«Добавить организацию»: one challenge, any number of signatures, in any order."""

import pytest

from bot.demo.cast import NORTH_WIND, ROMASHKA, SOKOLOVA, VECTOR
from bot.demo.signing import Flaw
from bot.emulator import Person
from tests.conversation.conftest import Town


async def test_a_directors_signature_opens_the_organization_for_a_day(town: Town, anna: Person) -> None:
    await anna.send("/start")
    await anna.expect("Здравствуйте, Анна Ковалёва!")
    await anna.tap("Добавить организацию")
    challenge = await anna.expect_document("Запрос")
    assert "до 12:30" in challenge.caption
    assert challenge.name.endswith(".txt")
    assert challenge.content.decode().endswith("\r\n")
    assert "Анна Ковалёва" in challenge.content.decode()
    await anna.upload(*town.sign(challenge, ROMASHKA))
    await anna.expect("ООО «Ромашка» — доступ открыт, закончится завтра в 12:00")
    await anna.tap("Открыть: ООО «Ромашка»")
    card = await anna.expect("ИНН 9600100116")
    assert "ОГРН 1269600001010" in card.plain
    assert "Лебедев Пётр Андреевич, Генеральный директор" in card.plain
    assert "ещё 24 ч" in card.plain
    await town.advance(hours=24)
    await anna.tap("Сервисы и сроки")
    lapsed = await anna.expect("Доступ закончился")
    assert "9600100116" not in lapsed.plain


async def test_one_challenge_serves_many_directors_in_any_order(town: Town, anna: Person) -> None:
    challenge = await town.ask(anna)
    for company in (SOKOLOVA, ROMASHKA, VECTOR):
        await anna.upload(*town.sign(challenge, company))
        await anna.expect("доступ открыт")
    await anna.send("/organizations")
    listing = await anna.expect("Ваши организации: 3")
    labels = [label for row in anna.buttons(listing) for label in row]
    assert sum("открыта ещё 24 ч" in label for label in labels) == 3


async def test_an_album_of_signatures_gets_one_answer(town: Town, anna: Person) -> None:
    challenge = await town.ask(anna)
    files = [town.sign(challenge, company) for company in (ROMASHKA, NORTH_WIND)]
    bad = town.sign_badly(challenge, SOKOLOVA, Flaw.EMPLOYEE)
    files.insert(1, bad)
    before = len([message for message in anna.messages if message.from_bot])
    await anna.upload_album(files)
    answer = await anna.expect("Северный ветер")
    assert "Ромашка" in answer.plain
    assert "сертификат сотрудника" in answer.plain
    assert answer.plain.count("Файл: ") == 1
    assert f"Файл: {bad[0]}" in answer.plain
    assert len([message for message in anna.messages if message.from_bot]) == before + 1


@pytest.mark.parametrize(
    ("flaw", "said"),
    [
        (Flaw.EMPLOYEE, "Это сертификат сотрудника"),
        (Flaw.EXPIRED, "Срок действия сертификата закончился 1 ноября 2026"),
        (Flaw.REVOKED, "Сертификат отозван 12 октября 2026"),
        (Flaw.FOREIGN, "удостоверяющим центром, которому бот не доверяет"),
        (Flaw.OTHER_FILE, "Подписан другой файл"),
        (Flaw.DAMAGED, "Подпись не сошлась"),
    ],
)
async def test_every_flaw_has_its_own_sentence(town: Town, anna: Person, flaw: Flaw, said: str) -> None:
    challenge = await town.ask(anna)
    await anna.upload(*town.sign_badly(challenge, ROMASHKA, flaw))
    await anna.expect(said)
    await anna.send("/organizations")
    await anna.expect("Организаций пока нет")


async def test_a_signature_counts_once(town: Town, anna: Person) -> None:
    challenge = await town.ask(anna)
    name, content = town.sign(challenge, ROMASHKA)
    await anna.upload(name, content)
    await anna.expect("доступ открыт")
    await anna.upload(name, content)
    await anna.expect("Эта подпись уже принята")
    await anna.upload(*town.sign(challenge, ROMASHKA))
    await anna.expect("Эта подпись уже принята")


async def test_a_challenge_belongs_to_one_person(town: Town, anna: Person, pyotr: Person) -> None:
    foreign = await town.ask(anna)
    await pyotr.upload(*town.sign(foreign, ROMASHKA))
    await pyotr.expect("Сначала получите файл запроса")
    await town.ask(pyotr)
    await pyotr.upload(*town.sign(foreign, ROMASHKA))
    await pyotr.expect("Подписан другой файл")


async def test_a_challenge_lives_half_an_hour(town: Town, anna: Person) -> None:
    challenge = await town.ask(anna)
    await town.advance(minutes=29, seconds=59)
    await anna.upload(*town.sign(challenge, ROMASHKA))
    await anna.expect("доступ открыт")
    await town.advance(seconds=1)
    await anna.upload(*town.sign(challenge, NORTH_WIND))
    await anna.expect("Файл запроса устарел")
    await anna.tap("Получить новый файл")
    await anna.expect_document("Запрос")


async def test_what_is_no_signature_is_told_so(town: Town, anna: Person) -> None:
    challenge = await town.ask(anna)
    await anna.upload(challenge.name, challenge.content)
    await anna.expect("Это сам файл запроса")
    await anna.upload("отчёт.pdf", b"%PDF-1.7 nothing like a signature")
    await anna.expect("Это не файл электронной подписи")
    await anna.upload("подпись.sig", b"\x30" * (1024 * 1024 + 1))
    await anna.expect("Файл слишком большой")


async def test_lapsed_organizations_are_renewed_with_one_challenge(town: Town, anna: Person) -> None:
    await town.confirm(anna, ROMASHKA, NORTH_WIND)
    await town.advance(hours=25)
    await anna.send("/organizations")
    await anna.expect("Ваши организации: 2")
    await anna.tap("Подтвердить снова: 2 организации")
    instruction = await anna.expect("Закончился доступ к 2 организациям")
    assert "• ООО «Ромашка»" in instruction.plain
    challenge = await anna.expect_document("Запрос")
    await anna.upload_album([town.sign(challenge, company) for company in (ROMASHKA, NORTH_WIND)])
    answer = await anna.expect("Северный ветер")
    assert answer.plain.count("доступ продлён") == 2


async def test_too_many_challenges_are_refused_politely(town: Town, anna: Person) -> None:
    for _ in range(30):
        await town.ask(anna)
    await anna.send("/add")
    await anna.expect("Слишком много файлов за последний час")


async def test_files_asked_for_before_a_restart_still_count(town: Town, anna: Person) -> None:
    challenge = await town.ask(anna)
    await town.close()
    await anna.upload(*town.sign(challenge, ROMASHKA))
    await town.open()
    await anna.expect("доступ открыт")


async def test_when_too_many_signatures_come_at_once_the_person_is_asked_to_wait(
    town: Town, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    challenge = await town.ask(anna)
    assert town.app is not None
    monkeypatch.setattr(town.app.verifier, "_room", 0)
    await anna.upload(*town.sign(challenge, ROMASHKA))
    await anna.expect("Пришлите эту ещё раз через минуту")


async def test_a_file_that_telegram_does_not_give_is_asked_for_again(town: Town, anna: Person) -> None:
    challenge = await town.ask(anna)
    town.emulator.fault(
        "getFile", status=400, description="Bad Request: wrong file_id or the file is temporarily unavailable"
    )
    await anna.upload(*town.sign(challenge, ROMASHKA))
    await anna.expect("Не получилось забрать файл из Telegram")
