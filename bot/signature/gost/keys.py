"""Public keys in the form X.509 carries them (RFC 9215 § 4)."""

from bot.signature.gost.curves import Curve
from bot.signature.gost.point import multiply

_OCTET_STRING = 0x04
_LONG_LENGTH = 0x81  # one length byte follows: DER's form for 128 to 255 bytes
_SHORT_LENGTHS = range(0x80)


class InvalidKeyError(Exception):
    """The key is not a point of the curve's prime-order group."""


def encode_public_key(curve: Curve, point: tuple[int, int]) -> bytes:
    """The content of subjectPublicKey's BIT STRING: an OCTET STRING with X and Y, each lowest byte first."""
    body = b"".join(value.to_bytes(curve.size, "little") for value in point)
    length = bytes([len(body)]) if len(body) in _SHORT_LENGTHS else bytes([_LONG_LENGTH, len(body)])
    return bytes([_OCTET_STRING]) + length + body


def decode_public_key(curve: Curve, encoded: bytes) -> tuple[int, int]:
    """The point from subjectPublicKey's BIT STRING.

    Raises:
        InvalidKeyError: Another form or size, or a point outside the curve's prime-order group.
    """
    size = curve.size
    body = encoded[-2 * size :]
    point = int.from_bytes(body[:size], "little"), int.from_bytes(body[size:], "little")
    if len(body) != 2 * size or not curve.holds(*point) or encode_public_key(curve, point) != encoded:
        raise InvalidKeyError(curve.name)
    # With a cofactor, being on the curve is not enough: small subgroups exist.
    if curve.cofactor != 1 and multiply(curve, curve.q, point) is not None:
        raise InvalidKeyError(curve.name)
    return point
