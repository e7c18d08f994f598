"""An organization with several boxes: each is asked, and none answers for another."""

import pytest

from bot.cabinet.documents.closing_document import CLOSING, DocumentKind
from bot.cabinet.documents.refusals import NotConnectedError
from bot.cabinet.sources import (
    NoAccessError,
    NotFoundError,
    SourceError,
    UnavailableError,
    WrongRequestError,
)
from bot.kontur.diadoc.addresses import web_place
from tests.kontur_diadoc.scripted import BRANCH, HEAD, Script

PARTNERS, BY_INN = "/V3/GetCounteragents", "/GetOrganizationsByInnKpp"


@pytest.fixture
def script() -> Script:
    """A head office that is a partner, and a branch that is none."""
    made = Script()
    made.known = (HEAD, BRANCH)
    return made


async def test_boxes_of_both_searches_are_asked_once_each(script: Script) -> None:
    found = await script.found()
    assert {one.counterparty.kpp for one in found.documents} == {"b", "c"}
    assert found.places == {web_place(HEAD), web_place(BRANCH)}
    assert all(one.link.startswith(tuple(found.places)) for one in found.documents)
    assert len([kind for _, kind in script.asked if kind == "XmlAcceptanceCertificate"]) == 2


@pytest.mark.parametrize("refusal", [NoAccessError(), NotFoundError(), WrongRequestError()])
@pytest.mark.parametrize(("path", "boxes"), [(PARTNERS, {HEAD, BRANCH}), (BY_INN, {HEAD})])
async def test_a_search_that_is_refused_leaves_the_other_one(
    script: Script, path: str, boxes: set[str], refusal: SourceError
) -> None:
    script.refused[path] = refusal
    found = await script.found()
    assert found.places == set(map(web_place, boxes))
    assert found.failure is None


async def test_who_may_search_for_nobody_is_told_so(script: Script) -> None:
    script.refused = {PARTNERS: NoAccessError("partners"), BY_INN: NoAccessError("by inn")}
    with pytest.raises(NoAccessError):
        await script.found()


@pytest.mark.parametrize("refusal", [NoAccessError(), NotFoundError(), WrongRequestError()])
async def test_a_box_that_is_no_partner_may_refuse(script: Script, refusal: SourceError) -> None:
    script.refused[BRANCH] = refusal
    found = await script.found()
    assert [one.counterparty.kpp for one in found.documents] == ["b"]
    assert found.failure is None
    assert (found.listed, found.places) == (CLOSING, frozenset({web_place(HEAD)}))


async def test_where_only_boxes_that_are_no_partners_are_known_and_refuse_nothing_is_connected(
    script: Script,
) -> None:
    script.partners = ()
    script.refused = {HEAD: NoAccessError(), BRANCH: NoAccessError()}
    with pytest.raises(NotConnectedError):
        await script.found()


@pytest.mark.parametrize("refusal", [NoAccessError(), UnavailableError()])
async def test_a_partners_box_that_refuses_holds_up_no_other_and_is_a_failure(
    script: Script, refusal: SourceError
) -> None:
    script.partners = (HEAD, BRANCH)
    script.refused[BRANCH] = refusal
    found = await script.found()
    assert [one.counterparty.kpp for one in found.documents] == ["b"]
    assert (found.failure, found.places) == (refusal, frozenset({web_place(HEAD)}))


async def test_one_boxs_refusal_of_a_type_keeps_the_kind_in_all(script: Script) -> None:
    script.refused[f"{HEAD} XmlAcceptanceCertificate"] = UnavailableError()
    found = await script.found()
    assert DocumentKind.ACT not in found.listed
    assert found.places == {web_place(HEAD), web_place(BRANCH)}
