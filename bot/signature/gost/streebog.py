"""The Streebog hash, GOST R 34.11-2012 (RFC 6986).

The three layers of a round — substitution S, permutation P, linear map L — are joined into tables, so that a round is
64 look-ups. The state is held as a whole number with the standard's byte 0 lowest.
"""

import sys
from functools import reduce
from operator import xor
from struct import Struct
from typing import Final

_BLOCK = 64

# RFC 6986 § 6.2
_PI: Final = bytes.fromhex(
    "fceedd11cf6e3116fbc4fada23c5044de977f0db932e99ba1736f1bb14cd5fc1"
    "f918655ae25cef21811c3c428b018e4f058402aee36a8fa0060bed987fd4d31f"
    "eb342c51eac848abf22a68a2fd3aceccb5700e56080c7612bf7213479cb75d87"
    "15a19629107b9ac7f391786f9d9eb2b13275193dff358a7e6d54c680c3bd0d57"
    "dff524a93ea843c9d779d6f67c22b903e00fecde7a94b0bcdce828504e330a4a"
    "a79760731e0062441ab83882649f2641ad454692275e552f8ca3a57d69d5953b"
    "0758b34086ac1df730376be488d9e789e11b83494c3ff8fe8d53aa90cad88561"
    "207167a42d2b095bcb9b25d0bee56c5259a674d2e6f4b4c0d166afc2394b63b6"
)

# RFC 6986 § 6.4, the rows of the matrix A
_A: Final = (
    0x8E20FAA72BA0B470,
    0x47107DDD9B505A38,
    0xAD08B0E0C3282D1C,
    0xD8045870EF14980E,
    0x6C022C38F90A4C07,
    0x3601161CF205268D,
    0x1B8E0B0E798C13C8,
    0x83478B07B2468764,
    0xA011D380818E8F40,
    0x5086E740CE47C920,
    0x2843FD2067ADEA10,
    0x14AFF010BDD87508,
    0x0AD97808D06CB404,
    0x05E23C0468365A02,
    0x8C711E02341B2D01,
    0x46B60F011A83988E,
    0x90DAB52A387AE76F,
    0x486DD4151C3DFDB9,
    0x24B86A840E90F0D2,
    0x125C354207487869,
    0x092E94218D243CBA,
    0x8A174A9EC8121E5D,
    0x4585254F64090FA0,
    0xACCC9CA9328A8950,
    0x9D4DF05D5F661451,
    0xC0A878A0A1330AA6,
    0x60543C50DE970553,
    0x302A1E286FC58CA7,
    0x18150F14B9EC46DD,
    0x0C84890AD27623E0,
    0x0642CA05693B9F70,
    0x0321658CBA93C138,
    0x86275DF09CE8AAA8,
    0x439DA0784E745554,
    0xAFC0503C273AA42A,
    0xD960281E9D1D5215,
    0xE230140FC0802984,
    0x71180A8960409A42,
    0xB60C05CA30204D21,
    0x5B068C651810A89E,
    0x456C34887A3805B9,
    0xAC361A443D1C8CD2,
    0x561B0D22900E4669,
    0x2B838811480723BA,
    0x9BCF4486248D9F5D,
    0xC3E9224312C8C1A0,
    0xEFFA11AF0964EE50,
    0xF97D86D98A327728,
    0xE4FA2054A80B329C,
    0x727D102A548B194E,
    0x39B008152ACB8227,
    0x9258048415EB419D,
    0x492C024284FBAEC0,
    0xAA16012142F35760,
    0x550B8E9E21F7A530,
    0xA48B474F9EF5DC18,
    0x70A6A56E2440598E,
    0x3853DC371220A247,
    0x1CA76E95091051AD,
    0x0EDD37C48A08A6D8,
    0x07E095624504536C,
    0x8D70C431AC02A736,
    0xC83862965601DD1B,
    0x641C314B2B8EE083,
)

# RFC 6986 § 6.5
_C: Final = (
    0xB1085BDA1ECADAE9EBCB2F81C0657C1F2F6A76432E45D016714EB88D7585C4FC4B7CE09192676901A2422A08A460D31505767436CC744D23DD806559F2A64507,
    0x6FA3B58AA99D2F1A4FE39D460F70B5D7F3FEEA720A232B9861D55E0F16B501319AB5176B12D699585CB561C2DB0AA7CA55DDA21BD7CBCD56E679047021B19BB7,
    0xF574DCAC2BCE2FC70A39FC286A3D843506F15E5F529C1F8BF2EA7514B1297B7BD3E20FE490359EB1C1C93A376062DB09C2B6F443867ADB31991E96F50ABA0AB2,
    0xEF1FDFB3E81566D2F948E1A05D71E4DD488E857E335C3C7D9D721CAD685E353FA9D72C82ED03D675D8B71333935203BE3453EAA193E837F1220CBEBC84E3D12E,
    0x4BEA6BACAD4747999A3F410C6CA923637F151C1F1686104A359E35D7800FFFBDBFCD1747253AF5A3DFFF00B723271A167A56A27EA9EA63F5601758FD7C6CFE57,
    0xAE4FAEAE1D3AD3D96FA4C33B7A3039C02D66C4F95142A46C187F9AB49AF08EC6CFFAA6B71C9AB7B40AF21F66C2BEC6B6BF71C57236904F35FA68407A46647D6E,
    0xF4C70E16EEAAC5EC51AC86FEBF240954399EC6C7E6BF87C9D3473E33197A93C90992ABC52D822C3706476983284A05043517454CA23C4AF38886564D3A14D493,
    0x9B1F5B424D93C9A703E7AA020C6E41414EB7F8719C36DE1E89B4443B4DDBC49AF4892BCB929B069069D18D2BD1A5C42F36ACC2355951A8D9A47F0DD4BF02E71E,
    0x378F5A541631229B944C9AD8EC165FDE3A7D3A1B258942243CD955B7E00D0984800A440BDBB2CEB17B2B8A9AA6079C540E38DC92CB1F2A607261445183235ADB,
    0xABBEDEA680056F52382AE548B2E4F3F38941E71CFF8A78DB1FFFE18A1B3361039FE76702AF69334B7A1E6C303B7652F43698FAD1153BB6C374B4C7FB98459CED,
    0x7BCD9ED0EFC889FB3002C6CD635AFE94D8FA6BBBEBAB076120018021148466798A1D71EFEA48B9CAEFBACD1D7D476E98DEA2594AC06FD85D6BCAA4CD81F32D1B,
    0x378EE767F11631BAD21380B00449B17ACDA43C32BCDF1D77F82012D430219F9B5D80EF9D1891CC86E71DA4AA88E12852FAF417D5D9B21B9948BC924AF11BD720,
)

_IV_512: Final = 0
_IV_256: Final = int.from_bytes(b"\x01" * _BLOCK, "little")


def _column_table(column: int) -> tuple[int, ...]:
    """For every value of a word's byte: S, then its share of the product of the word and the matrix A (L)."""
    rows = [_A[63 - 8 * column - bit] for bit in range(8)]
    return tuple(reduce(xor, (row for bit, row in enumerate(rows) if value >> bit & 1), 0) for value in _PI)


_T0, _T1, _T2, _T3, _T4, _T5, _T6, _T7 = map(_column_table, range(8))
_pack_words = Struct("<8Q").pack


def _lps(state: int) -> int:
    """S, P and L at once: byte 8c + r of the state becomes byte c of word r.

    Written out because this is where all the time goes: a loop takes twice as long.
    """
    # fmt: off
    (a0, a1, a2, a3, a4, a5, a6, a7, b0, b1, b2, b3, b4, b5, b6, b7,
     c0, c1, c2, c3, c4, c5, c6, c7, d0, d1, d2, d3, d4, d5, d6, d7,
     e0, e1, e2, e3, e4, e5, e6, e7, f0, f1, f2, f3, f4, f5, f6, f7,
     g0, g1, g2, g3, g4, g5, g6, g7, h0, h1, h2, h3, h4, h5, h6, h7) = state.to_bytes(_BLOCK, "little")
    return int.from_bytes(_pack_words(
        _T0[a0] ^ _T1[b0] ^ _T2[c0] ^ _T3[d0] ^ _T4[e0] ^ _T5[f0] ^ _T6[g0] ^ _T7[h0],
        _T0[a1] ^ _T1[b1] ^ _T2[c1] ^ _T3[d1] ^ _T4[e1] ^ _T5[f1] ^ _T6[g1] ^ _T7[h1],
        _T0[a2] ^ _T1[b2] ^ _T2[c2] ^ _T3[d2] ^ _T4[e2] ^ _T5[f2] ^ _T6[g2] ^ _T7[h2],
        _T0[a3] ^ _T1[b3] ^ _T2[c3] ^ _T3[d3] ^ _T4[e3] ^ _T5[f3] ^ _T6[g3] ^ _T7[h3],
        _T0[a4] ^ _T1[b4] ^ _T2[c4] ^ _T3[d4] ^ _T4[e4] ^ _T5[f4] ^ _T6[g4] ^ _T7[h4],
        _T0[a5] ^ _T1[b5] ^ _T2[c5] ^ _T3[d5] ^ _T4[e5] ^ _T5[f5] ^ _T6[g5] ^ _T7[h5],
        _T0[a6] ^ _T1[b6] ^ _T2[c6] ^ _T3[d6] ^ _T4[e6] ^ _T5[f6] ^ _T6[g6] ^ _T7[h6],
        _T0[a7] ^ _T1[b7] ^ _T2[c7] ^ _T3[d7] ^ _T4[e7] ^ _T5[f7] ^ _T6[g7] ^ _T7[h7],
    ), "little")
    # fmt: on


def _schedule(key: int) -> list[int]:
    """The thirteen round keys."""
    keys = [key]
    for constant in _C:
        key = _lps(key ^ constant)
        keys.append(key)
    return keys


def _compress(state: int, count: int, block: int) -> int:
    keys = _schedule(_lps(state ^ count))
    return _encrypt(keys, block) ^ state ^ block


def _encrypt(keys: list[int], block: int) -> int:
    for key in keys[:12]:
        block = _lps(block ^ key)
    return block ^ keys[12]


def _streebog(data: bytes, initial: int) -> bytes:
    state = initial
    count = 0
    checksum = 0
    mask = (1 << 512) - 1
    whole = len(data) - len(data) % _BLOCK
    for start in range(0, whole, _BLOCK):
        block = int.from_bytes(data[start : start + _BLOCK], "little")
        state = _compress(state, count, block)
        count += 512
        checksum = checksum + block & mask
    rest = data[whole:]
    block = int.from_bytes(rest + b"\x01", "little")
    state = _compress(state, count, block)
    count += 8 * len(rest)
    checksum = checksum + block & mask
    state = _compress(state, 0, count)
    return _compress(state, 0, checksum).to_bytes(_BLOCK, "little")


def streebog512(data: bytes) -> bytes:
    """The 64-byte hash, in the order that certificates and messages carry it."""
    return _streebog(data, _IV_512)


def streebog256(data: bytes) -> bytes:
    """The 32-byte hash, in the order that certificates and messages carry it."""
    return _streebog(data, _IV_256)[32:]


if __name__ == "__main__":  # run as a program by `bot.signature.digest`: data in, hash out
    _data = sys.stdin.buffer.read()
    sys.stdout.buffer.write(streebog256(_data) if sys.argv[1] == "256" else streebog512(_data))
