"""A signature that is not over a waiting text is left to whoever else may know the text."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, cast

import pytest

from bot.cabinet.files.stored_file import FileId
from bot.cabinet.integrations.integration import IntegrationKind
from bot.cabinet.integrations.paper import PaperId
from bot.cabinet.integrations.signing import PaperSigning
from bot.cabinet.integrations.transitions import Event
from bot.signature.verdict import RefusalReason, SignatureRefusedError, Signer
from tests.integrations.memory import ANNA, FIRM, Desk, Director, OpenGuard

OFD = IntegrationKind.OFD


class Refusing(Director):
    """Refuses everything, for one reason."""

    def __init__(self, reason: RefusalReason) -> None:
        self.reason = reason

    async def verify(self, message: bytes, contents: Sequence[bytes], at: datetime) -> Signer:  # noqa: ARG002 -- the port's
        raise SignatureRefusedError(self.reason)


async def waiting() -> Desk:
    desk = Desk()
    await desk.switching.begin(ANNA, FIRM.id, OFD)
    await desk.switching.choose_certificate(ANNA, FIRM.id, OFD, 1)
    await desk.switching.choose_start(ANNA, FIRM.id, OFD, date(2026, 11, 1))
    await desk.switching.move(ANNA, FIRM.id, OFD, Event.ENABLE)
    await desk.switching.paper(ANNA, FIRM.id, OFD)
    return desk


@pytest.mark.parametrize("reason", [RefusalReason.OTHER_FILE, RefusalReason.BAD_SIGNATURE])
async def test_what_may_be_over_another_text_is_left_to_others(reason: RefusalReason) -> None:
    desk = await waiting()
    signing = PaperSigning(
        desk.stored, desk.files, Refusing(reason), OpenGuard(), cast("Any", desk.trail), desk.clock
    )
    assert await signing.take(ANNA, b"signature") is None
    assert desk.stored.verdicts == []


async def test_a_refused_signature_is_kept_with_its_verdict() -> None:
    desk = await waiting()
    judge = Refusing(RefusalReason.CERTIFICATE_REVOKED)
    signing = PaperSigning(desk.stored, desk.files, judge, OpenGuard(), cast("Any", desk.trail), desk.clock)
    with pytest.raises(SignatureRefusedError):
        await signing.take(ANNA, b"signature")
    assert desk.stored.verdicts == ["certificate-revoked"]


async def test_a_text_that_is_lost_does_not_stand_in_the_way() -> None:
    desk = await waiting()
    paper = await desk.switching.paper(ANNA, FIRM.id, OFD)
    text = await desk.switching.text(paper)
    first, whose = desk.stored.texts[PaperId(1)]
    desk.stored.texts[PaperId(1)] = (replace(first, file=FileId(99)), whose)
    assert await desk.signing.take(ANNA, Director.sign("first", text)) is not None


async def test_with_every_text_lost_signatures_are_left_to_others() -> None:
    desk = await waiting()
    desk.files.contents.clear()
    assert await desk.signing.take(ANNA, b"signature") is None
