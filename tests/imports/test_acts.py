"""`kabinet import acts`: a PDF, a folder, a ZIP; good names, bad files, orders that wait."""

import asyncio
import errno
import io
import os
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from rich.console import Console

from bot.cabinet.acts.importing import ActImport
from bot.cabinet.acts.ports import Put
from bot.cabinet.acts.uploading import ActsChangedError, ActUploads
from bot.cabinet.fiscal.period import Period
from bot.cabinet.organization import PersonId
from bot.cabinet.service_upload import OtherContentError
from bot.documents.inspection import FileInspector
from bot.imports.acts import import_acts, in_memory
from bot.texts import texts
from storage.acts.acts import StoredActs
from storage.cipher import Cipher
from storage.database import Database
from storage.files import StoredFiles
from storage.schema import migrate
from tests.files.memory import pdf
from tests.storage.samples import ANNA, BORIS

GOOD = "9600100116_2026-07-01_2026-09-30.pdf"
OTHER = "9600100123_2026-01-01_2026-06-30.pdf"
PERIOD = Period(date(2026, 7, 1), date(2026, 9, 30))


@dataclass
class Still:
    moment: datetime = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


class Silent:
    """Everybody is an operator, and the trail says nothing."""

    def are_run_by(self, _person: PersonId) -> bool:
        return True

    async def add(self, *_: object) -> None:
        return


@dataclass
class Desk:
    """The operator's side."""

    acts: StoredActs
    files: StoredFiles
    importing: ActImport
    inspector: FileInspector
    output: io.StringIO

    async def load(self, path: Path, *, dry_run: bool = False, skip_bad: bool = False) -> int:
        return await import_acts(
            path,
            self.importing,
            self.inspector,
            dry_run=dry_run,
            skip_bad=skip_bad,
            console=Console(file=self.output, width=200),
            t=texts("ru"),
        )

    @property
    def said(self) -> str:
        return self.output.getvalue()

    async def there(self, inn: str = "9600100116", period: Period = PERIOD) -> bool:
        return bool(await self.acts.known([(inn, period)]))


@pytest.fixture
def clock() -> Still:
    return Still()


@pytest.fixture
async def desk(tmp_path: Path, clock: Still) -> AsyncIterator[Desk]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'kabinet.db'}")
    await migrate(database)
    acts = StoredActs(database)
    files = StoredFiles(database, Cipher([Fernet.generate_key().decode()]))
    inspector = FileInspector()
    yield Desk(acts, files, ActImport(acts, files, inspector, clock), inspector, io.StringIO())
    await inspector.aclose()
    await database.aclose()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "acts"
    made.mkdir()
    (made / GOOD).write_bytes(pdf("one"))
    (made / OTHER).write_bytes(pdf("two"))
    (made / "notes.txt").write_text("not an act")
    return made


async def test_a_folder_is_loaded_once(desk: Desk, folder: Path) -> None:
    assert await desk.load(folder) == 0
    assert "Новых актов: 2, без изменений: 0, выполнено заказов: 0, пропущено файлов: 0" in desk.said
    assert await desk.load(folder) == 0
    assert "Новых актов: 0, без изменений: 2" in desk.said
    (folder / GOOD).write_bytes(pdf("mended"))
    assert await desk.load(folder / GOOD) == 0
    assert "Новых актов: 1, без изменений: 0" in desk.said
    [(_, _, file)] = await desk.acts.known([("9600100116", PERIOD)])
    assert await desk.files.content(file) == pdf("mended")


async def test_a_dry_run_changes_nothing(desk: Desk, folder: Path) -> None:
    assert await desk.load(folder, dry_run=True) == 0
    assert f"{GOOD}: будет добавлен" in desk.said
    assert "Это пробный запуск" in desk.said
    assert not await desk.there()


async def test_an_archive_is_a_folder(desk: Desk, tmp_path: Path) -> None:
    archive = tmp_path / "acts.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr(f"июль/{GOOD}", pdf())
    assert await desk.load(archive) == 0
    assert await desk.there()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("act.pdf", pdf(), "имя не по образцу"),
        ("9600100117_2026-07-01_2026-09-30.pdf", pdf(), "имя не по образцу"),
        ("9600100116_2026-02-30_2026-09-30.pdf", pdf(), "имя не по образцу"),
        ("9600100116_2026-09-30_2026-07-01.pdf", pdf(), "имя не по образцу"),
        ("9600100116_2026-07-01_2026-12-31.pdf", pdf(), "такого периода у акта быть не может"),
        ("9600100116_1999-07-01_1999-12-31.pdf", pdf(), "такого периода у акта быть не может"),
        ("9600100116_2026-01-01_2026-03-31.pdf", b"", "Файл пустой"),
        ("9600100116_2026-01-01_2026-03-31.pdf", b"\x89PNG\r\n", "Это не PDF"),
        ("9600100116_2026-01-01_2026-03-31.pdf", pdf()[:200], "PDF не открывается"),
        ("9600100116_2026-01-01_2026-03-31.pdf", b"%PDF-" + bytes(21 << 20), "Файл больше 20 МБ"),
    ],
)
async def test_one_bad_file_stops_all_unless_it_is_skipped(
    desk: Desk, folder: Path, name: str, content: bytes, said: str
) -> None:
    (folder / name).write_bytes(content)
    assert await desk.load(folder) == 1
    assert f"{name}: " in desk.said
    assert said in desk.said
    assert "Ничего не загружено" in desk.said
    assert not await desk.there()
    assert await desk.load(folder, skip_bad=True) == 0
    assert "Новых актов: 2, без изменений: 0, выполнено заказов: 0, пропущено файлов: 1" in desk.said


@pytest.mark.parametrize("name", ["missing", "missing.pdf", "missing.zip"])
async def test_nothing_to_load_is_a_wrong_use(desk: Desk, tmp_path: Path, name: str) -> None:
    (tmp_path / "missing").mkdir()
    assert await desk.load(tmp_path / name) == 2
    assert "здесь нет файлов PDF" in desk.said


async def test_hostile_archives_are_refused(desk: Desk, tmp_path: Path) -> None:
    archive = tmp_path / "acts.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr(f"../{GOOD}", pdf())
    assert await desk.load(archive) == 2
    assert "недопустимым именем" in desk.said
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr(GOOD, bytes(30 << 20))
    assert await desk.load(archive) == 2
    assert "слишком много места" in desk.said
    archive.write_bytes(b"not a zip")
    assert await desk.load(archive) == 2
    assert "не архив ZIP" in desk.said


async def test_a_file_that_goes_before_it_is_loaded_is_named(
    desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply = desk.importing.apply

    async def later(*arguments: Any, **named: Any) -> Put:
        (folder / GOOD).unlink()
        return await apply(*arguments, **named)

    monkeypatch.setattr(desk.importing, "apply", later)
    assert await desk.load(folder) == 1
    assert GOOD in desk.said
    assert not await desk.there()


async def test_files_of_subfolders_are_loaded_too(desk: Desk, tmp_path: Path) -> None:
    inner = tmp_path / "acts" / "2026" / "3"
    inner.mkdir(parents=True)
    (inner / GOOD).write_bytes(pdf())
    assert await desk.load(tmp_path / "acts") == 0
    assert await desk.there()


async def test_a_subfolder_that_cannot_be_read_is_named_and_not_passed_over(
    desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "closed").mkdir()
    scan = os.scandir

    def refusing(path: str) -> Any:
        if Path(path).name == "closed":
            raise PermissionError(errno.EACCES, "denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert await desk.load(folder) == 2
    assert "closed" in desk.said
    assert not await desk.there()


async def test_today_is_moscows(desk: Desk, tmp_path: Path, clock: Still) -> None:
    clock.moment = datetime(2026, 11, 26, 22, 30, tzinfo=UTC)  # half past one in the morning
    (tmp_path / "9600100116_2026-07-01_2026-11-27.pdf").write_bytes(pdf())
    assert await desk.load(tmp_path / "9600100116_2026-07-01_2026-11-27.pdf") == 0


async def test_what_was_shown_is_loaded_and_nothing_else(desk: Desk, clock: Still) -> None:
    anything: Any = Silent()
    uploads = ActUploads(desk.importing, desk.inspector, anything, anything, clock)

    def holding(text: str) -> Callable[[], Awaitable[bytes]]:
        async def fetch() -> bytes:
            return pdf(text)

        return fetch

    first = await uploads.review(ANNA, GOOD, holding("Анна"))
    second = await uploads.review(BORIS, GOOD, holding("Борис"))
    await uploads.confirm(BORIS, GOOD, second.shown, holding("Борис"), skip_bad=False)
    with pytest.raises(ActsChangedError) as changed:
        await uploads.confirm(ANNA, GOOD, first.shown, holding("Анна"), skip_bad=False)
    assert changed.value.review.plan.good[0].is_replacing
    with pytest.raises(ActsChangedError):  # the same bytes by another name are another plan
        await uploads.confirm(ANNA, OTHER, changed.value.review.shown, holding("Анна"), skip_bad=False)
    with pytest.raises(OtherContentError):
        await uploads.confirm(ANNA, GOOD, changed.value.review.shown, holding("?"), skip_bad=False)
    _, put = await uploads.confirm(ANNA, GOOD, changed.value.review.shown, holding("Анна"), skip_bad=False)
    assert put.new == 1


async def test_of_two_programs_that_load_at_once_one_is_shown_what_there_is_now(
    desk: Desk, clock: Still
) -> None:
    anything: Any = Silent()
    rivals = [ActUploads(desk.importing, desk.inspector, anything, anything, clock) for _ in range(2)]

    async def load(uploads: ActUploads, text: str, ready: asyncio.Barrier) -> None:
        async def fetch() -> bytes:
            return pdf(text)

        shown = (await uploads.review(ANNA, GOOD, fetch)).shown
        await ready.wait()
        await uploads.confirm(ANNA, GOOD, shown, fetch, skip_bad=False)

    ready = asyncio.Barrier(2)
    results = await asyncio.gather(
        *(load(uploads, text, ready) for uploads, text in zip(rivals, ("one", "two"), strict=True)),
        return_exceptions=True,
    )
    [refused] = [one for one in results if one is not None]
    assert isinstance(refused, ActsChangedError)
    assert refused.review.plan.good[0].is_replacing


async def test_a_plan_is_another_one_when_a_name_is(desk: Desk) -> None:
    names = (GOOD, GOOD.replace(".pdf", ".PDF"))
    plans = [await desk.importing.plan([in_memory(name, pdf())]) for name in names]
    assert plans[0].digest != plans[1].digest
