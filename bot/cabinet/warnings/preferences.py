"""What a person has chosen about warnings."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.cabinet.warnings.hours import QuietHours
from bot.cabinet.warnings.kind import RULES, Kind


@dataclass(frozen=True, slots=True)
class KindPreference:
    """One kind of warnings as the person wants it.

    Attributes:
        enabled: Whether anything of this kind is told at all.
        thresholds: The person's own; None while the usual ones serve.
    """

    enabled: bool = True
    thresholds: frozenset[int] | None = None


AS_USUAL = KindPreference()


@dataclass(frozen=True, slots=True)
class Preferences:
    """Everything a person has chosen about warnings."""

    zone: str
    quiet: QuietHours
    digest: bool = True
    weekly: bool = False
    kinds: Mapping[Kind, KindPreference] = field(default_factory=dict)

    def of(self, kind: Kind) -> KindPreference:
        """The preference for one kind."""
        return self.kinds.get(kind, AS_USUAL)

    def thresholds(self, kind: Kind) -> frozenset[int]:
        """The thresholds that count for this person."""
        own = self.of(kind).thresholds
        return frozenset(RULES[kind].standard) if own is None else own

    def tells(self, kind: Kind) -> bool:
        """Whether anything of the kind is told: it is on, and where there are thresholds, some are chosen."""
        return self.of(kind).enabled and (not RULES[kind].choices or bool(self.thresholds(kind)))
