"""JSON in answers, its numbers exact."""

import json
from decimal import Decimal

from bot.cabinet.sources import UnclearAnswerError


def parsed(body: bytes) -> object:
    """What the body says; None when there is none.

    Raises:
        UnclearAnswerError: It is no JSON.
    """
    if not body.strip():
        return None
    try:
        return json.loads(body, parse_float=Decimal)
    except (ValueError, RecursionError):
        raise UnclearAnswerError("the answer is no JSON") from None


def parsed_if_json(body: bytes) -> object:
    """The same; None also when it is no JSON."""
    try:
        return parsed(body)
    except UnclearAnswerError:
        return None
