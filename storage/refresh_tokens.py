"""Refresh tokens that a service outside renews: the latest one outlives the program, encrypted."""

from hashlib import sha256

from sqlalchemy import LargeBinary, bindparam, select

from bot.clock import Clock
from storage.cipher import Cipher, NoKeyError
from storage.database import Database
from storage.tables import refresh_tokens
from storage.upsert import Insert, InsertInto, Upsert

_CURRENT = select(refresh_tokens.c.token).where(
    refresh_tokens.c.service == bindparam("service"), refresh_tokens.c.origin == bindparam("origin")
)


def _replace(insert: InsertInto) -> Insert:
    renewed = insert(refresh_tokens)
    return renewed.on_conflict_do_update(
        index_elements=[refresh_tokens.c.service],
        set_={name: renewed.excluded[name] for name in ("origin", "token", "changed_at")},
        # Another process may have come between the look and the change; a token of other settings gives way.
        where=(refresh_tokens.c.origin != renewed.excluded.origin)
        | (refresh_tokens.c.token == bindparam("seen", type_=LargeBinary)),
    )


_REPLACE = Upsert(_replace)


class StoredRefreshTokens:
    """Keeps the token of one service.

    Args:
        database: Where.
        cipher: Encrypts.
        service: Whose token it is.
        configured: The token of the settings. A stored one counts only if it descends from it: whoever writes a new
            token into the settings means it.
        clock: Dates changes.
    """

    def __init__(
        self, database: Database, cipher: Cipher, service: str, configured: str, clock: Clock
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._known = {"service": service, "origin": sha256(configured.encode()).hexdigest()}
        self._configured = configured
        self._clock = clock

    async def current(self) -> str:
        """The latest token; the configured one when no other is known or can be read."""
        return self._opened(await self._seen())

    async def replace(self, old: str, new: str) -> None:
        """Keep the new token in place of the old one; nothing changes when another has taken its place already."""
        seen = await self._seen()
        if self._opened(seen) != old:
            return
        row = {
            **self._known,
            "seen": seen,
            "token": self._cipher.close(new.encode()),
            "changed_at": self._clock.now(),
        }
        async with self._database.write() as connection:
            await connection.execute(_REPLACE.on(connection), row)

    async def _seen(self) -> bytes | None:
        async with self._database.read() as connection:
            seen: bytes | None = (await connection.execute(_CURRENT, self._known)).scalar_one_or_none()
        return seen

    def _opened(self, closed: bytes | None) -> str:
        if closed is None:
            return self._configured
        try:
            return self._cipher.open(closed).decode()
        except NoKeyError:
            return self._configured
