"""OpenSSL with the GOST engine: a judge that we did not write."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

HOW_TO = "OpenSSL's GOST engine is absent: apt-get install openssl libengine-gost-openssl"


@cache
def _present() -> bool:
    program = shutil.which("openssl")
    if program is None:
        return False
    answer = subprocess.run([program, "engine", "gost"], capture_output=True, check=False)  # noqa: S603 -- fixed words
    return answer.returncode == 0


def require() -> None:
    """Skip the test where the engine is absent; fail it where everything must be there."""
    if _present():
        return
    if os.environ.get("KABINET_REQUIRE_ALL") == "1":
        pytest.fail(HOW_TO)
    pytest.skip(HOW_TO)


def openssl(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command with the engine loaded."""
    command = ["openssl", str(arguments[0]), "-engine", "gost", *map(str, arguments[1:])]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- our own words and files


def pem(kind: str, files: Iterable[Path], out: Path) -> Path:
    """One PEM file of these DER files."""
    texts = []
    for file in files:
        answer = openssl("x509", "-inform", "DER", "-in", file) if kind == "x509" else _crl(file)
        assert answer.returncode == 0, answer.stderr
        texts.append(answer.stdout)
    out.write_text("".join(texts))
    return out


def _crl(file: Path) -> subprocess.CompletedProcess[str]:
    # `openssl crl` knows no -engine; it needs none to change the form.
    command = ["openssl", "crl", "-inform", "DER", "-in", str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- our own words and files
