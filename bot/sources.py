"""Services outside that the settings name: each is there when its keys are."""

import aiohttp

from bot.clock import Clock
from bot.kontur.diadoc.connection import Account, Diadoc
from bot.kontur.diadoc.tokens import Application
from bot.settings import Settings
from storage.cipher import Cipher
from storage.database import Database
from storage.refresh_tokens import StoredRefreshTokens


class Sources:
    """What is asked outside, over one session.

    Args:
        settings: Which services, and their keys.
        database: Keeps tokens that are renewed.
        cipher: Encrypts them.
        clock: Dates them.

    Attributes:
        diadoc: Documents; None when it is off.
    """

    def __init__(self, settings: Settings, database: Database, cipher: Cipher, clock: Clock) -> None:
        self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        self.diadoc = _diadoc(settings, database, cipher, clock, self._session)

    async def aclose(self) -> None:
        """Let what must not be cut off come to its end, and close the session."""
        if self.diadoc is not None:
            await self.diadoc.aclose()
        await self._session.close()


def _diadoc(
    settings: Settings, database: Database, cipher: Cipher, clock: Clock, session: aiohttp.ClientSession
) -> Diadoc | None:
    name, secret, token = (
        settings.diadoc_client_id,
        settings.diadoc_client_secret,
        settings.diadoc_refresh_token,
    )
    if name is None or secret is None or token is None:
        return None
    application = Application(name, secret.get_secret_value())
    tokens = StoredRefreshTokens(database, cipher, "diadoc", token.get_secret_value(), clock)
    return Diadoc(session, Account(settings.diadoc_url, settings.diadoc_box_id, application), tokens)
