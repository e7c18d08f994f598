"""Archives of print forms: in parts that a chat takes, and never without access."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.cabinet.access import AccessDeniedError, Denial
from bot.cabinet.documents import closing_documents
from bot.cabinet.documents.closing_document import DocumentRef
from bot.cabinet.documents.closing_documents import Archive, ClosingDocuments, LeftOut
from bot.cabinet.documents.kept import DocumentId, KeptDocument
from bot.cabinet.documents.ports import Progress, unobserved
from bot.cabinet.documents.refusals import NoFileError
from bot.cabinet.files.stored_file import FileId, Media
from bot.cabinet.organization import OrganizationId, PersonId
from bot.cabinet.person import Language, Person
from bot.cabinet.sources import SourceError, TooLargeError, UnavailableError
from tests.documents.closing import document

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ANNA = Person(PersonId(1), "Анна", Language.RU, "Europe/Moscow")


class Clock:
    def now(self) -> datetime:
        return NOW


class World:
    """A source, a place for files, and a guard that can close."""

    def __init__(self) -> None:
        self.formless: set[str] = set()
        self.refused: dict[str, SourceError] = {}
        self.kept: list[tuple[bytes, Media]] = []
        self.packed: list[list[str]] = []
        self.is_open = True
        self.close_after_packing = False
        anything: Any = self
        self.documents = ClosingDocuments(
            anything, anything, anything, anything, anything, Clock(), self.pack
        )

    async def pdf(self, ref: DocumentRef, _progress: Progress) -> bytes:
        if ref.entity in self.formless:
            raise NoFileError
        if ref.entity in self.refused:
            raise self.refused[ref.entity]
        return b"%PDF " + ref.entity.encode()

    async def keep(self, content: bytes, media: Media, _now: datetime) -> FileId:
        self.kept.append((content, media))
        return FileId(len(self.kept))

    async def content(self, file: FileId) -> bytes:
        return self.kept[file - 1][0]

    async def set_file(self, _document: KeptDocument, _file: FileId) -> None:
        return

    async def require_open(self, _person: PersonId, _organization: OrganizationId) -> None:
        if not self.is_open:
            raise AccessDeniedError(Denial.LAPSED)

    def pack(self, files: Any) -> bytes:
        self.packed.append([name for name, _ in files])
        self.is_open = not self.close_after_packing
        return b"PK"


def some(count: int) -> list[KeptDocument]:
    return [
        document(id=DocumentId(number), ref=DocumentRef("message", str(number))) for number in range(count)
    ]


async def archived(world: World, documents: list[KeptDocument]) -> list[int]:
    made = world.documents.archives(ANNA, documents, lambda one: f"Акт {one.number}.pdf", unobserved)
    return [archive.documents async for archive in made if isinstance(archive, Archive)]


async def test_documents_beyond_a_hundred_follow_in_another_archive() -> None:
    world = World()
    assert await archived(world, some(250)) == [100, 100, 50]
    assert [len(names) for names in world.packed] == [100, 100, 50]
    assert all(len({name.casefold() for name in names}) == len(names) for names in world.packed)


async def test_what_is_too_large_together_goes_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closing_documents, "LARGEST_ARCHIVE", 13)
    assert await archived(World(), some(5)) == [2, 2, 1]


async def test_documents_without_a_form_are_passed_over() -> None:
    world = World()
    world.formless = {"1", "3"}
    assert await archived(world, some(4)) == [2]
    world.formless = {"0", "1", "2", "3"}
    with pytest.raises(NoFileError):
        await archived(world, some(4))


async def test_what_cannot_be_had_holds_up_no_other_document() -> None:
    world = World()
    world.formless = {"1"}
    world.refused = {"2": TooLargeError("large"), "130": UnavailableError("cut off")}
    made = [
        one
        async for one in world.documents.archives(
            ANNA, some(131), lambda one: f"Акт {one.number}.pdf", unobserved
        )
    ]
    assert [one.documents for one in made if isinstance(one, Archive)] == [98, 30]
    missing = [(one.document.ref.entity, type(one.why)) for one in made if isinstance(one, LeftOut)]
    assert missing == [("1", NoFileError), ("2", TooLargeError), ("130", UnavailableError)]
    world.refused = {str(number): UnavailableError("down") for number in range(4)}
    with pytest.raises(UnavailableError):
        await archived(world, some(4))


async def test_access_that_ends_while_an_archive_is_made_gives_nothing() -> None:
    world = World()
    world.close_after_packing = True
    with pytest.raises(AccessDeniedError):
        await archived(world, some(2))
    assert not [media for _, media in world.kept if media is Media.ZIP]
