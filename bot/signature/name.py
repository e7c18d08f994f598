"""Distinguished names: what certificates call their owners and issuers."""

import re
import unicodedata
from typing import Final

from bot.signature import limits
from bot.signature.der import OBJECT_IDENTIFIER, SEQUENCE, SET, Element, Fields, MalformedError, oid_bytes

COMMON_NAME: Final = oid_bytes("2.5.4.3")
SURNAME: Final = oid_bytes("2.5.4.4")
GIVEN_NAME: Final = oid_bytes("2.5.4.42")
ORGANIZATION: Final = oid_bytes("2.5.4.10")
TITLE: Final = oid_bytes("2.5.4.12")

# The order of ФСБ of 27.12.2011 № 795, part III
OGRN: Final = oid_bytes("1.2.643.100.1")
OGRNIP: Final = oid_bytes("1.2.643.100.5")
INN: Final = oid_bytes("1.2.643.3.131.1.1")
INNLE: Final = oid_bytes("1.2.643.100.4")

# Tags of the string types a name may use, by how they write letters.
_ENCODINGS: Final = {
    0x0C: "utf-8",  # UTF8String
    0x12: "ascii",  # NumericString
    0x13: "ascii",  # PrintableString
    0x14: "latin-1",  # TeletexString, as everybody reads it
    0x16: "ascii",  # IA5String
    0x1A: "ascii",  # VisibleString
    0x1C: "utf-32-be",  # UniversalString
    0x1E: "utf-16-be",  # BMPString
}
_BLANKS = re.compile(r"\s+")
_LONGEST_TEXT = 1024

_Key = tuple[frozenset[tuple[bytes, str | bytes]], ...]


class Name:
    """A distinguished name; two names are equal when RFC 5280 § 7.1 takes them for the same."""

    __slots__ = ("_attributes", "_key", "raw")

    def __init__(self, element: Element) -> None:
        self.raw = element.raw
        rdns = []
        attributes: list[tuple[bytes, str]] = []
        for rdn in element.expect(SEQUENCE).children():
            members: set[tuple[bytes, str | bytes]] = set()
            for member in rdn.expect(SET).children():
                fields = Fields(member)
                kind = fields.take(OBJECT_IDENTIFIER).content
                value = fields.take()
                fields.finish()
                text = _decode(value)
                if text is None:
                    members.add((kind, value.raw))
                else:
                    attributes.append((kind, text))
                    members.add((kind, _BLANKS.sub(" ", text).strip().casefold()))
            rdns.append(frozenset(members))
            if len(attributes) > limits.NAME_ATTRIBUTES:
                raise MalformedError("a name with too many attributes")
        self._attributes = attributes
        self._key: _Key = tuple(rdns)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Name) and (self.raw == other.raw or self._key == other._key)

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def is_empty(self) -> bool:
        """Whether the name says nothing."""
        return not self._key

    def values(self, kind: bytes) -> list[str]:
        """All different values of one attribute, cleaned for showing."""
        found = (_clean(text) for attribute, text in self._attributes if attribute == kind)
        return list(dict.fromkeys(found))

    def first(self, kind: bytes) -> str:
        """The first value of one attribute, or an empty string."""
        values = self.values(kind)
        return values[0] if values else ""


def _decode(value: Element) -> str | None:
    """The text of a string of any type; None when it is not a string, or a broken one."""
    encoding = _ENCODINGS.get(value.tag)
    if encoding is None:
        return None
    content = value.content
    if len(content) > _LONGEST_TEXT:
        raise MalformedError("a name's attribute is too long")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _clean(text: str) -> str:
    """The text on one line, without control and direction-changing characters."""
    kept = "".join(" " if char.isspace() else char for char in unicodedata.normalize("NFC", text))
    visible = "".join(char for char in kept if unicodedata.category(char)[0] != "C")
    return _BLANKS.sub(" ", visible).strip()
