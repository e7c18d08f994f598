"""Reading JSON that somebody else writes: every field is what it should be, or the answer is unclear."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from bot.cabinet.sources import UnclearAnswerError

_KOPECKS: Final = 100


class Fields:
    """One JSON object. A field is found by its name in either form that these APIs write: `closeTime`, `CloseTime`.

    An absent field, null and an empty text are the same to it. Every method raises `UnclearAnswerError`.
    """

    __slots__ = ("_value",)

    def __init__(self, value: object) -> None:
        if not isinstance(value, dict):
            raise UnclearAnswerError(f"an object was expected, not {type(value).__name__}")
        self._value: dict[str, Any] = value

    def get(self, name: str) -> Any:
        """The field as it is; None when there is none."""
        value = self._value.get(name)
        if value is None:
            value = self._value.get(name[:1].upper() + name[1:])
        return None if value == "" else value

    def text(self, name: str) -> str:
        """A text without padding; empty when there is none."""
        value = self.get(name)
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise _wrong(name)
        return str(value).strip()

    def identifier(self, name: str) -> str:
        """A text that must be there."""
        value = self.text(name)
        if not value:
            raise _wrong(name)
        return value

    def whole(self, name: str) -> int:
        """A whole number that must be there, of any size."""
        value = self.get(name)
        if isinstance(value, Decimal) and value.is_finite() and value == value.to_integral_value():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise _wrong(name)
        return value

    def whole_or(self, name: str, absent: int) -> int:
        """A whole number, or what stands for its absence."""
        return absent if self.get(name) is None else self.whole(name)

    def flag(self, name: str, *, absent: bool) -> bool:
        """Yes or no."""
        value = self.get(name)
        if value is None:
            return absent
        if not isinstance(value, bool):
            raise _wrong(name)
        return value

    def decimal(self, name: str) -> Decimal:
        """A number that must be there, exact."""
        value = self.get(name)
        if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
            raise _wrong(name)
        try:
            number = Decimal(value)
        except InvalidOperation:
            raise _wrong(name) from None
        if not number.is_finite():
            raise _wrong(name)
        return number

    def kopecks(self, name: str) -> int:
        """Rubles with at most two decimals, as whole kopecks."""
        amount = self.decimal(name) * _KOPECKS
        if amount != amount.to_integral_value():
            raise _wrong(name)
        return int(amount)

    def kopecks_or_none(self, name: str) -> int | None:
        """The same, or None when the amount is not stated."""
        return None if self.get(name) is None else self.kopecks(name)

    def moment(self, name: str) -> datetime | None:
        """A wall clock without zone; a zone that is written nevertheless is left off."""
        value = self.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            raise _wrong(name)
        try:
            return datetime.fromisoformat(value.strip()).replace(tzinfo=None)
        except ValueError:
            raise _wrong(name) from None

    def moment_there(self, name: str) -> datetime:
        """The same, of a field that must be there."""
        value = self.moment(name)
        if value is None:
            raise _wrong(name)
        return value

    def day(self, name: str) -> date:
        """The calendar day as written, whatever time and zone follow it."""
        return self.moment_there(name).date()

    def inner(self, name: str) -> "Fields":
        """An object within; an empty one when there is none."""
        value = self.get(name)
        return Fields({} if value is None else value)

    def list(self, name: str) -> "Iterator[Fields]":
        """The objects of a list; none when there is no list."""
        return objects(self.get(name))

    @property
    def only(self) -> "tuple[str, Fields]":
        """Name and object of an envelope with one thing in it."""
        if len(self._value) != 1:
            raise UnclearAnswerError("an envelope holds one document")
        name, value = next(iter(self._value.items()))
        return name, Fields(value)


def objects(value: object) -> Iterator[Fields]:
    """The objects of a bare array; none of null."""
    if value is None:
        return
    if not isinstance(value, list):
        raise UnclearAnswerError(f"a list was expected, not {type(value).__name__}")
    for one in value:
        yield Fields(one)


def _wrong(name: str) -> UnclearAnswerError:
    return UnclearAnswerError(f"{name} is not what it should be")
