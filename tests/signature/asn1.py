"""Writing ASN.1 for tests, right or wrong as asked."""

from datetime import datetime

from bot.signature.der import encode, oid_bytes


def seq(*parts: bytes) -> bytes:
    return encode(0x30, b"".join(parts))


def set_of(*parts: bytes) -> bytes:
    return encode(0x31, b"".join(sorted(parts)))


def oid(dotted: str) -> bytes:
    return encode(0x06, oid_bytes(dotted))


def integer(value: int) -> bytes:
    return encode(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True))


def octets(content: bytes) -> bytes:
    return encode(0x04, content)


def bits(content: bytes) -> bytes:
    return encode(0x03, b"\0" + content)


def flags(*numbers: int) -> bytes:
    value = bytearray(max(numbers, default=0) // 8 + 1)
    for number in numbers:
        value[number // 8] |= 0x80 >> number % 8
    return encode(0x03, b"\0" + bytes(value))


def boolean(*, value: bool) -> bytes:
    return encode(0x01, b"\xff" if value else b"\0")


def tagged(number: int, *parts: bytes) -> bytes:
    return encode(0xA0 | number, b"".join(parts))


def primitive(number: int, content: bytes) -> bytes:
    return encode(0x80 | number, content)


def text(value: str, tag: int = 0x0C) -> bytes:
    encoding = {0x1E: "utf-16-be", 0x1C: "utf-32-be"}.get(tag, "utf-8")
    return encode(tag, value.encode(encoding))


def moment(at: datetime) -> bytes:
    if 1950 <= at.year < 2050:
        return encode(0x17, at.strftime("%y%m%d%H%M%SZ").encode())
    return encode(0x18, at.strftime("%Y%m%d%H%M%SZ").encode())


def algorithm(dotted: str, *parameters: bytes) -> bytes:
    return seq(oid(dotted), *parameters)


NULL = b"\x05\x00"
