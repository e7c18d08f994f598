"""GOST R 34.10-2012 against the standard's examples, and its own laws on every curve."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.signature.gost import signature as gost
from bot.signature.gost.curves import CURVES, Curve
from bot.signature.gost.keys import InvalidKeyError, decode_public_key, encode_public_key
from bot.signature.gost.point import double_multiply_x, multiply, multiply_base
from tests.signature.signing import GostSigningKey

ALL_CURVES = sorted(set(CURVES.values()), key=lambda curve: curve.name)
curves = st.sampled_from(ALL_CURVES)
numbers = st.integers(min_value=1, max_value=2**512 - 1)

# RFC 7091 § 7.1 and the standard's appendix А.2: curves made for the examples, in no certificate.
EXAMPLES = [
    (
        Curve(
            name="example-256",
            oids=(),
            bits=256,
            p=0x8000000000000000000000000000000000000000000000000000000000000431,
            a=7,
            b=0x5FBFF498AA938CE739B8E022FBAFEF40563F6E6A3472FC2A514C0CE9DAE23B7E,
            q=0x8000000000000000000000000000000150FE8A1892976154C59CFC193ACCF5B3,
            x=2,
            y=0x08E2A8A0E65147D4BD6316030E16D19C85C97F0A9CA267122B96ABBCEA7E8FC8,
            cofactor=1,
        ),
        {
            "d": 0x7A929ADE789BB9BE10ED359DD39A72C11B60961F49397EEE1D19CE9891EC3B28,
            "e": 0x2DFBC1B372D89A1188C09C52E0EEC61FCE52032AB1022E8E67ECE6672B043EE5,
            "k": 0x77105C9B20BCD3122823C8CF6FCC7B956DE33814E95B7FE64FED924594DCEAB3,
            "x": 0x7F2B49E270DB6D90D8595BEC458B50C58585BA1D4E9B788F6689DBD8E56FD80B,
            "y": 0x26F1B489D6701DD185C8413A977B3CBBAF64D1C593D26627DFFB101A87FF77DA,
            "r": 0x41AA28D2F1AB148280CD9ED56FEDA41974053554A42767B83AD043FD39DC0493,
            "s": 0x01456C64BA4642A1653C235A98A60249BCD6D3F746B631DF928014F6C5BF9C40,
        },
    ),
    (
        Curve(
            name="example-512",
            oids=(),
            bits=512,
            p=0x4531ACD1FE0023C7550D267B6B2FEE80922B14B2FFB90F04D4EB7C09B5D2D15DF1D852741AF4704A0458047E80E4546D35B8336FAC224DD81664BBF528BE6373,
            a=7,
            b=0x1CFF0806A31116DA29D8CFA54E57EB748BC5F377E49400FDD788B649ECA1AC4361834013B2AD7322480A89CA58E0CF74BC9E540C2ADD6897FAD0A3084F302ADC,
            q=0x4531ACD1FE0023C7550D267B6B2FEE80922B14B2FFB90F04D4EB7C09B5D2D15DA82F2D7ECB1DBAC719905C5EECC423F1D86E25EDBE23C595D644AAF187E6E6DF,
            x=0x24D19CC64572EE30F396BF6EBBFD7A6C5213B3B3D7057CC825F91093A68CD762FD60611262CD838DC6B60AA7EEE804E28BC849977FAC33B4B530F1B120248A9A,
            y=0x2BB312A43BD2CE6E0D020613C857ACDDCFBF061E91E5F2C3F32447C259F39B2C83AB156D77F1496BF7EB3351E1EE4E43DC1A18B91B24640B6DBB92CB1ADD371E,
            cofactor=1,
        ),
        {
            "d": 0x0BA6048AADAE241BA40936D47756D7C93091A0E8514669700EE7508E508B102072E8123B2200A0563322DAD2827E2714A2636B7BFD18AADFC62967821FA18DD4,
            "e": 0x3754F3CFACC9E0615C4F4A7C4D8DAB531B09B6F9C170C533A71D147035B0C5917184EE536593F4414339976C647C5D5A407ADEDB1D560C4FC6777D2972075B8C,
            "k": 0x0359E7F4B1410FEACC570456C6801496946312120B39D019D455986E364F365886748ED7A44B3E794434006011842286212273A6D14CF70EA3AF71BB1AE679F1,
            "x": 0x115DC5BC96760C7B48598D8AB9E740D4C4A85A65BE33C1815B5C320C854621DD5A515856D13314AF69BC5B924C8B4DDFF75C45415C1D9DD9DD33612CD530EFE1,
            "y": 0x37C7C90CD40B0F5621DC3AC1B751CFA0E2634FA0503B3D52639F5D7FB72AFD61EA199441D943FFE7F0C70A2759A3CDB84C114E1F9339FDF27F35ECA93677BEEC,
            "r": 0x2F86FA60A081091A23DD795E1E3C689EE512A3C82EE0DCC2643C78EEA8FCACD35492558486B20F1C9EC197C90699850260C93BCBCD9C5C3317E19344E173AE36,
            "s": 0x1081B394696FFE8E6585E7A9362D26B6325F56778AADBC081C0BFBE933D52FF5823CE288E8C4F362526080DF7F70CE406A6EEB1F56919CB92A9853BDE73E5B4A,
        },
    ),
]


@pytest.mark.parametrize(("curve", "example"), EXAMPLES, ids=["256", "512"])
def test_the_standards_example(curve: Curve, example: dict[str, int]) -> None:
    digest = example["e"].to_bytes(curve.size, "little")
    key = GostSigningKey(curve, example["d"])
    assert key.point == (example["x"], example["y"])
    signature = example["s"].to_bytes(curve.size, "big") + example["r"].to_bytes(curve.size, "big")
    assert key.sign_with(example["k"], digest) == signature
    assert gost.verify(curve, key.point, digest, signature)
    assert not gost.verify(curve, key.point, digest[::-1], signature)
    swapped = signature[curve.size :] + signature[: curve.size]
    assert not gost.verify(curve, key.point, digest, swapped)


@pytest.mark.parametrize("curve", ALL_CURVES, ids=lambda curve: curve.name)
class TestCurve:
    """Each set of parameters is a group of prime order with a base point in it."""

    def test_parameters(self, curve: Curve) -> None:
        assert curve.p.bit_length() == curve.bits
        assert pow(3, curve.p - 1, curve.p) == 1
        assert pow(3, curve.q - 1, curve.q) == 1
        assert (4 * curve.a**3 + 27 * curve.b**2) % curve.p
        assert curve.holds(curve.x, curve.y)
        # Hasse: the group's order is within 2√p of p + 1.
        assert abs(curve.cofactor * curve.q - curve.p - 1) ** 2 <= 4 * curve.p

    def test_order(self, curve: Curve) -> None:
        assert multiply_base(curve, curve.q) is None
        assert multiply_base(curve, curve.q - 1) == (curve.x, curve.p - curve.y)
        assert multiply_base(curve, curve.q + 1) == (curve.x, curve.y)

    def test_small_multiples(self, curve: Curve) -> None:
        """The fast arithmetic agrees with the schoolbook's."""
        point = curve.x, curve.y
        total: tuple[int, int] | None = None
        for k in range(70):
            assert multiply(curve, k, point) == total
            total = schoolbook_add(curve, total, point)

    def test_a_point_outside_is_no_key(self, curve: Curve) -> None:
        with pytest.raises(InvalidKeyError):
            decode_public_key(curve, encode_public_key(curve, (curve.x, curve.y ^ 1)))
        with pytest.raises(InvalidKeyError):
            decode_public_key(curve, encode_public_key(curve, (0, 0)))

    def test_a_small_subgroup_is_no_key(self, curve: Curve) -> None:
        """On curves with a cofactor a point of order 2 exists: y = 0."""
        if curve.cofactor == 1:
            return
        point = point_of_order_two(curve)
        assert curve.holds(*point)
        assert multiply(curve, 2, point) is None
        with pytest.raises(InvalidKeyError):
            decode_public_key(curve, encode_public_key(curve, point))


def schoolbook_add(
    curve: Curve, left: tuple[int, int] | None, right: tuple[int, int] | None
) -> tuple[int, int] | None:
    """Affine addition, straight from RFC 7091 § 5.1."""
    if left is None or right is None:
        return left or right
    (x1, y1), (x2, y2) = left, right
    if x1 == x2 and (y1 + y2) % curve.p == 0:
        return None
    top, bottom = (3 * x1 * x1 + curve.a, 2 * y1) if left == right else (y2 - y1, x2 - x1)
    slope = top * pow(bottom, -1, curve.p)
    x3 = (slope * slope - x1 - x2) % curve.p
    return x3, (slope * (x1 - x3) - y1) % curve.p


def point_of_order_two(curve: Curve) -> tuple[int, int]:
    """q·Q for a random Q is in the subgroup of the cofactor."""
    x = 2
    while True:
        x += 1
        square = (x**3 + curve.a * x + curve.b) % curve.p
        y = pow(square, (curve.p + 1) // 4, curve.p)  # both such fields have p ≡ 3 (mod 4)
        if y * y % curve.p != square:
            continue
        point = multiply(curve, curve.q, (x, y))
        while point is not None and point[1]:
            point = multiply(curve, 2, point)
        if point is not None:
            return point


@settings(max_examples=40, deadline=None)
@given(curve=curves, d=numbers, digest=st.binary(min_size=64, max_size=64), data=st.data())
def test_sign_and_verify(curve: Curve, d: int, digest: bytes, data: st.DataObject) -> None:
    """What is signed is accepted; with any bit of hash, signature or key flipped it is not."""
    key = GostSigningKey(curve, d % (curve.q - 1) + 1)
    digest = digest[: curve.size]
    signature = key.sign_hash(digest)
    encoded = encode_public_key(curve, key.point)
    assert decode_public_key(curve, encoded) == key.point
    assert gost.verify(curve, key.point, digest, signature)
    flipped = flip(digest, data.draw(st.integers(0, curve.bits - 1)))
    if gost.message_number(curve, flipped) != gost.message_number(curve, digest):
        assert not gost.verify(curve, key.point, flipped, signature)
    assert not gost.verify(
        curve, key.point, digest, flip(signature, data.draw(st.integers(0, 2 * curve.bits - 1)))
    )
    with pytest.raises(InvalidKeyError):
        decode_public_key(curve, flip(encoded, data.draw(st.integers(0, 8 * len(encoded) - 1))))


def flip(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


@settings(max_examples=40, deadline=None)
@given(curve=curves, u=numbers, v=numbers, d=st.integers(1, 2**64))
def test_double_multiplication(curve: Curve, u: int, v: int, d: int) -> None:
    """u·P + v·Q is what the two parts give by themselves."""
    point = multiply_base(curve, d)
    assert point is not None
    u, v = u % curve.q, v % curve.q
    total = schoolbook_add(curve, multiply_base(curve, u), multiply(curve, v, point))
    assert double_multiply_x(curve, u, v, point) == (None if total is None else total[0])


@pytest.mark.parametrize("curve", ALL_CURVES, ids=lambda curve: curve.name)
def test_a_sum_at_infinity(curve: Curve) -> None:
    """u·P + v·Q with Q = d·P and u = -v·d; and with Q = P, where addition meets doubling."""
    point = multiply_base(curve, 5)
    assert point is not None
    assert double_multiply_x(curve, curve.q - 15, 3, point) is None
    assert double_multiply_x(curve, 7, 7, (curve.x, curve.y)) == (multiply_base(curve, 14) or (None,))[0]


@pytest.mark.parametrize("curve", ALL_CURVES, ids=lambda curve: curve.name)
def test_numbers_out_of_range(curve: Curve) -> None:
    """0 < r < q and 0 < s < q; other sizes are no signature either."""
    key = GostSigningKey(curve, 12345)
    digest = b"\x05" * curve.size
    good = key.sign_hash(digest)
    size = curve.size
    s, r = good[:size], good[size:]
    too_large = [(int.from_bytes(half, "big") + curve.q).to_bytes(size + 1, "big")[-size:] for half in (s, r)]
    for broken in (
        bytes(2 * size),
        bytes(size) + r,
        s + bytes(size),
        curve.q.to_bytes(size, "big") + r,
        s + curve.q.to_bytes(size, "big"),
        too_large[0] + r,
        s + too_large[1],
        good[:-1],
        good + b"\0",
        b"",
    ):
        assert not gost.verify(curve, key.point, digest, broken)
    assert not gost.verify(curve, key.point, digest[:-1], good)
    assert gost.verify(curve, key.point, digest, good)


def test_a_hash_of_zero_counts_as_one() -> None:
    """RFC 7091 § 6.2, step 3."""
    for curve in ALL_CURVES:
        key = GostSigningKey(curve, 777)
        for value in (0, curve.q):
            digest = value.to_bytes(curve.size, "little")
            assert gost.message_number(curve, digest) == 1
            assert gost.verify(curve, key.point, digest, key.sign_hash(digest))


def test_multipliers() -> None:
    curve = ALL_CURVES[0]
    assert multiply(curve, 0, (curve.x, curve.y)) is None
    assert multiply(curve, 5, None) is None
    with pytest.raises(ValueError, match="negative"):
        multiply(curve, -1, (curve.x, curve.y))


def test_names_of_curves() -> None:
    """The identifiers of facts known from RFC 9215 and from real certificates; the test sets are not among them."""
    assert CURVES["1.2.643.2.2.35.1"] is CURVES["1.2.643.2.2.36.0"] is CURVES["1.2.643.7.1.2.1.1.2"]
    assert CURVES["1.2.643.2.2.35.2"] is CURVES["1.2.643.7.1.2.1.1.3"]
    assert CURVES["1.2.643.2.2.35.3"] is CURVES["1.2.643.2.2.36.1"] is CURVES["1.2.643.7.1.2.1.1.4"]
    assert not {"1.2.643.2.2.35.0", "1.2.643.7.1.2.1.2.0"} & set(CURVES)
    assert CURVES["1.2.643.2.2.35.3"].x == 0
