"""Any sequence of taps and signatures of two people: data is loaded only as a director has signed it."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.cabinet.audit import AuditEvent
from bot.cabinet.integrations.integration import LOADING, Integration, IntegrationKind, IntegrationState
from bot.cabinet.integrations.paper import PaperId, PaperRefusedError, PaperSort
from bot.cabinet.integrations.ports import MovedMeanwhileError
from bot.cabinet.integrations.tariff import TariffError
from bot.cabinet.integrations.transitions import Event, IncompleteError, WrongStateError
from bot.cabinet.person import Person
from tests.integrations.memory import ANNA, BORIS, CERTIFICATES, FIRM, NOW, Desk, Director, day_in

OFD = IntegrationKind.OFD
REFUSED = (WrongStateError, MovedMeanwhileError, IncompleteError, TariffError, PaperRefusedError)
people = st.sampled_from((ANNA, BORIS))


class Switched(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk()
        self.signed: tuple[str, date] | None = (
            None  # by the last order that counted: whose word, from which day
        )

    def run(self, step: Coroutine[Any, Any, Any]) -> Any:
        self.desk.clock.moment += timedelta(seconds=1)
        with suppress(*REFUSED):
            return asyncio.run(step)
        return None

    @property
    def integration(self) -> Integration | None:
        return self.desk.stored.kept.get(OFD)

    @rule(person=people)
    def begin(self, person: Person) -> None:
        self.run(self.desk.switching.begin(person, FIRM.id, OFD))

    @rule(person=people, confirmation=st.integers(1, len(CERTIFICATES)))
    def choose_certificate(self, person: Person, confirmation: int) -> None:
        self.run(self.desk.switching.choose_certificate(person, FIRM.id, OFD, confirmation))

    @rule(person=people, back=st.integers(1, 3))
    def choose_start(self, person: Person, back: int) -> None:
        day = NOW.date() - timedelta(days=back)
        self.run(self.desk.switching.choose_start(person, FIRM.id, OFD, day))

    @rule(person=people, event=st.sampled_from(Event))
    def tap(self, person: Person, event: Event) -> None:
        self.run(self.desk.switching.move(person, FIRM.id, OFD, event))

    @rule(person=people)
    def ask_for_a_text(self, person: Person) -> None:
        self.run(self.desk.switching.paper(person, FIRM.id, OFD))

    @rule(person=people, confirmation=st.integers(1, len(CERTIFICATES)), back=st.integers(1, 3))
    def choose_all_and_ask_for_the_order(self, person: Person, confirmation: int, back: int) -> None:
        """The way that people walk, which taps by chance seldom find."""
        self.desk.services.tariff = "Учетный"
        self.tap(person, Event.CANCEL)
        self.begin(person)
        self.choose_certificate(person, confirmation)
        self.choose_start(person, back)
        self.tap(person, Event.ENABLE)
        self.ask_for_a_text(person)

    @rule(person=people)
    def ask_to_switch_off(self, person: Person) -> None:
        self.tap(person, Event.ASK_OFF)
        self.ask_for_a_text(person)

    @precondition(lambda self: self.desk.stored.texts)
    @rule(back=st.integers(0, 3))
    def sign(self, back: int) -> None:
        """Sign one of the latest texts with the certificate that it names."""
        self.signed_by(back, None, FIRM.inn)

    @precondition(lambda self: self.desk.stored.texts)
    @rule(
        back=st.integers(0, 3),
        certificate=st.sampled_from(CERTIFICATES),
        inn=st.sampled_from((FIRM.inn, "1")),
    )
    def sign_as_it_happens(self, back: int, certificate: str, inn: str) -> None:
        self.signed_by(back, certificate, inn)

    def signed_by(self, back: int, other: str | None, inn: str) -> None:
        texts = self.desk.stored.texts
        paper, whose = texts[PaperId(max(len(texts) - back, 1))]
        certificate = other or paper.fingerprint or ""
        person = ANNA if whose == ANNA.id else BORIS
        text = self.desk.files.contents[paper.file - 1]
        accepted = self.run(self.desk.signing.take(person, Director.sign(certificate, text, inn)))
        if accepted is None:
            return
        assert inn == FIRM.inn
        self.signed = (certificate, day_in(text)) if paper.sort is PaperSort.ORDER else None

    @rule()
    def wait(self) -> None:
        self.desk.clock.moment += timedelta(hours=8)

    @rule(tariff=st.sampled_from(("Учетный", "Другой")))
    def change_the_tariff(self, tariff: str) -> None:
        self.desk.services.tariff = tariff

    @invariant()
    def data_is_loaded_only_as_it_was_signed(self) -> None:
        one = self.integration
        if one is None or one.state not in LOADING:
            assert self.signed is None
        else:
            assert (one.fingerprint, one.load_from) == self.signed

    @invariant()
    def the_trail_tells_each_switch(self) -> None:
        is_on = self.integration is not None and self.integration.state in LOADING
        turns = [AuditEvent.INTEGRATION_ON, AuditEvent.INTEGRATION_OFF]
        events = self.desk.trail.events
        assert events == (turns * len(events))[: len(events)]
        assert is_on is bool(len(events) % 2)

    @invariant()
    def moments_agree_with_the_state(self) -> None:
        one = self.integration
        if one is not None and one.state in LOADING:
            assert one.on_since is not None
            assert one.off_since is None
        if one is not None and one.state is IntegrationState.OFF and one.on_since is not None:
            assert one.off_since is not None


TestSwitched = Switched.TestCase
TestSwitched.settings = settings(max_examples=200, stateful_step_count=40, deadline=None)


def test_the_whole_way_is_walked() -> None:
    """What the machine above may miss by chance: on, off by a prohibition, on again from another day."""
    desk = Desk()

    async def way() -> None:
        for day in (date(2026, 11, 1), date(2026, 1, 1)):
            await desk.switching.begin(ANNA, FIRM.id, OFD)
            await desk.switching.choose_certificate(BORIS, FIRM.id, OFD, 1)
            await desk.switching.choose_start(ANNA, FIRM.id, OFD, day)
            await desk.switching.move(ANNA, FIRM.id, OFD, Event.ENABLE)
            await signed()
            assert desk.stored.kept[OFD].state is IntegrationState.ON
            assert desk.stored.kept[OFD].load_from == day
            await desk.switching.move(BORIS, FIRM.id, OFD, Event.ASK_OFF)
            await signed()
            assert desk.stored.kept[OFD].state is IntegrationState.OFF

    async def signed() -> None:
        desk.clock.moment += timedelta(seconds=1)
        paper = await desk.switching.paper(ANNA, FIRM.id, OFD)
        text = await desk.switching.text(paper)
        assert await desk.signing.take(ANNA, Director.sign("first", text)) is not None

    asyncio.run(way())
    assert len(desk.trail.events) == 4
