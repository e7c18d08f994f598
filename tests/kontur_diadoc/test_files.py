"""Print forms and archives: waited for, whole, or refused for a reason."""

import io
import zipfile
from itertools import pairwise

import pytest

from bot.cabinet.documents.closing_document import DocumentRef
from bot.cabinet.documents.refusals import NoFileError, NotReadyError, SubscriptionEndedError
from bot.cabinet.sources import (
    NoAccessError,
    NotFoundError,
    TooManyRequestsError,
    UnavailableError,
)
from bot.demo.diadoc.forms import print_form
from bot.demo.diadoc.world import ACT, Sent
from bot.emulator.faults import Fault
from tests.kontur_diadoc.serving import NOW, served, world


def ref(document: Sent) -> DocumentRef:
    return DocumentRef(document.message, document.entity)


@pytest.mark.parametrize("status", [200, 204])
async def test_a_form_that_is_ready_at_the_fourth_try_is_waited_for(status: int) -> None:
    some, _ = world()
    async with served(some, ready_at=4, retry_after=3, empty_status=status) as at:
        assert await at.source.pdf(ref(some.documents[0]), at.tell) == print_form(some.documents[0])
    assert [one.attempt for one in at.told] == [1, 2, 3]
    assert at.time.pauses == [3.0, 3.0, 3.0]


async def test_a_server_that_says_at_once_is_asked_less_and_less_often() -> None:
    some, _ = world()
    async with served(some, ready_at=6, retry_after=0) as at:
        assert await at.source.pdf(ref(some.documents[0]), at.tell) == print_form(some.documents[0])
    pauses = at.time.pauses
    assert pauses[0] == 1.0
    assert all(later > earlier for earlier, later in pairwise(pauses))
    assert [one.seconds for one in at.told] == pauses


async def test_a_server_that_says_at_once_for_ever_is_given_two_minutes() -> None:
    some, _ = world()
    async with served(some, ready_at=1000, retry_after=0) as at:
        with pytest.raises(NotReadyError):
            await at.source.pdf(ref(some.documents[0]))
    assert 60 < sum(at.time.pauses) <= 120


async def test_a_form_that_takes_too_long_is_given_up() -> None:
    some, _ = world()
    async with served(some, ready_at=1000, retry_after=20) as at:
        with pytest.raises(NotReadyError):
            await at.source.pdf(ref(some.documents[0]))
    assert sum(at.time.pauses) <= 120


@pytest.mark.parametrize("name", ["print-form", "documents"])
async def test_passing_faults_are_outlived(name: str) -> None:
    some, _ = world(4)
    async with served(some) as at:
        for fault in (
            Fault(name, status=500),
            Fault(name, status=429, retry_after=7),
            Fault(name, drop="before"),
            Fault(name, drop="after"),
        ):
            at.stand_in.faults.add(fault)
        assert len(await at.documents()) == 4
        assert await at.source.pdf(ref(some.documents[0])) == print_form(some.documents[0])
    assert 7.0 in at.time.pauses


async def test_a_form_cut_off_without_a_word_is_fetched_again() -> None:
    some, _ = world()
    whole = print_form(some.documents[0])
    async with served(some) as at:
        at.stand_in.cut_forms = 2
        assert await at.source.pdf(ref(some.documents[0])) == whole


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (402, SubscriptionEndedError),
        (403, NoAccessError),
        (404, NotFoundError),
        (409, NoFileError),
    ],
)
async def test_refusals_are_told_apart_and_not_repeated(status: int, error: type[Exception]) -> None:
    some, _ = world()
    async with served(some) as at:
        await at.documents()
        at.stand_in.faults.add(Fault("print-form", status=status, times=0))
        with pytest.raises(error):
            await at.source.pdf(ref(some.documents[0]))
    assert len(at.asked("print-form")) == 1


async def test_faults_that_do_not_pass_are_given_up() -> None:
    some, _ = world()
    async with served(some) as at:
        at.stand_in.faults.add(Fault("print-form", status=429, retry_after=3600, times=0))
        with pytest.raises(TooManyRequestsError):
            await at.source.pdf(ref(some.documents[0]))
        at.stand_in.faults.clear()
        at.stand_in.faults.add(Fault("print-form", status=500, times=0))
        with pytest.raises(UnavailableError):
            await at.source.pdf(ref(some.documents[0]))


async def test_after_many_faults_the_side_is_left_alone_and_tried_again_later() -> None:
    some, _ = world()
    async with served(some) as at:
        await at.documents()
        at.stand_in.faults.add(Fault("print-form", status=500, times=0))
        for _ in range(4):
            with pytest.raises(UnavailableError):
                await at.source.pdf(ref(some.documents[0]))
        asked = len(at.asked("print-form"))
        assert asked == 10
        at.stand_in.faults.clear()
        with pytest.raises(UnavailableError):
            await at.source.pdf(ref(some.documents[0]))
        assert len(at.asked("print-form")) == asked
        at.time.seconds += 60
        assert await at.source.pdf(ref(some.documents[0]))


async def test_a_document_without_a_form_whose_original_is_no_pdf_has_no_file() -> None:
    some, client = world()
    [sent] = some.send(client, NOW, ("Nonformalized", "1", None, None))
    async with served(some) as at:
        with pytest.raises(NoFileError):
            await at.source.pdf(ref(sent))


async def test_an_archive_is_made_and_fetched() -> None:
    some, client = world()
    [sent] = some.send(client, NOW, (ACT, "1", None, None))
    async with served(some, ready_at=3) as at:
        content = await at.source.archive(ref(sent), at.tell)
    assert zipfile.ZipFile(io.BytesIO(content)).namelist() == ["print form.pdf", "original.xml"]
    assert len(at.told) == 2
