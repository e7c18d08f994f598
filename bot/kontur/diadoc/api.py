"""Diadoc's methods are called here: with the shared token, a few at a time."""

import asyncio
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from yarl import URL

from bot.kontur.diadoc.errors import refusal
from bot.kontur.diadoc.tokens import AccessTokens
from bot.kontur.json_body import parsed
from bot.kontur.transport import Answer, Request, Transport

# The documentation advises at most four threads.
_AT_ONCE: Final = 4
_UNAUTHORIZED: Final = 401
_ANSWERED: Final = frozenset({200, 204})
_LARGEST_JSON: Final = 16 << 20


class DiadocApi:
    """GET requests to Диадок. Those that are made change nothing there, so each may be repeated.

    Every method raises `SourceError` in one of its kinds.

    Args:
        transport: To the API.
        tokens: Who is asking.
        url: The API's address.
    """

    def __init__(self, transport: Transport, tokens: AccessTokens, url: str) -> None:
        self._transport = transport
        self._tokens = tokens
        self._base = url.rstrip("/")
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def json(self, path: str, query: Mapping[str, str]) -> object:
        """What a method says."""
        return parsed((await self.ask(path, query, _LARGEST_JSON)).body)

    async def ask(self, path: str, query: Mapping[str, str], largest: int) -> Answer:
        """An answer with status 200 or 204.

        Args:
            path: Of the method.
            query: Its parameters as they are.
            largest: Bytes of the answer.
        """
        url = URL(f"{self._base}{path}?{urlencode(query)}", encoded=True)
        token = await self._tokens.current()
        answer = await self._send(url, token, largest)
        if answer.status == _UNAUTHORIZED:
            self._tokens.rejected(token)
            answer = await self._send(url, await self._tokens.current(), largest)
        if answer.status not in _ANSWERED:
            raise refusal(answer)
        return answer

    async def _send(self, url: URL, token: str, largest: int) -> Answer:
        # Protobuf is what comes without being asked for.
        headers = {"Accept": "application/json; charset=utf-8", "Authorization": f"Bearer {token}"}
        async with self._turns:
            return await self._transport.send(Request(url, headers, largest=largest))
