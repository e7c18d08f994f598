"""What every test shares: the log as the program sets it up."""

import pytest

from bot.log import configure
from bot.settings import LogFormat


@pytest.fixture(autouse=True, scope="session")
def _log() -> None:
    # Unconfigured, structlog draws traces with every local variable: seconds for one line.
    configure("WARNING", LogFormat.CONSOLE)
