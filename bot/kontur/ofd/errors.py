"""Контур.ОФД's refusals as typed errors."""

from bot.cabinet.fiscal.refusals import NotGrantedError
from bot.cabinet.sources import (
    KeyRejectedError,
    NoAccessError,
    NotFoundError,
    SessionEndedError,
    SourceError,
    UnavailableError,
    WrongRequestError,
)

_BAD_REQUEST, _UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND = 400, 401, 403, 404
_KEY_REJECTED = 401003
_PERIOD_NOT_GRANTED = 403000
_LONGEST_NAME = 100


def refusal(status: int, body: object, *, of_period: bool) -> SourceError:
    """The error that an answer stands for.

    Args:
        status: Of HTTP.
        body: The JSON that came with it, if any.
        of_period: A period was asked for: then lacking access means that it is not granted.
    """
    code, name = _code(body)
    said = f"{status} {code or ''} {name}".strip()
    if status == _UNAUTHORIZED:
        return KeyRejectedError(said) if code == _KEY_REJECTED else SessionEndedError(said)
    if status == _FORBIDDEN:
        return NotGrantedError(None) if of_period and code == _PERIOD_NOT_GRANTED else NoAccessError(said)
    if status == _NOT_FOUND:
        return NotFoundError(said)
    if status == _BAD_REQUEST:
        return WrongRequestError(said)
    return UnavailableError(said)


def _code(body: object) -> tuple[int | None, str]:
    """The number and the name. The number is declared obsolete, and the only one of the two that is listed whole."""
    if not isinstance(body, dict):
        return None, ""
    values = [body.get("errorCode"), body.get("errorCodeId")]
    numbers = [int(str(value)) for value in values if str(value).isascii() and str(value).isdigit()]
    name = next((str(value) for value in reversed(values) if value is not None), "")
    return (numbers[0] if numbers else None), name[:_LONGEST_NAME]
