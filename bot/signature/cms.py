"""CMS SignedData (RFC 5652): taking a message apart. Nothing is judged here."""

from dataclasses import dataclass
from typing import Final

from bot.signature import limits
from bot.signature.der import (
    INTEGER,
    OBJECT_IDENTIFIER,
    OCTET_STRING,
    SEQUENCE,
    SET,
    Element,
    Fields,
    MalformedError,
    encode,
    integer,
    oid_bytes,
    parse,
)
from bot.signature.keys import algorithm_of
from bot.signature.name import Name

SIGNED_DATA: Final = oid_bytes("1.2.840.113549.1.7.2")
DATA: Final = oid_bytes("1.2.840.113549.1.7.1")

CONTENT_TYPE: Final = oid_bytes("1.2.840.113549.1.9.3")
MESSAGE_DIGEST: Final = oid_bytes("1.2.840.113549.1.9.4")
SIGNING_TIME: Final = oid_bytes("1.2.840.113549.1.9.5")
SIGNING_CERTIFICATE: Final = oid_bytes("1.2.840.113549.1.9.16.2.12")
SIGNING_CERTIFICATE_V2: Final = oid_bytes("1.2.840.113549.1.9.16.2.47")

_TAG_0, _TAG_1 = 0xA0, 0xA1
_KEY_ID_TAG = 0x80


class NotSignedDataError(Exception):
    """Something else than CMS SignedData."""


class TooManyError(Exception):
    """More signers, certificates or bytes in one of them than the limits allow."""


class Attributes:
    """Signed attributes, as received."""

    def __init__(self, element: Element) -> None:
        if element.end - element.start > limits.ATTRIBUTES_BYTES:
            raise TooManyError("signed attributes longer than any")
        self._element = element
        self._members = element.children()
        if not self._members:
            raise MalformedError("no signed attributes where there must be some")
        self._values: dict[bytes, list[Element]] = {}
        for member in self._members:
            fields = Fields(member)
            kind = fields.take(OBJECT_IDENTIFIER).content
            values = fields.take(SET).children()
            fields.finish()
            if kind in self._values:
                raise MalformedError("the same signed attribute twice")
            self._values[kind] = values

    def single(self, kind: bytes) -> Element | None:
        """The one value of an attribute; None when there is no such attribute."""
        values = self._values.get(kind)
        if values is None:
            return None
        if len(values) != 1:
            raise MalformedError("a signed attribute that must have one value has another number of them")
        return values[0]

    def signed_forms(self) -> list[bytes]:
        """What the signature may cover: the bytes as received, then the same attributes in DER's order of a set.

        By RFC 5652 § 5.4 it is the latter; some tools sign what they send. Each attribute keeps its bytes.
        """
        received = encode(SET, self._element.content)
        ordered = encode(SET, b"".join(sorted(member.raw for member in self._members)))
        return [received] if received == ordered else [received, ordered]


@dataclass(frozen=True, slots=True)
class SignerInfo:
    """One signature of the message."""

    issuer: Name | None  # with the serial number, or else the key identifier, names the certificate
    serial: bytes
    key_id: bytes | None
    digest: bytes  # identifier of the hash function
    attributes: Attributes | None
    algorithm: bytes  # identifier of the signature algorithm; its parameters differ from tool to tool and decide nothing
    signature: bytes


@dataclass(frozen=True, slots=True)
class SignedData:
    """A signed message."""

    content: bytes | None  # None: detached
    certificates: tuple[Element, ...]
    signers: tuple[SignerInfo, ...]


def parse_signed_data(data: bytes) -> SignedData:
    """The parts of a message in DER lengths.

    `SignedData.digestAlgorithms` and the versions are not looked at: real messages of public services have them wrong.

    Raises:
        NotSignedDataError: Another kind of object.
        MalformedError: Broken.
        TooManyError: The limits are passed.
    """
    outer = _content_info(data)
    fields = Fields(outer)
    integer(fields.take(INTEGER))
    fields.take(SET)
    encapsulated = Fields(fields.take(SEQUENCE))
    kind = encapsulated.take(OBJECT_IDENTIFIER).content
    wrapped = encapsulated.optional(_TAG_0)
    encapsulated.finish()
    if kind != DATA:
        raise MalformedError("the signed content is not plain data")
    certificates = fields.optional(_TAG_0)
    fields.optional(_TAG_1)
    signers = fields.take(SET).children()
    fields.finish()
    bag = [] if certificates is None else [item for item in certificates.children() if item.tag == SEQUENCE]
    if len(signers) > limits.SIGNERS or len(bag) > limits.CERTIFICATES:
        raise TooManyError(f"{len(signers)} signers, {len(bag)} certificates")
    if any(item.end - item.start > limits.CERTIFICATE_BYTES for item in bag):
        raise TooManyError("a certificate longer than any")
    if not signers:
        raise NotSignedDataError("a bag of certificates without a signature")
    return SignedData(
        content=None if wrapped is None else _content(wrapped),
        certificates=tuple(bag),
        signers=tuple(_signer(signer) for signer in signers),
    )


def _content_info(data: bytes) -> Element:
    """The SignedData inside the outermost wrapper."""
    try:
        fields = Fields(parse(data))
        kind = fields.take(OBJECT_IDENTIFIER).content
    except MalformedError:
        raise NotSignedDataError("not a CMS object") from None
    if kind != SIGNED_DATA:
        raise NotSignedDataError("a CMS object of another kind")
    wrapper = Fields(fields.take(_TAG_0), _TAG_0)
    fields.finish()
    inner = wrapper.take(SEQUENCE)
    wrapper.finish()
    return inner


def _content(wrapped: Element) -> bytes:
    fields = Fields(wrapped, _TAG_0)
    content = fields.take(OCTET_STRING).content
    fields.finish()
    return content


def _signer(element: Element) -> SignerInfo:
    fields = Fields(element)
    integer(fields.take(INTEGER))
    who = fields.take()
    issuer, serial, key_id = None, b"", None
    if who.tag == SEQUENCE:
        named = Fields(who)
        issuer = Name(named.take(SEQUENCE))
        serial = named.take(INTEGER).content
        named.finish()
    elif who.tag == _KEY_ID_TAG:
        key_id = who.content
    else:
        raise MalformedError("a signer who is named in no known way")
    digest, _ = algorithm_of(fields.take(SEQUENCE))
    attributes = fields.optional(_TAG_0)
    algorithm, _ = algorithm_of(fields.take(SEQUENCE))
    signature = fields.take(OCTET_STRING).content
    fields.optional(_TAG_1)
    fields.finish()
    return SignerInfo(
        issuer=issuer,
        serial=serial,
        key_id=key_id,
        digest=digest,
        attributes=None if attributes is None else Attributes(attributes),
        algorithm=algorithm,
        signature=signature,
    )
