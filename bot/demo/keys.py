"""GOST R 34.10-2012 keys that sign, for the stand's own authority only.

The product only ever checks signatures. Here secrets are multiplied in variable time and kept in plain memory: fit for
invented people on one's own machine, and for nothing else.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from enum import Enum

from asn1crypto import core

from bot.signature.gost.curves import CRYPTOPRO_A, TC26_256_A, TC26_512_A, Curve
from bot.signature.gost.keys import encode_public_key
from bot.signature.gost.point import multiply_base
from bot.signature.gost.streebog import streebog256, streebog512

_IDENTIFIER_BYTES = 20
_SMALL = 256


class KeyKind(Enum):
    """The kinds of keys that certificates in the field have: the curve and the name it goes by in the key."""

    CRYPTOPRO = (CRYPTOPRO_A, "1.2.643.2.2.35.1")
    CRYPTOPRO_EXCHANGE = (CRYPTOPRO_A, "1.2.643.2.2.36.0")
    TC26 = (TC26_256_A, "1.2.643.7.1.2.1.1.1")
    TC26_512 = (TC26_512_A, "1.2.643.7.1.2.1.2.1")

    @property
    def curve(self) -> Curve:
        """The curve."""
        return self.value[0]

    @property
    def curve_oid(self) -> str:
        """What the curve is called in the key's parameters; one curve has several names."""
        return self.value[1]


class _Parameters(core.Sequence):  # type: ignore[misc]  # asn1crypto publishes no types
    _fields = [  # noqa: RUF012 -- asn1crypto's own convention
        ("curve", core.ObjectIdentifier),
        ("digest", core.ObjectIdentifier, {"optional": True}),
    ]


class _Algorithm(core.Sequence):  # type: ignore[misc]  # asn1crypto publishes no types
    _fields = [("algorithm", core.ObjectIdentifier), ("parameters", _Parameters)]  # noqa: RUF012 -- as above


class PublicKeyInfo(core.Sequence):  # type: ignore[misc]  # asn1crypto publishes no types
    """SubjectPublicKeyInfo with a GOST key. asn1crypto's own class raises KeyError on algorithms that it does not know."""

    _fields = [("algorithm", _Algorithm), ("public_key", core.OctetBitString)]  # noqa: RUF012 -- as above


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key pair."""

    kind: KeyKind
    secret: int = field(repr=False)
    point: tuple[int, int]

    @property
    def _small(self) -> bool:
        return self.kind.curve.bits == _SMALL

    @property
    def key_oid(self) -> str:
        """The algorithm of the key (RFC 9215, 3)."""
        return "1.2.643.7.1.1.1.1" if self._small else "1.2.643.7.1.1.1.2"

    @property
    def digest_oid(self) -> str:
        """Streebog of the key's size."""
        return "1.2.643.7.1.1.2.2" if self._small else "1.2.643.7.1.1.2.3"

    @property
    def signature_oid(self) -> str:
        """The signature together with its digest (RFC 9215, 2)."""
        return "1.2.643.7.1.1.3.2" if self._small else "1.2.643.7.1.1.3.3"

    @property
    def identifier(self) -> bytes:
        """What the key is recognized by: the first 160 bits of a SHA-256 (RFC 7093, 2, method 1)."""
        return hashlib.sha256(encode_public_key(self.kind.curve, self.point)).digest()[:_IDENTIFIER_BYTES]

    def public_key_info(self) -> PublicKeyInfo:
        """The public half. The digest is named with CryptoPro's curves and left out with tc26's (RFC 9215, 4)."""
        parameters = {"curve": self.kind.curve_oid}
        if self.kind.curve is CRYPTOPRO_A:
            parameters["digest"] = self.digest_oid
        algorithm = {"algorithm": self.key_oid, "parameters": parameters}
        key = encode_public_key(self.kind.curve, self.point)
        return PublicKeyInfo({"algorithm": algorithm, "public_key": key})

    def digest(self, data: bytes) -> bytes:
        """The Streebog hash that goes with the key."""
        return streebog256(data) if self._small else streebog512(data)

    def sign(self, data: bytes) -> bytes:
        """The signature over the data's hash: s, then r, both highest byte first (RFC 7091, 6.1; RFC 9215, 2)."""
        curve = self.kind.curve
        e = int.from_bytes(self.digest(data), "little") % curve.q or 1
        while True:
            k = secrets.randbelow(curve.q - 1) + 1
            point = multiply_base(curve, k)
            r = point[0] % curve.q if point is not None else 0
            s = (r * self.secret + k * e) % curve.q
            if r and s:
                return s.to_bytes(curve.size) + r.to_bytes(curve.size)


def new_key(kind: KeyKind) -> SigningKey:
    """A fresh key pair from the system's randomness."""
    curve = kind.curve
    secret = secrets.randbelow(curve.q - 1) + 1
    point = multiply_base(curve, secret)
    if point is None:  # the base point's order is prime and above the secret
        raise ArithmeticError(curve.name)
    return SigningKey(kind, secret, point)
