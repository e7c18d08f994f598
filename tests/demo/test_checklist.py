from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.demo.cast import NORTH_WIND, ROMASHKA, Company
from bot.demo.checklist import Checklist, Step
from bot.emulator.model import Event, Message, StoredFile
from bot.emulator.text import FormattedText

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ANNA, PYOTR = 1001, 1002
CHALLENGE = StoredFile(
    "id", "unique", "document", b"text", "kabinet-7F3A.txt", "text/plain", "documents/file_0.txt"
)


def said(person: int, text: str, *, from_bot: bool = True, file: StoredFile | None = None) -> Event:
    message = Message(1, person, from_bot, NOW, FormattedText(text), file)
    return Event("message", 1, person, message)


def done(checklist: Checklist) -> set[str]:
    return {item.id for item in checklist.items() if item.done}


def test_everything_is_to_do_at_first() -> None:
    items = Checklist().items()
    assert [item.id for item in items] == [step.name.lower() for step in Step]
    assert not any(item.done for item in items)
    assert all(item.text for item in items)


def test_the_first_word_of_the_bot_is_the_start() -> None:
    checklist = Checklist()
    assert not checklist.observe(said(ANNA, "/start", from_bot=False))
    assert checklist.observe(said(ANNA, "Здравствуйте"))
    assert done(checklist) == {"start"}
    assert not checklist.observe(said(ANNA, "Здравствуйте")), "a step is done once"


@pytest.mark.parametrize(
    "event", [Event("people", 1), Event("read", 1, ANNA, 3), Event("call", 1, data={"method": "getMe"})]
)
def test_other_changes_do_nothing(event: Event) -> None:
    checklist = Checklist()
    assert not checklist.observe(event)
    assert not done(checklist)


def test_a_list_of_services_names_several_products() -> None:
    checklist = Checklist()
    checklist.observe(said(ANNA, "Подпишите файл в Экстерне"))
    assert "services" not in done(checklist)
    assert checklist.observe(said(ANNA, "Экстерн, до 30 ноября; Диадок, сегодня"))
    assert "services" in done(checklist)


@pytest.mark.parametrize("name", ["Акт 12.pdf", "Документы Ноябрь 2026.zip"])
def test_a_document_counts_when_it_has_come(name: str) -> None:
    checklist = Checklist()
    checklist.observe(said(ANNA, "Подпишите этот файл", file=CHALLENGE))
    assert "documents" not in done(checklist)
    assert checklist.observe(said(ANNA, "Акт № 12", file=replace(CHALLENGE, name=name)))
    assert "documents" in done(checklist)


@pytest.mark.parametrize(
    ("step", "companies", "answer"),
    [
        (Step.SIGN, (ROMASHKA,), "Доступ открыт. Сертификат: Лебедев Пётр Андреевич"),
        (Step.ALL, (ROMASHKA, NORTH_WIND), "Открыты двое: Лебедев П. А. и Громова Е. В."),
        (Step.BAD, (), "Сертификат отозван"),
    ],
)
def test_a_signature_counts_when_the_bot_has_answered(
    step: Step, companies: tuple[Company, ...], answer: str
) -> None:
    checklist = Checklist()
    checklist.uploaded(ANNA, step, companies)
    checklist.observe(said(PYOTR, answer))
    checklist.observe(said(ANNA, "Лебедев, Громова: ещё один файл", file=CHALLENGE))
    assert step.name.lower() not in done(checklist)
    assert checklist.observe(said(ANNA, answer))
    assert step.name.lower() in done(checklist)


@pytest.mark.parametrize(
    "answer", ["Файл запроса устарел", "Доступ открыт. Сертификат: Лебедев Пётр Андреевич"]
)
def test_a_good_signature_counts_when_every_signer_is_accepted(answer: str) -> None:
    checklist = Checklist()
    checklist.uploaded(ANNA, Step.ALL, (ROMASHKA, NORTH_WIND))
    checklist.observe(said(ANNA, answer))
    assert done(checklist) == {"start"}


def test_the_first_person_is_told_of_the_second() -> None:
    checklist = Checklist()
    accepted = "Доступ открыт. Сертификат: Лебедев Пётр Андреевич"
    for _ in range(2):
        checklist.uploaded(ANNA, Step.SIGN, (ROMASHKA,))
        checklist.observe(said(ANNA, accepted))
    assert "other" not in done(checklist), "nobody else has signed"
    checklist.uploaded(PYOTR, Step.SIGN, (ROMASHKA,))
    checklist.observe(said(PYOTR, accepted))
    checklist.observe(said(ANNA, "Меню"))
    assert "other" not in done(checklist), "Anna has not been told yet"
    assert checklist.observe(said(ANNA, "Доступ получил Пётр. Сертификат: Лебедев Пётр Андреевич"))
    assert "other" in done(checklist)


def test_a_day_passes_after_an_opening_only() -> None:
    checklist = Checklist()
    checklist.uploaded(ANNA, Step.SIGN, (ROMASHKA,))
    assert not checklist.moved(timedelta(hours=24))
    checklist.observe(said(ANNA, "Сертификат: Лебедев Пётр Андреевич"))
    assert not checklist.moved(timedelta(hours=23))
    assert checklist.moved(timedelta(hours=24))
    assert not checklist.moved(timedelta(hours=48))
