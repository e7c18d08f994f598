"""Arithmetic on curve points: variable time, because everything it ever sees is public.

Points are affine (x, y); None stands for the point at infinity. Inside, sums run in Jacobian coordinates
(X/Z², Y/Z³) so that a whole multiplication needs one field inversion, and scalars are recoded into the windowed
non-adjacent form (Hankerson, Menezes, Vanstone, "Guide to Elliptic Curve Cryptography", § 3.3).
"""

from collections.abc import Sequence
from functools import lru_cache

from bot.signature.gost.curves import CURVES, Curve

Point = tuple[int, int] | None
_Affine = tuple[int, int]
_Jacobian = tuple[int, int, int]

_INFINITY: _Jacobian = (1, 1, 0)
_BASE_WINDOW = 8  # the base point's table is computed once per curve
_KEY_WINDOW = 5


def multiply(curve: Curve, k: int, point: Point) -> Point:
    """The sum of k copies of the point; k may be any whole number from 0."""
    if k < 0:
        raise ValueError("negative multiplier")
    if point is None or k == 0:
        return None
    return _to_affine(curve, _interleave(curve, [(_recode(k, _KEY_WINDOW), _odd_multiples(curve, point))]))


def multiply_base(curve: Curve, k: int) -> Point:
    """The sum of k copies of the curve's base point."""
    return multiply(curve, k, (curve.x, curve.y))


def double_multiply_x(curve: Curve, u: int, v: int, point: _Affine) -> int | None:
    """The x coordinate of u·P + v·Q, where P is the base point; None when the sum is infinity."""
    total = _interleave(
        curve,
        [
            (_recode(u, _BASE_WINDOW), _base_table(curve)),
            (_recode(v, _KEY_WINDOW), _odd_multiples(curve, point)),
        ],
    )
    affine = _to_affine(curve, total)
    return None if affine is None else affine[0]


def _recode(k: int, window: int) -> list[int]:
    """Signed digits of k, least significant first: zero or odd, less than 2^(window-1) in size."""
    digits = []
    modulus = 1 << window
    half = modulus >> 1
    mask = modulus - 1
    while k:
        if k & 1:
            digit = k & mask
            if digit >= half:
                digit -= modulus
            k -= digit
            digits.append(digit)
            # The digit leaves at least `window - 1` zeros behind it: step over them at once.
            k >>= 1
            zeros = min((k & -k).bit_length() - 1, window - 1) if k else 0
            digits.extend([0] * zeros)
            k >>= zeros
        else:
            digits.append(0)
            k >>= 1
    return digits


@lru_cache(maxsize=len(CURVES))
def _base_table(curve: Curve) -> tuple[Point, ...]:
    return _odd_multiples(curve, (curve.x, curve.y), _BASE_WINDOW)


def _odd_multiples(curve: Curve, point: _Affine, window: int = _KEY_WINDOW) -> tuple[Point, ...]:
    """Affine 1P, 3P, 5P, … as far as the window's digits reach.

    A multiple may be infinity on a curve with a cofactor, when a hostile key has a small order.
    """
    double = _to_affine(curve, _double(curve, (*point, 1)))
    multiples: list[_Jacobian] = [(*point, 1)]
    for _ in range((1 << (window - 2)) - 1):
        last = multiples[-1]
        multiples.append(last if double is None else _add(curve, last, double))
    return _all_to_affine(curve, multiples)


def _interleave(curve: Curve, terms: list[tuple[list[int], tuple[Point, ...]]]) -> _Jacobian:
    """The sum of several multiplications sharing one chain of doublings."""
    p = curve.p
    length = max(len(digits) for digits, _ in terms)
    schedule: list[list[_Affine]] = [[] for _ in range(length)]
    for digits, table in terms:
        for place, digit in enumerate(digits):
            if digit:
                addend = table[abs(digit) >> 1]
                if addend is not None:
                    schedule[place].append(addend if digit > 0 else (addend[0], p - addend[1]))
    double = _double_minus_three if curve.a == p - 3 else _double
    total = _INFINITY
    for addends in reversed(schedule):
        total = double(curve, total)
        for addend in addends:
            total = _add(curve, total, addend)
    return total


def _double(curve: Curve, point: _Jacobian) -> _Jacobian:
    x, y, z = point
    if not z or not y:
        return _INFINITY
    p = curve.p
    yy = y * y % p
    s = 4 * x * yy % p
    zz = z * z % p
    m = (3 * x * x + curve.a * (zz * zz % p)) % p
    x3 = (m * m - 2 * s) % p
    return x3, (m * (s - x3) - 8 * yy * yy) % p, 2 * y * z % p


def _double_minus_three(curve: Curve, point: _Jacobian) -> _Jacobian:
    """Doubling where a = -3: one multiplication less, because 3X² - 3Z⁴ = 3(X - Z²)(X + Z²)."""
    x, y, z = point
    if not z or not y:
        return _INFINITY
    p = curve.p
    yy = y * y % p
    s = 4 * x * yy % p
    zz = z * z % p
    m = 3 * (x - zz) * (x + zz) % p
    x3 = (m * m - 2 * s) % p
    return x3, (m * (s - x3) - 8 * yy * yy) % p, 2 * y * z % p


def _add(curve: Curve, point: _Jacobian, addend: _Affine) -> _Jacobian:
    x1, y1, z1 = point
    x2, y2 = addend
    if not z1:
        return x2, y2, 1
    p = curve.p
    zz = z1 * z1 % p
    h = (x2 * zz - x1) % p
    r = (y2 * zz * z1 - y1) % p
    if not h:
        return _INFINITY if r else _double(curve, point)
    hh = h * h % p
    hhh = hh * h % p
    v = x1 * hh % p
    x3 = (r * r - hhh - 2 * v) % p
    return x3, (r * (v - x3) - y1 * hhh) % p, z1 * h % p


def _to_affine(curve: Curve, point: _Jacobian) -> Point:
    return _all_to_affine(curve, [point])[0]


def _all_to_affine(curve: Curve, points: Sequence[_Jacobian]) -> tuple[Point, ...]:
    """Affine forms with one inversion for all of them (Montgomery's trick)."""
    p = curve.p
    products = []
    running = 1
    for _, _, z in points:
        products.append(running)
        if z:
            running = running * z % p
    inverse = pow(running, -1, p)
    affine: list[Point] = []
    for (x, y, z), product in zip(reversed(points), reversed(products), strict=True):
        if not z:
            affine.append(None)
            continue
        z_inverse = inverse * product % p
        inverse = inverse * z % p
        square = z_inverse * z_inverse % p
        affine.append((x * square % p, y * square * z_inverse % p))
    affine.reverse()
    return tuple(affine)
