"""`kabinet demo`: the page first, then the bot behind it; all in one process, speaking HTTP to each other."""

import asyncio
import errno
import signal
import sys
import tempfile
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, contextmanager, suppress
from pathlib import Path

from bot.demo import texts
from bot.demo.clock import DemoClock
from bot.demo.stand import Backstage, DemoStand
from bot.emulator import Emulator

HOST = "127.0.0.1"
PORT = 8080
_LOG_LEVEL = "WARNING"

OpenBackstage = Callable[[Emulator, DemoClock, Path], AbstractAsyncContextManager[Backstage]]


def demo(port: int = PORT, *, open_browser: bool = False) -> None:
    """Run the stand until Ctrl-C or SIGTERM.

    Args:
        port: Where the page is served; when it is taken, a free one is.
        open_browser: Show the page in the default browser.
    """
    # Where signals cannot be handled by the loop (Windows), Ctrl-C arrives as an exception after all is closed.
    with suppress(KeyboardInterrupt):
        asyncio.run(run_demo(port, open_browser=open_browser))
    _say(texts.STOPPED)


async def run_demo(
    port: int = PORT, *, open_browser: bool = False, stop: asyncio.Event | None = None
) -> None:
    """Serve the page and the bot until told to stop; nothing is left on disk.

    Args:
        port: As for `demo`.
        open_browser: As for `demo`.
        stop: Ends the stand when set; SIGINT and SIGTERM set it too.
    """
    stop = stop or asyncio.Event()
    clock = DemoClock()
    stand = DemoStand(clock)
    async with AsyncExitStack() as stack:
        stack.enter_context(_set_by_signals(stop))
        emulator = await _serve(clock, stand, port)
        stack.push_async_callback(emulator.stop)
        stand.attach(emulator)
        _say(texts.READY.format(url=emulator.url), texts.HOW_TO_STOP)
        if open_browser:
            await asyncio.to_thread(webbrowser.open, emulator.url)
        tasks = await stack.enter_async_context(asyncio.TaskGroup())
        for watching in (tasks.create_task(stand.watch()), tasks.create_task(stand.watch_journal())):
            stack.callback(watching.cancel)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kabinet-demo-")))
        open_backstage = await asyncio.to_thread(_load)
        if not stop.is_set():
            stand.ready(await stack.enter_async_context(open_backstage(emulator, clock, folder)))
            _say(texts.BOT_ANSWERS)
        await stop.wait()


async def _serve(clock: DemoClock, stand: DemoStand, port: int) -> Emulator:
    emulator = Emulator(clock=clock, stand=stand)
    try:
        await emulator.start(HOST, port)
    except OSError as taken:
        if taken.errno not in {errno.EADDRINUSE, errno.EACCES}:
            raise
        _say(texts.PORT_TAKEN.format(port=port))
        emulator = Emulator(clock=clock, stand=stand)
        await emulator.start(HOST, 0)
    return emulator


def _load() -> OpenBackstage:
    # Seconds of imports (aiogram above all): the page is shown before them, and they run beside it.
    from bot.demo.backstage import open_backstage  # noqa: PLC0415 -- see above
    from bot.log import configure  # noqa: PLC0415 -- the same
    from bot.settings import LogFormat  # noqa: PLC0415 -- the same

    configure(_LOG_LEVEL, LogFormat.CONSOLE)
    return open_backstage


@contextmanager
def _set_by_signals(stop: asyncio.Event) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    handled = (signal.SIGINT, signal.SIGTERM)
    try:
        for number in handled:
            loop.add_signal_handler(number, stop.set)
    except NotImplementedError:  # Windows: Ctrl-C is an exception there
        yield
        return
    try:
        yield
    finally:
        for number in handled:
            loop.remove_signal_handler(number)


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()
