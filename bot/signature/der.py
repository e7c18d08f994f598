"""Reading DER (X.690) where it lies: every element remembers its bytes, because signatures cover bytes, not values."""

from bot.signature import limits

BOOLEAN = 0x01
INTEGER = 0x02
BIT_STRING = 0x03
OCTET_STRING = 0x04
NULL = 0x05
OBJECT_IDENTIFIER = 0x06
ENUMERATED = 0x0A
UTF8_STRING = 0x0C
UTC_TIME = 0x17
GENERALIZED_TIME = 0x18
SEQUENCE = 0x30
SET = 0x31

_CONSTRUCTED = 0x20
_HIGH_TAG = 0x1F
_SHORT_FORM = 0x80  # a first length byte below this is the length itself
_LONGEST_LENGTH = 4
_OID_BYTES = 64


class MalformedError(Exception):
    """The bytes break the rules of their format."""


class Element:
    """One tag-length-value of a larger buffer."""

    __slots__ = ("body", "data", "end", "start", "tag")

    def __init__(self, data: bytes, start: int, limit: int) -> None:
        try:
            tag = data[start]
            length = data[start + 1]
        except IndexError:
            raise MalformedError("an element is cut off") from None
        body = start + 2
        if tag & _HIGH_TAG == _HIGH_TAG:
            raise MalformedError("a tag number that nothing here uses")
        if length >= _SHORT_FORM:
            count = length - _SHORT_FORM
            if not 0 < count <= _LONGEST_LENGTH:
                raise MalformedError("a length that DER does not allow")
            length = int.from_bytes(data[body : body + count], "big")
            if length < _SHORT_FORM or length >> 8 * (count - 1) == 0:
                raise MalformedError("a length written longer than needed")
            body += count
        self.tag = tag
        self.data = data
        self.start = start
        self.body = body
        self.end = body + length
        if self.end > limit:
            raise MalformedError("an element reaches past its end")

    @property
    def raw(self) -> bytes:
        """All bytes of the element."""
        return self.data[self.start : self.end]

    @property
    def content(self) -> bytes:
        """The bytes after the tag and the length."""
        return self.data[self.body : self.end]

    def children(self) -> list["Element"]:
        """The elements inside."""
        if not self.tag & _CONSTRUCTED:
            raise MalformedError("a structure was expected")
        found = []
        at = self.body
        while at < self.end:
            child = Element(self.data, at, self.end)
            found.append(child)
            at = child.end
        return found

    def expect(self, tag: int) -> "Element":
        """The element itself, if it is what was expected."""
        if self.tag != tag:
            raise MalformedError(f"tag {self.tag:#04x} where {tag:#04x} was expected")
        return self


class Fields:
    """Walks through the fields of a SEQUENCE or SET in order."""

    __slots__ = ("_children", "_next")

    def __init__(self, element: Element, tag: int = SEQUENCE) -> None:
        self._children = element.expect(tag).children()
        self._next = 0

    def take(self, tag: int | None = None) -> Element:
        """The next field, of the given tag if one is named."""
        if self._next == len(self._children):
            raise MalformedError("a field is missing")
        element = self._children[self._next]
        if tag is not None:
            element.expect(tag)
        self._next += 1
        return element

    def optional(self, *tags: int) -> Element | None:
        """The next field if it has one of these tags."""
        if self._next < len(self._children) and self._children[self._next].tag in tags:
            return self.take()
        return None

    def rest(self) -> list[Element]:
        """All fields not taken yet."""
        left = self._children[self._next :]
        self._next = len(self._children)
        return left

    def finish(self) -> None:
        """See that nothing is left."""
        if self._next != len(self._children):
            raise MalformedError("more fields than there may be")


def parse(data: bytes) -> Element:
    """The one element that fills the whole buffer."""
    element = Element(data, 0, len(data))
    if element.end != len(data):
        raise MalformedError("bytes after the end")
    return element


def parse_inside(element: Element, tag: int = OCTET_STRING) -> Element:
    """The one element wrapped into a string, as extensions do."""
    element.expect(tag)
    inner = Element(element.data, element.body, element.end)
    if inner.end != element.end:
        raise MalformedError("bytes after the end")
    return inner


def encode(tag: int, content: bytes) -> bytes:
    """The DER form of one element."""
    size = len(content)
    if size < _SHORT_FORM:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, _SHORT_FORM + len(length))) + length + content


def oid_bytes(dotted: str) -> bytes:
    """The content bytes of an OBJECT IDENTIFIER: what comparisons are made with."""
    first, second, *rest = map(int, dotted.split("."))
    encoded = bytearray()
    for arc in (40 * first + second, *rest):
        groups = [arc & 0x7F]
        while arc := arc >> 7:
            groups.append(arc & 0x7F | 0x80)
        encoded += bytes(reversed(groups))
    return bytes(encoded)


def oid_dotted(content: bytes) -> str:
    """The dotted form of an OBJECT IDENTIFIER's content bytes."""
    if not content or len(content) > _OID_BYTES or content[-1] & 0x80:
        raise MalformedError("an object identifier is broken")
    arcs = []
    arc = 0
    for byte in content:
        arc = arc << 7 | byte & 0x7F
        if not byte & 0x80:
            arcs.append(arc)
            arc = 0
    first = min(arcs[0] // 40, 2)
    return ".".join(map(str, (first, arcs[0] - 40 * first, *arcs[1:])))


def integer(element: Element, most_bytes: int = 8) -> int:
    """The value of an INTEGER or ENUMERATED of bounded size."""
    content = element.content
    if not 0 < len(content) <= most_bytes:
        raise MalformedError("a number is empty or too long")
    return int.from_bytes(content, "big", signed=True)


def boolean(element: Element) -> bool:
    """The value of a BOOLEAN; DER knows 00 and FF only, BER's other truths are taken for true."""
    content = element.expect(BOOLEAN).content
    if len(content) != 1:
        raise MalformedError("a truth value of the wrong size")
    return content != b"\x00"


def bit_string(element: Element) -> bytes:
    """The bytes of a BIT STRING that holds whole bytes: keys and signatures."""
    content = element.expect(BIT_STRING).content
    if not content or content[0]:
        raise MalformedError("a bit string that does not end on a byte")
    return content[1:]


def named_bits(element: Element) -> frozenset[int]:
    """The numbers of the bits that are set in a BIT STRING of flags."""
    content = element.content
    if not 1 <= len(content) <= limits.SERIAL_BYTES or content[0] >= 8:  # noqa: PLR2004 - bits in a byte
        raise MalformedError("flags are broken")
    return frozenset(
        8 * place + bit for place, byte in enumerate(content[1:]) for bit in range(8) if byte & 0x80 >> bit
    )
