"""A private PostgreSQL for one run of the tests: in a temporary folder, on a Unix socket, gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HOW_TO = (
    "PostgreSQL's server programs are not installed: .ci/setup installs them (Debian: apt install postgresql)"
)
_START_SECONDS = 30.0


class NoPostgresqlError(Exception):
    """The server's programs are not on this machine, or nobody may run them."""


def _programs() -> Path:
    on_path = shutil.which("initdb")
    if on_path is not None:
        return Path(on_path).resolve().parent  # the path may hold links to some of them only
    # Debian keeps each version in a folder of its own.
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise NoPostgresqlError(HOW_TO)
    return found[-1].parent


def _runner() -> dict[str, Any]:
    """How to run the programs: as oneself, or, since the server refuses to run as root, as somebody harmless."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise NoPostgresqlError("PostgreSQL does not run as root, and there is neither user postgres nor nobody")


@contextmanager
def running_server() -> Iterator[str]:
    """The address of a running server, ending in "/" where the name of a database goes.

    Its collation is Russian by ICU, so that an order that hangs on the collation comes out different from SQLite's.

    Raises:
        NoPostgresqlError: There is nothing to run.
    """
    programs, runner = _programs(), _runner()
    # Not pytest's own folder: the path of a socket may have 107 bytes only, and another user must get there.
    folder = Path(tempfile.mkdtemp(prefix="kabinet-pg-"))
    try:
        if runner:
            os.chown(folder, runner["user"], runner["group"])
        data = folder / "data"
        initialized = subprocess.run(  # noqa: S603 - our own arguments
            [
                programs / "initdb",
                f"--pgdata={data}",
                "--username=kabinet",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--locale-provider=icu",
                "--icu-locale=ru-RU",
                "--no-sync",
            ],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            **runner,
        )
        if initialized.returncode:
            raise RuntimeError(initialized.stderr)
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(  # noqa: S603 - our own arguments
                [
                    programs / "postgres",
                    "-D",
                    data,
                    "-k",
                    folder,
                    "-c",
                    "listen_addresses=",
                    "-c",
                    "fsync=off",
                    "-c",
                    "max_connections=200",
                ],
                cwd=folder,
                stdout=log,
                stderr=log,
                **runner,
            )
        try:
            _wait(programs, folder, server)
            yield f"postgresql+asyncpg://kabinet@/?host={folder}"
        finally:
            server.send_signal(2)  # SIGINT: disconnect everybody and stop
            server.wait(_START_SECONDS)
    finally:
        shutil.rmtree(folder)


def _wait(programs: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        ready = subprocess.run(  # noqa: S603 - our own arguments
            [programs / "pg_isready", "-q", "-h", folder], check=False
        )
        if ready.returncode == 0:
            return
    raise RuntimeError((folder / "log").read_text())
