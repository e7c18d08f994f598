"""The forms a signature may come in: each tells the same, none of them raises anything but a refusal."""

import base64
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.signature.ber import to_der
from bot.signature.der import Element, encode
from bot.signature.verdict import RefusalReason, Signer
from bot.signature.verifier import Verifier
from tests.signature.conftest import AT, GOST
from tests.signature.messages import pem
from tests.signature.refusals import refusal_of

R = RefusalReason
DETACHED = (GOST / "cms/director.det.sig").read_bytes()
ATTACHED = (GOST / "cms/director.att.sig").read_bytes()
PEM = (GOST / "cms/director.det.pem").read_text()
BASE64 = base64.b64encode(DETACHED).decode()
SMIME = b"MIME-Version: 1.0\nContent-Type: multipart/signed; protocol=x\n\nThis is an S/MIME signed message\n"

_LABELS = ("CMS", "PKCS7", "SIGNATURE", "CERTIFICATE", "X", "X-509 sig", "Подпись")

FORMS: dict[str, bytes] = {
    "PEM": PEM.encode(),
    **{f"PEM {label}": pem(label, DETACHED) for label in _LABELS},
    "PEM with CRLF": PEM.replace("\n", "\r\n").encode(),
    "PEM in UTF-16 LE with BOM": b"\xff\xfe" + PEM.encode("utf-16-le"),
    "PEM in UTF-16 BE with BOM": b"\xfe\xff" + PEM.encode("utf-16-be"),
    "PEM in UTF-16 LE without BOM": PEM.encode("utf-16-le"),
    "PEM in UTF-16 BE without BOM": PEM.encode("utf-16-be"),
    "PEM in UTF-8 with BOM": b"\xef\xbb\xbf" + PEM.encode(),
    "PEM after words": b"signature follows:\n" + PEM.encode() + b"\nthat was it\n",
    "PEM without a label": PEM.replace(" CMS", "").encode(),
    "PEM after words in Windows-1251": "Подпись – ниже:\r\n".encode("cp1251") + PEM.encode(),
    "PEM after words in UTF-16": f"\ufeffПодпись:\n{PEM}".encode("utf-16-le"),
    "PEM after a certificate": (GOST / "certs/trusted-roots.pem").read_bytes() + PEM.encode(),
    "PEM cut in odd places": pem("CMS", DETACHED).replace(b"\n", b"\r\n  \t"),
    "base64": BASE64.encode(),
    "base64 in lines": base64.encodebytes(DETACHED),
    "base64 in CRLF lines with BOM": b"\xef\xbb\xbf" + base64.encodebytes(DETACHED).replace(b"\n", b"\r\n"),
    "base64 in UTF-16": b"\xff\xfe" + BASE64.encode("utf-16-le"),
    "base64 without padding": BASE64.rstrip("=").encode(),
    "base64 for addresses": base64.urlsafe_b64encode(DETACHED),
    "base64 with a zero at the end": BASE64.encode() + b"\0",
    "DER with CR LF": DETACHED + b"\r\n",
    "DER with zeros": DETACHED + bytes(100),
    "DER with the DOS end of file": DETACHED + b"\x1a",
}


CHALLENGE = (GOST / "challenge.txt").read_bytes()


@pytest.fixture
def expected(verifier: Verifier) -> Signer:
    return verifier.verify(DETACHED, [CHALLENGE], AT)


@pytest.mark.parametrize("form", FORMS)
def test_form(form: str, verifier: Verifier, expected: Signer) -> None:
    assert verifier.verify(FORMS[form], [CHALLENGE], AT) == expected


NO_SIGNATURES: dict[str, tuple[RefusalReason, bytes]] = {
    "nothing": (R.EMPTY, b""),
    "blank": (R.EMPTY, b" \r\n\t\n"),
    "zeros": (R.EMPTY, bytes(10)),
    "only a BOM": (R.EMPTY, b"\xef\xbb\xbf\r\n"),
    "the challenge itself": (R.NOT_A_SIGNATURE, CHALLENGE),
    "words": (R.NOT_A_SIGNATURE, b"Please confirm"),
    "words in base64": (R.NOT_A_SIGNATURE, base64.b64encode(b"Please confirm")),
    "a number": (R.NOT_A_SIGNATURE, b"0"),
    "digits": (R.NOT_A_SIGNATURE, b"0123456789"),
    "base64 of odd length": (R.NOT_A_SIGNATURE, b"MIIAA"),
    "a picture": (R.NOT_A_SIGNATURE, b"\x89PNG\r\n\x1a\n" + bytes(50)),
    "PEM of nothing": (R.NOT_A_SIGNATURE, b"-----BEGIN CMS-----\n-----END CMS-----\n"),
    "PEM without an end": (R.NOT_A_SIGNATURE, b"-----BEGIN CMS-----\nMIIA\n"),
    "PEM of a certificate": (R.NOT_A_SIGNATURE, (GOST / "certs/trusted-roots.pem").read_bytes()),
    "a certificate": (R.NOT_A_SIGNATURE, (GOST / "certs/director.cer").read_bytes()),
    "an empty sequence": (R.NOT_A_SIGNATURE, b"\x30\x00"),
    "a signed letter": (R.SMIME, SMIME),
    "a signed letter with other headers": (R.SMIME, b"To: x@example.test\r\nsubject: hi\r\n" + SMIME),
    "a signed letter in Russian": (R.SMIME, SMIME + CHALLENGE),
    "a cut message": (R.UNREADABLE, DETACHED[:-1]),
    "a message with more after it": (R.UNREADABLE, DETACHED + b"x"),
    "two messages": (R.UNREADABLE, DETACHED + DETACHED),
    "too large": (R.TOO_LARGE, bytes((1 << 20) + 1)),
    "UTF-16 cut": (R.NOT_A_SIGNATURE, b"\xff\xfe\x00\xd8"),
}


@pytest.mark.parametrize("case", NO_SIGNATURES)
def test_no_signature(case: str, verifier: Verifier) -> None:
    reason, message = NO_SIGNATURES[case]
    assert refusal_of(verifier, message, [CHALLENGE]).reason is reason


# BER


def to_ber(data: bytes, rng: random.Random) -> bytes:
    """The same message with some lengths indefinite, and the attached content in pieces.

    What signatures cover is left as it is: the certificates and the attributes.
    """
    element = Element(data, 0, len(data))
    return _rewrite(element, rng, depth=0)


def _rewrite(element: Element, rng: random.Random, depth: int) -> bytes:
    if depth == 4 and element.tag == 0x04:
        return _split(element.content, rng)
    is_signed_part = depth >= 5 or (depth == 3 and element.tag == 0xA0 and len(element.children()) > 1)
    if not element.tag & 0x20 or is_signed_part:
        return element.raw
    content = b"".join(_rewrite(child, rng, depth + 1) for child in element.children())
    if rng.random() < 0.7:
        return bytes([element.tag, 0x80]) + content + b"\0\0"
    return encode(element.tag, content)


def _split(content: bytes, rng: random.Random) -> bytes:
    cuts = sorted(rng.randrange(len(content) + 1) for _ in range(rng.randrange(4)))
    pieces = [content[a:b] for a, b in zip([0, *cuts], [*cuts, len(content)], strict=True)]
    inner = b"".join(_split(piece, rng) if rng.random() < 0.2 else encode(0x04, piece) for piece in pieces)
    return b"\x24\x80" + inner + b"\0\0" if rng.random() < 0.5 else encode(0x24, inner)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 2**32),
    original=st.sampled_from([DETACHED, ATTACHED]),
    wrap=st.sampled_from(["", "pem", "base64", "utf16"]),
)
def test_ber_tells_the_same(
    seed: int, original: bytes, wrap: str, verifier: Verifier, expected: Signer
) -> None:
    rewritten = to_ber(original, random.Random(seed))
    assert to_der(rewritten) == original
    rewritten += random.Random(seed).choice([b"", b"\r\n", b"\0\0\0"])
    if wrap == "pem":
        rewritten = pem("PKCS7", rewritten)
    elif wrap == "base64":
        rewritten = base64.b64encode(rewritten)
    elif wrap == "utf16":
        rewritten = b"\xff\xfe" + base64.encodebytes(rewritten).decode().encode("utf-16-le")
    signer = verifier.verify(rewritten, [CHALLENGE], AT)
    assert signer.certificate == expected.certificate


BROKEN_BER: dict[str, bytes] = {
    "no end": b"\x30\x80\x02\x01\x00",
    "indefinite string": b"\x30\x80\x04\x80\x00\x00\x00\x00",
    "indefinite string in a definite one": b"\x30\x04\x04\x80\x00\x00",
    "longer than there is": b"\x30\x84\xff\xff\xff\xff",
    "a length of 127 bytes": b"\x30\xff" + b"\x01" * 127,
    "high tag": b"\x30\x03\x1f\x81\x01",
    "pieces that are no strings": b"\x30\x05\x24\x03\x02\x01\x00",
    "cut tag": b"\x30",
}


@pytest.mark.parametrize("case", BROKEN_BER)
def test_broken_ber(case: str, verifier: Verifier) -> None:
    assert refusal_of(verifier, BROKEN_BER[case], [CHALLENGE]).reason in {R.NOT_A_SIGNATURE, R.UNREADABLE}
