"""PDF files that people send are opened by another process, which may hang or die of one and no more."""

import asyncio
import signal
from collections.abc import AsyncIterator
from io import BytesIO

import pytest

from bot.cabinet.files.intake import FileRefusal, FileRefusedError, Offered
from bot.cabinet.files.stored_file import LARGEST
from bot.documents import pdf_probe
from bot.documents.inspection import FileInspector
from tests.documents.hostile import archive, locked, pageless, pdf

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
ACT = pdf(pages=3)


@pytest.fixture
async def inspector() -> AsyncIterator[FileInspector]:
    made = FileInspector()
    yield made
    await made.aclose()


async def refusal(inspector: FileInspector, content: bytes) -> FileRefusal | None:
    try:
        await inspector.pdf(content)
    except FileRefusedError as refused:
        return refused.refusal
    return None


async def test_each_hostile_file_gets_its_reason_and_good_ones_pass(inspector: FileInspector) -> None:
    table = {
        b"": FileRefusal.EMPTY,
        ACT + bytes(LARGEST): FileRefusal.TOO_LARGE,
        PNG: FileRefusal.NOT_PDF,
        archive(("a.pdf", ACT)): FileRefusal.NOT_PDF,
        b"%PDF-1.7\n": FileRefusal.BROKEN_PDF,
        b"%PDF-1.7\n" + PNG: FileRefusal.BROKEN_PDF,
        ACT[: len(ACT) // 2]: FileRefusal.BROKEN_PDF,
        ACT[:-200]: FileRefusal.BROKEN_PDF,
        pageless(): FileRefusal.BROKEN_PDF,
        locked("password"): FileRefusal.LOCKED_PDF,
        ACT: None,
        locked(""): None,  # what forbids printing only, opens without a password
        b"\n\n" + ACT: None,
        ACT + archive(("a.exe", b"x")): None,
    }
    for content, expected in table.items():
        assert await refusal(inspector, content) is expected, content[:40]


async def test_a_file_that_hangs_is_given_up_and_the_next_one_is_judged(
    inspector: FileInspector, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await refusal(inspector, ACT) is None
    process = inspector._process
    assert process is not None
    process.send_signal(signal.SIGSTOP)  # it answers no more, as with a file that has no end
    monkeypatch.setattr(inspector, "_seconds", 0.2)
    assert await refusal(inspector, ACT) is FileRefusal.BROKEN_PDF
    assert process.returncode == -signal.SIGKILL
    monkeypatch.setattr(inspector, "_seconds", 30.0)
    assert await refusal(inspector, ACT) is None


async def test_a_file_that_kills_the_process_spoils_no_other(inspector: FileInspector) -> None:
    for _ in range(3):
        assert await refusal(inspector, ACT) is None
        process = inspector._process
        assert process is not None
        process.kill()
        await process.wait()
        assert await refusal(inspector, ACT) is None


async def test_whoever_stops_waiting_leaves_no_half_a_file_behind(inspector: FileInspector) -> None:
    assert await refusal(inspector, ACT) is None
    waiting = asyncio.create_task(inspector.pdf(ACT + bytes(10 << 20)))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await refusal(inspector, ACT) is None


async def test_many_at_once_are_judged_each_by_itself(inspector: FileInspector) -> None:
    found = await asyncio.gather(*(refusal(inspector, one) for one in (ACT, pageless(), ACT, locked("x"))))
    assert found == [None, FileRefusal.BROKEN_PDF, None, FileRefusal.LOCKED_PDF]


async def test_an_archive_is_unpacked_beside_the_loop(inspector: FileInspector) -> None:
    assert await inspector.archive(archive(("a.pdf", ACT))) == (Offered("a.pdf", ACT),)


def test_the_probe_serves_until_its_input_ends() -> None:
    asked = b"".join(pdf_probe.LENGTH.pack(len(one)) + one for one in (ACT, PNG, locked("x")))
    answers = BytesIO()
    pdf_probe.serve(BytesIO(asked), answers)
    assert answers.getvalue().split() == [b"good", b"broken", b"locked"]
