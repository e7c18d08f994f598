"""Asking an API for JSON by a key that does not change."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Final

import aiohttp
from aiolimiter import AsyncLimiter
from yarl import URL

from bot.cabinet.sources import SourceError
from bot.kontur.breaker import Breaker
from bot.kontur.json_body import parsed, parsed_if_json
from bot.kontur.patience import Patience
from bot.kontur.transport import Request, Sleep, Transport

# Makes an error out of a status and the body that came with it.
Refusal = Callable[[int, object], SourceError]

_OK: Final = 200
_NO_CONTENT: Final = 204


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
        patience: Patience = Patience(),  # noqa: B008  frozen
    ) -> None:
        self._base = base.rstrip("/")
        self._headers = dict(headers)
        breaker = Breaker(URL(base).host or "")
        self._transport = Transport(session, limiter, breaker, sleep=sleep, patience=patience)

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
        answer = await self._transport.send(Request(url, self._headers))
        if answer.status in {_OK, _NO_CONTENT}:
            return parsed(answer.body)
        raise refusal(answer.status, parsed_if_json(answer.body))
