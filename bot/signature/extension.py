"""Extensions of certificates and CRLs (RFC 5280 § 4.2, § 5.2)."""

from dataclasses import dataclass
from typing import Final

from bot.signature.der import (
    BOOLEAN,
    OBJECT_IDENTIFIER,
    OCTET_STRING,
    SEQUENCE,
    Element,
    Fields,
    MalformedError,
    boolean,
    oid_bytes,
    parse_inside,
)
from bot.signature.name import Name

SUBJECT_KEY_IDENTIFIER: Final = oid_bytes("2.5.29.14")
KEY_USAGE: Final = oid_bytes("2.5.29.15")
SUBJECT_ALTERNATIVE_NAME: Final = oid_bytes("2.5.29.17")
ISSUER_ALTERNATIVE_NAME: Final = oid_bytes("2.5.29.18")
BASIC_CONSTRAINTS: Final = oid_bytes("2.5.29.19")
CRL_NUMBER: Final = oid_bytes("2.5.29.20")
DELTA_CRL_INDICATOR: Final = oid_bytes("2.5.29.27")
ISSUING_DISTRIBUTION_POINT: Final = oid_bytes("2.5.29.28")
NAME_CONSTRAINTS: Final = oid_bytes("2.5.29.30")
CRL_DISTRIBUTION_POINTS: Final = oid_bytes("2.5.29.31")
CERTIFICATE_POLICIES: Final = oid_bytes("2.5.29.32")
AUTHORITY_KEY_IDENTIFIER: Final = oid_bytes("2.5.29.35")
POLICY_CONSTRAINTS: Final = oid_bytes("2.5.29.36")
EXTENDED_KEY_USAGE: Final = oid_bytes("2.5.29.37")

# Context tags inside GeneralName
DIRECTORY_NAME: Final = 0xA4
URI: Final = 0x86

_TAG_0, _TAG_1, _TAG_2 = 0x80, 0x81, 0x82
_STRUCTURE_0, _STRUCTURE_1 = 0xA0, 0xA1


@dataclass(frozen=True, slots=True)
class Extension:
    """One extension: its value is read by whoever knows what it means."""

    critical: bool
    value: Element


def parse_extensions(element: Element) -> dict[bytes, Extension]:
    """Extensions by identifier.

    Raises:
        MalformedError: Broken, or the same extension twice.
    """
    found: dict[bytes, Extension] = {}
    for item in element.expect(SEQUENCE).children():
        fields = Fields(item)
        kind = fields.take(OBJECT_IDENTIFIER).content
        critical = fields.optional(BOOLEAN)
        value = fields.take(OCTET_STRING)
        fields.finish()
        if kind in found:
            raise MalformedError("the same extension twice")
        found[kind] = Extension(critical is not None and boolean(critical), value)
    return found


@dataclass(frozen=True, slots=True)
class AuthorityKey:
    """Which key signed, as the signed object says."""

    key_id: bytes | None
    issuer: Name | None
    serial: bytes | None


def parse_authority_key(extension: Extension | None) -> AuthorityKey:
    """The authority key identifier; empty when there is no such extension."""
    if extension is None:
        return AuthorityKey(None, None, None)
    fields = Fields(parse_inside(extension.value))
    key_id = fields.optional(_TAG_0)
    issuer = fields.optional(_STRUCTURE_1)
    serial = fields.optional(_TAG_2)
    fields.finish()
    names = [] if issuer is None else [name for name in issuer.children() if name.tag == DIRECTORY_NAME]
    return AuthorityKey(
        None if key_id is None else key_id.content,
        Name(names[0].children()[0]) if names and names[0].children() else None,
        None if serial is None else serial.content,
    )


def parse_distribution_point_name(element: Element) -> frozenset[bytes]:
    """The names of a distribution point, each as it is written; a name relative to the issuer counts as none."""
    names = Fields(element, element.tag).take()
    if names.tag != _STRUCTURE_0:
        return frozenset()
    return frozenset(name.raw for name in names.children())


@dataclass(frozen=True, slots=True)
class DistributionPoints:
    """Where a certificate says its CRLs are."""

    names: frozenset[bytes]  # GeneralNames as written, to be met by a partitioned CRL
    urls: tuple[str, ...]


def parse_distribution_points(extension: Extension | None) -> DistributionPoints:
    """The CRL distribution points; none when there is no such extension."""
    names: set[bytes] = set()
    urls: list[str] = []
    points = [] if extension is None else parse_inside(extension.value).expect(SEQUENCE).children()
    for point in points:
        fields = Fields(point)
        name = fields.optional(_STRUCTURE_0)
        if name is None:
            continue
        found = parse_distribution_point_name(name)
        names |= found
        full = Fields(name, name.tag).take()
        if full.tag == _STRUCTURE_0:
            urls += [item.content.decode("ascii", "replace") for item in full.children() if item.tag == URI]
    return DistributionPoints(frozenset(names), tuple(dict.fromkeys(urls)))
