"""Loading acts from files that are named for what they hold: all or nothing, unless told otherwise."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from hashlib import sha256
from typing import Final
from zoneinfo import ZoneInfo

from bot.cabinet.acts.act import NewAct
from bot.cabinet.acts.file_name import ActName, parsed
from bot.cabinet.acts.period import BadPeriodError, checked
from bot.cabinet.acts.ports import Acts, Put
from bot.cabinet.files.intake import FileRefusal, FileRefusedError, Inspector
from bot.cabinet.files.ports import Files
from bot.cabinet.files.stored_file import FileId, Media
from bot.cabinet.organization import PersonId
from bot.clock import Clock

# Acts are made by the calendar of those who keep the books.
_ZONE: Final = ZoneInfo("Europe/Moscow")

Read = Callable[[], Awaitable[bytes]]
Report = Callable[[int, int], None]
"""Told how many files are done, of how many."""


class NameProblem(Enum):
    """What may be wrong with a name."""

    PATTERN = "pattern"  # not as agreed, or no such organization or day
    PERIOD = "period"  # ends before it begins, lies in the future, is too old or too long
    DOUBLED = "doubled"  # two files for the same organization and period


@dataclass(frozen=True, slots=True)
class ActFile:
    """A file that may be an act; it is read when it is its turn, for there may be many.

    Raises:
        FileRefusedError: By `read`: it is too large, or cannot be read.
    """

    name: str
    read: Read


@dataclass(frozen=True, slots=True)
class PlannedAct:
    """A good file.

    Attributes:
        digest: SHA-256 of what was looked into.
        replaces: The act that there is for this period already; it may be the same one.
    """

    file: ActFile
    act: ActName
    digest: str
    replaces: FileId | None

    @property
    def is_replacing(self) -> bool:
        """Whether there is an act for this period already."""
        return self.replaces is not None


@dataclass(frozen=True, slots=True)
class BadFile:
    """A file that cannot be loaded, and why."""

    name: str
    problem: NameProblem | FileRefusal


@dataclass(frozen=True, slots=True)
class ActPlan:
    """What loading would do."""

    good: tuple[PlannedAct, ...]
    bad: tuple[BadFile, ...]

    @property
    def digest(self) -> str:
        """Of everything that is shown, and of what is stored over what."""
        said = [
            *((one.file.name, one.act.inn, one.act.period, one.digest, one.replaces) for one in self.good),
            *((one.name, one.problem) for one in self.bad),
        ]
        return sha256("\n".join(map(repr, said)).encode("utf-8", "replace")).hexdigest()


class ActImport:
    """Loads acts.

    Args:
        acts: Where they go.
        files: Keeps their files.
        inspector: Looks into them.
        clock: The present moment.
    """

    def __init__(self, acts: Acts, files: Files, inspector: Inspector, clock: Clock) -> None:
        self._acts = acts
        self._files = files
        self._inspector = inspector
        self._clock = clock

    async def plan(self, files: Sequence[ActFile], report: Report | None = None) -> ActPlan:
        """Look at every file; nothing is written."""
        today = self._clock.now().astimezone(_ZONE).date()
        named = [(file, _named(file.name, today)) for file in files]
        seen: set[ActName] = set()
        found: list[tuple[ActFile, ActName, str]] = []
        bad: list[BadFile] = []
        for number, (file, name) in enumerate(named, 1):
            if isinstance(name, NameProblem):
                bad.append(BadFile(file.name, name))
            elif name in seen:
                bad.append(BadFile(file.name, NameProblem.DOUBLED))
            else:
                seen.add(name)
                try:
                    content = await file.read()
                    await self._inspector.pdf(content)
                except FileRefusedError as refused:
                    bad.append(BadFile(file.name, refused.refusal))
                else:
                    found.append((file, name, sha256(content).hexdigest()))
            if report is not None:
                report(number, len(files))
        known = await self._acts.known([(name.inn, name.period) for _, name, _ in found])
        there = {(inn, period): file for inn, period, file in known}
        good = tuple(
            PlannedAct(file, name, digest, there.get((name.inn, name.period))) for file, name, digest in found
        )
        return ActPlan(good, tuple(bad))

    async def apply(
        self,
        plan: ActPlan,
        operator: PersonId | None = None,
        report: Report | None = None,
        *,
        as_shown: bool = False,
    ) -> Put:
        """Load the good files, all at once; orders for them are settled.

        Args:
            plan: What to load.
            operator: Who loads it; None for the command line.
            report: Told how far it has come.
            as_shown: Somebody has agreed to the plan: nothing but what it names is replaced.

        Raises:
            FileRefusedError: A file has changed since it was looked into.
            ActsMovedError: Something else would be replaced than the plan says.
        """
        now = self._clock.now()
        new = []
        for number, one in enumerate(plan.good, 1):
            content = await one.file.read()
            if sha256(content).hexdigest() != one.digest:
                raise FileRefusedError(FileRefusal.BROKEN_PDF, one.file.name)
            new.append(NewAct(one.act.inn, one.act.period, await self._files.keep(content, Media.PDF, now)))
            if report is not None:
                report(number, len(plan.good))
        replaced = [
            (one.act.inn, one.act.period, one.replaces) for one in plan.good if one.replaces is not None
        ]
        return await self._acts.put(new, operator, now, over=replaced if as_shown else None)


def _named(name: str, today: date) -> ActName | NameProblem:
    act = parsed(name)
    if act is None:
        return NameProblem.PATTERN
    try:
        if checked(act.period, today) != act.period:  # its end lies ahead
            return NameProblem.PERIOD
    except BadPeriodError:
        return NameProblem.PERIOD
    return act
