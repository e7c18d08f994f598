"""Диадок by a server that offers little: no search of partners, boxes without a GUID, cut files."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.cabinet.documents.closing_document import CLOSING, DocumentRef
from bot.cabinet.documents.refusals import SubscriptionEndedError
from bot.cabinet.sources import SourceError, UnclearAnswerError
from bot.kontur.diadoc.connection import Account, Diadoc
from bot.kontur.diadoc.tokens import Application, TokenInMemory

OWN, THEIRS, STRANGERS = "a" * 32, "b" * 32, "c" * 32
INN = "9600100116"
REF = DocumentRef("m1", "e1")
PDF = b"%PDF-1.4\n" + b"x" * 5000 + b"\n%%EOF\n"


def organization(inn: str, box: str) -> dict[str, object]:
    """With a box in its older form only."""
    return {"Inn": inn, "FullName": "Ромашка", "Boxes": [{"BoxId": f"{box}@diadoc.ru"}]}


def _documents(request: web.Request) -> web.Response:
    """Two invoices, the second one to somebody else: the filter by a box does not work."""
    is_empty = "afterIndexKey" in request.query or request.query["filterCategory"] != "Invoice.Outbound"
    documents = [
        {"IndexKey": f"k{n}", "MessageId": f"m{n}", "EntityId": "e", "CounteragentBoxId": box}
        for n, box in enumerate([] if is_empty else [THEIRS, STRANGERS])
    ]
    return web.json_response({"TotalCount": len(documents), "Documents": documents})


class Bare:
    """The server."""

    def __init__(self) -> None:
        self.forms: list[web.Response] = []
        self.asked: list[str] = []
        self.has_organization = True
        self.status = 200

    def app(self) -> web.Application:
        """Its routes."""
        app = web.Application()
        app.router.add_post("/connect/token", self._token)
        app.router.add_get("/{name:.*}", self._answer)
        return app

    async def _token(self, _: web.Request) -> web.Response:
        self.asked.append("token")
        return web.json_response({"access_token": "access", "expires_in": 3600})

    async def _answer(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        self.asked.append(name)
        if self.status != 200:
            return web.Response(status=self.status)
        if name == "GetMyOrganizations":
            assert request.query["autoRegister"] == "false"
            return web.json_response(
                {"Organizations": [organization("9600100123", OWN), organization(INN, THEIRS)]}
            )
        if name == "GetOrganization" and self.has_organization:
            return web.json_response(organization(INN, THEIRS))
        if name == "V3/GetDocuments":
            return _documents(request)
        if name == "GeneratePrintForm":
            return self.forms.pop(0)
        return web.Response(status=404)


@asynccontextmanager
async def serving(bare: Bare) -> AsyncIterator[Diadoc]:
    """A client of the server that does not wait."""

    async def sleep(_: float) -> None:
        await asyncio.sleep(0)

    async with TestServer(bare.app()) as server, aiohttp.ClientSession() as session:
        account = Account(str(server.make_url("/")), f"{OWN}@diadoc.ru", Application("id", "secret"))
        diadoc = Diadoc(session, account, TokenInMemory("refresh"), sleep=sleep)
        yield diadoc
        await diadoc.aclose()


@pytest.mark.parametrize("has_organization", [True, False])
async def test_only_what_was_sent_to_the_organization(*, has_organization: bool) -> None:
    bare = Bare()
    bare.has_organization = has_organization
    async with serving(bare) as diadoc:
        [document] = (await diadoc.source.of_organization(INN, None, CLOSING)).documents
    assert document.ref.message == "m0"
    assert document.amount is None


async def test_a_cut_file_is_asked_for_again() -> None:
    bare = Bare()
    bare.forms = [
        web.Response(status=204, headers={"Retry-After": "1"}),
        web.Response(body=PDF[:2000]),
        web.Response(body=PDF),
    ]
    async with serving(bare) as diadoc:
        assert await diadoc.source.pdf(REF) == PDF


async def test_a_file_that_stays_cut_is_no_file() -> None:
    bare = Bare()
    bare.forms = [web.Response(body=PDF[:2000]) for _ in range(3)]
    async with serving(bare) as diadoc:
        with pytest.raises(UnclearAnswerError):
            await diadoc.source.pdf(REF)


async def test_an_ended_subscription_is_asked_about_once() -> None:
    bare = Bare()
    bare.status = 402
    async with serving(bare) as diadoc:
        with pytest.raises(SubscriptionEndedError):
            await diadoc.source.pdf(REF)
    assert bare.asked == ["token", "GeneratePrintForm"]


async def test_many_share_one_token() -> None:
    bare = Bare()
    bare.status = 403
    async with serving(bare) as diadoc:
        asking = [diadoc.source.pdf(DocumentRef("m", str(n))) for n in range(50)]
        outcomes = await asyncio.gather(*asking, return_exceptions=True)
    assert all(isinstance(one, SourceError) for one in outcomes)
    assert bare.asked.count("token") == 1
