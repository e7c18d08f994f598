"""One access token for all calls: made out of a refresh token, shared, renewed in time and once."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Protocol

import structlog
from yarl import URL

from bot.cabinet.sources import KeyRejectedError, SessionEndedError, UnclearAnswerError, WrongRequestError
from bot.kontur.fields import Fields
from bot.kontur.json_body import parsed, parsed_if_json
from bot.kontur.transport import Answer, Request, Transport

log = structlog.get_logger(__name__)

_OK: Final = 200
_LARGEST: Final = 256 << 10
_USUAL_LIFE: Final = 300.0  # when none is stated
_LONGEST_LIFE: Final = 86_400.0
_MARGIN: Final = 60.0
_REFUSED: Final = frozenset({"invalid_grant"})
_KEY_REFUSED: Final = frozenset({"invalid_client", "unauthorized_client"})


@dataclass(frozen=True, slots=True)
class Application:
    """What the integrator has been given: a name and its secret."""

    id: str
    secret: str

    def __repr__(self) -> str:
        return f"Application({self.id!r})"


class RefreshTokens(Protocol):
    """Where the refresh token is kept. The identity provider may give a new one at each exchange; the old one then dies.

    An implementation that outlives the program prefers the token of the settings only when the settings have changed.
    """

    async def current(self) -> str:
        """The latest token known: several processes may share it."""
        ...

    async def replace(self, old: str, new: str) -> None:
        """Keep the new token for good in place of the old one."""
        ...


class TokenInMemory:
    """Keeps the refresh token while the program runs."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def current(self) -> str:
        """The latest token."""
        return self._token

    async def replace(self, old: str, new: str) -> None:  # noqa: ARG002 -- the port's
        """Remember the new one."""
        self._token = new


@dataclass(frozen=True, slots=True)
class _Access:
    token: str
    until: float

    def __repr__(self) -> str:
        return "_Access()"


class AccessTokens:
    """Gives the access token.

    Args:
        transport: To the identity provider.
        identity: Its address.
        application: Who asks.
        refresh_tokens: What is exchanged.
        monotonic: Seconds that only grow.
    """

    def __init__(
        self,
        transport: Transport,
        identity: str,
        application: Application,
        refresh_tokens: RefreshTokens,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._transport = transport
        self._url = URL(f"{identity.rstrip('/')}/connect/token", encoded=True)
        self._application = application
        self._refresh_tokens = refresh_tokens
        self._monotonic = monotonic
        self._access: _Access | None = None
        self._exchange: asyncio.Task[_Access] | None = None
        self._unkept: tuple[str, str] | None = None

    async def current(self) -> str:
        """A token that is good for a while yet. Everybody who comes during an exchange waits for that one.

        Raises:
            SessionEndedError: The refresh token is not accepted any more.
            KeyRejectedError: The application is not.
            UnavailableError: The identity provider does not answer now.
            UnclearAnswerError: It answers something else.
        """
        access = self._access
        if access is None or self._monotonic() >= access.until:
            if self._exchange is None:
                self._exchange = asyncio.create_task(self._exchanged(), name="diadoc-token")
                self._exchange.add_done_callback(self._finished)
            # Shielded: the answer may carry a new refresh token, which must be kept whoever stops waiting.
            access = await asyncio.shield(self._exchange)
        return access.token

    def rejected(self, token: str) -> None:
        """The API does not take this token any more."""
        if self._access is not None and self._access.token == token:
            self._access = None

    async def aclose(self) -> None:
        """Let an exchange under way come to its end."""
        if self._exchange is not None:
            await asyncio.wait([self._exchange])

    def _finished(self, exchange: asyncio.Task[_Access]) -> None:
        self._exchange = None
        if not exchange.cancelled() and exchange.exception() is None:
            self._access = exchange.result()

    async def _exchanged(self) -> _Access:
        if self._unkept is not None:
            await self._keep(*self._unkept)
        asked = self._monotonic()
        refresh_token = await self._refresh_tokens.current()
        answer = await self._ask(refresh_token)
        if answer.status != _OK and _error(answer) in _REFUSED:
            # Another process may have exchanged it in between.
            latest = await self._refresh_tokens.current()
            if latest != refresh_token:
                refresh_token = latest
                answer = await self._ask(refresh_token)
        if answer.status != _OK:
            raise _refusal(answer)
        fields = Fields(parsed(answer.body))
        access = fields.identifier("access_token")
        renewed = fields.text("refresh_token")
        if renewed and renewed != refresh_token:
            await self._keep(refresh_token, renewed)
        life = _life(fields)
        log.info("diadoc.token", seconds=life, rotated=bool(renewed and renewed != refresh_token))
        return _Access(access, asked + life - min(_MARGIN, life / 2))

    async def _keep(self, old: str, new: str) -> None:
        # Where keeping fails, the new token is kept at the next exchange: the old one is dead already.
        self._unkept = (old, new)
        await self._refresh_tokens.replace(old, new)
        self._unkept = None

    async def _ask(self, refresh_token: str) -> Answer:
        # A lost answer may have made a new refresh token and killed this one; asking again with it is the only way on.
        form = {
            "grant_type": "refresh_token",
            "client_id": self._application.id,
            "client_secret": self._application.secret,
            "refresh_token": refresh_token,
        }
        headers = {"Accept": "application/json"}
        return await self._transport.send(Request(self._url, headers, form=form, largest=_LARGEST))


def _life(fields: Fields) -> float:
    """Seconds that the token lives."""
    if fields.get("expires_in") is None:
        return _USUAL_LIFE
    return float(min(max(fields.decimal("expires_in"), Decimal(0)), Decimal(_LONGEST_LIFE)))


def _error(answer: Answer) -> str:
    try:
        return Fields(parsed_if_json(answer.body)).text("error")
    except UnclearAnswerError:
        return ""


def _refusal(answer: Answer) -> Exception:
    error = _error(answer)
    if error in _REFUSED:
        return SessionEndedError("the refresh token is not accepted")
    if error in _KEY_REFUSED:
        return KeyRejectedError("the application is not accepted")
    if error:
        return WrongRequestError(f"the token was refused with status {answer.status}")
    return UnclearAnswerError(f"the identity provider answers with status {answer.status}")
