"""Use cases of «Настройки»: what to be warned about, how early, and at what hours."""

from functools import cache
from zoneinfo import available_timezones

from bot.cabinet.organization import PersonId
from bot.cabinet.warnings.hours import QuietHours
from bot.cabinet.warnings.kind import RULES, Kind
from bot.cabinet.warnings.ports import StoredPreferences
from bot.cabinet.warnings.preferences import KindPreference, Preferences
from bot.clock import Clock

# The summary is asked for rather than switched off, so it has a choice of its own.
SWITCHABLE = tuple(kind for kind, rule in RULES.items() if rule.switchable and kind is not Kind.WEEKLY)
# Names that the machine's database of zones holds for itself.
_NO_ZONES = frozenset({"localtime", "Factory"})


class UnknownZoneError(ValueError):
    """There is no such time zone."""


class NoChoiceError(ValueError):
    """There is nothing to choose here: a kind that cannot be switched off, or a threshold that is not offered."""


@cache
def zones() -> frozenset[str]:
    """The names of all time zones (IANA)."""
    return frozenset(available_timezones()) - _NO_ZONES


class Choices:
    """What a person chooses about warnings."""

    def __init__(self, stored: StoredPreferences, clock: Clock) -> None:
        self._stored = stored
        self._clock = clock

    async def of(self, person: PersonId) -> Preferences:
        """Everything that the person has chosen."""
        return await self._stored.of(person)

    async def live_in(self, person: PersonId, zone: str) -> None:
        """Count days and hours by this zone from now on.

        Raises:
            UnknownZoneError: There is no such zone.
        """
        if zone not in zones():
            raise UnknownZoneError
        await self._stored.set_zone(person, zone, self._clock.now())

    async def keep_quiet(self, person: PersonId, quiet: QuietHours) -> None:
        """Keep these quiet hours from now on."""
        await self._stored.set_quiet(person, quiet, self._clock.now())

    async def tell_together(self, person: PersonId, *, together: bool) -> None:
        """Tell three and more warnings in one message, or each by itself."""
        await self._stored.set_digest(person, digest=together)

    async def summarize_weekly(self, person: PersonId, *, weekly: bool) -> None:
        """Send a summary on Mondays, or not."""
        await self._stored.set_weekly(person, weekly=weekly)

    async def switch(self, person: PersonId, kind: Kind, *, enabled: bool) -> None:
        """Warn of this kind, or not; the thresholds stay as they were chosen.

        Raises:
            NoChoiceError: The kind cannot be switched off.
        """
        known = await self._known(person, kind)
        await self._set(person, kind, KindPreference(enabled, known.of(kind).thresholds))

    async def toggle(self, person: PersonId, kind: Kind, threshold: int) -> None:
        """Add the threshold to those that count for the person, or take it away.

        Raises:
            NoChoiceError: The kind does not offer it.
        """
        known = await self._known(person, kind)
        rule = RULES[kind]
        if threshold not in rule.choices:
            raise NoChoiceError
        chosen = known.thresholds(kind) ^ {threshold}
        own = None if chosen == frozenset(rule.standard) else chosen
        await self._set(person, kind, KindPreference(known.of(kind).enabled, own))

    async def choose_usual(self, person: PersonId, kind: Kind) -> None:
        """Warn of this kind at the usual thresholds.

        Raises:
            NoChoiceError: There is nothing to choose about the kind.
        """
        known = await self._known(person, kind)
        await self._set(person, kind, KindPreference(known.of(kind).enabled))

    async def _known(self, person: PersonId, kind: Kind) -> Preferences:
        if kind not in SWITCHABLE:
            raise NoChoiceError
        return await self._stored.of(person)

    async def _set(self, person: PersonId, kind: Kind, preference: KindPreference) -> None:
        await self._stored.set_kind(person, kind, preference, self._clock.now())
