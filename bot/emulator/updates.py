"""The queue of updates and long polling, by the rules of the real server (Client.cpp, do_get_updates)."""

import asyncio
import json
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from bot.emulator import errors
from bot.emulator.errors import ApiError
from bot.emulator.limits import Limits
from bot.emulator.model import Update

KINDS = frozenset(
    [
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "business_connection",
        "business_message",
        "edited_business_message",
        "deleted_business_messages",
        "guest_message",
        "message_reaction",
        "message_reaction_count",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "shipping_query",
        "pre_checkout_query",
        "purchased_paid_media",
        "poll",
        "poll_answer",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
        "chat_boost",
        "removed_chat_boost",
        "managed_bot",
        "subscription",
        "stopped_message_generation",
    ]
)
_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
DEFAULT_KINDS = KINDS - _ON_REQUEST
FIRST_ID = 100_000_001
MAX_LIMIT = 100
MAX_TIMEOUT = 50
_HAMMERING = 3.0
_HARD_HAMMERING = 0.5
_FUTURE = 10


class UpdateQueue:
    """Updates that the bot has not confirmed yet; times are of the monotonic clock."""

    def __init__(
        self,
        limits: Limits,
        monotonic: Callable[[], float],
        *,
        fetched: Callable[[list[Update]], None],
        notify: Callable[[str], object],
    ) -> None:
        self.allowed: frozenset[str] = DEFAULT_KINDS
        self.next_id = FIRST_ID
        self.webhook = False
        self._limits = limits
        self._monotonic = monotonic
        self._fetched = fetched
        self._notify = notify
        self._updates: deque[Update] = deque()
        self._poller: asyncio.Future[None] | None = None
        self._last_offset: int | None = None
        self._last_start = 0.0
        self._last_conflict = float("-inf")

    @property
    def pending(self) -> int:
        """How many updates wait for confirmation."""
        self._forget_expired()
        return len(self._updates)

    @property
    def is_polled(self) -> bool:
        """Whether a long poll waits right now."""
        return self._poller is not None

    def allow(self, raw: str) -> None:
        """Remembers `allowed_updates`; malformed JSON changes nothing, an empty list means the default."""
        if not raw:
            return
        try:
            given = json.loads(raw)
        except ValueError:
            return
        if not isinstance(given, list):
            return
        known = frozenset(str(name).lower() for name in given if isinstance(name, str)) & KINDS
        self.allowed = known or DEFAULT_KINDS

    def add(
        self, kind: str, payload: dict[str, Any], *, lifetime: float, person: int, message: int | None = None
    ) -> Update | None:
        """Queues an update unless the bot does not want its kind."""
        if kind not in self.allowed:
            return None
        update = Update(self.next_id, kind, payload, self._monotonic() + lifetime, person, message)
        self.next_id += 1
        self._updates.append(update)
        self._wake(None)
        self._notify("queued")
        return update

    def drop_all(self) -> None:
        """Forgets everything that waits (`drop_pending_updates`)."""
        self._updates.clear()

    def start_webhook(self, *, active: bool) -> None:
        """Switches between webhook and polling; a waiting poll is ended."""
        self.webhook = active
        if active:
            self._wake(errors.TERMINATED_BY_WEBHOOK)

    def head(self) -> Update | None:
        """The oldest update that still counts."""
        self._forget_expired()
        return self._updates[0] if self._updates else None

    def waiting(self) -> list[Update]:
        """All updates that still count, oldest first."""
        self._forget_expired()
        return list(self._updates)

    def remove(self, update: Update) -> None:
        """Forgets one update, delivered through the webhook."""
        if update in self._updates:
            self._updates.remove(update)

    async def poll(self, offset: int, limit: int, timeout: int) -> list[dict[str, Any]]:  # noqa: ASYNC109  the API's word
        """Updates from `offset` on, waiting up to `timeout` seconds for the first.

        Raises:
            ApiError: 409 when a webhook is set or another request takes over.
        """
        if self.webhook:
            raise errors.WEBHOOK_IS_ACTIVE
        now = self._monotonic()
        if offset == self._last_offset:
            if timeout < _HAMMERING and now < self._last_start + _HAMMERING:
                timeout = int(_HAMMERING)
            if now < self._last_start + _HARD_HAMMERING:
                limit = 1
        self._last_offset, self._last_start = offset, now
        offset = self._forget_before(offset)
        ready = self._take(offset, limit)
        if ready or not timeout:
            return ready
        if self._poller is not None:
            self._wake(errors.TERMINATED_BY_POLL)
        return await self._wait(offset, limit, timeout)

    async def _wait(self, offset: int, limit: int, seconds: int) -> list[dict[str, Any]]:
        poller: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poller = poller
        self._notify("poll began")
        try:
            async with asyncio.timeout(seconds):
                await poller
        except TimeoutError:
            return []
        except ApiError:
            await self._slow_down()
            raise
        finally:
            if self._poller is poller:
                self._poller = None
            self._notify("poll ended")
        return self._take(offset, limit)

    async def _slow_down(self) -> None:
        """A second conflict within three seconds is answered late, so that two bots do not spin."""
        now = self._monotonic()
        recent, self._last_conflict = now < self._last_conflict + _HAMMERING, now
        if recent:
            await asyncio.sleep(_HAMMERING)

    def _forget_before(self, offset: int) -> int:
        """Forgets what the offset confirms; the place to read from."""
        if offset > self.next_id + _FUTURE:
            return 0  # an offset from another life of the queue is ignored
        if offset < 0:
            self._forget_expired()
            while len(self._updates) > -offset:
                self._updates.popleft()
            return 0
        confirmed = False
        while self._updates and self._updates[0].id < offset:
            self._updates.popleft()
            confirmed = True
        if confirmed:
            self._notify("confirmed")
        return offset

    def _take(self, offset: int, limit: int) -> list[dict[str, Any]]:
        self._forget_expired()
        taken: list[Update] = []
        size = 0
        for update in self._updates:
            if len(taken) == limit:
                break
            if update.id < offset:
                continue
            size += len(json.dumps(update.as_json(), ensure_ascii=False).encode())
            if taken and size > self._limits.answer_bytes:
                break
            taken.append(update)
        if taken:
            self._fetched(taken)
        return [update.as_json() for update in taken]

    def _forget_expired(self) -> None:
        now = self._monotonic()
        if any(update.expires <= now for update in self._updates):
            self._updates = deque(update for update in self._updates if update.expires > now)

    def _wake(self, refusal: ApiError | None) -> None:
        poller, self._poller = self._poller, None
        if poller is None or poller.done():
            return
        if refusal is None:
            poller.set_result(None)
        else:
            poller.set_exception(refusal)


def unknown_kinds(names: Iterable[str]) -> list[str]:
    """Names in `allowed_updates` that Telegram does not know."""
    return sorted(set(names) - KINDS)
