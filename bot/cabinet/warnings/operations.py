"""Use cases of the operator: how the outbox stands."""

from collections.abc import Collection

from bot.cabinet.organization import PersonId
from bot.cabinet.warnings.ports import OutboxOverview, OutboxState
from bot.clock import Clock


class NotAnOperatorError(Exception):
    """The person does not run the bot, and is not told that there is anything to see."""


class Operations:
    """What those who run the bot may see.

    Attributes:
        operators: Who they are.
    """

    def __init__(self, overview: OutboxOverview, operators: Collection[int], clock: Clock) -> None:
        self._overview = overview
        self.operators = frozenset(operators)
        self._clock = clock

    def are_run_by(self, person: PersonId) -> bool:
        """Whether the person is an operator."""
        return person in self.operators

    async def outbox(self, person: PersonId) -> OutboxState:
        """How the outbox stands now.

        Raises:
            NotAnOperatorError: The person is none.
        """
        if not self.are_run_by(person):
            raise NotAnOperatorError
        return await self._overview.state(self._clock.now())
