"""The people who talk to the bot."""

from dataclasses import dataclass
from enum import Enum

from bot.cabinet.organization import PersonId


class Language(Enum):
    """The languages the bot speaks."""

    RU = "ru"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Profile:
    """What Telegram tells of a person with every update."""

    id: PersonId
    name: str  # first and last name as the person wrote them: hostile text
    username: str | None
    language_code: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who has pressed Start."""

    id: PersonId
    name: str
    language: Language
    zone: str  # IANA name
