"""The stand-in itself."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from aiohttp import web

from bot.demo.diadoc.forms import print_form
from bot.demo.diadoc.world import ACT, INVOICE, RECONCILIATION, TRANSFER, Client, DiadocWorld, Sent
from bot.demo.stand_in import StandIn
from bot.documents.archive import pack
from bot.kontur.diadoc.addresses import box_guid
from bot.kontur.diadoc.reading import ticks

LARGEST_PAGE = 100
MOST_COUNTED = 1000
PRINTABLE = frozenset({ACT, "AcceptanceCertificate", INVOICE, TRANSFER, RECONCILIATION})

_Answer = Callable[[web.Request], web.StreamResponse | Awaitable[web.StreamResponse]]


class DiadocStandIn(StandIn):
    """Диадок on this machine.

    Args:
        world: What it knows; it may change at any moment.
        refresh_token: What it exchanges first; each exchange gives another and kills the last.
        client: Name and secret of the application.
        ready_at: At which attempt a print form or an archive is ready; the first one is 1.
        retry_after: Seconds that it asks to wait until then.
        empty_status: With which status it asks: 204 or 200.
        page: More documents it never gives at once, however many are asked for.
        token_life: Seconds that it says a token lives.
        knows_counteragents: Whether it has the list of counteragents.
        filters: Whether it minds `counteragentBoxId`: a broken one does not.
        **more: For `StandIn`.

    Attributes:
        exchanged: How many times tokens were exchanged.
        own_boxes: How many boxes the token opens.
        cut_forms: How many print forms it cuts off without saying so.
    """

    def __init__(
        self,
        world: DiadocWorld,
        *,
        refresh_token: str = "refresh-0",  # noqa: S107 -- of the stand
        client: tuple[str, str] = ("kabinet", "secret"),
        ready_at: int = 1,
        retry_after: int = 1,
        empty_status: int = 204,
        page: int = LARGEST_PAGE,
        token_life: int = 3600,
        knows_counteragents: bool = True,
        filters: bool = True,
        **more: Any,
    ) -> None:
        super().__init__(**more)
        self.world = world
        self.exchanged = 0
        self.own_boxes = 1
        self.cut_forms = 0
        self._hidden: set[str] = set()
        self.refresh_token = refresh_token
        self._client = client
        self.ready_at = ready_at
        self.retry_after = retry_after
        self._empty_status = empty_status
        self._page = page
        self._token_life = token_life
        self._filters = filters
        self._access: str | None = None
        self._asked_for: Counter[tuple[str, str, str]] = Counter()
        self.route("/connect/token", "token", self._token, method="POST")
        methods: list[tuple[str, str, _Answer]] = [
            ("/GetMyOrganizations", "my-organizations", self._mine),
            ("/GetOrganizationsByInnKpp", "organizations", self._by_inn),
            ("/GetOrganization", "organization", self._one),
            ("/V3/GetDocuments", "documents", self._documents),
            ("/GeneratePrintForm", "print-form", self._print_form),
            ("/GenerateDocumentZip", "zip", self._zip),
            ("/V2/ShelfDownload", "shelf", self._shelf),
            ("/V4/GetEntityContent", "content", self._content),
        ]
        if knows_counteragents:
            methods.append(("/V3/GetCounteragents", "counteragents", self._counteragents))
        for path, name, answer in methods:
            self.route(path, name, self._let_in(answer))

    def hide(self, path: str) -> None:
        """Know this method no more."""
        self._hidden.add(path)

    def end_token(self) -> None:
        """The access token is good no more."""
        self._access = None

    def _let_in(self, answer: _Answer) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def guarded(request: web.Request) -> web.StreamResponse:
            said = request.headers.get("Authorization", "")
            if self._access is None or said != f"Bearer {self._access}":
                return _refused(401)
            if request.path in self._hidden:
                return _refused(404)
            given = answer(request)
            return given if isinstance(given, web.StreamResponse) else await given

        return guarded

    async def _token(self, request: web.Request) -> web.StreamResponse:
        form = await request.post()
        if (form.get("client_id"), form.get("client_secret")) != self._client:
            return self.answer({"error": "invalid_client"}, 400)
        if form.get("grant_type") != "refresh_token" or form.get("refresh_token") != self.refresh_token:
            return self.answer({"error": "invalid_grant"}, 400)
        self.exchanged += 1
        self.refresh_token = f"refresh-{self.exchanged}"
        self._access = f"access-{self.exchanged}"
        return self.answer(
            {
                "access_token": self._access,
                "token_type": "Bearer",
                "expires_in": self._token_life,
                "refresh_token": self.refresh_token,
            }
        )

    def _mine(self, request: web.Request) -> web.StreamResponse:
        if request.query.get("autoRegister", "true") != "false":
            return _refused(409)  # it would have made the caller an administrator
        own = Client(self.world.own_inn, "ООО «Сервисный центр»", "960001001", self.world.own_box)
        return self.answer({"Organizations": [_organization(own)] * self.own_boxes})

    def _by_inn(self, request: web.Request) -> web.StreamResponse:
        found = self.world.by_inn(request.query.get("inn", ""))
        return self.answer({"Organizations": list(map(_organization, found))}) if found else _refused(404)

    def _one(self, request: web.Request) -> web.StreamResponse:
        found = self.world.by_inn(request.query.get("inn", ""))
        return self.answer(_organization(found[0])) if len(found) == 1 else _refused(404)

    def _counteragents(self, request: web.Request) -> web.StreamResponse:
        wanted = request.query.get("query", "")
        found = [client for client in self.world.clients if wanted in {client.inn, client.name}]
        listed = [{"IndexKey": one.box, "Organization": _organization(one)} for one in found]
        return self.answer({"TotalCount": len(listed), "Counteragents": listed})

    def _documents(self, request: web.Request) -> web.StreamResponse:
        query = request.query
        if query.get("boxId") != box_guid(self.world.own_box):
            return _refused(403)
        kind, _, rest = query.get("filterCategory", "").partition(".")
        if rest not in {"Outbound", "Inbound"} or not kind.isalnum():
            return _refused(400)
        box = query.get("counteragentBoxId", "")
        since = int(query.get("timestampFromTicks", "0"))
        found = [
            one
            for one in sorted(self.world.documents, key=lambda one: (one.sent, one.key))
            if rest == "Outbound"
            and one.type == kind
            and (not self._filters or not box or box_guid(one.client.box) == box_guid(box))
            and ticks(one.sent) >= since
        ]
        keys = [one.key for one in found]
        after = query.get("afterIndexKey")
        if after is not None and after not in keys:
            return _refused(400)
        start = 0 if after is None else keys.index(after) + 1
        count = min(int(query.get("count", LARGEST_PAGE)), LARGEST_PAGE, self._page)
        return self.answer(
            {
                "TotalCount": min(len(found), MOST_COUNTED),
                "Documents": [_listed(one) for one in found[start : start + count]],
                "HasMoreResults": len(found) > MOST_COUNTED,
            }
        )

    def _print_form(self, request: web.Request) -> web.StreamResponse:
        document = self._wanted(request, "documentId")
        if document is None:
            return _refused(404)
        if document.type not in PRINTABLE:
            return _refused(409)
        if not self._is_ready("form", document):
            return self._later()
        if self.cut_forms:
            self.cut_forms -= 1
            half = print_form(document)
            return web.Response(body=half[: len(half) // 2], content_type="application/pdf")
        named = {"Content-Disposition": 'attachment; filename="form.pdf"'}
        return web.Response(body=print_form(document), content_type="application/pdf", headers=named)

    def _zip(self, request: web.Request) -> web.StreamResponse:
        document = self._wanted(request, "documentId")
        if document is None:
            return _refused(404)
        if not self._is_ready("zip", document):
            return self._later()
        return self.answer({"ZipFileNameOnShelf": f"shelf/{document.message}_{document.entity}.zip"})

    def _shelf(self, request: web.Request) -> web.StreamResponse:
        message, _, entity = request.query.get("fileName", "").removesuffix(".zip").partition("_")
        document = self.world.of(message, entity)
        if document is None:
            return _refused(404)
        body = pack([("print form.pdf", print_form(document)), ("original.xml", _xml(document))])
        return web.Response(body=body, content_type="application/zip")

    def _content(self, request: web.Request) -> web.StreamResponse:
        document = self._wanted(request, "entityId")
        return _refused(404) if document is None else web.Response(body=_xml(document))

    def _wanted(self, request: web.Request, name: str) -> Sent | None:
        if request.query.get("boxId") != box_guid(self.world.own_box):
            return None
        return self.world.of(request.query.get("messageId", ""), request.query.get(name, ""))

    def _is_ready(self, what: str, document: Sent) -> bool:
        key = (what, document.message, document.entity)
        self._asked_for[key] += 1
        return self._asked_for[key] >= self.ready_at

    def _later(self) -> web.StreamResponse:
        return web.Response(status=self._empty_status, headers={"Retry-After": str(self.retry_after)})


def _refused(status: int) -> web.StreamResponse:
    return web.Response(status=status, text="refused", headers={"X-Diadoc-ErrorCode": f"Stand.{status}"})


def _organization(client: Client) -> dict[str, object]:
    box = {"BoxId": f"{client.box}@diadoc.ru", "BoxIdGuid": box_guid(client.box), "Title": client.name}
    return {
        "OrgId": client.box,
        "Inn": client.inn,
        "Kpp": client.kpp,
        "FullName": client.name,
        "ShortName": client.name,
        "Boxes": [box],
        "IsActive": True,
        "IsTest": False,
        "IsBranch": False,
        "IsRoaming": False,
    }


def _listed(document: Sent) -> dict[str, object]:
    return {
        "IndexKey": document.key,
        "MessageId": document.message,
        "EntityId": document.entity,
        "CreationTimestampTicks": ticks(document.sent),
        "SendTimestampTicks": ticks(document.sent),
        "DeliveryTimestampTicks": ticks(document.sent),
        "CounteragentBoxId": f"{document.client.box}@diadoc.ru",
        "TypeNamedId": document.type,
        "Title": document.title,
        "FileName": f"{document.number}.xml",
        "DocumentDate": "" if document.dated is None else f"{document.dated:%d.%m.%Y}",
        "DocumentNumber": document.number,
        "Metadata": list(_metadata(document)),
        "Content": {"Size": 100, "Data": None},
        "DocumentDirection": "Outbound",
        "IsDeleted": document.deleted,
        "IsTest": False,
        "RevocationStatus": "RevocationStatusNone",
        "RecipientResponseStatus": (
            "WithRecipientSignature" if document.signed else "WaitingForRecipientSignature"
        ),
        "SenderSignatureStatus": "SenderSignatureCheckedAndValid",
    }


def _metadata(document: Sent) -> Iterable[dict[str, str]]:
    yield {"Key": "DocumentNumber", "Value": document.number}
    if document.dated is not None:
        yield {"Key": "DocumentDate", "Value": f"{document.dated:%d.%m.%Y}"}
    if document.amount is not None:
        yield {"Key": "TotalSum", "Value": document.amount}


def _xml(document: Sent) -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?><Document number="{document.number}"/>'.encode()
