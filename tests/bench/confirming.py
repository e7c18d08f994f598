"""What a confirmation costs, and what it costs the others while twenty people confirm at once."""

import asyncio
import statistics
import time
from datetime import UTC, datetime

from bot.demo.cast import ROMASHKA, VECTOR, Company
from bot.demo.signing import good
from bot.emulator import Person
from tests.bench.stand import Running, running

CONFIRMATIONS = 20
CROWD = 20


async def challenge_signed(stand: Running, person: Person, company: Company) -> tuple[str, bytes]:
    """Ask for a challenge and have it signed."""
    await person.send("/add")
    received = await person.expect_document("Запрос", timeout=30)
    signed = good(stand.wallets, company, received.content, received.name, datetime.now(UTC))
    return signed.name, signed.content


async def alone(stand: Running, company: Company) -> float:
    """Processor milliseconds of the whole bot for one confirmation: update, file, verdict, database, answer."""
    spent = 0.0
    for number in range(CONFIRMATIONS + 1):
        person = stand.emulator.person(f"Клиент {number}")
        file = await challenge_signed(stand, person, company)
        before = stand.processor_seconds()
        await person.upload(*file)
        await person.expect("доступ открыт", timeout=30)
        if number:  # the first one warms up
            spent += stand.processor_seconds() - before
    return spent / CONFIRMATIONS * 1000


async def crowded(stand: Running) -> tuple[list[float], float]:
    """How long a bystander's taps take, in ms, while twenty people confirm; and how long the twenty take, in s."""
    bystander = stand.emulator.person("Прохожий")
    await bystander.send("/start")
    await bystander.expect("", timeout=30)
    crowd = [stand.emulator.person(f"Толпа {number}") for number in range(CROWD)]
    files = [await challenge_signed(stand, person, ROMASHKA) for person in crowd]
    begun = time.perf_counter()
    for person, file in zip(crowd, files, strict=True):
        await person.upload(*file)
    done = asyncio.gather(*(person.expect("доступ открыт", timeout=60) for person in crowd))
    waits = []
    number = 0
    while not done.done():
        tapped = time.perf_counter()
        await bystander.tap("Меню" if number % 2 else "Помощь")
        waits.append((time.perf_counter() - tapped) * 1000)
        number += 1
    await done
    return waits, time.perf_counter() - begun


async def measure() -> None:
    """Print all figures."""
    async with running("-m", "bot", "run") as stand:
        for company, bits in ((ROMASHKA, 256), (VECTOR, 512)):
            print(f"  one confirmation, {bits} bits: {await alone(stand, company):.0f} ms of processor time")
    async with running("-m", "bot", "run") as stand:
        waits, total = await crowded(stand)
        print(
            f"  {CROWD} people confirm at once in {total:.2f} s; meanwhile {len(waits)} taps of somebody else: "
            f"median {statistics.median(waits):.0f} ms, worst {max(waits):.0f} ms"
        )


if __name__ == "__main__":
    asyncio.run(measure())
