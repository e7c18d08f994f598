"""Streebog against the examples of RFC 6986 and the long form of its own definition."""

import hashlib
import subprocess
import sys
from collections.abc import Callable

import pytest

from bot.signature import digest
from bot.signature.digest import Digest
from bot.signature.gost import streebog
from bot.signature.gost.streebog import streebog256, streebog512

# RFC 6986 § 10; the standard prints vectors highest byte first.
M1 = bytes.fromhex(
    "323130393837363534333231303938373635343332313039383736353433323130"
    "393837363534333231303938373635343332313039383736353433323130"
)[::-1]
M2 = bytes.fromhex(
    "fbe2e5f0eee3c820fbeafaebef20fffbf0e1e0f0f520e0ed20e8ece0ebe5f0f2f1"
    "20fff0eeec20f120faf2fee5e2202ce8f6f3ede220e8e6eee1e8f0f2d1202ce8f0f2e5e220e5d1"
)[::-1]

VECTORS = [
    (
        streebog512,
        M1,
        (
            "486f64c1917879417fef082b3381a4e211c324f074654c38823a7b76f830ad00"
            "fa1fbae42b1285c0352f227524bc9ab16254288dd6863dccd5b9f54a1ad0541b"
        ),
    ),
    (streebog256, M1, "00557be5e584fd52a449b16b0251d05d27f94ab76cbaa6da890b59d8ef1e159d"),
    (
        streebog512,
        M2,
        (
            "28fbc9bada033b1460642bdcddb90c3fb3e56c497ccd0f62b8a2ad4935e85f03"
            "7613966de4ee00531ae60f3b5a47f8dae06915d5f2f194996fcabf2622e6881e"
        ),
    ),
    (streebog256, M2, "508f7e553c06501d749a66fc28c6cac0b005746d97537fa85d9e40904efed29d"),
]


@pytest.mark.parametrize(("function", "message", "expected"), VECTORS)
def test_rfc_6986(function: Callable[[bytes], bytes], message: bytes, expected: str) -> None:
    assert function(message)[::-1].hex() == expected


# GOST R 34.11-2012 of nothing, as every implementation publishes it.
def test_nothing() -> None:
    assert streebog256(b"").hex() == "3f539a213e97c802cc229d474c6aa32a825a360b2a933a949fd925208d9ce1bb"
    assert streebog512(b"").hex() == (
        "8e945da209aa869f0455928529bcae4679e9873ab707b55315f56ceb98bef0a7"
        "362f715528356ee83cda5f2aac4c6ad2ba3a715c1bcd81cb8e9f90bf4c1c1a8a"
    )


def test_lengths_around_a_block() -> None:
    """One number for all lengths from 0 to 193, computed once with OpenSSL's engine."""
    data = bytes(range(193))
    together = b"".join(streebog256(data[:size]) + streebog512(data[:size]) for size in range(194))
    assert hashlib.sha256(together).hexdigest() == EXPECTED


EXPECTED = "228692bdb7adb6f5c9fe79bbf2ff66079791a04721b7190667b715e65f48b180"


def test_much_data_is_hashed_in_another_process() -> None:
    data = bytes(300 << 10)
    assert digest.compute_apart(Digest.STREEBOG256, data) == streebog256(data)


def test_as_a_program() -> None:
    done = subprocess.run(  # noqa: S603 - our own file
        [sys.executable, "-I", streebog.__file__, "512"], input=M1, capture_output=True, check=True
    )
    assert done.stdout == streebog512(M1)
