"""Use cases of a warning that has come: be reminded tomorrow, hear no more of it; and ask for a test."""

from datetime import datetime

from bot.cabinet.organization import PersonId
from bot.cabinet.person import Person
from bot.cabinet.warnings.hours import tomorrow
from bot.cabinet.warnings.outbox import WarningId
from bot.cabinet.warnings.ports import Reminders, StoredPreferences
from bot.clock import Clock


class Reminding:
    """What a person does with warnings."""

    def __init__(self, reminders: Reminders, stored: StoredPreferences, clock: Clock) -> None:
        self._reminders = reminders
        self._stored = stored
        self._clock = clock

    async def remind_tomorrow(self, person: PersonId, batch: WarningId) -> datetime | None:
        """Tell the message's warnings again tomorrow; when that is, or None when there is nothing to tell again.

        Another person's message, or one that never was, is nothing to tell.
        """
        preferences = await self._stored.of(person)
        moment = tomorrow(self._clock.now(), preferences.zone, preferences.quiet)
        return moment if await self._reminders.postpone(person, batch, moment) else None

    async def hide(self, person: PersonId, batch: WarningId) -> bool:
        """Say nothing more of the terms that the message told of; whether there were any."""
        return await self._reminders.hide(person, batch, self._clock.now()) > 0

    async def try_out(self, person: Person) -> None:
        """Send a test warning, by the way that all warnings go."""
        await self._reminders.ask_trial(person, self._clock.now())
