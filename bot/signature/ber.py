"""Bringing a message to DER lengths.

Signing tools write BER: indefinite lengths, strings cut into pieces. Only such elements are rewritten; every other one
is copied to the byte, because the signatures inside cover the bytes that the signer wrote (X.690 § 8.1.3, § 8.7).
"""

from bot.signature import limits
from bot.signature.der import OCTET_STRING, Element, MalformedError, encode

_CONSTRUCTED = 0x20
_HIGH_TAG = 0x1F
_INDEFINITE = 0x80
_PIECES = OCTET_STRING | _CONSTRUCTED
_END_OF_CONTENTS = b"\x00\x00"
_TAIL = b"\r\n\x00 \t\x1a"  # what editors, terminals and padded downloads leave after the end


class TooComplexError(Exception):
    """More elements, or deeper nesting, than any honest message has."""


def to_der(data: bytes) -> bytes:
    """The first element of the data, in DER lengths, provided that only harmless bytes follow it.

    Raises:
        MalformedError: Not BER.
        TooComplexError: The limits on elements and depth are passed.
    """
    walk = _Walk(data)
    element, end = walk.element(0, len(data), 1)
    if data[end:].strip(_TAIL):
        raise MalformedError("bytes after the end")
    return data[:end] if element is None else element


class _Walk:
    """One pass over a message."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._nodes = 0

    def element(self, start: int, limit: int, depth: int) -> tuple[bytes | None, int]:
        """The element's DER form, None when it is in it already; and where the element ends."""
        self._nodes += 1
        if self._nodes > limits.NODES or depth > limits.DEPTH:
            raise TooComplexError
        data = self._data
        tag = data[start] if start < limit else 0
        body, length, minimal = self._length(start, limit)
        if tag & _HIGH_TAG == _HIGH_TAG:
            raise MalformedError("a tag number that nothing here uses")
        if not tag & _CONSTRUCTED:
            if length is None:
                raise MalformedError("an indefinite length without a structure")
            end = body + length
            return (None if minimal else encode(tag, data[body:end])), end
        end = limit if length is None else body + length
        pieces, at = self._children(body, end, depth, indefinite=length is None)
        if pieces is None and minimal and tag != _PIECES:
            return None, at
        content = b"".join(pieces) if pieces is not None else data[body:at]
        if tag == _PIECES:
            return encode(OCTET_STRING, _join(content)), at
        return encode(tag, content), at

    def _children(self, at: int, end: int, depth: int, *, indefinite: bool) -> tuple[list[bytes] | None, int]:
        """The children's DER forms, None when nothing differs from the message; and where the parent ends."""
        data = self._data
        pieces: list[bytes] | None = [] if indefinite else None
        start = at
        while at < end:
            if indefinite and data[at : at + 2] == _END_OF_CONTENTS:
                return pieces, at + 2
            child, after = self.element(at, end, depth + 1)
            if child is not None and pieces is None:
                pieces = [data[start:at]]
            if pieces is not None:
                pieces.append(data[at:after] if child is None else child)
            at = after
        if indefinite:
            raise MalformedError("an indefinite length without an end")
        return pieces, at

    def _length(self, start: int, limit: int) -> tuple[int, int | None, bool]:
        """Where the content begins, its length (None: indefinite), and whether it is written the DER way."""
        data = self._data
        if start + 2 > limit:
            raise MalformedError("an element is cut off")
        first = data[start + 1]
        body = start + 2
        if first < _INDEFINITE:
            length, minimal = first, True
        elif first == _INDEFINITE:
            return body, None, False
        else:
            count = first - _INDEFINITE
            length = int.from_bytes(data[body : body + count], "big")
            body += count
            minimal = length >= _INDEFINITE and length >> 8 * (count - 1) != 0
        if body + length > limit:
            raise MalformedError("an element reaches past its end")
        return body, length, minimal


def _join(pieces: bytes) -> bytes:
    """The content of a string whose pieces are in DER already."""
    joined = bytearray()
    at = 0
    while at < len(pieces):
        piece = Element(pieces, at, len(pieces)).expect(OCTET_STRING)
        joined += piece.content
        at = piece.end
    return bytes(joined)
