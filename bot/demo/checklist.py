"""«Попробуйте»: steps that tick themselves off by what is seen in the chats. Nothing inside the bot is asked."""

from datetime import timedelta
from enum import Enum

from bot.demo import texts
from bot.demo.cast import COMPANIES
from bot.demo.challenge import newest_challenge
from bot.emulator.model import Event, Message
from bot.emulator.stand import ChecklistItem

_DAY = timedelta(hours=24)
_PRODUCTS = {service.product for company in COMPANIES for service in company.services}
# One product may be named anywhere; a list of services names several.
_PRODUCTS_IN_A_LIST = 2


class Step(Enum):
    """What there is to try, in this order."""

    START = texts.TRY_START
    SIGN = texts.TRY_SIGN
    SERVICES = texts.TRY_SERVICES
    BAD = texts.TRY_BAD
    OTHER = texts.TRY_OTHER
    ALL = texts.TRY_ALL
    DAY = texts.TRY_DAY


class Checklist:
    """Which steps are done. A step done once stays done."""

    def __init__(self) -> None:
        self._done: set[Step] = set()
        self._awaited: dict[int, Step] = {}  # whose upload the bot has not answered yet
        self._signed: dict[str, set[int]] = {}  # organization -> who has signed for it
        self._to_be_told: set[int] = set()

    def items(self) -> tuple[ChecklistItem, ...]:
        """The steps with their marks."""
        return tuple(ChecklistItem(step.name.lower(), step.value, step in self._done) for step in Step)

    def uploaded(self, person: int, step: Step, inns: frozenset[str]) -> None:
        """The stand has uploaded signatures as this person; the bot's answer will make the step done.

        Args:
            person: Whose chat it is.
            step: What is being tried.
            inns: The organizations that the signatures are good for; none for bad ones.
        """
        self._awaited[person] = step
        for inn in inns:
            known = self._signed.setdefault(inn, set())
            self._to_be_told |= known - {person}
            known.add(person)

    def moved(self, ahead: timedelta) -> bool:
        """The clock is this far ahead; whether a step has been done by that."""
        return ahead >= _DAY and bool(self._signed) and self._tick(Step.DAY)

    def observe(self, event: Event) -> bool:
        """See a change in a chat; whether a step has been done by that."""
        message = event.data
        if not isinstance(message, Message) or not message.from_bot or message.deleted:
            return False
        ticked = [step for step in self._seen(message) if self._tick(step)]
        return bool(ticked)

    def _seen(self, message: Message) -> list[Step]:
        steps = [Step.START]
        if len([product for product in _PRODUCTS if product in message.plain]) >= _PRODUCTS_IN_A_LIST:
            steps.append(Step.SERVICES)
        if newest_challenge([message]) is None:
            steps += self._answered(message.chat)
        return steps

    def _answered(self, person: int) -> list[Step]:
        awaited = self._awaited.pop(person, None)
        if awaited is not None:
            return [awaited]
        if person in self._to_be_told:
            self._to_be_told.discard(person)
            return [Step.OTHER]
        return []

    def _tick(self, step: Step) -> bool:
        if step in self._done:
            return False
        self._done.add(step)
        return True
