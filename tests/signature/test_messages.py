"""Messages made by hand: what real tools write is accepted, what nobody honest writes is refused with its reason."""

import random
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from bot.signature.der import encode
from bot.signature.gost.curves import CRYPTOPRO_A, CURVES, Curve
from bot.signature.verdict import RefusalReason
from tests.signature import authority, messages
from tests.signature.asn1 import NULL, algorithm, integer, octets, oid, primitive, seq, tagged
from tests.signature.authority import DIRECTOR, Authority, Issued, name
from tests.signature.conftest import AT, GOST, Stand
from tests.signature.messages import (
    CONTENT_TYPE,
    DATA,
    MESSAGE_DIGEST,
    SIGNING_CERTIFICATE,
    SIGNING_CERTIFICATE_V2,
    attribute,
    message,
    signed_data,
    signer_info,
    usual_attributes,
)
from tests.signature.refusals import refusal_of
from tests.signature.signing import EcdsaSigningKey, GostSigningKey, RsaSigningKey, load_rsa_key

R = RefusalReason
CONTENT = "Подтверждаю\r\n".encode()
GOST_94 = "1.2.643.2.2.9"
ALL_CURVES = sorted(set(CURVES.values()), key=lambda curve: curve.name)


def reverse(attributes: list[bytes]) -> list[bytes]:
    return sorted(attributes, reverse=True)


def key_parameters(who: Issued) -> bytes:
    """The curve, as CryptoPro DSS repeats it in the signature algorithm."""
    return seq(oid("1.2.643.2.2.35.1"), oid(who.key.digest_oid))


ACCEPTED: dict[str, Callable[[Stand], bytes]] = {
    "detached": lambda s: message(s.director, CONTENT),
    "attached": lambda s: message(s.director, CONTENT, attached=True),
    "no attributes": lambda s: message(s.director, CONTENT, attributes=None),
    "no attributes, attached": lambda s: message(s.director, CONTENT, attributes=None, attached=True),
    "no signing-certificate": lambda s: message(
        s.director, CONTENT, attributes=usual_attributes(s.director, CONTENT)[:3]
    ),
    "no signing time": lambda s: message(
        s.director,
        CONTENT,
        attributes=[a for i, a in enumerate(usual_attributes(s.director, CONTENT)) if i != 1],
    ),
    "older signing-certificate": lambda s: message(
        s.director,
        CONTENT,
        attributes=[
            *usual_attributes(s.director, CONTENT),
            attribute(SIGNING_CERTIFICATE, seq(seq(seq(octets(sha1(s.director.raw)))))),
        ],
    ),
    "signing-certificate with issuer and serial": lambda s: message(
        s.director,
        CONTENT,
        attributes=[
            *usual_attributes(s.director, CONTENT)[:3],
            attribute(SIGNING_CERTIFICATE_V2, with_issuer(s.director, s.director.issuer)),
        ],
    ),
    "attributes unsorted, signed as sent": lambda s: message(
        s.director, CONTENT, received=reverse, signed=reverse
    ),
    "attributes unsorted, signed in order": lambda s: message(s.director, CONTENT, received=reverse),
    "signature algorithm bare": lambda s: message(
        s.director, CONTENT, signature_algorithm=algorithm(s.director.key.key_oid)
    ),
    "signature algorithm with curve": lambda s: message(
        s.director,
        CONTENT,
        signature_algorithm=algorithm(s.director.key.key_oid, key_parameters(s.director)),
    ),
    "signature algorithm with digest": lambda s: message(
        s.director, CONTENT, signature_algorithm=algorithm(s.director.key.signature_oid)
    ),
    "digestAlgorithms name GOST-94": lambda s: signed_data(
        [signer_info(s.director, CONTENT)], [s.director.raw], digests=[algorithm(GOST_94)]
    ),
    "signer by key identifier": lambda s: by_key_identifier(s.authority),
    "whole chain inside": lambda s: signed_data(
        [signer_info(s.director, CONTENT)], [s.root.raw, s.authority.raw, s.director.raw]
    ),
    "attribute certificate in the bag": lambda s: signed_data(
        [signer_info(s.director, CONTENT)], [s.director.raw, tagged(2, seq(integer(1)))]
    ),
    "broken stranger in the bag": lambda s: signed_data(
        [signer_info(s.director, CONTENT)], [seq(integer(1)), s.director.raw]
    ),
    "unsigned attributes": lambda s: message(
        s.director, CONTENT, unsigned=tagged(1, attribute("1.2.840.113549.1.9.16.2.14", octets(b"stamp")))
    ),
    "second signer good": lambda s: signed_data(
        [signer_info(s.director, b"something else"), signer_info(s.director, CONTENT)], [s.director.raw]
    ),
    "stranger first": lambda s: two_signers(s.director),
    "sid in another letter case": lambda s: message(
        s.director, CONTENT, sid=seq(name(("2.5.4.3", "уц")), integer(s.director.serial))
    ),
}


def sha1(data: bytes) -> bytes:
    import hashlib  # noqa: PLC0415

    return hashlib.sha1(data, usedforsecurity=False).digest()


def with_issuer(who: Issued, issuer: bytes, serial: int | None = None) -> bytes:
    reference = seq(
        algorithm(who.key.digest_oid),
        octets(who.key.hash(who.raw)),
        seq(seq(tagged(4, issuer)), integer(who.serial if serial is None else serial)),
    )
    return seq(seq(reference))


def by_key_identifier(issuer: Authority) -> bytes:
    key_id = b"\x01" * 20
    who = issuer.issue(name(*DIRECTOR), extra=[authority.subject_key_id(key_id)])
    return message(who, CONTENT, sid=primitive(0, key_id))


def two_signers(director: Issued) -> bytes:
    stranger = authority.root("Чужой").issue(name(*DIRECTOR))
    return signed_data(
        [signer_info(stranger, CONTENT), signer_info(director, CONTENT)],
        [stranger.raw, director.raw],
    )


@pytest.mark.parametrize("case", ACCEPTED)
def test_accepted(case: str, stand: Stand) -> None:
    signer = stand.verifier().verify(ACCEPTED[case](stand), [b"another", CONTENT], AT)
    assert (signer.inn, signer.content) == ("7701234560", 1)


@pytest.mark.parametrize("curve", ALL_CURVES, ids=lambda curve: curve.name)
def test_every_curve(curve: Curve, stand: Stand) -> None:
    """Under each of its names, with signed attributes and without."""
    for number, curve_oid in enumerate(curve.oids):
        key = GostSigningKey(curve, 0xABCDEF + number, curve_oid)
        who = stand.authority.issue(name(*DIRECTOR), key=key)
        for signed in (message(who, CONTENT), message(who, CONTENT, attributes=None)):
            signer = stand.verifier().verify(signed, [CONTENT], AT)
            assert signer.certificate.algorithm == f"ГОСТ Р 34.10-2012 ({curve.bits})"


def test_ecdsa(stand: Stand) -> None:
    who = stand.authority.issue(name(*DIRECTOR), key=EcdsaSigningKey(ec.generate_private_key(ec.SECP256R1())))
    signer = stand.verifier().verify(message(who, CONTENT), [CONTENT], AT)
    assert signer.certificate.algorithm == "ECDSA P-256"


def test_an_ecdsa_chain(stand: Stand) -> None:
    top = authority.root(key=EcdsaSigningKey(ec.generate_private_key(ec.SECP256R1())))
    who = top.issue(name(*DIRECTOR))
    stand.place([top.raw], [])
    stand.publish(top.crl())
    assert stand.verifier().verify(message(who, CONTENT), [CONTENT], AT).inn == "7701234560"


def rsa_key(name_: str = "director-rsa") -> RsaSigningKey:
    return load_rsa_key(GOST / "keys" / f"{name_}.key")


def wrong_content_type(who: Issued) -> list[bytes]:
    return [attribute(CONTENT_TYPE, oid("1.2.840.113549.1.7.5")), *usual_attributes(who, CONTENT)[1:]]


REFUSED: dict[str, tuple[RefusalReason, Callable[[Stand], bytes]]] = {
    # The mathematics
    "another content": (R.OTHER_FILE, lambda s: message(s.director, b"another")),
    "another content attached": (R.OTHER_FILE, lambda s: message(s.director, b"another", attached=True)),
    "another content attached, no attributes": (
        R.OTHER_FILE,
        lambda s: message(s.director, b"another", attached=True, attributes=None),
    ),
    "another content, no attributes": (
        R.BAD_SIGNATURE,
        lambda s: message(s.director, b"another", attributes=None),
    ),
    "attached content replaced by a good one": (
        R.BAD_SIGNATURE,
        lambda s: signed_data([signer_info(s.director, b"another")], [s.director.raw], attached=CONTENT),
    ),
    "attached content replaced by another": (
        R.BAD_SIGNATURE,
        lambda s: signed_data([signer_info(s.director, CONTENT)], [s.director.raw], attached=b"another"),
    ),
    "long attached content": (R.OTHER_FILE, lambda s: message(s.director, bytes(100_000), attached=True)),
    "signature of zeros": (R.BAD_SIGNATURE, lambda s: message(s.director, CONTENT, signature=bytes(64))),
    "empty signature": (R.BAD_SIGNATURE, lambda s: message(s.director, CONTENT, signature=b"")),
    "short signature": (R.BAD_SIGNATURE, lambda s: message(s.director, CONTENT, signature=b"\x01" * 63)),
    "another person's key": (
        R.BAD_SIGNATURE,
        lambda s: signed_data(
            [
                signer_info(
                    Issued(s.director.raw, authority.new_key(), s.director.serial, b"", s.director.issuer),
                    CONTENT,
                )
            ],
            [s.director.raw],
        ),
    ),
    "attributes taken for content": (R.BAD_SIGNATURE, lambda s: confused(s.director)),
    # Signed attributes
    "no message digest": (
        R.UNREADABLE,
        lambda s: message(s.director, CONTENT, attributes=usual_attributes(s.director, CONTENT)[:2]),
    ),
    "no content type": (
        R.UNREADABLE,
        lambda s: message(s.director, CONTENT, attributes=usual_attributes(s.director, CONTENT)[1:]),
    ),
    "wrong content type": (
        R.UNREADABLE,
        lambda s: message(s.director, CONTENT, attributes=wrong_content_type(s.director)),
    ),
    "two message digests": (
        R.UNREADABLE,
        lambda s: message(
            s.director,
            CONTENT,
            attributes=[
                *usual_attributes(s.director, CONTENT),
                attribute(MESSAGE_DIGEST, octets(bytes(32))),
            ],
        ),
    ),
    "message digest with two values": (
        R.UNREADABLE,
        lambda s: message(
            s.director,
            CONTENT,
            attributes=[
                attribute(CONTENT_TYPE, oid(DATA)),
                attribute(MESSAGE_DIGEST, octets(s.director.key.hash(CONTENT)), octets(bytes(32))),
            ],
        ),
    ),
    "message digest that is no string": (
        R.UNREADABLE,
        lambda s: message(
            s.director,
            CONTENT,
            attributes=[attribute(CONTENT_TYPE, oid(DATA)), attribute(MESSAGE_DIGEST, NULL)],
        ),
    ),
    "no attributes in the set": (
        R.UNREADABLE,
        lambda s: signed_data([empty_attributes(s.director)], [s.director.raw]),
    ),
    "signing-certificate of another": (
        R.CERTIFICATE_MISUSED,
        lambda s: message(
            s.director,
            CONTENT,
            attributes=[
                *usual_attributes(s.director, CONTENT)[:3],
                usual_attributes(s.authority.issue(name(*DIRECTOR)), CONTENT)[3],
            ],
        ),
    ),
    "older signing-certificate of another": (
        R.CERTIFICATE_MISUSED,
        lambda s: message(
            s.director,
            CONTENT,
            attributes=[
                *usual_attributes(s.director, CONTENT),
                attribute(SIGNING_CERTIFICATE, seq(seq(seq(octets(bytes(20)))))),
            ],
        ),
    ),
    "signing-certificate with another issuer": (
        R.CERTIFICATE_MISUSED,
        lambda s: message(
            s.director,
            CONTENT,
            attributes=[
                *usual_attributes(s.director, CONTENT)[:3],
                attribute(SIGNING_CERTIFICATE_V2, with_issuer(s.director, name(("2.5.4.3", "Чужой")))),
            ],
        ),
    ),
    "signing-certificate with another serial": (
        R.CERTIFICATE_MISUSED,
        lambda s: message(
            s.director,
            CONTENT,
            attributes=[
                *usual_attributes(s.director, CONTENT)[:3],
                attribute(SIGNING_CERTIFICATE_V2, with_issuer(s.director, s.director.issuer, serial=1)),
            ],
        ),
    ),
    "signing-certificate without a certificate": (
        R.UNREADABLE,
        lambda s: message(
            s.director,
            CONTENT,
            attributes=[
                *usual_attributes(s.director, CONTENT)[:3],
                attribute(SIGNING_CERTIFICATE_V2, seq(seq())),
            ],
        ),
    ),
    "signing-certificate hashed with GOST-94": (
        R.WEAK_ALGORITHM,
        lambda s: message(
            s.director,
            CONTENT,
            attributes=[
                *usual_attributes(s.director, CONTENT)[:3],
                attribute(SIGNING_CERTIFICATE_V2, seq(seq(seq(algorithm(GOST_94), octets(bytes(32)))))),
            ],
        ),
    ),
    # Algorithms
    "512-bit hash with a 256-bit key": (
        R.WEAK_ALGORITHM,
        lambda s: message(s.director, CONTENT, digest=algorithm("1.2.643.7.1.1.2.3")),
    ),
    "SHA-256 with a GOST key": (
        R.WEAK_ALGORITHM,
        lambda s: message(s.director, CONTENT, digest=algorithm("2.16.840.1.101.3.4.2.1")),
    ),
    "GOST-94": (R.WEAK_ALGORITHM, lambda s: message(s.director, CONTENT, digest=algorithm(GOST_94))),
    "SHA-1": (R.WEAK_ALGORITHM, lambda s: message(s.director, CONTENT, digest=algorithm("1.3.14.3.2.26"))),
    "signature algorithm of 512 bits with a key of 256": (
        R.WEAK_ALGORITHM,
        lambda s: message(s.director, CONTENT, signature_algorithm=algorithm("1.2.643.7.1.1.3.3")),
    ),
    "GOST-2001 signature algorithm": (
        R.WEAK_ALGORITHM,
        lambda s: message(s.director, CONTENT, signature_algorithm=algorithm("1.2.643.2.2.19")),
    ),
    "two hash functions": (
        R.WEAK_ALGORITHM,
        lambda s: message(
            s.authority.issue(name(*DIRECTOR), key=rsa_key()),
            CONTENT,
            signature_algorithm=algorithm("1.2.840.113549.1.1.13"),
        ),
    ),
    "RSA-PSS": (
        R.WEAK_ALGORITHM,
        lambda s: message(
            s.authority.issue(name(*DIRECTOR), key=rsa_key()),
            CONTENT,
            signature_algorithm=algorithm("1.2.840.113549.1.1.10"),
        ),
    ),
    "RSA with SHA-1": (
        R.WEAK_ALGORITHM,
        lambda s: message(
            s.authority.issue(name(*DIRECTOR), key=RsaSigningKey(rsa_key().key, "sha1")), CONTENT
        ),
    ),
    "short RSA": (
        R.WEAK_ALGORITHM,
        lambda s: message(s.authority.issue(name(*DIRECTOR), key=short_rsa()), CONTENT),
    ),
    "P-384": (
        R.WEAK_ALGORITHM,
        lambda s: message(
            s.authority.issue(name(*DIRECTOR), key=EcdsaSigningKey(ec.generate_private_key(ec.SECP384R1()))),
            CONTENT,
        ),
    ),
    "test curve": (
        R.WEAK_ALGORITHM,
        lambda s: message(s.authority.issue(name(*DIRECTOR), key=on_curve("1.2.643.2.2.35.0")), CONTENT),
    ),
    "curve of another size": (
        R.WEAK_ALGORITHM,
        lambda s: message(s.authority.issue(name(*DIRECTOR), key=on_curve("1.2.643.7.1.2.1.2.1")), CONTENT),
    ),
    # The message
    "no certificate": (R.NO_CERTIFICATE, lambda s: signed_data([signer_info(s.director, CONTENT)], [])),
    "somebody else's certificate": (
        R.NO_CERTIFICATE,
        lambda s: signed_data([signer_info(s.director, CONTENT)], [s.authority.raw]),
    ),
    "no signer": (R.NOT_A_SIGNATURE, lambda s: signed_data([], [s.director.raw])),
    "content of another kind": (
        R.UNREADABLE,
        lambda s: signed_data(
            [signer_info(s.director, CONTENT)], [s.director.raw], content_type="1.2.840.113549.1.9.16.1.4"
        ),
    ),
    "content that is no string": (
        R.UNREADABLE,
        lambda s: signed_data(
            [signer_info(s.director, CONTENT)], [s.director.raw], content=seq(octets(CONTENT))
        ),
    ),
    "a certificate alone": (R.NOT_A_SIGNATURE, lambda s: s.director.raw),
    "a certificate in another wrapper": (
        R.NOT_A_SIGNATURE,
        lambda s: seq(oid("1.2.840.113549.1.7.3"), tagged(0, s.director.raw)),
    ),
    "a signer named in no known way": (
        R.UNREADABLE,
        lambda s: message(s.director, CONTENT, sid=octets(b"it's me")),
    ),
}


def confused(director: Issued) -> bytes:
    """A signature over attributes, presented as one without attributes over a content with the same bytes."""
    covered = encode(0x31, b"".join(sorted(usual_attributes(director, b"innocent"))))
    return message(director, covered, attributes=None)


def empty_attributes(who: Issued) -> bytes:
    return seq(
        integer(1),
        seq(who.issuer, integer(who.serial)),
        algorithm(who.key.digest_oid),
        tagged(0),
        algorithm(who.key.key_oid),
        octets(who.key.sign(CONTENT)),
    )


def short_rsa() -> RsaSigningKey:
    return RsaSigningKey(rsa.generate_private_key(public_exponent=65537, key_size=1024))  # noqa: S505 - to be refused


def on_curve(curve_oid: str) -> GostSigningKey:
    return GostSigningKey(CRYPTOPRO_A, 4711, curve_oid)


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str, stand: Stand) -> None:
    reason, build = REFUSED[case]
    refusal = refusal_of(stand.verifier(), build(stand), [CONTENT])
    assert refusal.reason is reason, refusal
    assert refusal.subject is None


def test_attributes_are_no_content_even_when_offered(stand: Stand) -> None:
    """Were such a content ever offered, a signature made for something else would cover it."""
    covered = encode(0x31, b"".join(sorted(usual_attributes(stand.director, b"innocent"))))
    forged = message(stand.director, covered, attributes=None)
    assert refusal_of(stand.verifier(), forged, [covered]).reason is R.BAD_SIGNATURE


def test_of_several_refusals_the_furthest_is_told(stand: Stand) -> None:
    employee = stand.authority.issue(
        name(("2.5.4.4", "Петрова"), ("2.5.4.42", "Мария"), ("2.5.4.3", "П. Мария"))
    )
    both = signed_data(
        [signer_info(stand.director, b"another"), signer_info(employee, CONTENT)],
        [stand.director.raw, employee.raw],
    )
    refusal = refusal_of(stand.verifier(), both, [CONTENT])
    assert (refusal.reason, refusal.subject) == (R.NOT_A_DIRECTOR, "П. Мария")


def test_attributes_in_any_order_signed_as_sent(stand: Stand) -> None:
    order = usual_attributes(stand.director, CONTENT)
    random.Random(5).shuffle(order)
    odd = message(stand.director, CONTENT, received=lambda _: order, signed=lambda _: order)
    assert stand.verifier().verify(odd, [CONTENT], AT).content == 0


def test_two_certificates_of_one_name_and_serial(stand: Stand) -> None:
    """A look-alike before the real certificate hides nothing."""
    fake = authority.Authority(authority.new_key(), stand.authority.subject).issue(
        name(*DIRECTOR), serial=stand.director.serial
    )
    bag = [fake.raw, stand.director.raw]
    signer = stand.verifier().verify(signed_data([signer_info(stand.director, CONTENT)], bag), [CONTENT], AT)
    assert signer.inn == "7701234560"


def test_signing_time_is_only_a_claim(stand: Stand) -> None:
    for value, shown in ((b"9912312359Z", None), (b"991231235959Z", 1999), (b"491231235959Z", 2049)):
        attributes = usual_attributes(stand.director, CONTENT)
        attributes[1] = attribute(messages.SIGNING_TIME, encode(0x17, value))
        signer = stand.verifier().verify(
            message(stand.director, CONTENT, attributes=attributes), [CONTENT], AT
        )
        assert (signer.signed_at and signer.signed_at.year) == shown


def test_a_key_outside_its_curve(stand: Stand) -> None:
    bent = bytearray(stand.director.raw)
    point = stand.director.raw.index(stand.director.key.public[-64:])
    bent[point] ^= 1
    forged = signed_data([signer_info(stand.director, CONTENT)], [bytes(bent)])
    assert refusal_of(stand.verifier(), forged, [CONTENT]).reason is R.UNREADABLE
