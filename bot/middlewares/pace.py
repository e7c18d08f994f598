"""A limit on how fast one person may send updates."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any

from aiogram import BaseMiddleware, Bot
from aiogram.types import TelegramObject, Update, User

from bot.cabinet.acquaintance import guess_language
from bot.texts import texts

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

# An accountant with a hundred organizations sends a hundred signatures at once: that must pass. A script must not hold
# up the others: at this pace one person takes a fiftieth of a core.
BURST = 600.0
PER_SECOND = 20.0
REMEMBERED_PEOPLE = 50_000
SECONDS_BETWEEN_NOTICES = 15.0


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float
    told: float = float("-inf")


class PaceMiddleware(BaseMiddleware):
    """A token bucket per person. What is over the limit is dropped; the person is told, but not for every update."""

    def __init__(self, time: Callable[[], float] = monotonic) -> None:
        self._time = time
        self._buckets: OrderedDict[int, _Bucket] = OrderedDict()

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Let the update pass while the person's bucket holds a token."""
        user: User | None = data.get("event_from_user")
        if user is None:
            return await handler(event, data)
        bucket = self._bucket(user.id)
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            return await handler(event, data)
        if isinstance(event, Update) and bucket.at - bucket.told >= SECONDS_BETWEEN_NOTICES:
            bucket.told = bucket.at
            await self._tell(data["bot"], event, user)
        return None

    def _bucket(self, person: int) -> _Bucket:
        now = self._time()
        bucket = self._buckets.pop(person, None) or _Bucket(BURST, now)
        bucket.tokens = min(BURST, bucket.tokens + (now - bucket.at) * PER_SECOND)
        bucket.at = now
        self._buckets[person] = bucket
        while len(self._buckets) > REMEMBERED_PEOPLE:
            self._buckets.popitem(last=False)
        return bucket

    async def _tell(self, bot: Bot, update: Update, user: User) -> None:
        text = texts(guess_language(user.language_code).value)("fallback.too-fast")
        if update.callback_query is not None:
            await bot.answer_callback_query(update.callback_query.id, text=text, show_alert=True)
        elif update.message is not None:
            await bot.send_message(user.id, text)
