"""Use cases around the person: first sight, language, stopping and coming back."""

from bot.cabinet.person import Language, Person, Profile
from bot.cabinet.ports import People
from bot.clock import Clock


def guess_language(language_code: str | None) -> Language:
    """The language to begin with: English only for those whose Telegram speaks it, Russian for everybody else."""
    return Language.EN if (language_code or "").split("-")[0].lower() == "en" else Language.RU


class Acquaintance:
    """Who is talking to the bot."""

    def __init__(self, people: People, clock: Clock) -> None:
        self._people = people
        self._clock = clock

    async def meet(self, profile: Profile) -> Person:
        """The person behind an update."""
        return await self._people.seen(profile, guess_language(profile.language_code), self._clock.now())

    async def choose_language(self, person: Person, language: Language) -> Person:
        """Speak this language from now on."""
        await self._people.set_language(person.id, language)
        return Person(person.id, person.name, language, person.zone)

    async def stopped(self, person: Person) -> None:
        """The person has blocked the bot."""
        await self._people.set_reachable(person.id, reachable=False, now=self._clock.now())

    async def returned(self, person: Person) -> None:
        """The person has come back."""
        await self._people.set_reachable(person.id, reachable=True, now=self._clock.now())
