"""The limit on how fast one person may send."""

from typing import Any

from aiogram.types import TelegramObject, User

from bot.middlewares.pace import BURST, PER_SECOND, PaceMiddleware


class Times:
    """A monotonic clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


async def passed(pace: PaceMiddleware, person: int, updates: int) -> int:
    seen = 0

    async def handle(_: TelegramObject, __: dict[str, Any]) -> None:
        nonlocal seen
        seen += 1

    user = User(id=person, is_bot=False, first_name="Анна")
    for _ in range(updates):
        await pace(handle, TelegramObject(), {"event_from_user": user})
    return seen


async def test_a_burst_passes_and_the_rest_waits() -> None:
    times = Times()
    pace = PaceMiddleware(times)
    assert await passed(pace, 1, 1000) == BURST
    assert await passed(pace, 2, 10) == 10
    times.seconds = 10
    assert await passed(pace, 1, 1000) == 10 * PER_SECOND
    times.seconds = 10_000
    assert await passed(pace, 1, 1000) == BURST
