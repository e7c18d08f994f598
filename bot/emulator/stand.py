"""What a demo adds to the page: controls and a checklist beside the chat."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Control:
    """A button of the stand; `style` is empty, `primary` or `danger`."""

    id: str
    label: str
    group: str
    hint: str = ""
    enabled: bool = True
    style: str = ""


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """A step to try, ticked when it was done."""

    id: str
    text: str
    done: bool


@dataclass(frozen=True, slots=True)
class JournalLine:
    """Something that the stand watches: when, what, why, and where it stands."""

    at: str
    text: str
    detail: str
    state: str
    waits: bool


@dataclass(frozen=True, slots=True)
class Journal:
    """A list of what goes on behind the chats; without lines it says what it is waiting for."""

    title: str
    empty: str
    lines: Sequence[JournalLine] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class StandView:
    """The stand as one person's page shows it."""

    title: str
    controls: Sequence[Control] = field(default_factory=tuple)
    checklist: Sequence[ChecklistItem] = field(default_factory=tuple)
    note: str = ""
    journal: Journal | None = None

    def as_json(self) -> dict[str, Any]:
        """For the page."""
        return asdict(self)


class Stand(Protocol):
    """A demo stand."""

    def view(self, person: int | None) -> StandView:
        """What to show beside the chat of this person, or beside none."""
        ...

    async def press(self, person: int, control: str) -> str | None:
        """Acts on a control; a text to show for a moment, or None."""
        ...
