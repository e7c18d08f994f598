"""Checking a GOST R 34.10-2012 signature (RFC 7091)."""

from bot.signature.gost.curves import Curve
from bot.signature.gost.point import double_multiply_x


def verify(curve: Curve, key: tuple[int, int], digest: bytes, signature: bytes) -> bool:
    """Whether the signature over the hash was made with the key's other half.

    Args:
        curve: The curve of the key.
        key: A point that `decode_public_key` has let through.
        digest: The Streebog hash of the curve's size, as `streebog256` and `streebog512` give it.
        signature: s ‖ r, each highest byte first: the order of X.509 and CMS (RFC 9215 § 2).
    """
    size = curve.size
    if len(digest) != size or len(signature) != 2 * size:
        return False
    s = int.from_bytes(signature[:size], "big")
    r = int.from_bytes(signature[size:], "big")
    q = curve.q
    if not (0 < r < q and 0 < s < q):
        return False
    inverse = pow(message_number(curve, digest), -1, q)
    x = double_multiply_x(curve, s * inverse % q, -r * inverse % q, key)
    return x is not None and x % q == r


def message_number(curve: Curve, digest: bytes) -> int:
    """The hash as the number that the arithmetic works on: e of RFC 7091 § 6, never zero."""
    return int.from_bytes(digest, "little") % curve.q or 1
