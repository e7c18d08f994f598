"""`kabinet run`: the bot until a signal says stop."""

import asyncio
import gc
import signal
import sys
from collections.abc import Coroutine
from typing import Any, TypeVar

import structlog

from bot.app import Application
from bot.settings import Settings

log = structlog.get_logger(__name__)

T = TypeVar("T")

# aiogram's import leaves several hundred thousand objects; rescanned by every full collection they cost three quarters
# of the processor time.
COLLECT_AFTER = (50_000, 20, 100)
# A signature is judged in a thread beside the loop. By default such a thread keeps the interpreter for 5 ms each time
# the loop asks for it, and one tap asks twenty times.
SWITCH_SECONDS = 0.0005


def run(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT, then let running handlers finish.

    Raises:
        SettingsError: A setting is missing, or Telegram does not know the token.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    sys.setswitchinterval(SWITCH_SECONDS)
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_run(settings))


def _loop_factory() -> type[asyncio.AbstractEventLoop] | None:
    if sys.platform == "win32" or sys.implementation.name != "cpython":
        return None
    import uvloop  # noqa: PLC0415 - not installed where it does not run

    return uvloop.Loop


async def _run(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    app = await _until(stop, Application.start(settings))
    if app is None:
        return
    log.info("bot.running")
    try:
        await _until(stop, app.wait())
    finally:
        log.info("bot.stopping")
        await app.stop()


async def _until(stop: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """The work's result; None when the stop came first, and the work was cancelled."""
    task, stopped = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        task.cancel()
        stopped.cancel()
        await asyncio.gather(task, stopped, return_exceptions=True)
