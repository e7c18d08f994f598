"""Services outside that the settings name: each is there when its keys are."""

import aiohttp

from bot.cabinet.integrations.integration import IntegrationKind
from bot.clock import Clock
from bot.kontur.diadoc.connection import Account, Diadoc
from bot.kontur.diadoc.tokens import Application
from bot.kontur.market.client import MarketClient
from bot.kontur.market.source import MarketSource
from bot.kontur.ofd.client import OfdClient
from bot.kontur.ofd.source import OfdSource
from bot.kontur.patience import Patience
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
        patience: How long to try.

    Attributes:
        diadoc: Documents; None when it is off.
        ofd: Shifts of cash registers; None when it is off.
        market: Cheques and waybills of shops; None when it is off.
    """

    def __init__(
        self,
        settings: Settings,
        database: Database,
        cipher: Cipher,
        clock: Clock,
        patience: Patience = Patience(),  # noqa: B008  frozen
    ) -> None:
        self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        self.diadoc = _diadoc(settings, database, cipher, clock, self._session, patience)
        self.ofd = _ofd(settings, self._session, patience)
        self.market = _market(settings, self._session, patience)

    @property
    def connected(self) -> frozenset[IntegrationKind]:
        """What the service centre has connected. Диадок's integration needs no keys of this program's."""
        found = {
            IntegrationKind.DIADOC: True,
            IntegrationKind.OFD: self.ofd,
            IntegrationKind.MARKET: self.market,
        }
        return frozenset(kind for kind, source in found.items() if source)

    async def aclose(self) -> None:
        """Let what must not be cut off come to its end, and close the session."""
        if self.diadoc is not None:
            await self.diadoc.aclose()
        await self._session.close()


def _ofd(settings: Settings, session: aiohttp.ClientSession, patience: Patience) -> OfdSource | None:
    if settings.ofd_api_key is None or settings.ofd_sid is None:
        return None
    key, sid = settings.ofd_api_key.get_secret_value(), settings.ofd_sid.get_secret_value()
    return OfdSource(OfdClient(session, settings.ofd_url, key, sid, patience=patience))


def _market(settings: Settings, session: aiohttp.ClientSession, patience: Patience) -> MarketSource | None:
    if settings.market_api_key is None:
        return None
    key = settings.market_api_key.get_secret_value()
    return MarketSource(MarketClient(session, settings.market_url, key, patience=patience))


def _diadoc(
    settings: Settings,
    database: Database,
    cipher: Cipher,
    clock: Clock,
    session: aiohttp.ClientSession,
    patience: Patience,
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
    account = Account(settings.diadoc_url, settings.diadoc_box_id, application)
    return Diadoc(session, account, tokens, patience=patience)
