"""Loading acts that an operator has sent: shown first, and stored only from the same bytes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256

from bot.cabinet.acts.importing import ActFile, ActImport, ActPlan
from bot.cabinet.acts.ports import ActsMovedError, Put
from bot.cabinet.audit import AuditEvent
from bot.cabinet.files.intake import Inspector, Offered
from bot.cabinet.organization import PersonId
from bot.cabinet.ports import AuditTrail
from bot.cabinet.service_upload import OtherContentError
from bot.cabinet.warnings.operations import NotAnOperatorError, Operations
from bot.clock import Clock

Fetch = Callable[[], Awaitable[bytes]]

_SHORT = 12


class BadFilesError(Exception):
    """There are bad files, and they are not to be skipped."""


@dataclass(frozen=True, slots=True)
class ShownActs:
    """What an operator has been shown, to be held against what there is when the operator confirms.

    Attributes:
        content: SHA-256 of what was sent.
        plan: SHA-256 of everything that it would change.
    """

    content: str
    plan: str


@dataclass(frozen=True, slots=True)
class ActReview:
    """What was sent, and what it would change."""

    shown: ShownActs
    plan: ActPlan


class ActsChangedError(Exception):
    """The files would now change something else than was shown.

    Attributes:
        review: What they would change now.
    """

    def __init__(self, review: ActReview) -> None:
        super().__init__(review.shown.plan[:_SHORT])
        self.review = review


class ActUploads:
    """The use cases. Every method raises `NotAnOperatorError` for those who do not run the bot.

    Args:
        importing: Loads acts.
        inspector: Opens archives.
        operations: Knows the operators.
        audit: Is told what was loaded.
        clock: Dates it.
    """

    def __init__(
        self,
        importing: ActImport,
        inspector: Inspector,
        operations: Operations,
        audit: AuditTrail,
        clock: Clock,
    ) -> None:
        self._importing = importing
        self._inspector = inspector
        self._operations = operations
        self._audit = audit
        self._clock = clock

    async def review(self, person: PersonId, name: str, fetch: Fetch) -> ActReview:
        """What the file, a PDF or a ZIP of them, would change; changes nothing.

        Raises:
            FileRefusedError: The archive is not to be opened.
            Exception: Whatever `fetch` raises.
        """
        self._check(person)
        content = await fetch()
        plan = await self._importing.plan(await self._files(name, content))
        return ActReview(ShownActs(sha256(content).hexdigest(), plan.digest), plan)

    async def confirm(
        self, person: PersonId, name: str, shown: ShownActs, fetch: Fetch, *, skip_bad: bool
    ) -> tuple[ActReview, Put]:
        """Load what was shown.

        Raises:
            OtherContentError: The bytes are others.
            ActsChangedError: They would now change something else.
            BadFilesError: There are bad files, and they are not to be skipped.
            FileRefusedError: The archive is not to be opened.
            Exception: Whatever `fetch` raises.
        """
        review = await self.review(person, name, fetch)
        if review.shown.content != shown.content:
            raise OtherContentError
        if review.shown != shown:
            raise ActsChangedError(review)
        if review.plan.bad and not skip_bad:
            raise BadFilesError
        try:
            put = await self._importing.apply(review.plan, person, as_shown=True)
        except ActsMovedError:  # by somebody else, since the line above compared
            raise ActsChangedError(await self.review(person, name, fetch)) from None
        told = f"{shown.content[:_SHORT]} +{put.new} -{len(review.plan.bad)}"
        await self._audit.add(self._clock.now(), AuditEvent.ACTS_LOADED, person, None, told)
        return review, put

    def _check(self, person: PersonId) -> None:
        if not self._operations.are_run_by(person):
            raise NotAnOperatorError

    async def _files(self, name: str, content: bytes) -> list[ActFile]:
        if not name.lower().endswith(".zip"):
            return [_read(Offered(name, content))]
        return [_read(one) for one in await self._inspector.archive(content)]


def _read(offered: Offered) -> ActFile:
    async def read() -> bytes:
        return offered.content

    return ActFile(offered.name, read)
