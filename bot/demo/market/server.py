"""The stand-in itself."""

from bisect import bisect_left, bisect_right
from collections.abc import Awaitable, Callable
from datetime import date, datetime, time
from typing import Any, TypeVar

from aiohttp import web

from bot.clock import Clock
from bot.demo.market.cheques import Written, number, rubles, written
from bot.demo.registers.world import Delivery, Firm, Point, World
from bot.demo.stand_in import StandIn

One = TypeVar("One")

_LARGEST_LIST = 10_000
_LARGEST_PAGE = 1_000
_USUAL_PAGE = 100


class RefusedError(Exception):
    """The request is refused.

    Attributes:
        status: Of HTTP.
        field: The parameter that is wrong.
    """

    def __init__(self, status: int, field: str | None = None) -> None:
        super().__init__(status)
        self.status = status
        self.field = field


class MarketStandIn(StandIn):
    """Контур.Маркет on this machine.

    Args:
        world: What it knows; may be set anew at any moment.
        api_key: The key that it accepts.
        clock: Without dates a list is of the current day.
        wall: What the registers' own clocks show: nothing later is told. None when all has been written.
        bare: Lists come as arrays, as the specification says of some, instead of in `items`.
        capitals: Field names begin with capitals, as in the specification.
        **more: For `StandIn`.
    """

    def __init__(
        self,
        world: World,
        api_key: str,
        clock: Clock,
        *,
        wall: Callable[[], datetime] | None = None,
        bare: bool = False,
        capitals: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(**more)
        self.world = world
        self._api_key = api_key
        self._clock = clock
        self._wall = wall
        self._bare = bare
        self._capitals = capitals
        self._cheques_of: dict[tuple[int, str], tuple[Firm, tuple[Written, ...]]] = {}
        for path, name, handler in (
            ("/v1/organizations", "organizations", self._organizations),
            ("/v1/shops", "shops", self._shops),
            ("/v1/shops/{shop}/cheques", "cheques", self._cheques),
            ("/v1/shops/{shop}/incoming-waybills", "waybills", self._waybills),
            ("/v1/shops/{shop}/contractors", "contractors", self._contractors),
        ):
            self.route(path, name, self._guarded(handler))

    def _guarded(
        self, handler: Callable[[web.Request], list[dict[str, object]]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def guarded(request: web.Request) -> web.StreamResponse:
            try:
                self._let_in(request)
                items = handler(request)
            except RefusedError as error:
                body = {"statusCode": error.status, "message": "Refused", "errorField": error.field}
                return self.answer(_capital(body) if self._capitals else body, error.status)
            value: object = items if self._bare else {"items": items}
            return self.answer(_capital(value) if self._capitals else value)

        return guarded

    def _let_in(self, request: web.Request) -> None:
        if request.headers.get("x-kontur-apikey") != self._api_key:
            raise RefusedError(401)

    def _organizations(self, request: web.Request) -> list[dict[str, object]]:
        state = request.query.get("shopsPaymentState", "Paid")
        found: list[dict[str, object]] = [
            {
                "id": firm.market_id,
                "inn": firm.inn,
                "name": firm.name,
                "shops": [_shop(firm, point) for point in firm.points if _is_paid(point, state)],
            }
            for firm in sorted(self.world.firms, key=lambda firm: firm.market_id)
        ]
        return _slice(request, found, 1_000, _LARGEST_LIST)

    def _shops(self, request: web.Request) -> list[dict[str, object]]:
        state = request.query.get("paymentState", "Paid")
        points = [
            _shop(firm, point) for firm in self.world.firms for point in firm.points if _is_paid(point, state)
        ]
        return _slice(request, points, 1_000, _LARGEST_LIST)

    def _cheques(self, request: web.Request) -> list[dict[str, object]]:
        firm, point = self._point(request)
        query = request.query
        first, last = self._interval(request)
        if self._wall is not None:
            last = min(last, self._wall())
        refund = query.get("isRefund", "false").lower() == "true"
        cash_box, shift = query.get("cashboxId"), query.get("cashRegisterId")
        cheques = self._written(firm, point.id)
        begin = bisect_left(cheques, first, key=lambda cheque: cheque.closed)
        end = bisect_right(cheques, last, key=lambda cheque: cheque.closed)
        found = [
            cheque
            for cheque in cheques[begin:end]
            if cheque.refund is refund
            and cash_box in {None, cheque.register.cash_box}
            and (shift is None or shift == cheque.cash_register_id)
        ]
        return [one.body() for one in _slice(request, found, _USUAL_PAGE, _LARGEST_PAGE)]

    def _interval(self, request: web.Request) -> tuple[datetime, datetime]:
        """By the moment of closing, both ends included; without an end the current day's."""
        today = self._clock.now().date()
        if request.query.get("useTime", "false").lower() == "true":
            first = _moment(request, "dateFrom") or datetime.combine(today, time.min)
            return first, _moment(request, "dateTo") or datetime.combine(today, time.max)
        return (
            datetime.combine(_day(request, "dateFrom") or today, time.min),
            datetime.combine(_day(request, "dateTo") or today, time.max),
        )

    def _waybills(self, request: web.Request) -> list[dict[str, object]]:
        _, point = self._point(request)
        today = self._clock.now().date()
        first, last = _day(request, "receiveDateFrom") or today, _day(request, "receiveDateTo") or today
        if self._wall is not None:
            last = min(last, self._wall().date())
        found = [_waybill(one, point) for one in point.deliveries if first <= one.received <= last]
        return _slice(request, found, _USUAL_PAGE, _LARGEST_PAGE)

    def _contractors(self, request: web.Request) -> list[dict[str, object]]:
        self._point(request)
        if request.query.get("isArchived", "false") == "true":
            return []
        return [
            {"id": id_, "inn": inn, "kpp": None, "name": name, "address": None, "isArchived": False}
            for id_, name, inn in self.world.suppliers
        ]

    def _point(self, request: web.Request) -> tuple[Firm, Point]:
        for firm in self.world.firms:
            for point in firm.points:
                if point.id == request.match_info["shop"]:
                    return firm, point
        raise RefusedError(404, "shopId")

    def _written(self, firm: Firm, shop: str) -> tuple[Written, ...]:
        known = self._cheques_of.get((id(firm), shop))
        if known is None:
            known = self._cheques_of[id(firm), shop] = (firm, written(firm, shop))
        return known[1]


def _shop(firm: Firm, point: Point) -> dict[str, object]:
    return {
        "id": point.id,
        "organizationId": firm.market_id,
        "name": point.name,
        "address": point.address,
        "kpp": firm.kpp,
        "isPaid": point.paid,
        "fsrarId": None,
    }


def _is_paid(point: Point, state: str) -> bool:
    return state == "All" or point.paid is (state == "Paid")


def _waybill(delivery: Delivery, point: Point) -> dict[str, object]:
    return {
        "id": delivery.id,
        "shopId": point.id,
        "documentDate": f"{delivery.dated.isoformat()}T00:00:00Z",
        "number": delivery.number,
        "supplierId": delivery.supplier,
        "receiveDate": f"{delivery.received.isoformat()}T00:00:00Z",
        "positions": [
            {
                "productId": product,
                "quantity": number(quantity),
                "sellPricePerUnit": None if selling is None else rubles(selling),
                "buyPricePerUnit": None if buying is None else rubles(buying),
            }
            for product, quantity, buying, selling in delivery.positions
        ],
        "source": delivery.source,
    }


def _slice(request: web.Request, items: list[One], usual: int, largest: int) -> list[One]:
    offset = _number(request, "offset", 0)
    limit = _number(request, "limit", usual)
    if limit > largest or limit < 1 or offset < 0:
        raise RefusedError(400, "limit")
    return items[offset : offset + limit]


def _number(request: web.Request, name: str, absent: int) -> int:
    value = request.query.get(name)
    if value is None:
        return absent
    if not value.isdigit():
        raise RefusedError(400, name)
    return int(value)


def _day(request: web.Request, name: str) -> date | None:
    value = request.query.get(name)
    try:
        return None if value is None else date.fromisoformat(value)
    except ValueError:
        raise RefusedError(400, name) from None


def _moment(request: web.Request, name: str) -> datetime | None:
    value = request.query.get(name)
    if value is not None and len(value) != len("YYYY-MM-DD HH:MM:SS"):
        raise RefusedError(400, name)
    try:
        return None if value is None else datetime.fromisoformat(value)
    except ValueError:
        raise RefusedError(400, name) from None


def _capital(value: object) -> object:
    if isinstance(value, dict):
        return {name[:1].upper() + name[1:]: _capital(one) for name, one in value.items()}
    return [_capital(one) for one in value] if isinstance(value, list) else value
