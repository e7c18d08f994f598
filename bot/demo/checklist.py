"""«Попробуйте»: steps that tick themselves off by what is seen in the chats. Nothing inside the bot is asked."""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from bot.demo import texts
from bot.demo.cast import COMPANIES, Company
from bot.emulator.model import Event, Message
from bot.emulator.stand import ChecklistItem

_DAY = timedelta(hours=24)
_PRODUCTS = {service.product for company in COMPANIES for service in company.services}
# One product may be named anywhere; a list of services names several.
_PRODUCTS_IN_A_LIST = 2
# Print forms and archives of them.
_DOWNLOADS = (".pdf", ".zip")


class Step(Enum):
    """What there is to try, in this order."""

    START = texts.TRY_START
    SIGN = texts.TRY_SIGN
    SERVICES = texts.TRY_SERVICES
    DOCUMENTS = texts.TRY_DOCUMENTS
    BAD = texts.TRY_BAD
    OTHER = texts.TRY_OTHER
    ALL = texts.TRY_ALL
    DAY = texts.TRY_DAY


@dataclass(frozen=True, slots=True)
class _Upload:
    step: Step
    surnames: tuple[str, ...]


class Checklist:
    """Which steps are done. A step done once stays done."""

    def __init__(self) -> None:
        self._done: set[Step] = set()
        self._awaited: dict[int, _Upload] = {}  # the newest upload that the bot has not answered yet
        self._holders: dict[str, set[int]] = {}  # director's surname -> who has opened the organization
        self._to_be_told: set[tuple[int, str]] = set()

    def items(self) -> tuple[ChecklistItem, ...]:
        """The steps with their marks."""
        return tuple(ChecklistItem(step.name.lower(), step.value, step in self._done) for step in Step)

    def uploaded(self, person: int, step: Step, companies: tuple[Company, ...]) -> None:
        """The stand uploads signatures as this person; the bot's answer will make the step done.

        Args:
            person: Whose chat it is.
            step: What is being tried.
            companies: Whose signatures are good; none when something is wrong on purpose.
        """
        self._awaited[person] = _Upload(step, tuple(company.director.surname for company in companies))

    def moved(self, ahead: timedelta) -> bool:
        """The clock is this far ahead; whether a step has been done by that."""
        return ahead >= _DAY and bool(self._holders) and self._tick(Step.DAY)

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
        if message.file is not None and message.file.name.endswith(_DOWNLOADS):
            steps.append(Step.DOCUMENTS)
        if message.file is None:
            steps += self._answered(message)
            steps += self._told(message)
        return steps

    def _answered(self, message: Message) -> list[Step]:
        """What the bot has accepted names each signer; anything else answers a signature that is wrong on purpose."""
        person = message.chat
        upload = self._awaited.get(person)
        if upload is None or not all(surname in message.plain for surname in upload.surnames):
            return []
        del self._awaited[person]
        for surname in upload.surnames:
            holders = self._holders.setdefault(surname, set())
            self._to_be_told |= {(holder, surname) for holder in holders - {person}}
            holders.add(person)
        return [upload.step]

    def _told(self, message: Message) -> list[Step]:
        told = {
            (person, surname)
            for person, surname in self._to_be_told
            if person == message.chat and surname in message.plain
        }
        self._to_be_told -= told
        return [Step.OTHER] if told else []

    def _tick(self, step: Step) -> bool:
        if step in self._done:
            return False
        self._done.add(step)
        return True
