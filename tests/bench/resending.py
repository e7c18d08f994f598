"""From the tap to a document that was sent before, against a tap that is answered by a plain text, in the same run."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from bot.demo.cast import ROMASHKA
from bot.demo.diadoc.server import DiadocStandIn
from bot.demo.diadoc.world import ACT, DiadocWorld
from bot.emulator import Person
from tests.bench.confirming import challenge_signed
from tests.bench.stand import Running, running

TAPS = 300
WARM_UP = 20


async def timed(person: Person, data: str, under: int, arrival: Callable[[], Awaitable[object]]) -> float:
    """Milliseconds from the tap to what it was pressed for; the answer to the tap itself may come later."""
    [message] = [one for one in person.messages if one.id == under]
    begun = time.perf_counter()
    tap = asyncio.create_task(person.tap_data(data, message))
    await asyncio.sleep(0)
    await arrival()
    elapsed = (time.perf_counter() - begun) * 1000
    await tap
    return elapsed


async def open_act(stand: Running, person: Person) -> tuple[str, int]:
    """Confirm, walk to the only act and have its file sent once: what its button carries, and the file's message."""
    await person.upload(*await challenge_signed(stand, person, ROMASHKA))
    await person.expect("доступ открыт", timeout=30)
    await person.send("/start")
    await person.expect("Кабинет", timeout=30)
    for label in ("Закрывающие документы", " · 1", "Акт № 12"):
        await person.tap(label)
    await person.tap("Скачать PDF")
    received = await person.expect_document("Акт 12", timeout=30)
    return "df:1:1:0", received.message.id


async def measure() -> None:
    """Both kinds of taps in turn, under the same message; medians."""
    now = datetime.now(UTC)
    world = DiadocWorld()
    client = world.add_client(ROMASHKA.inn, ROMASHKA.name)
    world.send(client, now - timedelta(days=1), (ACT, "12", now.date(), "12480.50"))
    diadoc = DiadocStandIn(world)
    await diadoc.start()
    keys = {"DIADOC_CLIENT_ID": "kabinet", "DIADOC_CLIENT_SECRET": "secret"}
    files: list[float] = []
    texts: list[float] = []
    try:
        async with running(
            "-m", "bot", "run", DIADOC_URL=diadoc.url, DIADOC_REFRESH_TOKEN=diadoc.refresh_token, **keys
        ) as stand:
            person = stand.emulator.person("Вера")
            button, place = await open_act(stand, person)
            for _ in range(WARM_UP + TAPS):
                files.append(await timed(person, button, place, lambda: person.expect_document("Акт 12")))
                texts.append(await timed(person, "go:close-all", place, lambda: person.expect("")))
    finally:
        await diadoc.stop()
    file, text = statistics.median(files[WARM_UP:]), statistics.median(texts[WARM_UP:])
    print(f"  plain text:        {text:5.2f} ms from the tap to the message, the median of {TAPS}")
    print(f"  file sent already: {file:5.2f} ms")
    print(f"  ratio: {file / text:.2f}")


if __name__ == "__main__":
    asyncio.run(measure())
