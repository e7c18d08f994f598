"""Numbers that the emulator enforces, and flood control.

Telegram publishes only "about one message a second in a chat, about 30 a second in all, 20 a minute in a group"
(core.telegram.org/bots/faq); the exact thresholds are secret, so they are settings here.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from bot.emulator.errors import too_many_requests


@dataclass(frozen=True, slots=True)
class Limits:
    """What the server allows.

    Attributes:
        chat_burst: messages that one chat takes at once.
        chat_per_second: how fast a chat's allowance grows back.
        total_per_second: messages a second in all chats together, which is also the burst.
        upload_bytes: the largest file a bot may send.
        download_bytes: the largest file a bot may fetch.
        parameter_bytes: all parameters of a request that are no files.
        answer_seconds: after how long a tap can no longer be answered (Telegram does not publish it).
        answer_lint_seconds: after how long a waiting user is worth a lint.
        delete_hours: how old a message may be to be deleted.
        message_update_seconds: how long a message waits for the bot.
        query_update_seconds: how long a tap waits for the bot.
        answer_bytes: the size of one getUpdates answer.
        local_webhooks: takes plain HTTP addresses of this machine, as the real server does with `--local`.
    """

    chat_burst: int = 20
    chat_per_second: float = 1.0
    total_per_second: int = 30
    upload_bytes: int = 50 * 1024 * 1024
    download_bytes: int = 20 * 1024 * 1024
    parameter_bytes: int = 1024 * 1024
    answer_seconds: float = 15.0
    answer_lint_seconds: float = 3.0
    delete_hours: int = 48
    message_update_seconds: int = 24 * 3600
    query_update_seconds: int = 150
    answer_bytes: int = 4 * 1024 * 1024
    local_webhooks: bool = False


@dataclass(slots=True)
class _Bucket:
    """A token bucket: `level` messages may be sent now, up to `size`, growing by `rate` a second."""

    size: float
    rate: float
    level: float
    at: float

    def refill(self, now: float) -> None:
        self.level = min(self.size, self.level + (now - self.at) * self.rate)
        self.at = now

    def wait(self, amount: int) -> float:
        """Seconds until `amount` messages may pass; more than the bucket holds passes when it is full."""
        missing = min(amount, self.size) - self.level
        return missing / self.rate if missing > 0 else 0.0


class FloodControl:
    """Refuses messages that come too fast."""

    def __init__(self, limits: Limits, monotonic: Callable[[], float]) -> None:
        self._limits = limits
        self._monotonic = monotonic
        self._chats: dict[int, _Bucket] = {}
        self._total = self._bucket(limits.total_per_second, limits.total_per_second)

    def _bucket(self, size: float, rate: float) -> _Bucket:
        return _Bucket(size, rate, size, self._monotonic())

    def pay(self, chat: int, amount: int = 1) -> None:
        """Takes the price of sending `amount` messages to a chat, or nothing when one bucket refuses.

        Raises:
            ApiError: 429 with the whole seconds to wait.
        """
        if chat not in self._chats:
            self._chats[chat] = self._bucket(self._limits.chat_burst, self._limits.chat_per_second)
        buckets = (self._chats[chat], self._total)
        now = self._monotonic()
        for bucket in buckets:
            bucket.refill(now)
        wait = max(bucket.wait(amount) for bucket in buckets)
        if wait > 0:
            raise too_many_requests(max(1, math.ceil(wait)))
        for bucket in buckets:
            bucket.level -= amount
