"""Lists: every document once, whatever the pages are like, and nobody else's."""

from collections import Counter
from datetime import date, timedelta

import pytest

from bot.cabinet.documents.closing_document import DocumentKind, DocumentStatus
from bot.cabinet.documents.refusals import BoxNotChosenError, NotConnectedError
from bot.demo.diadoc.world import ACT, INVOICE, DiadocWorld
from bot.kontur.diadoc.addresses import box_guid
from tests.kontur_diadoc.serving import INN, NOW, OTHER, served, world


@pytest.mark.parametrize("page", [100, 37, 1])
async def test_every_document_of_many_comes_once(page: int) -> None:
    many, _ = world(1250 if page > 1 else 60)
    async with served(many, page=page) as at:
        documents = await at.documents()
    ours = [one for one in many.documents if one.client.inn == INN]
    assert Counter(one.ref.entity for one in documents) == Counter(one.entity for one in ours)
    assert {one.counterparty.inn for one in documents} == {INN}


async def test_more_than_a_thousand_of_one_type_are_counted_by_nobody() -> None:
    many, client = world(0)
    for number in range(1105):
        many.send(client, NOW - timedelta(minutes=number), (INVOICE, str(number), NOW.date(), None))
    async with served(many) as at:
        assert len(await at.documents(kinds=[DocumentKind.INVOICE])) == 1105


async def test_a_list_is_asked_for_one_type_at_a_time_and_only_since() -> None:
    some, _ = world(5)
    async with served(some) as at:
        await at.documents(since=NOW - timedelta(hours=1, minutes=30))
        documents = await at.documents(since=NOW - timedelta(hours=1, minutes=30))
    assert {one.number for one in documents} == {"0", "1"}
    assert all("timestampFromTicks=" in path and "%2C" not in path for path in at.asked("documents"))


async def test_a_filter_that_does_not_work_shows_nobody_elses_documents() -> None:
    some, _ = world(5)
    async with served(some, filters=False) as at:
        assert {one.number for one in await at.documents(OTHER)} == {"чужой"}


@pytest.mark.parametrize("knows", [True, False])
async def test_a_box_is_found_by_whatever_method_there_is(knows: bool) -> None:  # noqa: FBT001
    some, _ = world(2)
    async with served(some, knows_counteragents=knows) as at:
        assert len(await at.documents()) == 2
        with pytest.raises(NotConnectedError):
            await at.documents("9600100130")


async def test_a_box_is_found_where_only_one_organization_can_be_asked_for() -> None:
    some, _ = world(2)
    async with served(some, knows_counteragents=False) as at:
        at.stand_in.hide("/GetOrganizationsByInnKpp")
        assert len(await at.documents()) == 2


async def test_nobody_is_registered_by_looking() -> None:
    some, _ = world(1)
    async with served(some) as at:
        await at.documents()
    assert at.asked("my-organizations") == ["/GetMyOrganizations?autoRegister=false"]


@pytest.mark.parametrize("form", ["9" * 32, box_guid("9" * 32), "9" * 32 + "@diadoc.ru"])
async def test_the_own_box_may_be_written_in_any_form(form: str) -> None:
    some, _ = world(1)
    async with served(some, box=form) as at:
        assert len(await at.documents()) == 1


async def test_with_several_boxes_one_has_to_be_chosen() -> None:
    some, _ = world(1)
    async with served(some) as at:
        at.stand_in.own_boxes = 2
        with pytest.raises(BoxNotChosenError):
            await at.documents()


async def test_what_a_document_says() -> None:
    made = DiadocWorld()
    client = made.add_client(INN, "ООО «Ромашка»")
    [act, invoice] = made.send(
        client,
        NOW,
        (ACT, "12/3", date(2026, 10, 31), "12480.5"),
        (INVOICE, "13", None, None),
        signed=False,
    )
    async with served(made) as at:
        documents = {one.ref.entity: one for one in await at.documents()}
    first, second = documents[act.entity], documents[invoice.entity]
    assert (first.kind, first.number, first.dated, first.amount) == (
        DocumentKind.ACT,
        "12/3",
        date(2026, 10, 31),
        1_248_050,
    )
    assert (second.kind, second.dated, second.amount) == (DocumentKind.INVOICE, None, None)
    assert first.deal == second.deal
    assert first.status is DocumentStatus.AWAITS_SIGNATURE
    assert first.sent == NOW
    expected = f"https://diadoc.kontur.ru/{box_guid(client.box)}/Document/Show?letterId={act.message}&documentId={act.entity}"
    assert first.link == expected
