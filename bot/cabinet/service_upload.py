"""Loading a services file that an operator has sent: shown first, and stored only as it was shown.

- Nothing is stored before the operator confirms what was shown.
- What is stored comes from the same bytes, by their digest, and changes exactly what was shown: when services have been
  changed meanwhile, the new plan is shown instead.
- What was confirmed once is not stored again.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from hashlib import sha256

from bot.cabinet.audit import AuditEvent
from bot.cabinet.organization import PersonId
from bot.cabinet.ports import AuditTrail
from bot.cabinet.service_file import ServicesFile
from bot.cabinet.service_import import ImportPlan, ServiceImport
from bot.cabinet.warnings.operations import NotAnOperatorError, Operations
from bot.clock import Clock

_SHORT = 12  # characters of a digest that tell files apart for people

Fetch = Callable[[], Awaitable[bytes]]
Read = Callable[[bytes], ServicesFile]  # takes processor time: runs in a thread


@dataclass(frozen=True, slots=True)
class ShownUpload:
    """What the operator has been shown, to be held against what there is when the operator confirms."""

    content: str  # SHA-256 of the file
    plan: str  # SHA-256 of everything it would change
    is_loaded: bool = False

    @property
    def short(self) -> str:
        """The beginning of the file's digest: enough for logs and the trail."""
        return self.content[:_SHORT]


@dataclass(frozen=True, slots=True)
class UploadReview:
    """A services file and what it would change, or has changed."""

    shown: ShownUpload
    file: ServicesFile
    plan: ImportPlan

    @property
    def organizations(self) -> int:
        """Of how many organizations the good rows tell."""
        return len({one.line.inn for one in self.file.lines})


class AlreadyLoadedError(Exception):
    """The file was confirmed before."""


class OtherContentError(Exception):
    """The bytes are not those that were shown."""


class PlanChangedError(Exception):
    """The file would now change something else than was shown.

    Attributes:
        review: What it would change now.
    """

    def __init__(self, review: UploadReview) -> None:
        super().__init__(review.shown.short)
        self.review = review


class ServiceUploads:
    """The use cases."""

    def __init__(
        self, importing: ServiceImport, read: Read, operations: Operations, audit: AuditTrail, clock: Clock
    ) -> None:
        self._importing = importing
        self._read = read
        self._operations = operations
        self._audit = audit
        self._clock = clock
        # One file at a time: a large one takes much memory, and no other may come between comparing and storing.
        self._turn = asyncio.Lock()

    async def review(self, person: PersonId, fetch: Fetch) -> UploadReview:
        """What the file would change; changes nothing.

        Raises:
            NotAnOperatorError: The person is none; nothing has been fetched.
            Exception: Whatever `fetch` and the reading of the file raise.
        """
        self._check(person)
        content = await fetch()
        async with self._turn:
            return await self._compare(content)

    async def confirm(
        self, person: PersonId, shown: ShownUpload, fetch: Fetch, *, skip_bad: bool
    ) -> UploadReview:
        """Store what was shown, all of it or nothing.

        Args:
            person: Who confirms.
            shown: What the person was shown.
            fetch: Gives the file again.
            skip_bad: Whether rows with problems are left out.

        Raises:
            NotAnOperatorError: The person is none; nothing has been fetched.
            AlreadyLoadedError: It was stored before; nothing has been fetched.
            OtherContentError: The bytes are others.
            PlanChangedError: It would now change something else.
            BadRowsError: There are problems, and bad rows are not to be skipped.
            Exception: Whatever `fetch` and the reading of the file raise.
        """
        self._check(person)
        if shown.is_loaded:
            raise AlreadyLoadedError
        content = await fetch()
        if sha256(content).hexdigest() != shown.content:
            raise OtherContentError
        async with self._turn:
            review = await self._compare(content)
            if review.shown.plan != shown.plan:
                raise PlanChangedError(review)
            await self._importing.apply(review.plan, skip_bad=skip_bad)
        await self._audit.add(
            self._clock.now(), AuditEvent.SERVICES_LOADED, person, None, _told(review.plan, shown)
        )
        return replace(review, shown=replace(shown, is_loaded=True))

    def _check(self, person: PersonId) -> None:
        if not self._operations.are_run_by(person):
            raise NotAnOperatorError

    async def _compare(self, content: bytes) -> UploadReview:
        file = await asyncio.to_thread(self._read, content)
        plan = await self._importing.plan(file)
        shown = ShownUpload(sha256(content).hexdigest(), await asyncio.to_thread(_digest, plan))
        return UploadReview(shown, file, plan)


def _digest(plan: ImportPlan) -> str:
    """Of everything that decides what is stored; two plans with one digest store the same."""
    digest = sha256()
    for part in (plan.added, plan.changed, plan.problems):
        for one in part:
            digest.update(f"{one!r}\n".encode())
        digest.update(b"\n")
    digest.update(f"{plan.unchanged} {plan.repeated}".encode())
    return digest.hexdigest()


def _told(plan: ImportPlan, shown: ShownUpload) -> str:
    """The line of the trail: which file, and how many were added, changed and left out."""
    return f"{shown.short} +{len(plan.added)} ~{len(plan.changed)} -{plan.bad_rows}"
