"""A bot in a process of its own against the emulator in this one, and what its process costs."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography.fernet import Fernet

from bot.clock import SystemClock
from bot.demo.cast import COMPANIES
from bot.demo.wallets import Wallets
from bot.emulator import Emulator, Limits

ROOT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
NO_FLOOD_CONTROL = Limits(chat_burst=10**6, chat_per_second=10**6, total_per_second=10**6)


@dataclass(frozen=True)
class Running:
    """A bot's process and the server it speaks to."""

    emulator: Emulator
    process: asyncio.subprocess.Process
    wallets: Wallets

    def processor_seconds(self) -> float:
        """What the bot has spent so far, in user and system mode together."""
        fields = (
            Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(") ")[2].split()
        )
        return (int(fields[11]) + int(fields[12])) / TICKS


@asynccontextmanager
async def running(*command: str, **variables: str) -> AsyncIterator[Running]:
    """Start a bot with more variables of the environment; `-m bot run` is ours."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        wallets = Wallets(COMPANIES, datetime.now(UTC))
        wallets.authority.write(folder / "trust")
        emulator = Emulator(clock=SystemClock(), limits=NO_FLOOD_CONTROL)
        await emulator.start()
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "PYTHONPATH": str(ROOT),
            "BOT_TOKEN": emulator.token,
            "BOT_API_URL": emulator.url,
            "ENCRYPTION_KEYS": Fernet.generate_key().decode(),
            "TRUST_DIR": "trust",
            "HTTP_PORT": "0",
            "LOG_LEVEL": "ERROR",
            **variables,
        }
        process = await asyncio.create_subprocess_exec(sys.executable, *command, cwd=folder, env=environment)
        try:
            yield Running(emulator, process, wallets)
        finally:
            process.terminate()
            await process.wait()
            await emulator.stop()
