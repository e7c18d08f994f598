"""A private Redis for one run of the tests: in a temporary folder, on a Unix socket, gone afterwards."""

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOW_TO = "redis-server is not installed: .ci/setup installs it (Debian: apt install redis-server)"
_START_SECONDS = 30.0


class NoRedisError(Exception):
    """The server is not on this machine."""


@contextmanager
def running_server() -> Iterator[str]:
    """The address of a running server that writes nothing to disk.

    Raises:
        NoRedisError: There is nothing to run.
    """
    program = shutil.which("redis-server")
    if program is None:
        raise NoRedisError(HOW_TO)
    # Not pytest's own folder: the path of a socket may have 107 bytes only.
    folder = Path(tempfile.mkdtemp(prefix="kabinet-redis-"))
    path = folder / "redis.sock"
    arguments = [
        "--port",
        "0",
        "--unixsocket",
        str(path),
        "--save",
        "",
        "--appendonly",
        "no",
        "--dir",
        str(folder),
    ]
    server = subprocess.Popen([program, *arguments], stdout=subprocess.DEVNULL)  # noqa: S603 - found on the path
    try:
        _wait(path)
        yield f"unix://{path}"
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _wait(path: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        with socket.socket(socket.AF_UNIX) as knocking:
            if path.exists() and knocking.connect_ex(str(path)) == 0:
                return
        time.sleep(0.02)  # there is nothing to listen to before the server listens
    raise TimeoutError("redis-server does not answer")
