import asyncio
from datetime import datetime, timedelta

import pytest
from asn1crypto import cms

from bot.demo import texts
from bot.demo.cast import ANNA, NORTH_WIND, OLGA, OPERATOR, PYOTR, ROMASHKA
from bot.demo.clock import DemoClock
from bot.demo.events import Event, EventKind
from bot.demo.stand import Backstage, DemoStand
from bot.demo.wallets import Wallets
from bot.emulator import Control, Emulator
from bot.emulator.stand import JournalLine
from tests.demo.conftest import SendChallenge, Upcoming

CHALLENGE = "Подтверждение доступа\r\n".encode()
SIGN_ROMASHKA = f"sign:{ROMASHKA.inn}"


def controls(stand: DemoStand, person: int | None) -> dict[str, Control]:
    shown = stand.view(person).controls
    assert len({control.id for control in shown}) == len(shown)
    return {control.id: control for control in shown}


def uploads(emulator: Emulator, person: int) -> list[bytes]:
    return [
        message.file.content
        for message in emulator.world.visible(person)
        if not message.from_bot and message.file is not None
    ]


def subject(signature: bytes) -> bytes:
    (certificate,) = cms.ContentInfo.load(signature)["content"]["certificates"]
    name: bytes = certificate.chosen.subject.dump()
    return name


async def started(stand: DemoStand, person: int) -> None:
    """A bot may write only to those who have pressed Start."""
    await stand.people[person].start()


def test_everybody_has_buttons_of_their_own(stand: DemoStand) -> None:
    signing = {
        actor: [one for one in controls(stand, actor.id) if one.startswith("sign")]
        for actor in (ANNA, PYOTR, OLGA, OPERATOR)
    }
    assert len(signing[ANNA]) == len(ANNA.companies) + 1
    assert signing[PYOTR] == [SIGN_ROMASHKA], "one organization needs no «all at once»"
    assert len(signing[OLGA]) == len(OLGA.companies) + 1
    assert signing[OPERATOR] == []
    assert [one for one in controls(stand, None) if not one.startswith("clock")] == []


def test_nothing_works_before_the_bot_is_up(stand: DemoStand) -> None:
    view = stand.view(ANNA.id)
    assert view.note == texts.STARTING
    assert not any(control.enabled for control in view.controls)


async def test_pressing_before_the_bot_is_up_says_so(stand: DemoStand, clock: DemoClock) -> None:
    assert await stand.press(ANNA.id, "clock:day") == texts.STARTING
    assert clock.ahead == timedelta(0)


async def test_signing_waits_for_a_challenge(
    emulator: Emulator, stand: DemoStand, backstage: Backstage, send_challenge: SendChallenge
) -> None:
    stand.ready(backstage)
    waiting = controls(stand, ANNA.id)[SIGN_ROMASHKA]
    assert (waiting.enabled, waiting.hint) == (False, texts.NO_CHALLENGE)
    assert await stand.press(ANNA.id, SIGN_ROMASHKA) == texts.UNAVAILABLE
    await started(stand, ANNA.id)
    await send_challenge(ANNA.id, CHALLENGE)
    lit = controls(stand, ANNA.id)[SIGN_ROMASHKA]
    assert lit.enabled
    assert "256 бит" in lit.hint
    assert not controls(stand, PYOTR.id)[SIGN_ROMASHKA].enabled, "the file is in another chat"
    assert not uploads(emulator, ANNA.id)


async def test_a_director_signs_what_the_bot_has_sent(
    emulator: Emulator,
    stand: DemoStand,
    backstage: Backstage,
    send_challenge: SendChallenge,
    wallets: Wallets,
) -> None:
    stand.ready(backstage)
    await started(stand, ANNA.id)
    await send_challenge(ANNA.id, b"an older one")
    await send_challenge(ANNA.id, CHALLENGE)
    toast = await stand.press(ANNA.id, SIGN_ROMASHKA)
    assert toast == "Подпись отправлена: Лебедев П. А., ООО «Ромашка»"
    (signature,) = uploads(emulator, ANNA.id)
    director = wallets.of(ROMASHKA).director
    assert subject(signature) == director.certificate.subject.dump()
    assert director.key.digest(CHALLENGE) in signature, "the newest file is signed"


async def test_all_directors_sign_in_one_album(
    emulator: Emulator, stand: DemoStand, backstage: Backstage, send_challenge: SendChallenge
) -> None:
    stand.ready(backstage)
    await started(stand, OLGA.id)
    await send_challenge(OLGA.id, CHALLENGE)
    assert await stand.press(OLGA.id, "sign-all") == "Подписи отправлены: 6"
    files = [message for message in emulator.world.visible(OLGA.id) if message.file and not message.from_bot]
    assert len({message.album for message in files}) == 1
    assert files[0].album
    assert len({subject(content) for content in uploads(emulator, OLGA.id)}) == len(OLGA.companies)


@pytest.mark.parametrize("flaw", ["employee", "expired", "revoked", "foreign", "other-file", "damaged"])
async def test_something_is_wrong_on_demand(
    flaw: str,
    emulator: Emulator,
    stand: DemoStand,
    backstage: Backstage,
    send_challenge: SendChallenge,
) -> None:
    stand.ready(backstage)
    await started(stand, PYOTR.id)
    await send_challenge(PYOTR.id, CHALLENGE)
    toast = await stand.press(PYOTR.id, f"bad:{flaw}")
    assert toast is not None
    assert toast.startswith("Подпись отправлена")
    assert len(uploads(emulator, PYOTR.id)) == 1


@pytest.mark.parametrize(
    "control",
    ["", "sign:", "sign:0000000000", f"sign:{NORTH_WIND.inn}", "bad:nothing", "sign-all", "clock:year"],
)
async def test_a_button_that_is_not_there_does_nothing(
    control: str,
    emulator: Emulator,
    stand: DemoStand,
    backstage: Backstage,
    send_challenge: SendChallenge,
) -> None:
    stand.ready(backstage)
    await started(stand, PYOTR.id)
    await send_challenge(PYOTR.id, CHALLENGE)
    assert await stand.press(PYOTR.id, control) == texts.UNAVAILABLE
    assert not uploads(emulator, PYOTR.id)


async def test_nobody_uploads_to_a_bot_that_they_have_blocked(
    emulator: Emulator, stand: DemoStand, backstage: Backstage, send_challenge: SendChallenge
) -> None:
    stand.ready(backstage)
    await started(stand, ANNA.id)
    await send_challenge(ANNA.id, CHALLENGE)
    stand.people[ANNA.id].block()
    assert await stand.press(ANNA.id, SIGN_ROMASHKA) == texts.BLOCKED
    assert not uploads(emulator, ANNA.id)


@pytest.mark.parametrize(("control", "hours"), [("clock:hour", 1), ("clock:day", 24)])
async def test_the_clock_is_moved(
    control: str, hours: int, stand: DemoStand, backstage: Backstage, clock: DemoClock
) -> None:
    stand.ready(backstage)
    toast = await stand.press(ANNA.id, control)
    assert clock.ahead == timedelta(hours=hours)
    assert toast == texts.MOVED.format(moment=texts.moment(clock.now()))


async def test_the_clock_is_moved_to_the_next_event(
    stand: DemoStand, backstage: Backstage, clock: DemoClock, upcoming: Upcoming
) -> None:
    stand.ready(backstage)
    assert await stand.press(ANNA.id, "clock:next") == texts.NOTHING_AHEAD
    upcoming.event = Event(clock.now() + timedelta(hours=5), EventKind.ACCESS_ENDS, "ООО «Ромашка»")
    toast = await stand.press(ANNA.id, "clock:next")
    assert toast is not None
    assert toast.startswith("Доступ закончился: ООО «Ромашка». На часах стенда ")
    assert timedelta(hours=5) - timedelta(seconds=5) < clock.ahead <= timedelta(hours=5)


async def test_pages_are_told_of_every_move(
    emulator: Emulator, stand: DemoStand, backstage: Backstage, clock: DemoClock
) -> None:
    stand.ready(backstage)
    with emulator.world.bus.subscribe() as changes:
        await clock.advance(timedelta(hours=1))
        assert (await changes.next()).name == "stand"


async def test_a_challenge_lights_the_buttons_on_open_pages(
    emulator: Emulator, stand: DemoStand, backstage: Backstage, send_challenge: SendChallenge
) -> None:
    stand.ready(backstage)
    await started(stand, ANNA.id)
    watching = asyncio.create_task(stand.watch())
    with emulator.world.bus.subscribe() as changes:
        await asyncio.sleep(0)
        await send_challenge(ANNA.id, CHALLENGE)
        async with asyncio.timeout(5):
            while (await changes.next()).name != "stand":
                pass
    watching.cancel()
    assert controls(stand, ANNA.id)[SIGN_ROMASHKA].enabled
    assert {item.id for item in stand.view(ANNA.id).checklist if item.done} == {"start"}


async def test_the_clock_goes_no_further_than_to_what_the_bot_says(
    emulator: Emulator,
    stand: DemoStand,
    backstage: Backstage,
    clock: DemoClock,
    upcoming: Upcoming,
    send_challenge: SendChallenge,
) -> None:
    stand.ready(backstage)
    await started(stand, ANNA.id)
    begun = clock.now()
    upcoming.event = Event(begun + timedelta(hours=5), EventKind.ACCESS_ENDS, "ООО «Ромашка»")

    async def every_hour(now: datetime) -> datetime:
        return now + timedelta(hours=1)

    async def warn(now: datetime) -> None:
        if now - begun > timedelta(hours=1, minutes=30):
            await send_challenge(ANNA.id, b"warning")

    clock.next_stop = every_hour
    clock.on_advance.append(warn)
    toast = await stand.press(ANNA.id, "clock:next")
    assert toast is not None
    assert toast.startswith("Бот написал: Анна. На часах стенда ")
    assert round(clock.ahead / timedelta(hours=1)) == 2


async def test_the_panel_shows_the_outbox(
    emulator: Emulator, stand: DemoStand, wallets: Wallets, upcoming: Upcoming
) -> None:
    line = JournalLine("21 ноя., 09:00", "Анна: Экстерн, ООО «Ромашка»", "срок сервиса", "ждёт", waits=True)

    async def waiting() -> tuple[JournalLine, ...]:
        return (line,)

    empty = stand.view(ANNA.id).journal
    assert empty is not None
    assert empty.lines == ()
    stand.ready(Backstage(wallets, upcoming, waiting))
    with emulator.world.bus.subscribe() as changes:
        watching = asyncio.create_task(stand.watch_journal())
        async with asyncio.timeout(5):
            assert (await changes.next()).name == "stand"
        watching.cancel()
    shown = stand.view(ANNA.id).journal
    assert shown is not None
    assert shown.lines == (line,)
