"""Spoiling messages at random, reproducibly; run as a program it does so for as long as it is told.

python -m tests.signature.mutation 100000
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.signature.revocation import Revocation
from bot.signature.trust import TrustStore
from bot.signature.verdict import SignatureRefusedError
from bot.signature.verifier import Verifier
from tests.signature.conftest import AT, GOST, Stand
from tests.signature.messages import message, pem

_INTERESTING = (
    0x00,
    0x01,
    0x02,
    0x03,
    0x04,
    0x05,
    0x06,
    0x17,
    0x24,
    0x30,
    0x31,
    0x7F,
    0x80,
    0x81,
    0x82,
    0x84,
    0xA0,
    0xFF,
)


def mutants(samples: Sequence[bytes], seed: int) -> Iterator[tuple[bytes, bytes]]:
    """Originals and their spoilt copies, without end."""
    rng = random.Random(seed)
    while True:
        original = rng.choice(samples)
        data = bytearray(original)
        for _ in range(rng.choice((1, 1, 1, 2, 4, 16))):
            _spoil(data, samples, rng)
        yield original, bytes(data)


def _spoil(data: bytearray, samples: Sequence[bytes], rng: random.Random) -> None:
    if not data:
        return
    at = rng.randrange(len(data))
    size = rng.randrange(1, 40)
    match rng.randrange(8):
        case 0:
            data[at] ^= 1 << rng.randrange(8)
        case 1:
            data[at] = rng.choice(_INTERESTING)
        case 2:
            data[at] = rng.randrange(256)
        case 3:
            del data[at : at + size]
        case 4:
            data[at:at] = rng.randbytes(size)
        case 5:
            data[at:at] = data[at : at + size]
        case 6:
            other = rng.choice(samples)
            start = rng.randrange(len(other) or 1)
            data[at : at + size] = other[start : start + size]
        case _:
            del data[at:]


def samples() -> list[bytes]:
    """Every message of the test data, bare and armoured."""
    found = [path.read_bytes() for folder in ("cms", "bad") for path in sorted((GOST / folder).iterdir())]
    found = [data for data in found if data]
    return [*found, *(pem("CMS", data) for data in found[:3])]


def outcome(
    verifier: Verifier, original: bytes, mutant: bytes, content: bytes, seen: dict[bytes, str]
) -> str:
    """What becomes of a mutant; an accepted one must be accepted for the same certificate as its original.

    Raises:
        Exception: Anything but a refusal: a fault.
    """
    try:
        signer = verifier.verify(mutant, [content], AT)
    except SignatureRefusedError as refusal:
        return refusal.reason.value
    if original not in seen:
        seen[original] = verifier.verify(original, [content], AT).certificate.fingerprint
    assert signer.certificate.fingerprint == seen[original], "another certificate was accepted"
    return "accepted"


def main(rounds: int) -> None:
    """Spoil and judge; tell what came of it."""
    content = (GOST / "challenge.txt").read_bytes()
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    with TemporaryDirectory() as folder:
        trust = Path(folder)
        for kind, files in (
            ("roots", [GOST / "certs/trusted-roots.pem"]),
            ("intermediates", [GOST / "certs/intermediates.pem"]),
            (
                "crls",
                [
                    GOST / f"crl/{name}.crl.pem"
                    for name in ("root256", "int256", "int512", "rootrsa", "intrsa")
                ],
            ),
        ):
            (trust / kind).mkdir()
            for file in files:
                (trust / kind / file.name).write_bytes(file.read_bytes())
        verifier = Verifier(TrustStore(trust), Revocation.REQUIRE)
        stand = Stand(trust / "stand")
        everything = [
            *samples(),
            message(stand.director, content),
            message(stand.director, content, attributes=None),
        ]
        seen: dict[bytes, str] = {}
        seed = time.time_ns()
        print("seed", seed)  # noqa: T201 - a program's answer
        for number, (original, mutant) in enumerate(mutants(everything, seed)):
            if number == rounds:
                break
            start = time.process_time()
            outcomes[outcome(verifier, original, mutant, content, seen)] += 1
            slowest = max(slowest, time.process_time() - start)
    print(dict(outcomes.most_common()), f"slowest {slowest * 1000:.0f} ms")  # noqa: T201 - a program's answer


if __name__ == "__main__":
    main(int(sys.argv[1]))
