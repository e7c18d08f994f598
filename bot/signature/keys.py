"""Public keys of certificates, and which signature algorithms they may be used with.

The lists here are the whole of what is accepted: GOST R 34.10-2012, RSA from 2048 bits and ECDSA P-256. GOST R 34.10-2001,
SHA-1, MD5, short RSA keys, test curves and everything else is weak or unknown, which is the same.
"""

from dataclasses import dataclass
from typing import Final, Protocol

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm
from cryptography.hazmat.primitives.serialization import load_der_public_key

from bot.signature import limits
from bot.signature.der import (
    OBJECT_IDENTIFIER,
    SEQUENCE,
    Element,
    Fields,
    MalformedError,
    bit_string,
    oid_bytes,
    oid_dotted,
)
from bot.signature.digest import Digest
from bot.signature.gost import signature as gost_signature
from bot.signature.gost.curves import CURVES, Curve
from bot.signature.gost.keys import InvalidKeyError, decode_public_key


class WeakAlgorithmError(Exception):
    """An algorithm or a key that is not on the list of what is accepted."""


class PublicKey(Protocol):
    """A key that signatures can be checked with."""

    @property
    def name(self) -> str:
        """What people call the algorithm."""
        ...

    @property
    def digests(self) -> frozenset[Digest]:
        """The hash functions that may be used with the key."""
        ...

    @property
    def algorithms(self) -> dict[bytes, Digest | None]:
        """Signature algorithms by identifier; None: the hash function is named elsewhere."""
        ...

    def verifies(self, signature: bytes, hashed: bytes, digest: Digest) -> bool:
        """Whether the signature over data with this hash is good."""
        ...


@dataclass(frozen=True, slots=True)
class GostKey:
    """A GOST R 34.10-2012 key; its size fixes the hash function."""

    curve: Curve
    point: tuple[int, int]

    @property
    def name(self) -> str:
        """What people call the algorithm."""
        return f"ГОСТ Р 34.10-2012 ({self.curve.bits})"

    @property
    def digests(self) -> frozenset[Digest]:
        """Streebog of the key's size."""
        return _GOST_DIGESTS[self.curve.bits]

    @property
    def algorithms(self) -> dict[bytes, Digest | None]:
        """The key's own identifier (so OpenSSL, ViPNet and CryptoPro DSS write) and "sign with digest"."""
        return _GOST_ALGORITHMS[self.curve.bits]

    def verifies(self, signature: bytes, hashed: bytes, digest: Digest) -> bool:
        """Whether the signature over data with this hash is good."""
        return digest in self.digests and gost_signature.verify(self.curve, self.point, hashed, signature)


@dataclass(frozen=True, slots=True)
class RsaKey:
    """An RSA key, PKCS #1 v1.5 signatures."""

    key: rsa.RSAPublicKey

    @property
    def name(self) -> str:
        """What people call the algorithm."""
        return f"RSA {self.key.key_size}"

    @property
    def digests(self) -> frozenset[Digest]:
        """SHA-2."""
        return frozenset(_SHA2)

    @property
    def algorithms(self) -> dict[bytes, Digest | None]:
        """RFC 8017 appendix C."""
        return _RSA_ALGORITHMS

    def verifies(self, signature: bytes, hashed: bytes, digest: Digest) -> bool:
        """Whether the signature over data with this hash is good."""
        if digest not in _SHA2:
            return False
        try:
            self.key.verify(signature, hashed, padding.PKCS1v15(), utils.Prehashed(_SHA2[digest]))
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class EcdsaKey:
    """An ECDSA key on P-256."""

    key: ec.EllipticCurvePublicKey

    @property
    def name(self) -> str:
        """What people call the algorithm."""
        return "ECDSA P-256"

    @property
    def digests(self) -> frozenset[Digest]:
        """SHA-2."""
        return frozenset(_SHA2)

    @property
    def algorithms(self) -> dict[bytes, Digest | None]:
        """RFC 5758 § 3.2."""
        return _ECDSA_ALGORITHMS

    def verifies(self, signature: bytes, hashed: bytes, digest: Digest) -> bool:
        """Whether the signature over data with this hash is good."""
        if digest not in _SHA2:
            return False
        try:
            self.key.verify(signature, hashed, ec.ECDSA(utils.Prehashed(_SHA2[digest])))
        except InvalidSignature:
            return False
        return True


_SHA2: Final[dict[Digest, HashAlgorithm]] = {
    Digest.SHA256: SHA256(),
    Digest.SHA384: SHA384(),
    Digest.SHA512: SHA512(),
}

# RFC 9215 § 2 and § 4
_GOST_KEYS: Final = {oid_bytes("1.2.643.7.1.1.1.1"): 256, oid_bytes("1.2.643.7.1.1.1.2"): 512}
_GOST_DIGESTS: Final = {
    256: frozenset({Digest.STREEBOG256}),
    512: frozenset({Digest.STREEBOG512}),
}
_GOST_ALGORITHMS: Final[dict[int, dict[bytes, Digest | None]]] = {
    256: {
        oid_bytes("1.2.643.7.1.1.1.1"): None,
        oid_bytes("1.2.643.7.1.1.3.2"): Digest.STREEBOG256,
    },
    512: {
        oid_bytes("1.2.643.7.1.1.1.2"): None,
        oid_bytes("1.2.643.7.1.1.3.3"): Digest.STREEBOG512,
    },
}
_GOST_CURVES: Final = {oid_bytes(oid): curve for oid, curve in CURVES.items()}

_RSA_KEY: Final = oid_bytes("1.2.840.113549.1.1.1")
_RSA_ALGORITHMS: Final[dict[bytes, Digest | None]] = {
    _RSA_KEY: None,
    oid_bytes("1.2.840.113549.1.1.11"): Digest.SHA256,
    oid_bytes("1.2.840.113549.1.1.12"): Digest.SHA384,
    oid_bytes("1.2.840.113549.1.1.13"): Digest.SHA512,
}
_RSA_EXPONENTS: Final = range(3, 2**32)

_EC_KEY: Final = oid_bytes("1.2.840.10045.2.1")
_ECDSA_ALGORITHMS: Final[dict[bytes, Digest | None]] = {
    _EC_KEY: None,
    oid_bytes("1.2.840.10045.4.3.2"): Digest.SHA256,
    oid_bytes("1.2.840.10045.4.3.3"): Digest.SHA384,
    oid_bytes("1.2.840.10045.4.3.4"): Digest.SHA512,
}


def algorithm_of(element: Element) -> tuple[bytes, Element | None]:
    """The identifier and the parameters of an AlgorithmIdentifier."""
    fields = Fields(element)
    identifier = fields.take(OBJECT_IDENTIFIER).content
    rest = fields.rest()
    if len(rest) > 1:
        raise MalformedError("too many parameters of an algorithm")
    return identifier, rest[0] if rest else None


def load(info: Element) -> PublicKey:
    """The key in a SubjectPublicKeyInfo.

    Raises:
        WeakAlgorithmError: A kind of key, a curve or a size that is not accepted.
        MalformedError: The key is broken.
    """
    fields = Fields(info)
    identifier, parameters = algorithm_of(fields.take(SEQUENCE))
    bits = fields.take()
    fields.finish()
    if identifier in _GOST_KEYS:
        return _load_gost(_GOST_KEYS[identifier], parameters, bit_string(bits))
    if identifier in {_RSA_KEY, _EC_KEY}:
        return _load_common(info.raw)
    raise WeakAlgorithmError(f"key {oid_dotted(identifier)}")


def _load_gost(size: int, parameters: Element | None, encoded: bytes) -> GostKey:
    if parameters is None:
        raise MalformedError("a key without its curve")
    fields = Fields(parameters)
    named = fields.take(OBJECT_IDENTIFIER).content
    stated = fields.optional(OBJECT_IDENTIFIER)  # digestParamSet: CryptoPro writes it, OpenSSL not always
    fields.optional(OBJECT_IDENTIFIER)  # encryptionParamSet of older keys says nothing about signatures
    fields.finish()
    curve = _GOST_CURVES.get(named)
    if curve is None or curve.bits != size:
        raise WeakAlgorithmError(f"curve {oid_dotted(named)}")
    if stated is not None and stated.content not in _GOST_PARAMETER_DIGESTS[size]:
        raise WeakAlgorithmError(f"hash {oid_dotted(stated.content)} tied to the key")
    try:
        return GostKey(curve, decode_public_key(curve, encoded))
    except InvalidKeyError:
        raise MalformedError("the key is not a point of its curve") from None


_GOST_PARAMETER_DIGESTS: Final = {
    256: {oid_bytes("1.2.643.7.1.1.2.2")},
    512: {oid_bytes("1.2.643.7.1.1.2.3")},
}


def _load_common(info: bytes) -> PublicKey:
    try:
        key = load_der_public_key(info)
    except UnsupportedAlgorithm:
        raise WeakAlgorithmError("an elliptic curve that is not supported") from None
    except ValueError:
        raise MalformedError("the key is broken") from None
    if isinstance(key, rsa.RSAPublicKey):
        exponent = key.public_numbers().e
        if key.key_size not in limits.RSA_BITS or exponent not in _RSA_EXPONENTS:
            raise WeakAlgorithmError(f"RSA of {key.key_size} bits")
        return RsaKey(key)
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
        return EcdsaKey(key)
    raise WeakAlgorithmError("an elliptic curve that is not on the list")
