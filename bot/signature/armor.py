"""The forms in which a signature comes: bytes, PEM under any label, bare base64, in any of the text encodings."""

import base64
import binascii
import re
from collections.abc import Iterator

from bot.signature import limits
from bot.signature.verdict import RefusalReason, SignatureRefusedError

_SEQUENCE = 0x30
_PEM = re.compile(
    r"-{4,6} *BEGIN[^\r\n]{0,64}?-{4,6}([^-]*)-{4,6} *END[^\r\n]{0,64}?-{4,6}"  # backtracks within a label at most
)
_MIME = re.compile(
    rb"^(?:MIME-Version|Content-Type|Content-Transfer-Encoding)[ \t]*:", re.IGNORECASE | re.MULTILINE
)
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
_URL_SAFE = str.maketrans("-_", "+/")
_BLANKS = str.maketrans("", "", " \t\r\n\v\f\0\x1a")
_TEXT = frozenset(b"\t\r\n\v\f\0\x1a") | frozenset(range(0x20, 0x7F))
_MIME_HEADERS = 4096


def unwrap(message: bytes) -> Iterator[bytes]:
    """The binary objects that the message may hold, the likeliest first; at least one.

    Raises:
        SignatureRefusedError: TOO_LARGE, EMPTY, SMIME or NOT_A_SIGNATURE.
    """
    if len(message) > limits.MESSAGE_BYTES:
        raise SignatureRefusedError(RefusalReason.TOO_LARGE, f"{len(message)} bytes")
    if not message.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise SignatureRefusedError(RefusalReason.EMPTY)
    if message[0] != _SEQUENCE and _MIME.search(message[:_MIME_HEADERS]):
        raise SignatureRefusedError(RefusalReason.SMIME)
    text = _as_text(message) or _lines(message)
    if text is None:
        if message[0] != _SEQUENCE:
            raise SignatureRefusedError(RefusalReason.NOT_A_SIGNATURE, "neither binary nor text")
        yield message
        return
    blocks = [match[1] for match in _PEM.finditer(text)]
    found = False
    for block in blocks[: limits.CERTIFICATES] or [text]:
        decoded = _from_base64(block)
        if decoded is not None and decoded[0] == _SEQUENCE:
            found = True
            yield decoded
    if not found:
        raise SignatureRefusedError(RefusalReason.NOT_A_SIGNATURE, "text without a signature in it")


def _as_text(message: bytes) -> str | None:
    """The message as ASCII text, if that is what it is."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "ascii"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if message.startswith(mark):
            return _decode(message[len(mark) :], encoding)
    head = message[:64]
    if len(head) > 1 and head[0] and not any(head[1::2]):
        return _decode(message, "utf-16-le")
    if len(head) > 1 and head[1] and not any(head[::2]):
        return _decode(message, "utf-16-be")
    return _decode(message, "ascii")


def _decode(message: bytes, encoding: str) -> str | None:
    try:
        text = message[: len(message) & -2 if encoding.startswith("utf-16") else None].decode(encoding)
    except UnicodeDecodeError:
        return None
    plain = text.isascii() and _TEXT.issuperset(text.encode("ascii"))
    return text if plain else None


def _lines(message: bytes) -> str | None:
    """A message with a PEM block between words or labels in any language; what they say does not matter."""
    if message.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = message.decode("utf-16", "replace")
    elif message[0] == _SEQUENCE:
        return None
    else:
        text = message.decode("latin-1")
    return text if _PEM.search(text) else None


def _from_base64(text: str) -> bytes | None:
    body = text.translate(_BLANKS).translate(_URL_SAFE)
    if not _BASE64.fullmatch(body):
        return None
    body = body.rstrip("=")
    try:
        return base64.b64decode(body + "=" * (-len(body) % 4))
    except binascii.Error:
        return None
