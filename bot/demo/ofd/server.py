"""The stand-in itself."""

import base64
import binascii
from bisect import bisect_left, bisect_right
from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime, time
from typing import Any
from urllib.parse import quote, unquote

from aiohttp import web

from bot.demo.ofd.journal import FIELD, Journal
from bot.demo.ofd.refusals import PAGE_MARK, RefusedError, refusal
from bot.demo.ofd.statistics import by_shifts
from bot.demo.registers.world import Firm, Register, World
from bot.demo.stand_in import StandIn

LARGEST_PAGE = 1000
_CASHBOX = "/v2/organizations/{organization}/cashboxes/{register}"


class OfdStandIn(StandIn):
    """Контур.ОФД on this machine.

    Args:
        world: What it knows; `world` may be set anew at any moment.
        api_key: The integrator's key that it accepts.
        sid: The session that it accepts; an empty one ends it.
        corrections_counted: Whether totals by shifts include receipts of correction: the documentation is silent.
        partial_days: Whether totals may be asked for on days that are granted in part: not documented either.
        wall: What the registers' own clocks show: nothing later is told. None when all has been written.
        with_ids: Whether documents have identifiers of their own; in the documentation all are zeros.
        **more: For `StandIn`.
    """

    def __init__(
        self,
        world: World,
        api_key: str,
        sid: str,
        *,
        corrections_counted: bool = False,
        partial_days: bool = True,
        with_ids: bool = False,
        wall: Callable[[], datetime] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(**more)
        self.world = world
        self.sid = sid
        self._api_key = api_key
        self._corrections_counted = corrections_counted
        self._partial_days = partial_days
        self._with_ids = with_ids
        self._wall = wall
        self._journals: dict[int, Journal] = {}
        for path, name, handler in (
            ("/v2/organizations", "organizations", self._organizations),
            ("/v2/organizations/{organization}/cashboxes", "cashboxes", self._cashboxes),
            (f"{_CASHBOX}/documents/by-period", "documents", self._documents),
            (f"{_CASHBOX}/statistics/cash-receipt/by-shifts", "by-shifts", self._by_shifts),
        ):
            self.route(path, name, self._guarded(handler))

    def _guarded(
        self, handler: Callable[[web.Request], object]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def guarded(request: web.Request) -> web.StreamResponse:
            try:
                self._let_in(request)
                return self.answer(handler(request))
            except RefusedError as error:
                status, body = refusal(error)
                return self.answer(body, status)

        return guarded

    def _let_in(self, request: web.Request) -> None:
        if request.headers.get("X-Kontur-Ofd-ApiKey") != self._api_key:
            raise RefusedError(401003)
        if not self.sid or request.headers.get("Authorization") != f"auth.sid {self.sid}":
            raise RefusedError(401002)

    def _organizations(self, _: web.Request) -> object:
        return [
            {
                "id": firm.ofd_id,
                "inn": firm.inn,
                "kpp": firm.kpp,
                "ogrn": firm.ogrn,
                "shortName": firm.name,
                "fullName": firm.name,
            }
            for firm in self.world.firms
        ]

    def _cashboxes(self, request: web.Request) -> object:
        firm = self._firm(request)
        return [_cashbox(firm, self._so_far(register)) for register in firm.registers]

    def _documents(self, request: web.Request) -> object:
        register = self._register(request)
        query = _raw(request)
        first, last = _moment(query, "dateFrom"), _moment(query, "dateTo")
        limit = _limit(query.get("limit"))
        _check_period(register, first, last)
        if self._wall is not None:
            last = min(last, self._wall())
        kinds = set(query["types"].split(",")) if query.get("types") else None
        journal = self._journal(self._firm(request), register)
        offset = query.get("offset")
        begin = 0 if not offset else journal.places.get(_mark(offset), -2) + 1
        if begin < 0:
            raise RefusedError(PAGE_MARK)
        # The limit counts what was looked through, before the types are picked: pages may come short or empty.
        begin = max(begin, bisect_left(journal.documents, first, key=lambda document: document.at))
        end = bisect_right(journal.documents, last, key=lambda document: document.at)
        page = journal.documents[begin : min(end, begin + limit)]
        following = page[-1].offset if page else quote(offset or "", safe="")
        return {
            "documents": [
                journal.body(d, with_ids=self._with_ids) for d in page if kinds is None or d.kind in kinds
            ],
            "paging": {"nextOffset": following} if following else {},
        }

    def _by_shifts(self, request: web.Request) -> object:
        register = self._register(request)
        first, last = _day(request.query, "from"), _day(request.query, "to")
        begin, end = datetime.combine(first, time.min), datetime.combine(last, time(23, 59, 59))
        _check_period(register, begin, end, partial_days=self._partial_days)
        written = self._so_far(register)
        return {"shifts": by_shifts(written, first, last, corrections=self._corrections_counted)}

    def _so_far(self, register: Register) -> Register:
        return register if self._wall is None else register.until(self._wall())

    def _firm(self, request: web.Request) -> Firm:
        for firm in self.world.firms:
            if firm.ofd_id == request.match_info["organization"]:
                return firm
        raise RefusedError(403003)

    def _register(self, request: web.Request) -> Register:
        for register in self._firm(request).registers:
            if register.registration_number == request.match_info["register"].strip():
                return register
        raise RefusedError(403002)

    def _journal(self, firm: Firm, register: Register) -> Journal:
        return self._journals.setdefault(id(register), Journal(firm, register))


def _cashbox(firm: Firm, register: Register) -> dict[str, object]:
    drives = [
        {"fiscalDriverNumber": serial.ljust(FIELD), "earliestDocumentTimestamp": since.isoformat()}
        for serial, since in register.drives
    ]
    documents = [shift.closed or shift.opened for shift in register.shifts]
    receipts = [receipt.at for shift in register.shifts for receipt in shift.receipts]
    return {
        "regNumber": register.registration_number.ljust(FIELD),
        "serialNumber": register.serial,
        "address": register.address,
        "addresses": [{"address": register.address, "startDate": "2019-09-12T00:00:00"}],
        "name": register.name,
        "modelName": "АТОЛ 30Ф",
        "kpp": firm.kpp,
        "lastDocumentTimestamp": documents[-1].isoformat() if documents else "",
        "lastCashReceiptTimestamp": receipts[-1].isoformat() if receipts else "",
        "fiscalDrive": drives[-1] if drives else {},
        "fiscalDrives": drives,
        "salesPointName": register.sales_point,
        "permissionFrom": "" if register.granted_since is None else register.granted_since.isoformat(),
        "permissionTo": "" if register.granted_until is None else register.granted_until.isoformat(),
    }


def _check_period(register: Register, first: datetime, last: datetime, *, partial_days: bool = False) -> None:
    if last < first:
        raise RefusedError(400002)
    since, until = register.granted_since, register.granted_until
    if partial_days:
        since = None if since is None else datetime.combine(since.date(), time.min)
        until = None if until is None else datetime.combine(until.date(), time.max)
    if (since is not None and first < since) or (until is not None and last > until):
        raise RefusedError(403000)


def _raw(request: web.Request) -> Mapping[str, str]:
    """The query decoded once and no more; a plus sign stays what it is in a page mark's place: a space."""
    pairs = (part.partition("=") for part in request.rel_url.raw_query_string.split("&") if part)
    return {name: unquote(value.replace("+", " ")) for name, _, value in pairs}


def _mark(offset: str) -> bytes:
    try:
        return base64.b64decode(offset, validate=True)
    except (binascii.Error, ValueError):
        raise RefusedError(PAGE_MARK) from None


def _limit(value: str | None) -> int:
    if value is None:
        return LARGEST_PAGE
    if not value.lstrip("-").isdigit() or int(value) <= 0:
        raise RefusedError(400000)
    return min(int(value), LARGEST_PAGE)


def _moment(query: Mapping[str, str], name: str) -> datetime:
    if not query.get(name):
        raise RefusedError(400007)
    try:
        moment = datetime.fromisoformat(query[name])
    except ValueError:
        raise RefusedError(400009) from None
    if moment.tzinfo is not None or len(query[name]) != len("yyyy-MM-ddTHH:mm:ss"):
        raise RefusedError(400009)
    return moment


def _day(query: Mapping[str, str], name: str) -> date:
    if not query.get(name):
        raise RefusedError(400007)
    parts = query[name].replace(".", "-").split("-")
    if len(parts[0]) != len("yyyy"):
        parts.reverse()
    try:
        return date.fromisoformat("-".join(parts))
    except ValueError:
        raise RefusedError(400008) from None
