"""The command: exit codes, what it prints, and what is in the real database afterwards."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.cabinet.ports import ServiceImports
from bot.cabinet.service_file import NoteReason, ProblemReason
from bot.clock import Clock
from bot.imports.command import import_services
from bot.imports.table import TableFault
from bot.texts import Texts, texts
from storage.database import Database
from storage.service_imports import StoredServiceImports
from storage.tables import organizations
from tests.imports.building import GOOD_ROW, HEADINGS, ROMASHKA, TRADER, Printed, csv_bytes, xlsx_bytes
from tests.imports.test_services import GOOD_LINE, entity_inn, row

BAD_ROW = row(inn="7707083894", end="30.11.26", external_id="A-2")


class Run:
    """Runs the command over content written to a file."""

    def __init__(self, folder: Path, store: ServiceImports, clock: Clock) -> None:
        self.folder, self.store, self.clock = folder, store, clock

    async def __call__(
        self,
        content: bytes,
        *,
        dry_run: bool = False,
        skip_bad: bool = False,
        language: str = "ru",
        console: Printed | None = None,
    ) -> tuple[int, str]:
        path = self.folder / "services.xlsx"
        path.write_bytes(content)
        printed = console or Printed()
        code = await import_services(
            path,
            self.store,
            clock=self.clock,
            dry_run=dry_run,
            skip_bad=skip_bad,
            console=printed,
            t=texts(language),
        )
        return code, printed.text


@pytest.fixture
def run(tmp_path: Path, stored: StoredServiceImports, clock: Clock) -> Run:
    return Run(tmp_path, stored, clock)


@pytest.mark.parametrize("make", [csv_bytes, xlsx_bytes])
async def test_loading_and_loading_again(
    make: Callable[[list[list[object]]], bytes], run: Run, stored: StoredServiceImports
) -> None:
    content = make(
        [
            [*HEADINGS],
            [*GOOD_ROW],
            row(inn=TRADER, kpp="", organization="ИП Сидорова", end="", external_id=""),
        ]
    )
    code, said = await run(content)
    assert code == 0
    assert "Добавлено: 2, изменено: 0, без изменений: 0, пропущено: 0" in said
    trader = replace(GOOD_LINE, inn=TRADER, kpp=None, organization="ИП Сидорова", end=None, external_id=None)
    assert await stored.existing([ROMASHKA, TRADER]) == [trader, GOOD_LINE]
    code, said = await run(content)
    assert code == 0
    assert "Добавлено: 0, изменено: 0, без изменений: 2, пропущено: 0" in said
    assert "Менять нечего: всё это уже загружено раньше" in said


async def test_a_bad_row_stops_the_file(run: Run, stored: StoredServiceImports) -> None:
    code, said = await run(csv_bytes([HEADINGS, GOOD_ROW, BAD_ROW]))
    assert code == 1
    assert said.splitlines()[-4:] == [
        "Строка 3, ИНН, «7707083894»: контрольные цифры ИНН не сходятся, в номере опечатка",
        "Строка 3, Действует до, «30.11.26»: год написан двумя цифрами. Напишите дату целиком, например 30.11.2026",
        "Ничего не загружено. Хороших строк: 1, с ошибками: 1",
        "Исправьте 1 строку и загрузите файл снова. Чтобы загрузить остальные строки без неё, добавьте --skip-bad",
    ]
    assert await stored.existing([ROMASHKA]) == []


async def test_bad_rows_can_be_skipped(run: Run, stored: StoredServiceImports) -> None:
    code, said = await run(csv_bytes([HEADINGS, BAD_ROW, GOOD_ROW]), skip_bad=True)
    assert code == 0
    assert "Строка 2, ИНН, «7707083894»" in said
    assert "Добавлено: 1, изменено: 0, без изменений: 0, пропущено: 1" in said
    assert await stored.existing([ROMASHKA]) == [GOOD_LINE]


@pytest.mark.parametrize(("skip_bad", "code"), [(False, 1), (True, 0)])
async def test_a_dry_run_tells_and_changes_nothing(
    code: int, run: Run, stored: StoredServiceImports, *, skip_bad: bool
) -> None:
    await run(csv_bytes([HEADINGS, GOOD_ROW]))
    content = csv_bytes([HEADINGS, row(end="бессрочно"), row(external_id="A-3"), BAD_ROW])
    seen, said = await run(content, dry_run=True, skip_bad=skip_bad)
    assert seen == code
    assert (
        "± строка 2: 7707083893, ООО «Ромашка», Экстерн, Учетный – Действует до: 30.11.2026 → бессрочно"
        in said
    )
    assert "+ строка 3: 7707083893, ООО «Ромашка», Экстерн, Учетный – до: 30.11.2026" in said
    assert ("пробный запуск" in said) == skip_bad
    assert await stored.existing([ROMASHKA]) == [GOOD_LINE]


async def test_a_dry_run_of_a_good_file(run: Run) -> None:
    code, said = await run(csv_bytes([HEADINGS, GOOD_ROW]), dry_run=True)
    assert code == 0
    assert "Будет добавлено: 1, изменено: 0, без изменений: 0, пропущено: 0" in said


@pytest.mark.parametrize(
    ("content", "code", "sentence"),
    [
        (b"", 2, "он пустой"),
        (b"\x89PNG\r\n\x1a\n\x00", 2, "это не таблица"),
        (b"hello\r\nworld", 2, "нет ни одной известной колонки"),
        (csv_bytes([["ИНН", "Цена", "Инн"]]), 1, "Не хватает: «Продукт», «Действует до»"),
        (csv_bytes([["ИНН", "Цена", "Инн"]]), 1, "Неизвестные: «Цена»"),
        (csv_bytes([["ИНН", "Цена", "Инн"]]), 1, "Повторяются: «ИНН»"),
        (csv_bytes([HEADINGS]), 0, "в файле нет строк, которые можно загрузить"),
        ('ИНН;Продукт;Действует до\r\n1;"x'.encode(), 2, "строка 2: кавычки расставлены с ошибкой"),
    ],
)
async def test_files_that_hold_no_services(content: bytes, code: int, sentence: str, run: Run) -> None:
    seen, said = await run(content)
    assert seen == code
    assert sentence in said


async def test_a_file_that_is_not_there(
    tmp_path: Path, stored: StoredServiceImports, clock: Clock, ru: Texts
) -> None:
    console = Printed()
    code = await import_services(
        tmp_path / "none.csv", stored, clock=clock, dry_run=False, skip_bad=False, console=console, t=ru
    )
    assert code == 2
    assert "Файл «none.csv» не загружен: такого файла нет. Проверьте путь" in console.text


async def test_values_cannot_drive_the_terminal(run: Run, terminal: Printed) -> None:
    content = csv_bytes([HEADINGS, row(product="[red]:smile:\x1b]0;title\x07", external_id="1")])
    _, said = await run(content, console=terminal)
    assert "[red]:smile:�]0;title�" in said
    assert "\x1b]0" not in said


async def test_a_terminal_gets_a_bar_and_other_outputs_plain_lines(run: Run, terminal: Printed) -> None:
    content = csv_bytes([HEADINGS, GOOD_ROW])
    _, on_terminal = await run(content, dry_run=True, console=terminal)
    _, elsewhere = await run(content, dry_run=True)
    assert "━" in on_terminal
    assert "━" not in elsewhere
    assert "\x1b" not in elsewhere
    assert elsewhere.splitlines()[:3] == ["Читаю файл…", "Проверено строк: 1", "Сверено организаций: 1"]


async def test_other_sheets_are_told(run: Run) -> None:
    _, said = await run(xlsx_bytes([HEADINGS, GOOD_ROW], other_sheets=["Архив", "Цены"]))
    assert "Прочитан лист «Услуги»; ещё 2 листа в книге не читались" in said


async def test_notes_of_a_kind_are_counted_after_twenty(run: Run) -> None:
    _, said = await run(csv_bytes([HEADINGS, *[GOOD_ROW] * 43]))
    assert said.count("повторяет строку 2, взята одна") == 20
    assert "и ещё 22 такие строки" in said
    assert "Добавлено: 1, изменено: 0, без изменений: 0, пропущено: 0, повторов: 42" in said


async def test_a_proved_name_does_not_change_for_ever(run: Run, database: Database) -> None:
    content = csv_bytes([HEADINGS, GOOD_ROW])
    await run(content)
    async with database.write() as connection:
        await connection.execute(update(organizations).values(name="ООО Доказано", ogrn="1027700132195"))
    code, said = await run(content)
    assert code == 0
    assert "без изменений: 1" in said


async def test_an_organization_known_by_its_certificate_needs_no_name(run: Run, database: Database) -> None:
    await run(csv_bytes([HEADINGS, GOOD_ROW]))
    code, _ = await run(csv_bytes([HEADINGS, row(organization="", product="Диадок", external_id="A-7")]))
    assert code == 0
    code, said = await run(csv_bytes([HEADINGS, row(inn=TRADER, organization="")]))
    assert code == 1
    assert "Строка 2, Организация: этой организации ещё нет в кабинете, укажите её название" in said


async def test_thousands_of_organizations_in_the_real_database(run: Run) -> None:
    inns = [entity_inn(f"{770000000 + number}") for number in range(2_300)]
    rows = [row(inn=inn, organization=f"ООО «{inn}»", end=date(2026, 11, 30)) for inn in inns]
    code, said = await run(xlsx_bytes([HEADINGS, *rows]))
    assert code == 0
    assert "Добавлено: 2\xa0300" in said
    assert "без изменений: 2\xa0300" in (await run(csv_bytes([HEADINGS, *rows])))[1]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_reason_has_its_sentence(language: str) -> None:
    t = texts(language)
    keys = [f"import.problem.{reason.value}" for reason in ProblemReason]
    keys += [f"import.note.{reason.value}" for reason in NoteReason]
    keys += [f"import.file.{fault.value}" for fault in TableFault]
    assert [key for key in keys if not t.has(key)] == []
    assert len({t(key, **dict.fromkeys(PLACEHOLDERS, "")) for key in keys}) == len(keys)


PLACEHOLDERS = ("row", "first", "last", "most", "limit", "mib", "rows", "columns", "characters")


async def test_the_report_in_english(run: Run) -> None:
    code, said = await run(csv_bytes([HEADINGS, GOOD_ROW, BAD_ROW]), language="en")
    assert code == 1
    assert "Row 3, ИНН, “7707083894”: the check digits of the INN do not agree" in said
