"""Диадок's refusals as typed errors. Their texts are left out: they may quote what was asked for."""

import re
from typing import Final

from bot.cabinet.documents.refusals import NoFileError, SubscriptionEndedError
from bot.cabinet.sources import (
    NoAccessError,
    NotFoundError,
    SessionEndedError,
    SourceError,
    UnclearAnswerError,
    WrongRequestError,
)
from bot.kontur.transport import Answer

_ERRORS: Final[dict[int, type[SourceError]]] = {
    400: WrongRequestError,
    401: SessionEndedError,
    402: SubscriptionEndedError,
    403: NoAccessError,
    404: NotFoundError,
    405: WrongRequestError,
    409: NoFileError,
    415: WrongRequestError,
}
_CODE: Final = re.compile(r"[\w.:-]{1,100}", re.ASCII)


def refusal(answer: Answer) -> SourceError:
    """The error that an answer stands for."""
    code = answer.headers.get("X-Diadoc-ErrorCode", "")
    said = f"{answer.status} {code}" if _CODE.fullmatch(code) else str(answer.status)
    return _ERRORS.get(answer.status, UnclearAnswerError)(said)
