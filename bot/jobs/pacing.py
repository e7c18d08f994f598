"""The pace of outgoing messages: evenly a little under the limit of all chats, and each chat by a clock of its own.

Nothing here waits: it says how long to wait, by a time that never goes back.
"""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from time import monotonic

# Telegram takes 30 messages a second. Whoever uses it up to the last one trips over the network's unevenness, and pays.
PER_SECOND = 29.8
CHAT_BURST = 3
CHAT_SECONDS = 1.0
# Answers to taps go first, but they hold up a warning no longer than this.
LONGEST_PUSH = 1.0
# So many different chats told to wait with nothing sent between: it is the limit of all of them.
FLOODED_CHATS = 3
# So many calls in a row without an answer: it is not the message, it is the way to Telegram.
UNANSWERED_CALLS = 5
FIRST_REST, LONGEST_REST = 1.0, 30.0
_SWEEP_FROM = 1024


class Pacer:
    """Says when the next message may go, and to whom.

    Slots come at fixed intervals by absolute time; one that was missed is caught up, more are not.

    Args:
        time: Seconds that never go back.
        per_second: Slots a second.
    """

    def __init__(self, time: Callable[[], float] = monotonic, per_second: float = PER_SECOND) -> None:
        self._time = time
        self._interval = 1 / per_second
        self._next = time()
        self._waiting_since: float | None = None
        self._paused_until = float("-inf")
        self._flooded: set[int] = set()
        self._unanswered = 0
        self._rest = FIRST_REST
        self._whole: dict[int, float] = {}  # when the chat's burst is whole again
        self._aside: dict[int, float] = {}  # until when the chat is left alone
        self._sweep_at = _SWEEP_FROM

    def wait(self) -> float:
        """Seconds until the next slot; 0 when it is there."""
        now = self._time()
        if self._waiting_since is None:
            self._waiting_since = now
        return max(self._next - now, self._paused_until - now, 0.0)

    def chat_wait(self, chat: int) -> float:
        """Seconds until the chat may be written to; 0 when it may now."""
        now = self._time()
        ready = self._whole.get(chat, now) - (CHAT_BURST - 1) * CHAT_SECONDS
        return max(ready - now, self._aside.get(chat, now) - now, 0.0)

    def set_aside(self) -> AbstractSet[int]:
        """The chats that were told to wait and still have to."""
        self._aside = _later_than(self._time(), self._aside)
        return self._aside.keys()

    @property
    def remembered(self) -> int:
        """How many chats are kept in memory."""
        return len(self._whole) + len(self._aside)

    def take(self, chat: int) -> None:
        """Use the slot for a message to the chat."""
        now = self._time()
        self._next = max(self._next, now - self._interval) + self._interval
        self._waiting_since = None
        self._whole[chat] = max(self._whole.get(chat, now), now) + CHAT_SECONDS
        if len(self._whole) >= self._sweep_at:
            self._whole = _later_than(now, self._whole)
            self._sweep_at = max(_SWEEP_FROM, 2 * len(self._whole))

    def taken(self, messages: int = 1) -> None:
        """Somebody else has sent so many messages: they did not wait, so the next slot does."""
        now = self._time()
        pushed = max(self._next, now) + messages * self._interval
        since = now if self._waiting_since is None else self._waiting_since
        self._next = max(self._next, min(pushed, since + LONGEST_PUSH))

    def give_back(self) -> None:
        """Return a slot whose call Telegram did not count."""
        self._next = max(self._next, self._time()) - self._interval

    def told_to_wait(self, chat: int, seconds: float) -> None:
        """Leave this chat alone for so long; all of them, when it is the limit of all."""
        self._aside[chat] = self._time() + seconds
        self._flooded.add(chat)
        if len(self._flooded) >= FLOODED_CHATS:
            self._flooded.clear()
            self._pause(seconds)

    def unanswered(self) -> None:
        """A call came to nothing; after several in a row everything rests, longer each time."""
        self._unanswered += 1
        if self._unanswered >= UNANSWERED_CALLS:
            self._unanswered = 0
            self._pause(self._rest)
            self._rest = min(self._rest * 2, LONGEST_REST)

    def answered(self) -> None:
        """Telegram has taken or judged a message: the way is free."""
        self._flooded.clear()
        self._unanswered = 0
        self._rest = FIRST_REST

    def _pause(self, seconds: float) -> None:
        self._paused_until = max(self._paused_until, self._time() + seconds)


def _later_than(now: float, moments: dict[int, float]) -> dict[int, float]:
    return {chat: moment for chat, moment in moments.items() if moment > now}
