"""CMS messages for tests, right or wrong as asked."""

import base64
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from bot.signature.der import encode
from tests.signature.asn1 import NULL, algorithm, integer, moment, octets, oid, seq, set_of, tagged
from tests.signature.authority import Issued

DATA = "1.2.840.113549.1.7.1"
SIGNED_DATA = "1.2.840.113549.1.7.2"
CONTENT_TYPE = "1.2.840.113549.1.9.3"
MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
SIGNING_TIME = "1.2.840.113549.1.9.5"
SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12"
SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47"

SIGNED_AT = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)


def attribute(kind: str, *values: bytes) -> bytes:
    return seq(oid(kind), set_of(*values))


def usual_attributes(who: Issued, content: bytes) -> list[bytes]:
    """What CAdES-BES has."""
    return [
        attribute(CONTENT_TYPE, oid(DATA)),
        attribute(SIGNING_TIME, moment(SIGNED_AT)),
        attribute(MESSAGE_DIGEST, octets(who.key.hash(content))),
        attribute(SIGNING_CERTIFICATE_V2, signing_certificate(who)),
    ]


def signing_certificate(who: Issued) -> bytes:
    return seq(seq(seq(algorithm(who.key.digest_oid), octets(who.key.hash(who.raw)))))


def signer_info(
    who: Issued,
    content: bytes,
    *,
    attributes: Sequence[bytes] | bool | None = True,
    received: Callable[[list[bytes]], list[bytes]] = sorted,
    signed: Callable[[list[bytes]], list[bytes]] = sorted,
    digest: bytes | None = None,
    signature_algorithm: bytes | None = None,
    signature: bytes | None = None,
    sid: bytes | None = None,
    unsigned: bytes = b"",
) -> bytes:
    """One SignerInfo; `received` and `signed` order the attributes in the message and under the signature."""
    chosen: list[bytes] | None = None
    if attributes is True:
        chosen = usual_attributes(who, content)
    elif attributes:
        chosen = list(attributes)
    covered = content if chosen is None else encode(0x31, b"".join(signed(chosen)))
    return seq(
        integer(1),
        seq(who.issuer, integer(who.serial)) if sid is None else sid,
        algorithm(who.key.digest_oid, NULL) if digest is None else digest,
        b"" if chosen is None else tagged(0, *received(chosen)),
        algorithm(who.key.key_oid, NULL) if signature_algorithm is None else signature_algorithm,
        octets(who.key.sign(covered) if signature is None else signature),
        unsigned,
    )


def signed_data(
    signers: Sequence[bytes],
    certificates: Sequence[bytes],
    *,
    attached: bytes | None = None,
    digests: Sequence[bytes] = (),
    content_type: str = DATA,
    content: bytes | None = None,
) -> bytes:
    """The whole message."""
    wrapped = b"" if attached is None else tagged(0, octets(attached))
    return seq(
        oid(SIGNED_DATA),
        tagged(
            0,
            seq(
                integer(1),
                set_of(*digests),
                seq(oid(content_type), wrapped if content is None else tagged(0, content)),
                tagged(0, *certificates) if certificates else b"",
                encode(0x31, b"".join(signers)),
            ),
        ),
    )


def message(who: Issued, content: bytes, *, attached: bool = False, **options: object) -> bytes:
    """A message with one signer and their certificate."""
    return signed_data(
        [signer_info(who, content, **options)],  # type: ignore[arg-type] # passed on
        [who.raw],
        attached=content if attached else None,
        digests=[algorithm(who.key.digest_oid)],
    )


def pem(label: str, data: bytes) -> bytes:
    return b"-----BEGIN %s-----\n%s-----END %s-----\n" % (
        label.encode(),
        base64.encodebytes(data),
        label.encode(),
    )
