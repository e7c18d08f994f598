"""What warnings need from the outside. Each method is one transaction; `storage.warnings` and `handlers` implement them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.cabinet.organization import PersonId
from bot.cabinet.person import Person
from bot.cabinet.warnings.composing import Plan
from bot.cabinet.warnings.hours import QuietHours
from bot.cabinet.warnings.kind import Kind
from bot.cabinet.warnings.outbox import Delivery, Due, Item, Letter, WarningId
from bot.cabinet.warnings.preferences import KindPreference, Preferences
from bot.cabinet.warnings.window import Windows


class Watched(Protocol):
    """What may become due."""

    async def zones(self) -> Sequence[str]:
        """The zones that people live in: a handful."""
        ...

    async def looked_until(self, kind: Kind) -> datetime | None:
        """The moment up to which the kind has been looked at; None when never."""
        ...

    async def announce(self, kind: Kind, windows: Windows, since: datetime | None, now: datetime) -> int:
        """Queue what lies in the windows, once per (person, kind, subject, threshold, end); move the mark to `now`.

        For each person and subject the nearest of the matching thresholds is queued, if it was not before. Rows and
        choices changed since `since` are held against the standing windows. Nothing is queued for those who have
        muted the organization, switched the kind off, hidden the term, removed the organization, or confirmed it more
        than 90 days ago. How many rows are new.
        """
        ...

    async def summarize(self, mondays: Mapping[str, date], now: datetime) -> int:
        """Queue the weekly summary for those of each zone who want it; move the mark. How many rows are new."""
        ...


class Outbox(Protocol):
    """What waits to be told."""

    async def recover(self, now: datetime) -> int:
        """Queue again what a dead process left `sending`: a warning twice is a nuisance, never is a failure.

        How many there were; each counts as unknown.
        """
        ...

    async def due(self, now: datetime, limit: int, without: Collection[PersonId]) -> Sequence[Due]:
        """Everything that is due for the people whose turn it is, urgent first; at most so many people.

        Args:
            now: The present moment.
            limit: How many people at most.
            without: People whose earlier warnings are still in work.
        """
        ...

    async def next_moment(self, now: datetime) -> datetime | None:
        """When the soonest of those that wait for a later moment is due; None when none does."""
        ...

    async def settle(self, plans: Sequence[Plan]) -> None:
        """Drop and postpone as the plans say."""
        ...

    async def begin(self, letter: Letter, now: datetime) -> Sequence[Item]:
        """Mark the letter's rows as being sent; those that still wait, for the person may have hidden one meanwhile."""
        ...

    async def record(
        self, results: Sequence[tuple[Letter, Delivery, datetime | None]], now: datetime
    ) -> None:
        """Write down what came of the letters; with a moment, the rows are queued again for then.

        Unreachable people are remembered, and everything that waits for them is held.
        """
        ...


class Messenger(Protocol):
    """Tells people."""

    async def send(self, letter: Letter) -> Delivery:
        """Hand one message to Telegram. Never raises for what Telegram or the network does."""
        ...


class StoredPreferences(Protocol):
    """What people have chosen."""

    async def of(self, person: PersonId) -> Preferences:
        """The person's choices."""
        ...

    async def set_zone(self, person: PersonId, zone: str, now: datetime) -> None:
        """Live in this zone from now on; what waits is planned anew."""
        ...

    async def set_quiet(self, person: PersonId, quiet: QuietHours, now: datetime) -> None:
        """Keep these quiet hours from now on; what waits is planned anew."""
        ...

    async def set_digest(self, person: PersonId, *, digest: bool) -> None:
        """Tell several things together, or each by itself."""
        ...

    async def set_weekly(self, person: PersonId, *, weekly: bool) -> None:
        """Send the weekly summary, or not."""
        ...

    async def set_kind(self, person: PersonId, kind: Kind, preference: KindPreference, now: datetime) -> None:
        """Remember the preference for one kind."""
        ...


class Reminders(Protocol):
    """What a person does with a warning that was told, and asks for."""

    async def postpone(self, person: PersonId, batch: WarningId, until: datetime) -> int:
        """Queue the message's warnings again for this moment; how many are still worth it. None of another person's."""
        ...

    async def hide(self, person: PersonId, batch: WarningId, now: datetime) -> int:
        """Say nothing more about these ends; how many there were. None of another person's."""
        ...

    async def ask_trial(self, person: Person, now: datetime) -> None:
        """Queue a test warning."""
        ...


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Someone whom warnings cannot reach."""

    person: PersonId
    name: str
    since: datetime
    held: int  # how many warnings wait for them


@dataclass(frozen=True, slots=True)
class OutboxState:
    """How the outbox stands.

    Attributes:
        due: Waiting, and their moment has come.
        postponed: Waiting for a later moment.
        held: Waiting for people who stopped the bot.
        sending: Handed to Telegram at this moment.
        sent: Told within the last 24 hours.
        failed: Refused for good within the last 7 days.
        unknown: Within the last 7 days, warnings of which an answer was cut off; they were sent again.
        oldest_due: Since when the longest waiting due warning is due.
        unreachable: Who cannot be reached, latest first, the first few.
        unreachable_total: How many they are in all.
        looked: When the watch last looked.
    """

    due: int
    postponed: int
    held: int
    sending: int
    sent: int
    failed: int
    unknown: int
    oldest_due: datetime | None
    unreachable: tuple[Unreachable, ...]
    unreachable_total: int
    looked: datetime | None


class OutboxOverview(Protocol):
    """The outbox as an operator sees it."""

    async def state(self, now: datetime) -> OutboxState:
        """How it stands now."""
        ...
