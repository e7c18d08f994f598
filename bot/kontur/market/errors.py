"""Контур.Маркет's refusals as typed errors."""

from bot.cabinet.sources import (
    KeyRejectedError,
    NoAccessError,
    NotFoundError,
    SourceError,
    UnavailableError,
    UnclearAnswerError,
    WrongRequestError,
)
from bot.kontur.fields import Fields

_ERRORS: dict[int, type[SourceError]] = {
    400: WrongRequestError,
    401: KeyRejectedError,
    403: NoAccessError,
    404: NotFoundError,
}


def refusal(status: int, body: object) -> SourceError:
    """The error that an answer stands for; of its words only the name of the wrong parameter is kept."""
    try:
        field = Fields(body).text("errorField")[:100]
    except UnclearAnswerError:
        field = ""
    return _ERRORS.get(status, UnavailableError)(f"{status} {field}".strip())
