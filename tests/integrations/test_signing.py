"""A signature that is not over a waiting text is left to whoever else may know the text."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, cast

import pytest

from bot.cabinet.files.stored_file import FileId
from bot.cabinet.integrations.integration import IntegrationKind, IntegrationState
from bot.cabinet.integrations.paper import PaperId, PaperRefusal, PaperRefusedError
from bot.cabinet.integrations.signing import PaperSigning
from bot.cabinet.integrations.transitions import Event, WrongStateError
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


async def test_whoever_directs_the_organization_now_stops_what_another_certificate_began() -> None:
    desk = await waiting()
    order = await desk.switching.paper(ANNA, FIRM.id, OFD)
    text = await desk.switching.text(order)
    with pytest.raises(PaperRefusedError):
        await desk.signing.take(ANNA, Director.sign("second", text))
    assert await desk.signing.take(ANNA, Director.sign("first", text)) is not None
    desk.stored.over.add("first")  # a year has passed
    desk.clock.moment += timedelta(seconds=1)
    await desk.switching.move(ANNA, FIRM.id, OFD, Event.ASK_OFF)
    desk.clock.moment += timedelta(seconds=1)
    prohibition = await desk.switching.text(await desk.switching.paper(ANNA, FIRM.id, OFD))
    assert prohibition.decode().endswith("Орлова")
    with pytest.raises(PaperRefusedError):
        await desk.signing.take(ANNA, Director.sign("second", prohibition, inn="1"))
    assert await desk.signing.take(ANNA, Director.sign("second", prohibition)) is not None
    assert desk.stored.kept[OFD].state is IntegrationState.OFF


@pytest.mark.parametrize("is_over", [True, False])
async def test_diadocs_certificate_serves_while_it_is_valid(*, is_over: bool) -> None:
    desk = Desk()
    await desk.switching.begin(ANNA, FIRM.id, IntegrationKind.DIADOC)
    await desk.switching.choose_certificate(ANNA, FIRM.id, IntegrationKind.DIADOC, 1)
    await desk.switching.move(ANNA, FIRM.id, IntegrationKind.DIADOC, Event.ENABLE)
    if is_over:
        desk.stored.over.add("first")
    await desk.switching.begin(ANNA, FIRM.id, OFD)
    assert desk.stored.kept[OFD].fingerprint == (None if is_over else "first")


async def test_a_certificate_that_is_over_is_chosen_anew_before_anything_is_signed() -> None:
    desk = await waiting()
    desk.stored.over.add("first")
    view = await desk.switching.view(ANNA, FIRM.id, OFD)
    assert view.integration.fingerprint is None
    with pytest.raises(WrongStateError):
        await desk.switching.paper(ANNA, FIRM.id, OFD)
    await desk.switching.choose_certificate(ANNA, FIRM.id, OFD, 2)
    await desk.switching.move(ANNA, FIRM.id, OFD, Event.ENABLE)
    desk.clock.moment += timedelta(seconds=1)
    text = await desk.switching.text(await desk.switching.paper(ANNA, FIRM.id, OFD))
    assert text.decode().endswith("Орлова")
    assert await desk.signing.take(ANNA, Director.sign("second", text)) is not None


async def test_a_signature_that_has_counted_and_the_bare_text_are_told_as_what_they_are() -> None:
    desk = await waiting()
    text = await desk.switching.text(await desk.switching.paper(ANNA, FIRM.id, OFD))
    with pytest.raises(PaperRefusedError) as bare:
        await desk.signing.take(ANNA, text)
    assert bare.value.refusal is PaperRefusal.UNSIGNED
    assert await desk.signing.take(ANNA, Director.sign("first", text)) is not None
    with pytest.raises(PaperRefusedError) as again:
        await desk.signing.take(ANNA, Director.sign("first", text))
    assert again.value.refusal is PaperRefusal.ALREADY_SIGNED


async def test_the_zone_of_the_registers_outlives_switching_off() -> None:
    desk = await waiting()
    await desk.switching.choose_zone(ANNA, FIRM.id, OFD, "Asia/Vladivostok")
    await desk.switching.move(ANNA, FIRM.id, OFD, Event.CANCEL)
    await desk.switching.begin(ANNA, FIRM.id, OFD)
    assert desk.stored.kept[OFD].zone == "Asia/Vladivostok"
