"""Checking a signature by the standard's own steps, apart from the product's verifier."""

from bot.demo.keys import SigningKey
from bot.signature.gost.point import double_multiply_x


def holds(key: SigningKey, data: bytes, signature: bytes) -> bool:
    """Check by the standard's own steps (RFC 7091, 6.2)."""
    curve = key.kind.curve
    s, r = (int.from_bytes(signature[at : at + curve.size]) for at in (0, curve.size))
    e = int.from_bytes(key.digest(data), "little") % curve.q or 1
    v = pow(e, -1, curve.q)
    x = double_multiply_x(curve, s * v % curve.q, -r * v % curve.q, key.point)
    return x is not None and x % curve.q == r
