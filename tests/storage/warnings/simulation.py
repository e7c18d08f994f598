"""What the watch has to find, by plain reckoning: every person, every end, day by day and threshold by threshold."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.cabinet.warnings.kind import RULES, Kind
from storage.warnings.ends import written

Key = tuple[int, Kind, int, int, str]
# A leap day, changes of clocks in both directions, and the ends of two months lie ahead.
BEGIN = datetime(2028, 2, 25, 20, 30, tzinfo=UTC)
ORGANIZATIONS = 2
WATCHED = (Kind.ACCESS, Kind.SERVICE, Kind.CERTIFICATE)
DAY = timedelta(days=1)
OVERLAP = timedelta(minutes=10)


@dataclass(frozen=True)
class Somebody:
    number: int
    zone: str
    thresholds: dict[Kind, frozenset[int]]  # own ones
    disabled: frozenset[Kind]
    changed_at: datetime | None = None


@dataclass(frozen=True)
class Tie:
    person: int
    organization: int
    confirmed_at: datetime
    open_until: datetime
    certificate_until: datetime
    muted: bool = False
    closed_at: datetime | None = None


@dataclass(frozen=True)
class Service:
    number: int
    organization: int
    product: str
    start: date | None
    end: date | None
    updated_at: datetime


@dataclass
class Town:
    """Everything there is, and what the oracle has announced."""

    people: dict[int, Somebody]
    ties: list[Tie]
    services: dict[int, Service]
    announced: set[Key] = field(default_factory=set)
    looked: datetime | None = None

    def look(self, now: datetime) -> None:
        before = frozenset(self.announced)
        for tie in self.ties:
            if tie.muted:
                continue
            self._access(tie, now)
            if tie.confirmed_at < now - 90 * DAY:
                continue
            person = self.people[tie.person]
            day = tie.certificate_until.astimezone(ZoneInfo(person.zone)).date()
            changed = self._changed(now, tie.confirmed_at, person.changed_at)
            end = written(tie.certificate_until)
            self._days(person, Kind.CERTIFICATE, (tie.organization, end), day, now, changed=changed)
            for service in self.services.values():
                if service.organization != tie.organization or service.end is None or self._renewed(service):
                    continue
                changed = self._changed(now, service.updated_at, tie.confirmed_at, person.changed_at)
                subject = (service.number, written(service.end))
                self._days(person, Kind.SERVICE, subject, service.end, now, changed=changed)
        self._together(now, before)
        self.looked = now

    def _thresholds(self, person: Somebody, kind: Kind) -> Iterator[int]:
        if kind not in person.disabled:
            yield from sorted(person.thresholds.get(kind, RULES[kind].standard))

    def _changed(self, now: datetime, *moments: datetime | None) -> bool:
        looked = self.looked
        return looked is not None and any(
            moment is not None and looked - OVERLAP <= moment <= now for moment in moments
        )

    def _days(
        self,
        person: Somebody,
        kind: Kind,
        subject: tuple[int, str],
        end: date,
        now: datetime,
        *,
        changed: bool,
    ) -> None:
        zone = ZoneInfo(person.zone)
        today = now.astimezone(zone).date()
        long_ago = today - RULES[kind].worth - DAY
        day = long_ago if self.looked is None else self.looked.astimezone(zone).date()
        passed = set()
        while day < today:
            day += DAY
            passed.add(day)
        for threshold in self._thresholds(person, kind):
            reached = end - threshold * DAY
            crossed = reached in passed and end > long_ago
            stands = changed and reached <= today and end >= today + min(RULES[kind].choices) * DAY
            if crossed or stands:
                self.announced.add((person.number, kind, subject[0], threshold, subject[1]))
                return

    def _access(self, tie: Tie, now: datetime) -> None:
        threshold = self._due_access(tie, now)
        if threshold is not None:
            self.announced.add(self._access_key(tie, threshold))

    def _due_access(self, tie: Tie, now: datetime) -> int | None:
        if tie.closed_at is not None and tie.closed_at >= tie.open_until:
            return None
        for threshold in self._thresholds(self.people[tie.person], Kind.ACCESS):
            reached = tie.open_until - timedelta(minutes=threshold)
            is_new = self.looked is None or reached > self.looked
            if is_new and reached <= now and tie.open_until > now - DAY:
                return threshold
        return None

    @staticmethod
    def _access_key(tie: Tie, threshold: int) -> Key:
        return (tie.person, Kind.ACCESS, tie.organization, threshold, written(tie.open_until))

    def _together(self, now: datetime, before: frozenset[Key]) -> None:
        told = {
            (tie.person, threshold)
            for tie in self.ties
            if not tie.muted and (threshold := self._due_access(tie, now)) is not None
            if self._access_key(tie, threshold) not in before
        }
        for person, threshold in told:
            for tie in self.ties:
                soon = now + timedelta(minutes=threshold)
                closed = tie.closed_at is not None and tie.closed_at >= tie.open_until
                if (
                    tie.person == person
                    and not tie.muted
                    and not closed
                    and soon < tie.open_until <= soon + RULES[Kind.ACCESS].together
                ):
                    self.announced.add(self._access_key(tie, threshold))

    def _renewed(self, service: Service) -> bool:
        end = service.end
        return end is not None and any(
            other.organization == service.organization
            and other.product == service.product
            and other.start in (end, end + DAY)
            and (other.end is None or other.end > end)
            for other in self.services.values()
        )
