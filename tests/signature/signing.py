"""Keys that sign, for tests only: the product itself never does."""

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from bot.signature.der import Fields, oid_dotted, parse
from bot.signature.gost.curves import CURVES, Curve
from bot.signature.gost.keys import encode_public_key
from bot.signature.gost.point import multiply_base
from bot.signature.gost.signature import message_number
from bot.signature.gost.streebog import streebog256, streebog512
from tests.signature.asn1 import algorithm, bits, oid, seq


class SigningKey(Protocol):
    @property
    def public(self) -> bytes: ...
    @property
    def digest_oid(self) -> str: ...
    @property
    def signature_oid(self) -> str: ...
    @property
    def key_oid(self) -> str: ...
    def hash(self, data: bytes) -> bytes: ...
    def sign(self, data: bytes) -> bytes: ...


@dataclass(frozen=True)
class GostSigningKey:
    curve: Curve
    d: int
    curve_oid: str = ""

    @property
    def key_oid(self) -> str:
        return "1.2.643.7.1.1.1.1" if self.curve.bits == 256 else "1.2.643.7.1.1.1.2"

    @property
    def signature_oid(self) -> str:
        return "1.2.643.7.1.1.3.2" if self.curve.bits == 256 else "1.2.643.7.1.1.3.3"

    @property
    def digest_oid(self) -> str:
        return "1.2.643.7.1.1.2.2" if self.curve.bits == 256 else "1.2.643.7.1.1.2.3"

    @property
    def point(self) -> tuple[int, int]:
        point = multiply_base(self.curve, self.d)
        assert point is not None
        return point

    @property
    def public(self) -> bytes:
        parameters = seq(oid(self.curve_oid or self.curve.oids[0]), oid(self.digest_oid))
        return seq(algorithm(self.key_oid, parameters), bits(encode_public_key(self.curve, self.point)))

    def hash(self, data: bytes) -> bytes:
        return streebog256(data) if self.curve.bits == 256 else streebog512(data)

    def sign(self, data: bytes) -> bytes:
        return self.sign_hash(self.hash(data))

    def sign_hash(self, digest: bytes) -> bytes:
        """RFC 7091 § 6.1, with a nonce made of the key and the hash."""
        curve, attempt = self.curve, 0
        while True:
            seed = self.d.to_bytes(curve.size, "big") + digest + bytes([attempt])
            attempt += 1
            signature = self.sign_with(int.from_bytes(hashlib.sha512(seed).digest(), "big"), digest)
            if signature is not None:
                return signature

    def sign_with(self, k: int, digest: bytes) -> bytes | None:
        curve = self.curve
        k %= curve.q
        point = multiply_base(curve, k)
        if point is None:
            return None
        r = point[0] % curve.q
        s = (r * self.d + k * message_number(curve, digest)) % curve.q
        if not r or not s:
            return None
        return s.to_bytes(curve.size, "big") + r.to_bytes(curve.size, "big")


_FUNCTIONS = {"sha1": hashes.SHA1(), "sha256": hashes.SHA256()}  # noqa: S303 - to be refused


@dataclass(frozen=True)
class RsaSigningKey:
    key: rsa.RSAPrivateKey
    function: str = "sha256"
    key_oid: str = "1.2.840.113549.1.1.1"

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    @property
    def digest_oid(self) -> str:
        return {"sha1": "1.3.14.3.2.26", "sha256": "2.16.840.1.101.3.4.2.1"}[self.function]

    @property
    def signature_oid(self) -> str:
        return {"sha1": "1.2.840.113549.1.1.5", "sha256": "1.2.840.113549.1.1.11"}[self.function]

    def hash(self, data: bytes) -> bytes:
        return hashlib.new(self.function, data).digest()

    def sign(self, data: bytes) -> bytes:
        return self.key.sign(data, padding.PKCS1v15(), _FUNCTIONS[self.function])


@dataclass(frozen=True)
class EcdsaSigningKey:
    key: ec.EllipticCurvePrivateKey
    key_oid: str = "1.2.840.10045.2.1"
    digest_oid: str = "2.16.840.1.101.3.4.2.1"
    signature_oid: str = "1.2.840.10045.4.3.2"

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    def hash(self, data: bytes) -> bytes:
        return hashlib.sha256(data).digest()

    def sign(self, data: bytes) -> bytes:
        return self.key.sign(data, ec.ECDSA(hashes.SHA256()))


def load_gost_key(path: Path) -> GostSigningKey:
    """A key of `tests/data/gost/keys`: PKCS #8 with the number lowest byte first."""
    body = b"".join(path.read_bytes().splitlines()[1:-1])
    fields = Fields(parse(base64.b64decode(body)))
    fields.take()
    info = Fields(fields.take())
    info.take()
    curve = CURVES[oid_dotted(Fields(info.take()).take().content)]
    return GostSigningKey(curve, int.from_bytes(parse(fields.take().content).content, "little"))


def load_rsa_key(path: Path) -> RsaSigningKey:
    key = load_pem_private_key(path.read_bytes(), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return RsaSigningKey(key)
