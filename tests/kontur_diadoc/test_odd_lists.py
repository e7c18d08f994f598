"""Lists that go on in odd ways: what came is kept, and what has no end is not taken for one that has."""

import pytest

from bot.cabinet.documents.closing_document import DocumentKind
from bot.cabinet.sources import UnavailableError, UnclearAnswerError
from tests.kontur_diadoc.scripted import Script, page

PAGE = 40


def short_pages(total: int, said: dict[str, object]) -> Script:
    """A list whose pages are shorter than asked for."""

    def answer(box: str, after: str | None) -> dict[str, object]:
        first = 0 if after is None else int(after) + 1
        return page(box, range(first, min(first + PAGE, total)), said)

    return Script(answer)


@pytest.mark.parametrize(
    ("total", "said"),
    [
        pytest.param(250, {}, id="no total"),
        pytest.param(250, {"TotalCount": 250}, id="a total"),
        pytest.param(1105, {"TotalCount": 1000, "HasMoreResults": True}, id="more than are counted"),
        pytest.param(1105, {"TotalCount": 1000}, id="more than are counted, and nothing said"),
    ],
)
async def test_short_pages_are_followed_to_the_end(total: int, said: dict[str, object]) -> None:
    found = await short_pages(total, said).found()
    assert len(found.documents) == total
    assert (found.failure, DocumentKind.INVOICE in found.listed) == (None, True)


@pytest.mark.parametrize("fresh_keys", [True, False])
async def test_a_page_that_comes_again_and_again_is_asked_for_a_few_times(*, fresh_keys: bool) -> None:
    script = Script()
    script.invoices = lambda box, _: page(
        box, range(PAGE), key=f"k-{len(script.asked)}" if fresh_keys else None
    )
    found = await script.found()
    assert len(found.documents) == PAGE
    assert isinstance(found.failure, UnclearAnswerError)
    assert DocumentKind.INVOICE not in found.listed
    assert len([kind for _, kind in script.asked if kind == "Invoice"]) <= 5


async def test_a_last_page_that_comes_again_ends_a_list_that_has_all_it_says() -> None:
    def answer(box: str, after: str | None) -> dict[str, object]:
        first = 0 if after is None else PAGE
        return page(box, range(first, first + PAGE), {"TotalCount": 2 * PAGE})

    found = await Script(answer).found()
    assert len(found.documents) == 2 * PAGE
    assert (found.failure, DocumentKind.INVOICE in found.listed) == (None, True)


async def test_documents_that_move_while_they_are_listed_do_not_end_the_list() -> None:
    pages = [0, 0, 1]

    def answer(box: str, after: str | None) -> dict[str, object]:
        number = 0 if after is None else int(after) + 1
        shown = pages[number : number + 1]
        return page(box, range(shown[0], shown[0] + 1) if shown else range(0), key=str(number))

    found = await Script(answer).found()
    assert sorted(one.ref.message for one in found.documents) == ["m0", "m1"]
    assert found.failure is None


async def test_what_came_before_a_list_broke_is_kept_and_the_list_is_no_whole_one() -> None:
    def answer(box: str, after: str | None) -> dict[str, object]:
        if after is not None:
            raise UnavailableError("500")
        return page(box, range(PAGE))

    found = await Script(answer).found()
    assert len(found.documents) == PAGE
    assert isinstance(found.failure, UnavailableError)
    assert found.listed == {DocumentKind.ACT, DocumentKind.TRANSFER}
