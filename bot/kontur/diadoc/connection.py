"""Everything about one Диадок, put together."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import aiohttp
from aiolimiter import AsyncLimiter
from yarl import URL

from bot.kontur.breaker import Breaker
from bot.kontur.diadoc.addresses import identity_of
from bot.kontur.diadoc.api import DiadocApi
from bot.kontur.diadoc.boxes import Boxes
from bot.kontur.diadoc.files import Files, Preparation
from bot.kontur.diadoc.listing import LARGEST_PAGE, Listing
from bot.kontur.diadoc.source import DiadocSource
from bot.kontur.diadoc.tokens import AccessTokens, Application, RefreshTokens
from bot.kontur.patience import Patience
from bot.kontur.transport import Sleep, Transport

# The documentation advises at most a hundred, and the key may have other users besides this program.
_REQUESTS_A_SECOND: Final = 50


@dataclass(frozen=True, slots=True)
class Account:
    """Whose documents, and where they are.

    Attributes:
        url: The API's address.
        box: The service centre's box, in any form; None when it has only one.
        application: What the integrator has been given.
    """

    url: str
    box: str | None
    application: Application


class Diadoc:
    """One Диадок.

    Args:
        session: Of aiohttp; whoever made it closes it.
        account: Whose documents, and where they are.
        refresh_tokens: Where the refresh token is kept.
        limiter: How many requests in what time.
        sleep: Waits between attempts and for files.
        monotonic: Seconds that only grow.
        patience: How long to try.
        preparation: How long to wait for a file.
        count: How many documents to ask for at once.

    Attributes:
        boxes: Who is who.
        source: Its documents.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        account: Account,
        refresh_tokens: RefreshTokens,
        *,
        limiter: AsyncLimiter | None = None,
        sleep: Sleep = asyncio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
        patience: Patience = Patience(),  # noqa: B008  frozen
        preparation: Preparation = Preparation(),  # noqa: B008  frozen
        count: int = LARGEST_PAGE,
    ) -> None:
        polite = limiter or AsyncLimiter(_REQUESTS_A_SECOND, 1)

        def transport(side: str, url: str) -> Transport:
            breaker = Breaker(f"{side} {URL(url).host}", monotonic=monotonic)
            return Transport(session, polite, breaker, sleep=sleep, patience=patience)

        identity = identity_of(account.url)
        self._tokens = AccessTokens(
            transport("identity", identity),
            identity,
            account.application,
            refresh_tokens,
            monotonic=monotonic,
        )
        api = DiadocApi(transport("api", account.url), self._tokens, account.url)
        self.boxes = Boxes(api)
        files = Files(api, sleep=sleep, preparation=preparation)
        self.source = DiadocSource(self.boxes, Listing(api, count), files, account.box)

    async def aclose(self) -> None:
        """Let what must not be cut off come to its end; before the session is closed."""
        await self._tokens.aclose()
