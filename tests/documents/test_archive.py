"""Archives that people send: taken within limits, refused with a reason."""

import io
import time
import tracemalloc
import zipfile
from contextlib import suppress

import pytest

from bot.cabinet.files.intake import LARGEST_ARCHIVE, MOST_ENTRIES, FileRefusal, FileRefusedError, Offered
from bot.cabinet.files.stored_file import LARGEST
from bot.documents.archive import pack, unpack
from tests.documents.hostile import archive, crowded, lying, named, pdf

ACT = pdf()
MEGABYTE = 1 << 20


def encrypted() -> bytes:
    whole = bytearray(archive(("a.pdf", ACT)))
    for at in (6, whole.index(b"PK\x01\x02") + 8):
        whole[at] |= 1
    return bytes(whole)


def damaged() -> bytes:
    whole = bytearray(archive(("a.pdf", ACT)))
    whole[60:160] = bytes(100)
    return bytes(whole)


@pytest.mark.parametrize(
    ("content", "refusal", "name"),
    [
        (b"", FileRefusal.EMPTY, None),
        (b"PK" + bytes(LARGEST), FileRefusal.TOO_LARGE, None),
        (ACT, FileRefusal.NOT_ARCHIVE, None),
        (archive(("a.pdf", ACT))[:-30], FileRefusal.NOT_ARCHIVE, None),
        (damaged(), FileRefusal.BROKEN_ARCHIVE, None),
        (encrypted(), FileRefusal.LOCKED_ARCHIVE, "a.pdf"),
        (archive(), FileRefusal.NOTHING_INSIDE, None),
        (archive(("a.txt", b"x"), ("b/", b"")), FileRefusal.NOTHING_INSIDE, None),
        (archive(("inner.zip", archive(("a.pdf", ACT)))), FileRefusal.NOTHING_INSIDE, None),
        (archive(("../a.pdf", ACT)), FileRefusal.UNSAFE_NAME, None),
        (archive(("b/../../a.pdf", ACT)), FileRefusal.UNSAFE_NAME, None),
        (named(b"..\\a.pdf", ACT), FileRefusal.UNSAFE_NAME, None),
        (archive(("/etc/a.pdf", ACT)), FileRefusal.UNSAFE_NAME, None),
        (named(b"\\\\host\\a.pdf", ACT), FileRefusal.UNSAFE_NAME, None),
        (archive(("C:/a.pdf", ACT)), FileRefusal.UNSAFE_NAME, None),
        (archive(("good.pdf", ACT), ("../bad.txt", b"x")), FileRefusal.UNSAFE_NAME, None),
        (archive(*((f"{n}.pdf", b"x") for n in range(MOST_ENTRIES + 1))), FileRefusal.TOO_MANY_FILES, None),
        (archive(("bomb.pdf", bytes(15 * MEGABYTE))), FileRefusal.BOMB, "bomb.pdf"),
    ],
)  # fmt: skip
def test_an_archive_is_refused_with_its_reason(
    content: bytes, refusal: FileRefusal, name: str | None
) -> None:
    with pytest.raises(FileRefusedError) as refused:
        unpack(content)
    assert (refused.value.refusal, refused.value.name) == (refusal, name)


def test_a_size_that_lies_is_not_believed() -> None:
    with pytest.raises(FileRefusedError) as refused:
        unpack(lying(bytes(15 * MEGABYTE), 10))
    assert refused.value.refusal in {FileRefusal.BOMB, FileRefusal.BROKEN_ARCHIVE}


def test_many_honest_files_are_too_much_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.documents.archive.LARGEST_ARCHIVE", 3 * MEGABYTE)
    files = [(f"{n}.pdf", bytes(MEGABYTE)) for n in range(4)]
    assert len(unpack(archive(*files[:3]))) == 3
    with pytest.raises(FileRefusedError) as refused:
        unpack(archive(*files))
    assert (refused.value.refusal, refused.value.name) == (FileRefusal.BOMB, "3.pdf")
    assert LARGEST_ARCHIVE == 10 * LARGEST


def test_one_file_that_is_too_large_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = archive(("a.pdf", bytes(MEGABYTE)))
    monkeypatch.setattr("bot.documents.archive.LARGEST", MEGABYTE - 1)
    with pytest.raises(FileRefusedError) as refused:
        unpack(whole)
    assert (refused.value.refusal, refused.value.name) == (FileRefusal.TOO_LARGE, "a.pdf")


def test_half_a_million_entries_are_refused_before_they_are_read() -> None:
    content = crowded(350_000)
    assert len(content) <= LARGEST
    tracemalloc.start()
    began = time.process_time()
    with pytest.raises(FileRefusedError) as refused:
        unpack(content)
    took = time.process_time() - began
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused.value.refusal is FileRefusal.TOO_MANY_FILES
    assert peak < 2 * LARGEST
    assert took < 1.0


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (archive(("Акты/Акт.pdf", ACT)), "Акт.pdf"),
        (named("Акт.pdf".encode("cp866"), ACT), "Акт.pdf"),
        (named("Акт.pdf".encode(), ACT), "Акт.pdf"),
        (named(b"2026\\act.PDF", ACT), "act.PDF"),
        (archive(("a.pdf", ACT), ("__MACOSX/._a.pdf", b"fork"), ("note.txt", b"x")), "a.pdf"),
        (
            ACT + archive(("a.pdf", ACT)),
            "a.pdf",
        ),  # a PDF and an archive at once: whoever asks for an archive gets it
        (archive(("a.pdf", ACT), method=zipfile.ZIP_BZIP2), "a.pdf"),
    ],
)
def test_files_come_by_the_names_they_were_meant_to_have(content: bytes, name: str) -> None:
    assert unpack(content) == (Offered(name, ACT),)


def test_what_is_packed_is_unpacked_and_always_the_same() -> None:
    files = [("Акт № 1.pdf", ACT), ("Счёт.pdf", pdf("Invoice"))]
    assert pack(files) == pack(files)
    assert unpack(pack(files)) == tuple(Offered(*file) for file in files)


@pytest.mark.parametrize("compression", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2, zipfile.ZIP_DEFLATED])
def test_damaged_entries_are_refused_however_they_are_packed(compression: int) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as archive:
        archive.writestr("a.pdf", pdf("x") * 20)
    whole = packed.getvalue()
    assert len(unpack(whole)) == 1
    for start in range(40, len(whole) - 120, 8):
        damaged = whole[:start] + b"\xff" * 8 + whole[start + 8 :]
        with suppress(FileRefusedError):
            unpack(damaged)
