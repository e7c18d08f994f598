"""X.509 certificates (RFC 5280, RFC 9215), read strictly and without trusting a word of them."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from bot.signature import extension, keys, limits
from bot.signature.der import (
    BIT_STRING,
    BOOLEAN,
    INTEGER,
    OBJECT_IDENTIFIER,
    OCTET_STRING,
    SEQUENCE,
    Element,
    Fields,
    MalformedError,
    bit_string,
    boolean,
    integer,
    named_bits,
    oid_bytes,
    parse,
    parse_inside,
)
from bot.signature.extension import AuthorityKey, DistributionPoints, Extension
from bot.signature.moment import parse_time
from bot.signature.name import Name

DIGITAL_SIGNATURE: Final = 0
NON_REPUDIATION: Final = 1
KEY_CERT_SIGN: Final = 5
CRL_SIGN: Final = 6

_VERSION_TAG = 0xA0
_UNIQUE_IDS = (0x81, 0x82, 0xA1, 0xA2)
_EXTENSIONS_TAG = 0xA3
_VERSION_3 = 2

# Extensions that path validation knows how to honour, or that restrict nothing.
_UNDERSTOOD: Final = frozenset(
    {
        extension.SUBJECT_KEY_IDENTIFIER,
        extension.KEY_USAGE,
        extension.SUBJECT_ALTERNATIVE_NAME,
        extension.ISSUER_ALTERNATIVE_NAME,
        extension.BASIC_CONSTRAINTS,
        extension.CRL_DISTRIBUTION_POINTS,
        extension.CERTIFICATE_POLICIES,  # informational: no policy is required, so none can fail
        extension.AUTHORITY_KEY_IDENTIFIER,
        extension.EXTENDED_KEY_USAGE,
        oid_bytes("1.2.643.100.111"),  # subjectSignTool
        oid_bytes("1.2.643.100.112"),  # issuerSignTool
        oid_bytes("1.2.643.100.114"),  # identificationKind
    }
)
# Restrictions that are not computed here: a certificate that carries one is refused, critical or not.
_UNSUPPORTED: Final = frozenset({extension.NAME_CONSTRAINTS, extension.POLICY_CONSTRAINTS})


@dataclass(frozen=True, slots=True)
class BasicConstraints:
    """Whether the certificate is an authority's, and how many authorities may stand below it."""

    is_authority: bool
    path_length: int | None


class Certificate:
    """A certificate, as written.

    Raises:
        MalformedError: From the constructor and from the properties: each part is read when it is asked for.
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
        version = fields.optional(_VERSION_TAG)
        self.version = 0 if version is None else integer(Fields(version, _VERSION_TAG).take(INTEGER))
        self.serial = fields.take(INTEGER).content
        if not 0 < len(self.serial) <= limits.SERIAL_BYTES:
            raise MalformedError("a serial number of the wrong size")
        self._inner_algorithm = fields.take(SEQUENCE)
        self.issuer = Name(fields.take(SEQUENCE))
        validity = Fields(fields.take(SEQUENCE))
        self.valid_from = parse_time(validity.take())
        self.valid_until = parse_time(validity.take())
        validity.finish()
        self.subject = Name(fields.take(SEQUENCE))
        self._key_info = fields.take(SEQUENCE)
        while fields.optional(*_UNIQUE_IDS) is not None:
            pass
        extensions = fields.optional(_EXTENSIONS_TAG)
        fields.finish()
        self.extensions: dict[bytes, Extension] = {}
        if extensions is not None:
            wrapped = Fields(extensions, _EXTENSIONS_TAG)
            self.extensions = extension.parse_extensions(wrapped.take(SEQUENCE))
            wrapped.finish()

    @classmethod
    def load(cls, data: bytes) -> "Certificate":
        """The certificate that fills the whole buffer."""
        return cls(parse(data))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Certificate) and self.raw == other.raw

    def __hash__(self) -> int:
        return hash(self.raw)

    @cached_property
    def fingerprint(self) -> bytes:
        """SHA-256 of the whole certificate."""
        return hashlib.sha256(self.raw).digest()

    @cached_property
    def key(self) -> keys.PublicKey:
        """The public key.

        Raises:
            WeakAlgorithmError: Not an accepted kind of key.
        """
        return keys.load(self._key_info)

    @property
    def key_info(self) -> bytes:
        """The public key as written."""
        return self._key_info.raw

    @property
    def algorithm(self) -> Element:
        """The signature algorithm; both places that name it must agree (RFC 5280 § 4.1.1.2)."""
        if self._inner_algorithm.raw != self._outer_algorithm.raw:
            raise MalformedError("two signature algorithms in one certificate")
        return self._outer_algorithm

    @cached_property
    def basic_constraints(self) -> BasicConstraints:
        """What the certificate says of being an authority; nothing said means it is none."""
        found = self.extensions.get(extension.BASIC_CONSTRAINTS)
        if found is None:
            return BasicConstraints(is_authority=False, path_length=None)
        fields = Fields(parse_inside(found.value))
        authority = fields.optional(BOOLEAN)
        length = fields.optional(INTEGER)
        fields.finish()
        limit = None if length is None else integer(length)
        if limit is not None and limit < 0:
            raise MalformedError("a negative path length")
        return BasicConstraints(authority is not None and boolean(authority), limit)

    @cached_property
    def key_usage(self) -> frozenset[int] | None:
        """The numbers of the allowed usages; None when the certificate does not restrict them."""
        found = self.extensions.get(extension.KEY_USAGE)
        return None if found is None else named_bits(parse_inside(found.value).expect(BIT_STRING))

    @cached_property
    def extended_key_usage(self) -> frozenset[bytes] | None:
        """Identifiers of the purposes; None when the certificate does not restrict them."""
        found = self.extensions.get(extension.EXTENDED_KEY_USAGE)
        if found is None:
            return None
        purposes = parse_inside(found.value).expect(SEQUENCE).children()
        return frozenset(purpose.expect(OBJECT_IDENTIFIER).content for purpose in purposes)

    @cached_property
    def subject_key_id(self) -> bytes | None:
        """The identifier of the key."""
        found = self.extensions.get(extension.SUBJECT_KEY_IDENTIFIER)
        return None if found is None else parse_inside(found.value).expect(OCTET_STRING).content

    @cached_property
    def authority_key(self) -> AuthorityKey:
        """Which key signed the certificate, as it says."""
        return extension.parse_authority_key(self.extensions.get(extension.AUTHORITY_KEY_IDENTIFIER))

    @cached_property
    def distribution_points(self) -> DistributionPoints:
        """Where its CRLs are."""
        return extension.parse_distribution_points(self.extensions.get(extension.CRL_DISTRIBUTION_POINTS))

    @property
    def is_version_3(self) -> bool:
        """Whether the certificate can carry extensions at all."""
        return self.version == _VERSION_3

    @property
    def has_unknown_restriction(self) -> bool:
        """Whether it carries a critical extension that is not understood, or a restriction that is not computed."""
        return any(
            kind in _UNSUPPORTED or (found.critical and kind not in _UNDERSTOOD)
            for kind, found in self.extensions.items()
        )

    def allows(self, usage: int) -> bool:
        """Whether the key may be used so; a certificate that does not restrict its key allows everything."""
        return self.key_usage is None or usage in self.key_usage

    def is_current(self, at: datetime) -> bool:
        """Whether the moment is within the period of validity."""
        return self.valid_from <= at <= self.valid_until
