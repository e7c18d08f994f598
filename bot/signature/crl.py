"""Certificate revocation lists (RFC 5280 § 5). A list may have hundreds of thousands of entries."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from bot.signature import extension, limits
from bot.signature.der import (
    BIT_STRING,
    ENUMERATED,
    GENERALIZED_TIME,
    INTEGER,
    SEQUENCE,
    UTC_TIME,
    Element,
    Fields,
    MalformedError,
    bit_string,
    integer,
    oid_bytes,
    parse,
    parse_inside,
)
from bot.signature.extension import AuthorityKey, Extension
from bot.signature.moment import parse_time
from bot.signature.name import Name

_EXTENSIONS_TAG = 0xA0
_REASON_CODE: Final = oid_bytes("2.5.29.21")
_REMOVE_FROM_CRL = 8
_UNDERSTOOD: Final = frozenset(
    {
        extension.AUTHORITY_KEY_IDENTIFIER,
        extension.ISSUER_ALTERNATIVE_NAME,
        extension.CRL_NUMBER,
        extension.DELTA_CRL_INDICATOR,
        extension.ISSUING_DISTRIBUTION_POINT,
    }
)
_LONG_FORM = 0x80
_SHORT_ENTRY = 2  # tag and one length byte


@dataclass(frozen=True, slots=True)
class Scope:
    """Which certificates a list speaks for (issuing distribution point, RFC 5280 § 5.2.5)."""

    names: frozenset[bytes] | None  # None: the list is not tied to a distribution point
    only_users: bool
    only_authorities: bool
    only_attributes: bool
    some_reasons: bool
    indirect: bool


WHOLE: Final = Scope(
    names=None,
    only_users=False,
    only_authorities=False,
    only_attributes=False,
    some_reasons=False,
    indirect=False,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A certificate on the list."""

    revoked_at: datetime
    removed: bool  # a delta list says: no longer on hold


class RevocationList:
    """One CRL. Entries are indexed once, and read one by one when asked for.

    Raises:
        MalformedError: From the constructor and the properties.
    """

    def __init__(self, element: Element) -> None:
        self.raw = element.raw
        outer = Fields(element)
        body = outer.take(SEQUENCE)
        self._outer_algorithm = outer.take(SEQUENCE)
        self.signature = bit_string(outer.take(BIT_STRING))
        outer.finish()
        self.signed_part = body.raw
        fields = Fields(body)
        fields.optional(INTEGER)
        self._inner_algorithm = fields.take(SEQUENCE)
        self.issuer = Name(fields.take(SEQUENCE))
        self.this_update = parse_time(fields.take())
        following = fields.optional(UTC_TIME, GENERALIZED_TIME)
        self.next_update = None if following is None else parse_time(following)
        entries = fields.optional(SEQUENCE)
        extensions = fields.optional(_EXTENSIONS_TAG)
        fields.finish()
        self.extensions: dict[bytes, Extension] = {}
        if extensions is not None:
            wrapped = Fields(extensions, _EXTENSIONS_TAG)
            self.extensions = extension.parse_extensions(wrapped.take(SEQUENCE))
            wrapped.finish()
        self._data = element.data
        self._index = {} if entries is None else _index(entries)

    @classmethod
    def load(cls, data: bytes) -> "RevocationList":
        """The list that fills the whole buffer."""
        return cls(parse(data))

    def __len__(self) -> int:
        return len(self._index)

    @cached_property
    def fingerprint(self) -> bytes:
        """SHA-256 of the whole list."""
        return hashlib.sha256(self.raw).digest()

    @property
    def algorithm(self) -> Element:
        """The signature algorithm; both places that name it must agree (RFC 5280 § 5.1.1.2)."""
        if self._inner_algorithm.raw != self._outer_algorithm.raw:
            raise MalformedError("two signature algorithms in one list")
        return self._outer_algorithm

    @cached_property
    def authority_key(self) -> AuthorityKey:
        """Which key signed the list, as it says."""
        return extension.parse_authority_key(self.extensions.get(extension.AUTHORITY_KEY_IDENTIFIER))

    @property
    def is_delta(self) -> bool:
        """Whether it lists only what changed since another list."""
        return extension.DELTA_CRL_INDICATOR in self.extensions

    @property
    def has_unknown_restriction(self) -> bool:
        """Whether it carries a critical extension that is not understood."""
        return any(found.critical and kind not in _UNDERSTOOD for kind, found in self.extensions.items())

    @cached_property
    def scope(self) -> Scope:
        """Which certificates it speaks for."""
        found = self.extensions.get(extension.ISSUING_DISTRIBUTION_POINT)
        if found is None:
            return WHOLE
        fields = Fields(parse_inside(found.value))
        point = fields.optional(0xA0)
        only_users = fields.optional(0x81)
        only_authorities = fields.optional(0x82)
        reasons = fields.optional(0x83)
        indirect = fields.optional(0x84)
        only_attributes = fields.optional(0x85)
        fields.finish()
        return Scope(
            names=None if point is None else extension.parse_distribution_point_name(point),
            only_users=_flag(only_users),
            only_authorities=_flag(only_authorities),
            only_attributes=_flag(only_attributes),
            some_reasons=reasons is not None,
            indirect=_flag(indirect),
        )

    def is_current(self, at: datetime) -> bool:
        """Whether the next list is not due yet; a list that promises no next one is never current."""
        return self.next_update is not None and at < self.next_update

    def find(self, serial: bytes) -> Entry | None:
        """The entry about a certificate of this list's issuer, by the content bytes of its serial number."""
        at = self._index.get(serial)
        if at is None:
            return None
        fields = Fields(Element(self._data, at, len(self._data)))
        fields.take(INTEGER)
        revoked_at = parse_time(fields.take())
        extensions = fields.optional(SEQUENCE)
        fields.finish()
        reason = None if extensions is None else extension.parse_extensions(extensions).get(_REASON_CODE)
        removed = (
            reason is not None and integer(parse_inside(reason.value).expect(ENUMERATED)) == _REMOVE_FROM_CRL
        )
        return Entry(revoked_at, removed)


def _flag(element: Element | None) -> bool:
    """An implicitly tagged BOOLEAN that is false when absent."""
    if element is None:
        return False
    content = element.content
    if len(content) != 1:
        raise MalformedError("a truth value of the wrong size")
    return content != b"\x00"


def _index(entries: Element) -> dict[bytes, int]:
    """Where the entry about each serial number begins.

    A tight walk for the form every authority writes, two short lengths; `Element` reads the others.
    """
    data = entries.data
    at, end = entries.body, entries.end
    index: dict[bytes, int] = {}
    last = end - _SHORT_ENTRY - _SHORT_ENTRY
    while at < end:
        if at > last:
            raise MalformedError("an entry is cut off")
        size = data[at + 1]
        count = data[at + 3]
        if size < _LONG_FORM:
            fits = 0 < count <= limits.SERIAL_BYTES and count + _SHORT_ENTRY <= size
            if data[at] != SEQUENCE or data[at + 2] != INTEGER or not fits:
                raise MalformedError("an entry is broken")
            serial = data[at + 4 : at + 4 + count]
            following = at + 2 + size
        else:
            entry = Element(data, at, end)
            serial = Fields(entry).take(INTEGER).content
            following = entry.end
        if following > end:
            raise MalformedError("an entry reaches past its end")
        index[serial] = at
        at = following
    return index
