"""The stand's panel beside the chat: the clock, signatures on demand, things to try."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.demo import signing, texts
from bot.demo.cast import ACTORS, Actor, Company
from bot.demo.challenge import newest_challenge
from bot.demo.checklist import Checklist, Step
from bot.demo.clock import DemoClock
from bot.demo.events import Event, EventKind
from bot.demo.signing import Flaw, Signature
from bot.demo.wallets import Wallets
from bot.emulator import Control, Emulator, Person, StandView
from bot.emulator.model import Message, StoredFile
from bot.emulator.stand import Journal, JournalLine

_NEXT = "clock:next"
_ALL = "sign-all"
_SIGN = "sign:"
_BAD = "bad:"

_STEPS = {"clock:hour": (timedelta(hours=1), texts.HOUR), "clock:day": (timedelta(hours=24), texts.DAY)}

_FLAWS = {
    Flaw.EMPLOYEE: texts.EMPLOYEE,
    Flaw.EXPIRED: texts.EXPIRED,
    Flaw.REVOKED: texts.REVOKED,
    Flaw.FOREIGN: texts.FOREIGN,
    Flaw.OTHER_FILE: texts.OTHER_FILE,
    Flaw.DAMAGED: texts.DAMAGED,
}

_EVENTS = {
    EventKind.ACCESS_ENDS: texts.ACCESS_ENDS,
    EventKind.CHALLENGE_EXPIRES: texts.CHALLENGE_EXPIRES,
    EventKind.SERVICE_ENDS: texts.SERVICE_ENDS,
    EventKind.CERTIFICATE_ENDS: texts.CERTIFICATE_ENDS,
}

_JOURNAL_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Backstage:
    """What the stand needs of the bot's side; it comes up later than the page.

    Attributes:
        wallets: Certificates of everybody who signs.
        next_event: What changes next by itself after a moment.
        journal: The outbox as it stands.
    """

    wallets: Wallets
    next_event: Callable[[datetime], Awaitable[Event | None]]
    journal: Callable[[], Awaitable[tuple[JournalLine, ...]]]


@dataclass(frozen=True, slots=True)
class _Order:
    """What to do on a press of a signing button: the files to make, whose they are if good, and what is said."""

    make: Callable[[Wallets, StoredFile, datetime], list[Signature]]
    step: Step
    companies: tuple[Company, ...]
    toast: str


def _order(actor: Actor, control: str) -> _Order | None:
    """What the button stands for beside this person's chat, or None when there is no such button."""
    by_inn = {_SIGN + company.inn: company for company in actor.companies}
    if company := by_inn.get(control):
        toast = texts.SENT.format(signer=f"{company.director.short_name}, {company.name}")
        return _good((company,), Step.SIGN, toast)
    if control == _ALL and len(actor.companies) > 1:
        return _good(actor.companies, Step.ALL, texts.SENT_ALL.format(count=len(actor.companies)))
    flaws = {_BAD + flaw.value: flaw for flaw in _FLAWS}
    if actor.companies and (flaw := flaws.get(control)):
        return _bad(actor.companies[0], flaw)
    return None


def _good(companies: tuple[Company, ...], step: Step, toast: str) -> _Order:
    def make(wallets: Wallets, challenge: StoredFile, now: datetime) -> list[Signature]:
        return [
            signing.good(wallets, company, challenge.content, challenge.name, now) for company in companies
        ]

    return _Order(make, step, companies, toast)


def _bad(company: Company, flaw: Flaw) -> _Order:
    def make(wallets: Wallets, challenge: StoredFile, now: datetime) -> list[Signature]:
        return [signing.flawed(wallets, company, flaw, challenge.content, challenge.name, now)]

    return _Order(make, Step.BAD, (), texts.SENT.format(signer=_FLAWS[flaw]))


class DemoStand:
    """What the emulator's page shows in its right panel, and what its buttons do.

    Attributes:
        people: Everybody on the page, by id; empty until the stand is attached.
    """

    def __init__(self, clock: DemoClock) -> None:
        self._clock = clock
        self._emulator: Emulator | None = None
        self._backstage: Backstage | None = None
        self.people: dict[int, Person] = {}
        self._checklist = Checklist()
        self._journal: tuple[JournalLine, ...] = ()
        self._actors = {actor.id: actor for actor in ACTORS}

    def attach(self, emulator: Emulator) -> None:
        """Bring the people onto the emulator's page."""
        self._emulator = emulator
        self._clock.on_advance.append(self._tell_time)
        for actor in ACTORS:
            self.people[actor.id] = emulator.person(
                actor.first_name,
                id=actor.id,
                last_name=actor.last_name,
                username=actor.username,
                role=actor.title,
            )

    def ready(self, backstage: Backstage) -> None:
        """The bot answers from now on: switch the buttons on."""
        self._backstage = backstage
        self._refresh()

    async def watch(self) -> None:
        """Follow the chats until cancelled: tick steps off, switch buttons on when there is something to sign."""
        if self._emulator is None:
            raise RuntimeError("the stand is not attached to an emulator")
        with self._emulator.world.bus.subscribe() as changes:
            async for change in changes:
                ticked = self._checklist.observe(change)
                if ticked or change.name in {"message", "deleted"}:
                    self._refresh()

    async def watch_journal(self) -> None:
        """Keep the panel's list of warnings true until cancelled."""
        while True:
            await self._read_journal()
            await asyncio.sleep(_JOURNAL_SECONDS)

    async def _read_journal(self) -> None:
        if self._backstage is None:
            return
        lines = await self._backstage.journal()
        if lines != self._journal:
            self._journal = lines
            self._refresh()

    def view(self, person: int | None) -> StandView:
        """The panel as it is beside this person's chat."""
        controls = [*self._clock_controls(), *self._signing_controls(person)]
        note = texts.NOTE if self._backstage is not None else texts.STARTING
        journal = Journal(texts.JOURNAL, texts.JOURNAL_EMPTY, self._journal)
        return StandView(texts.TITLE, controls, list(self._checklist.items()), note, journal)

    async def press(self, person: int, control: str) -> str | None:
        """Do what the button says; the words to show for a moment."""
        if self._backstage is None:
            return texts.STARTING
        if control in _STEPS:
            await self._clock.advance(_STEPS[control][0])
            return self._moved(texts.MOVED)
        if control == _NEXT:
            return await self._to_next_event(self._backstage)
        return await self._sign(self._backstage, person, control)

    # -- the clock --------------------------------------------------------------------------------------------

    def _clock_controls(self) -> list[Control]:
        up = self._backstage is not None
        steps = [Control(control, label, texts.CLOCK, enabled=up) for control, (_, label) in _STEPS.items()]
        return [*steps, Control(_NEXT, texts.NEXT_EVENT, texts.CLOCK, hint=texts.NEXT_EVENT_HINT, enabled=up)]

    async def _to_next_event(self, backstage: Backstage) -> str:
        """To the next change or, when the bot warns somebody on the way there, to that moment."""
        event = await backstage.next_event(self._clock.now())
        if event is None:
            return texts.NOTHING_AHEAD
        said = self._said()
        await self._clock.jump_to(event.at, lambda: len(self._said()) > len(said))
        spoken_to = {self._actors[message.chat].first_name for message in self._said()[len(said) :]}
        happened = _EVENTS[event.kind].format(subject=event.subject)
        if spoken_to and self._clock.now() < event.at:
            happened = texts.TOLD.format(people=", ".join(sorted(spoken_to)))
        return self._moved(texts.MOVED_TO, event=happened)

    def _said(self) -> list[Message]:
        """All messages of the bot, oldest first."""
        if self._emulator is None:
            return []
        return [message for message in self._emulator.world.messages.values() if message.from_bot]

    def _moved(self, text: str, **values: str) -> str:
        if self._checklist.moved(self._clock.ahead):
            self._refresh()
        return text.format(moment=texts.moment(self._clock.now()), **values)

    # -- signatures -------------------------------------------------------------------------------------------

    def _signing_controls(self, person: int | None) -> list[Control]:
        actor = self._actors.get(person) if person is not None else None
        if actor is None or not actor.companies:
            return []
        lit = self._backstage is not None and self._challenge(actor) is not None
        why_not = "" if lit else texts.NO_CHALLENGE
        good = [
            Control(
                _SIGN + company.inn,
                f"{company.short_name}: {company.director.short_name}",
                texts.SIGN,
                hint=why_not or self._certificate_hint(company),
                enabled=lit,
                style="primary",
            )
            for company in actor.companies
        ]
        if len(actor.companies) > 1:
            hint = why_not or texts.SIGN_ALL_HINT
            good.append(Control(_ALL, texts.SIGN_ALL, texts.SIGN, hint=hint, enabled=lit, style="primary"))
        bad = [
            Control(
                _BAD + flaw.value,
                label,
                texts.BAD,
                hint=why_not or actor.companies[0].name,
                enabled=lit,
                style="danger",
            )
            for flaw, label in _FLAWS.items()
        ]
        return [*good, *bad]

    def _certificate_hint(self, company: Company) -> str:
        if self._backstage is None:
            return ""
        director = self._backstage.wallets.of(company).director
        hint = texts.RENEWED_HINT if self._clock.now() > director.valid_until else texts.SIGN_HINT
        return hint.format(until=texts.day(director.valid_until), bits=director.key.kind.curve.bits)

    async def _sign(self, backstage: Backstage, person: int, control: str) -> str:
        actor = self._actors.get(person)
        challenge = self._challenge(actor) if actor is not None else None
        order = _order(actor, control) if actor is not None else None
        if challenge is None or order is None or self._emulator is None:
            return texts.UNAVAILABLE
        if self._emulator.world.accounts[person].blocked:
            return texts.BLOCKED
        now = self._clock.now()
        files = await asyncio.to_thread(order.make, backstage.wallets, challenge, now)
        self._checklist.uploaded(person, order.step, order.companies)
        # The person's own paperclip: the bot sees an upload like any other.
        if len(files) == 1:
            await self.people[person].upload(files[0].name, files[0].content)
        else:
            await self.people[person].upload_album([(file.name, file.content) for file in files])
        return order.toast

    def _challenge(self, actor: Actor) -> StoredFile | None:
        return None if self._emulator is None else newest_challenge(self._emulator.world.visible(actor.id))

    async def _tell_time(self, _now: datetime) -> None:
        self._refresh()

    def _refresh(self) -> None:
        if self._emulator is not None:
            self._emulator.stand_changed()
