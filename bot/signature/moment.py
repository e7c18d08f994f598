"""The two ways certificates and messages write a moment (RFC 5280 § 4.1.2.5)."""

from datetime import UTC, datetime

from bot.signature.der import GENERALIZED_TIME, UTC_TIME, Element, MalformedError

_UTC_LENGTH = len("YYMMDDHHMMSSZ")
_GENERALIZED_LENGTH = len("YYYYMMDDHHMMSSZ")
_CENTURY_TURN = 50  # two-digit years below it belong to the 21st century


def parse_time(element: Element) -> datetime:
    """The moment, aware, in UTC.

    Raises:
        MalformedError: Not a time, or not in Greenwich time to the second.
    """
    text = element.content
    digits = text[:-1]
    if text[-1:] != b"Z" or not digits.isdigit():
        raise MalformedError("a time in a form that certificates do not use")
    if element.tag == UTC_TIME and len(text) == _UTC_LENGTH:
        year = int(digits[:2])
        year += 2000 if year < _CENTURY_TURN else 1900
        rest = digits[2:]
    elif element.tag == GENERALIZED_TIME and len(text) == _GENERALIZED_LENGTH:
        year = int(digits[:4])
        rest = digits[4:]
    else:
        raise MalformedError("a time in a form that certificates do not use")
    month, day, hour, minute, second = (int(rest[at : at + 2]) for at in range(0, 10, 2))
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        raise MalformedError("a day or an hour that does not exist") from None
