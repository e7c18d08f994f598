"""Long work beside the conversation."""

import asyncio

from handlers.errands import Errands


class Door:
    """Errands that wait until they are let go, and say who is under way."""

    def __init__(self) -> None:
        self.opened = asyncio.Event()
        self.inside: list[str] = []
        self.cut: list[str] = []

    async def wait(self, name: str) -> None:
        self.inside.append(name)
        try:
            await self.opened.wait()
        except asyncio.CancelledError:
            self.cut.append(name)
            raise


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_the_same_errand_is_not_begun_twice() -> None:
    errands, door = Errands(), Door()
    assert errands.start((1, "act"), lambda: door.wait("first"))
    assert not errands.start((1, "act"), lambda: door.wait("second"))
    assert errands.start((2, "act"), lambda: door.wait("another's"))
    door.opened.set()
    await settled()
    assert door.inside == ["first", "another's"]
    assert errands.start((1, "act"), lambda: door.wait("again"))
    await settled()
    assert door.inside[-1] == "again"


async def test_whoever_asks_for_much_leaves_room_for_others() -> None:
    errands, door = Errands(at_once=4, at_once_for_one=2), Door()
    for number in range(10):
        errands.start((1, number), lambda: door.wait("greedy"))
    errands.start((2, 0), lambda: door.wait("modest"))
    await settled()
    assert door.inside == ["greedy", "greedy", "modest"]
    door.opened.set()
    await settled()
    await errands.finish(1)
    assert door.inside.count("greedy") == 10


async def test_an_error_ends_only_its_own_errand() -> None:
    errands, door = Errands(at_once=1), Door()

    async def fail() -> None:
        raise RuntimeError

    errands.start((1, "broken"), fail)
    errands.start((2, "sound"), lambda: door.wait("sound"))
    await settled()
    assert door.inside == ["sound"]
    door.opened.set()
    await errands.finish(1)


async def test_what_takes_too_long_is_given_up_at_the_end() -> None:
    errands, door = Errands(at_once=1), Door()
    errands.start((1, "long"), lambda: door.wait("long"))
    errands.start((2, "never begun"), lambda: door.wait("never begun"))
    await settled()
    await errands.finish(0.01)
    assert door.cut == ["long"]
    assert door.inside == ["long"]
    assert errands.start((1, "long"), lambda: door.wait("long"))
    await errands.finish(0.01)
