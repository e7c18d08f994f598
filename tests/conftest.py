"""What every test shares: the log as the program sets it up, and servers that several folders use."""

import os
from collections.abc import Iterator

import pytest

from bot.log import configure
from bot.settings import LogFormat
from tests.storage.redis_server import NoRedisError
from tests.storage.redis_server import running_server as running_redis


@pytest.fixture(autouse=True, scope="session")
def _log() -> None:
    # Unconfigured, structlog draws traces with every local variable: seconds for one line.
    configure("WARNING", LogFormat.CONSOLE)


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    try:
        with running_redis() as url:
            yield url
    except NoRedisError as missing:
        if os.environ.get("KABINET_REQUIRE_ALL") == "1":
            pytest.fail(str(missing))
        pytest.skip(str(missing))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where everything must be there, a skipped test is a failed run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if (
        os.environ.get("KABINET_REQUIRE_ALL") == "1"
        and reporter is not None
        and reporter.stats.get("skipped")
    ):
        reporter.write_line("Skipped tests fail this run: KABINET_REQUIRE_ALL is set.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
