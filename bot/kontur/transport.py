"""One request over HTTP: politely, again after a passing fault, and never forever."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final

import aiohttp
import structlog
from aiolimiter import AsyncLimiter
from multidict import CIMultiDictProxy
from yarl import URL

from bot.cabinet.sources import TooLargeError, TooManyRequestsError, UnavailableError
from bot.kontur.breaker import Breaker, SideFaultError
from bot.kontur.patience import Patience

log = structlog.get_logger(__name__)

Sleep = Callable[[float], Awaitable[None]]

_TOO_MANY: Final = 429
_SERVER_FAULT: Final = 500
_CHUNK: Final = 64 << 10
_LONGEST_SECONDS: Final = 9  # digits


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask. It may reach the other side more than once, so asking twice must do no harm.

    Attributes:
        url: Percent-encoded already: nothing in it is encoded again.
        headers: Keys are in them, so they are never logged.
        form: Sent by POST; without one it is a GET.
        largest: Bytes of the answer; None for the usual limit.
    """

    url: URL
    headers: Mapping[str, str]
    form: Mapping[str, str] | None = None
    largest: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whole."""

    status: int
    headers: CIMultiDictProxy[str]
    body: bytes

    @property
    def retry_after(self) -> float | None:
        """For how many seconds not to ask again, if the other side says: seconds, or a date beside its own one."""
        return seconds(self.headers.get("Retry-After"), self.headers.get("Date"))


class _BusyError(Exception):
    """The side is well and asks for patience."""

    def __init__(self, after: float | None) -> None:
        super().__init__("too many requests")
        self.after = after


class _FaultError(SideFaultError):
    """Nothing usable came."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


class Transport:
    """Requests to one side.

    Args:
        session: Of aiohttp; whoever made it closes it.
        limiter: How many requests in what time.
        breaker: Of this side.
        sleep: Waits between attempts.
        patience: How long to try.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        limiter: AsyncLimiter,
        breaker: Breaker,
        *,
        sleep: Sleep = asyncio.sleep,
        patience: Patience = Patience(),  # noqa: B008  frozen
    ) -> None:
        self._session = session
        self._limiter = limiter
        self._breaker = breaker
        self._sleep = sleep
        self._patience = patience
        self._timeout = aiohttp.ClientTimeout(total=patience.answer, connect=patience.connect)

    async def send(self, request: Request) -> Answer:
        """The answer, whatever its status below 500, 429 excepted.

        Raises:
            TooManyRequestsError: The side asks for more patience than there is.
            UnavailableError: The side did not answer properly, for all attempts.
            TooLargeError: The answer has more bytes than it may.
        """
        attempt = 0
        while True:
            attempt += 1
            try:
                with self._breaker.watching():
                    return await self._once(request)
            except (_BusyError, _FaultError) as error:
                pause = self._patience.pause(attempt, error.after)
                log.warning("kontur.passing", host=request.url.host, attempt=attempt, error=str(error))
                if pause is None:
                    raise _given_up(error) from error
            await self._sleep(pause)

    async def _once(self, request: Request) -> Answer:
        method = "GET" if request.form is None else "POST"
        try:
            async with (
                self._limiter,
                self._session.request(
                    method,
                    request.url,
                    headers=request.headers,
                    data=request.form,
                    timeout=self._timeout,
                    allow_redirects=False,  # keys must not follow a redirect to another host
                ) as response,
            ):
                # Of an error nothing is needed but its status, and pages of errors may be cut.
                if response.status == _TOO_MANY or response.status >= _SERVER_FAULT:
                    after = seconds(response.headers.get("Retry-After"), response.headers.get("Date"))
                    raise (
                        _BusyError(after)
                        if response.status == _TOO_MANY
                        else _FaultError(str(response.status), after)
                    )
                body = await self._read(response, request.largest or self._patience.largest)
        except (aiohttp.ClientError, TimeoutError) as error:
            # The words of these errors may hold addresses with what was asked for.
            raise _FaultError(type(error).__name__) from error
        return Answer(response.status, response.headers, body)

    @staticmethod
    async def _read(response: aiohttp.ClientResponse, largest: int) -> bytes:
        """The whole body; one that is shorter than its Content-Length is an error of aiohttp's."""
        if (response.content_length or 0) > largest:
            raise TooLargeError("the answer is too large")
        body = bytearray()
        async for chunk in response.content.iter_chunked(_CHUNK):
            body += chunk
            if len(body) > largest:
                raise TooLargeError("the answer is too large")
        return bytes(body)


def _given_up(error: _BusyError | _FaultError) -> UnavailableError:
    return (
        TooManyRequestsError(error.after) if isinstance(error, _BusyError) else UnavailableError(str(error))
    )


def seconds(asked: str | None, now: str | None) -> float | None:
    """How long a Retry-After asks to wait, by the clock of the side that asks; None when it says nothing clear.

    Args:
        asked: Seconds or a date of HTTP.
        now: The Date of the same answer.
    """
    if asked is None:
        return None
    asked = asked.strip()
    if asked.isascii() and asked.isdigit():
        return float(asked[:_LONGEST_SECONDS])
    until, present = _moment(asked), _moment(now)
    return None if until is None or present is None else max(0.0, (until - present).total_seconds())


def _moment(text: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
