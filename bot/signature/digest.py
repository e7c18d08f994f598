"""The hash functions that a signature may use."""

import hashlib
import subprocess
import sys
from collections.abc import Callable
from enum import Enum
from functools import lru_cache
from typing import Final

from bot.signature.der import oid_bytes
from bot.signature.gost import streebog
from bot.signature.gost.streebog import streebog256, streebog512


class Digest(Enum):
    """A hash function; the value is what it is called in `algorithm` names and logs."""

    STREEBOG256 = "streebog256"
    STREEBOG512 = "streebog512"
    SHA256 = "sha256"
    SHA384 = "sha384"
    SHA512 = "sha512"


DIGESTS: Final = {
    oid_bytes("1.2.643.7.1.1.2.2"): Digest.STREEBOG256,
    oid_bytes("1.2.643.7.1.1.2.3"): Digest.STREEBOG512,
    oid_bytes("2.16.840.1.101.3.4.2.1"): Digest.SHA256,
    oid_bytes("2.16.840.1.101.3.4.2.2"): Digest.SHA384,
    oid_bytes("2.16.840.1.101.3.4.2.3"): Digest.SHA512,
}

_FUNCTIONS: Final[dict[Digest, Callable[[bytes], bytes]]] = {
    Digest.STREEBOG256: streebog256,
    Digest.STREEBOG512: streebog512,
    Digest.SHA256: lambda data: hashlib.sha256(data).digest(),
    Digest.SHA384: lambda data: hashlib.sha384(data).digest(),
    Digest.SHA512: lambda data: hashlib.sha512(data).digest(),
}

_STREEBOG_BITS: Final = {Digest.STREEBOG256: 256, Digest.STREEBOG512: 512}
_APART_FROM: Final = 256 << 10  # bytes; about 0.3 s, what starting a process is worth
_APART_SECONDS: Final = 300


def compute(digest: Digest, data: bytes) -> bytes:
    """The hash of the data."""
    return _FUNCTIONS[digest](data)


def compute_apart(digest: Digest, data: bytes) -> bytes:
    """The hash of much data: Streebog of megabytes takes seconds, so another process does it.

    Raises:
        subprocess.SubprocessError: The process failed or took too long.
        OSError: It could not be started.
    """
    bits = _STREEBOG_BITS.get(digest)
    if bits is None or len(data) < _APART_FROM:
        return compute(digest, data)
    # The module needs nothing but the standard library; -I keeps the environment out of it.
    command = [sys.executable, "-I", streebog.__file__, str(bits)]
    done = subprocess.run(command, input=data, capture_output=True, check=True, timeout=_APART_SECONDS)  # noqa: S603 - our own file
    return done.stdout


@lru_cache(maxsize=1024)
def of_content(digest: Digest, content: bytes) -> bytes:
    """The hash of an offered content, remembered: one challenge is signed by many directors."""
    return compute(digest, content)
