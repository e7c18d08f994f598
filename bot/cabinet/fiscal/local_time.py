"""Moments of a cash register: its own wall clock, which carries no zone, and the zone that was configured for it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class LocalTime:
    """What the register's clock showed.

    The zone is somebody's setting, not the register's word: fiscal documents have none. Both are kept, so that a
    corrected setting changes the moment and not the paper.

    Attributes:
        wall: Without zone, as printed.
        zone: IANA name.
    """

    wall: datetime
    zone: str

    @property
    def moment(self) -> datetime:
        """Aware, in UTC; of a repeated hour the first."""
        return self.wall.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)
