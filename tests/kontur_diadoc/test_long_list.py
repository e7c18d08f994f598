"""A long list over several types in short pages, through faults on the way: every document once."""

from collections import deque

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.cabinet.documents.closing_document import CLOSING, DocumentKind
from bot.cabinet.documents.ports import FoundDocuments
from bot.cabinet.sources import SourceError, TooManyRequestsError
from bot.kontur.diadoc.connection import Account, Diadoc
from bot.kontur.diadoc.tokens import Application, TokenInMemory

OWN, THEIRS = "a" * 32, "b" * 32
INN = "9600100116"
TYPES = ("XmlAcceptanceCertificate", "Invoice", "UniversalTransferDocument")
DOCUMENTS = 1250
SHORT_PAGE = 37


class Server:
    """Rotates refresh tokens, gives pages shorter than asked, and fails as `faults` say before it answers.

    Attributes:
        broken: A type that is answered with a status of its own.
        counts: Whether lists say how many documents they have.
        former: Boxes of the same organization that are no partners any more.
    """

    broken: tuple[str, int] = ("", 0)
    counts = True
    former: tuple[str, ...] = ()

    def __init__(self, faults: list[tuple[int, str | None]]) -> None:
        self.faults = deque(faults)
        self.refresh_token = "refresh-0"
        self.exchanges = 0

    def app(self) -> web.Application:
        """Its routes."""
        app = web.Application()
        app.router.add_post("/api/connect/token", self._token)
        app.router.add_get("/api/V3/GetCounteragents", self._partners)
        app.router.add_get("/api/GetOrganizationsByInnKpp", self._known)
        app.router.add_get("/api/V3/GetDocuments", self._documents)
        return app

    async def _token(self, request: web.Request) -> web.Response:
        form = await request.post()
        if form["refresh_token"] != self.refresh_token:
            return web.json_response({"error": "invalid_grant"}, status=400)
        self.exchanges += 1
        self.refresh_token = f"refresh-{self.exchanges}"
        return web.json_response(
            {"access_token": f"access-{self.exchanges}", "refresh_token": self.refresh_token}
        )

    async def _partners(self, _: web.Request) -> web.Response:
        owner = {"Inn": INN, "FullName": "Ромашка", "Boxes": [{"BoxId": f"{THEIRS}@diadoc.ru"}]}
        return web.json_response({"Counteragents": [{"Organization": owner}]})

    async def _known(self, request: web.Request) -> web.Response:
        assert request.query["inn"] == INN
        organizations = [
            {"Inn": INN, "FullName": "Ромашка", "Kpp": str(number), "Boxes": [{"BoxId": f"{box}@diadoc.ru"}]}
            for number, box in enumerate((THEIRS, *self.former))
        ]
        return web.json_response({"Organizations": organizations})

    async def _documents(self, request: web.Request) -> web.Response:
        if self.faults:
            status, after = self.faults.popleft()
            return web.Response(status=status, headers={} if after is None else {"Retry-After": after})
        name = request.query["filterCategory"].partition(".")[0]
        if name == self.broken[0]:
            return web.Response(status=self.broken[1])
        box = request.query["counteragentBoxId"].replace("-", "")
        mine = [n for n in range(DOCUMENTS) if n % len(TYPES) == TYPES.index(name)] if name in TYPES else []
        first = int(request.query.get("afterIndexKey", "-1"))
        page = [n for n in mine if n > first][:SHORT_PAGE]
        documents = [
            {"IndexKey": str(n), "MessageId": f"m{n}", "EntityId": box[0], "CounteragentBoxId": box}
            for n in page
        ]
        total = {"TotalCount": len(mine)} if self.counts else {}
        return web.json_response({**total, "Documents": documents})


async def found(server: Server) -> tuple[FoundDocuments, list[float]]:
    """What was found, and how long was waited."""
    pauses: list[float] = []

    async def sleep(pause: float) -> None:
        pauses.append(pause)

    async with TestServer(server.app()) as running, aiohttp.ClientSession() as session:
        account = Account(str(running.make_url("/api/")), OWN, Application("id", "secret"))
        diadoc = Diadoc(session, account, TokenInMemory("refresh-0"), sleep=sleep)
        documents = await diadoc.source.of_organization(INN, None, CLOSING)
        await diadoc.aclose()
    return documents, pauses


async def listed(server: Server) -> tuple[list[str], list[float]]:
    """What was listed, and how long was waited."""
    answer, pauses = await found(server)
    if answer.failure is not None:
        raise answer.failure
    return [document.ref.message for document in answer.documents], pauses


@pytest.mark.parametrize(
    ("faults", "exchanges"),
    [
        pytest.param([], 1, id="well"),
        pytest.param([(500, None), (500, None)], 1, id="fails, then answers"),
        pytest.param([(401, None)], 2, id="token expired"),
    ],
)
async def test_every_document_once(faults: list[tuple[int, str | None]], exchanges: int) -> None:
    server = Server(faults)
    found, _ = await listed(server)
    assert sorted(found) == sorted(f"m{n}" for n in range(DOCUMENTS))
    assert server.exchanges == exchanges


async def test_waits_for_as_long_as_it_is_asked_to() -> None:
    found, pauses = await listed(Server([(429, "7")]))
    assert len(found) == DOCUMENTS
    assert pauses == [7]


async def test_more_patience_than_there_is() -> None:
    with pytest.raises(TooManyRequestsError):
        await listed(Server([(429, "3600")] * 20))


async def test_no_access_is_said_at_once() -> None:
    with pytest.raises(SourceError):
        await listed(Server([(403, None)] * 20))


async def test_a_list_that_does_not_say_how_long_it_is_is_read_to_the_end() -> None:
    server = Server([])
    server.counts = False
    names, _ = await listed(server)
    assert sorted(names) == sorted(f"m{n}" for n in range(DOCUMENTS))


async def test_boxes_that_are_no_partners_any_more_keep_their_documents() -> None:
    server = Server([])
    server.former = ("c" * 32,)
    answer, _ = await found(server)
    assert len(answer.documents) == 2 * DOCUMENTS
    assert {document.counterparty.inn for document in answer.documents} == {INN}


@pytest.mark.parametrize("status", [400, 403, 500])
async def test_a_type_that_fails_holds_up_no_other_and_is_asked_for_again(status: int) -> None:
    server = Server([])
    server.broken = ("Invoice", status)
    answer, _ = await found(server)
    assert len(answer.documents) == DOCUMENTS - len(range(1, DOCUMENTS, 3))
    assert answer.listed == {DocumentKind.ACT, DocumentKind.TRANSFER}
    assert answer.failure is not None


async def test_a_rare_type_that_a_box_does_not_know_is_no_failure_and_proves_nothing_gone() -> None:
    server = Server([])
    server.broken = ("InvoiceCorrection", 400)
    answer, _ = await found(server)
    assert len(answer.documents) == DOCUMENTS
    assert answer.listed == {DocumentKind.ACT, DocumentKind.TRANSFER}
    assert answer.failure is None
