"""A tap answered by a real screen, against a bare aiogram bot in the same run."""

import asyncio
import time

from tests.bench.stand import Running, running

ROUNDS = 3
TAPS = 300


async def cost(running: Running, label: str, other: str) -> tuple[float, float]:
    """Processor milliseconds of the bot per tap, and taps a second, of one person who taps back and forth."""
    person = running.emulator.person("Вера")
    await person.send("/start")
    await person.expect("", timeout=30)
    spent, begun = running.processor_seconds(), time.perf_counter()
    for number in range(TAPS):
        await person.tap(other if number % 2 else label)
    elapsed = time.perf_counter() - begun
    return (running.processor_seconds() - spent) / TAPS * 1000, TAPS / elapsed


async def measure() -> None:
    """Interleaved rounds, medians."""
    ours, bare = [], []
    for _ in range(ROUNDS):
        async with running("-m", "tests.bench.bare_bot") as stand:
            bare.append(await cost(stand, "tap", "tap"))
        async with running("-m", "bot", "run") as stand:
            ours.append(await cost(stand, "Помощь", "Меню"))
    (bare_cost, bare_rate), (our_cost, our_rate) = sorted(bare)[ROUNDS // 2], sorted(ours)[ROUNDS // 2]
    print(f"  bare aiogram bot: {bare_cost:5.2f} ms of processor time a tap, {bare_rate:4.0f} taps/s")
    print(f"  Kabinet:          {our_cost:5.2f} ms of processor time a tap, {our_rate:4.0f} taps/s")
    print(f"  ratio of processor time: {our_cost / bare_cost:.2f}")


if __name__ == "__main__":
    asyncio.run(measure())
