"""Asking an API for JSON: politely, again after a passing fault, and never forever."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import aiohttp
import structlog
from aiolimiter import AsyncLimiter
from yarl import URL

from bot.cabinet.fiscal.refusals import SourceError, UnavailableError, UnclearAnswerError

log = structlog.get_logger(__name__)

Sleep = Callable[[float], Awaitable[None]]
# Makes an error out of a status and the body that came with it.
Refusal = Callable[[int, object], SourceError]

_OK: Final = 200
_NO_CONTENT: Final = 204
_TOO_MANY: Final = 429
_SERVER_FAULT: Final = 500
_CHUNK: Final = 64 << 10


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to try.

    Attributes:
        attempts: How many times in all.
        first_pause: Seconds before the second; each next pause is twice as long.
        longest_pause: Seconds; a server that asks for more is not waited for.
        answer: Seconds for one answer, from asking to its last byte.
        largest: Bytes of one answer.
    """

    attempts: int = 5
    first_pause: float = 0.5
    longest_pause: float = 60.0
    answer: float = 60.0
    largest: int = 64 << 20


class _PassingError(Exception):
    """Worth another try, after so many seconds if the server says."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


class JsonApi:
    """GET requests to one API. They change nothing on the other side, so each may be repeated.

    Args:
        session: Of aiohttp; whoever made it closes it.
        base: The address without a slash at the end.
        headers: Sent with each request: keys are in them, so they are never logged.
        limiter: How many requests in what time.
        sleep: Waits between attempts.
        patience: How long to try.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        base: str,
        headers: Mapping[str, str],
        limiter: AsyncLimiter,
        *,
        sleep: Sleep = asyncio.sleep,
        patience: Patience = Patience(),
    ) -> None:
        self._session = session
        self._base = base.rstrip("/")
        self._headers = dict(headers)
        self._limiter = limiter
        self._sleep = sleep
        self._patience = patience
        self._timeout = aiohttp.ClientTimeout(total=patience.answer)

    async def get(self, path: str, refusal: Refusal) -> object:
        """The JSON of an answer, its numbers exact; None when the answer has no body.

        Args:
            path: With its query, percent-encoded already: nothing in it is encoded again.
            refusal: Makes the error that is raised when the API refuses for good.

        Raises:
            UnavailableError: The API did not answer properly, for all attempts.
            UnclearAnswerError: The answer is no JSON, or too much of it.
            SourceError: What `refusal` makes.
        """
        url = URL(self._base + path, encoded=True)
        attempt = 0
        while True:
            attempt += 1
            try:
                return await self._once(url, refusal)
            except (aiohttp.ClientError, TimeoutError, _PassingError) as error:
                pause = self._pause(attempt, error)
                log.warning("kontur.passing", host=url.host, attempt=attempt, error=type(error).__name__)
                if pause is None:
                    raise UnavailableError(type(error).__name__) from error
                await self._sleep(pause)

    def _pause(self, attempt: int, error: Exception) -> float | None:
        """Seconds before the next attempt; None when there is none."""
        if attempt == self._patience.attempts:
            return None
        asked = error.after if isinstance(error, _PassingError) else None
        if asked is not None:
            return asked if asked <= self._patience.longest_pause else None
        return min(self._patience.first_pause * 2.0 ** (attempt - 1), self._patience.longest_pause)

    async def _once(self, url: URL, refusal: Refusal) -> object:
        async with (
            self._limiter,
            # Keys must not follow a redirect to another host.
            self._session.get(
                url, headers=self._headers, timeout=self._timeout, allow_redirects=False
            ) as response,
        ):
            body = await self._read(response)
        if response.status == _TOO_MANY or response.status >= _SERVER_FAULT:
            raise _PassingError(str(response.status), _seconds(response.headers.get("Retry-After")))
        if response.status in {_OK, _NO_CONTENT}:
            return _json(body)
        raise refusal(response.status, _json_if_any(body))

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        body = bytearray()
        async for chunk in response.content.iter_chunked(_CHUNK):
            body += chunk
            if len(body) > self._patience.largest:
                raise UnclearAnswerError("the answer is too large")
        return bytes(body)


def _seconds(value: str | None) -> float | None:
    return float(value) if value is not None and value.isascii() and value.isdigit() else None


def _json(body: bytes) -> object:
    if not body.strip():
        return None
    try:
        return json.loads(body, parse_float=Decimal)
    except (ValueError, RecursionError):
        raise UnclearAnswerError("the answer is no JSON") from None


def _json_if_any(body: bytes) -> object:
    try:
        return _json(body)
    except UnclearAnswerError:
        return None
