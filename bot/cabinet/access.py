"""The guard: nobody sees an organization's data without an open confirmation."""

from enum import Enum

from bot.cabinet.organization import Membership, OrganizationId, PersonId
from bot.cabinet.ports import Memberships
from bot.clock import Clock


class Denial(Enum):
    """Why the guard refused."""

    UNKNOWN = "unknown"  # never confirmed, removed, or a forged identifier: all look the same from outside
    LAPSED = "lapsed"  # confirmed once, but the 24 hours are over or access was closed


class AccessDeniedError(Exception):
    """The person may not look at this organization now.

    Attributes:
        denial: Why.
        membership: The tie that has lapsed, so that the person can be told which organization to confirm again.
    """

    def __init__(self, denial: Denial, membership: Membership | None = None) -> None:
        super().__init__(denial.value)
        self.denial = denial
        self.membership = membership


class AccessGuard:
    """Every look at an organization's data starts here."""

    def __init__(self, memberships: Memberships, clock: Clock) -> None:
        self._memberships = memberships
        self._clock = clock

    async def require_open(self, person: PersonId, organization: OrganizationId) -> Membership:
        """The person's tie to the organization, whose access is open at this moment.

        Raises:
            AccessDeniedError: In every other case.
        """
        return self.judge(await self._memberships.one(person, organization))

    def judge(self, membership: Membership | None) -> Membership:
        """The same, for a tie that was read together with what is to be looked at.

        Args:
            membership: The person's tie to the organization whose data they are; None when there is none.

        Raises:
            AccessDeniedError: It is not open at this moment: what was read with it must not be shown.
        """
        if membership is None:
            raise AccessDeniedError(Denial.UNKNOWN)
        if not membership.is_open(self._clock.now()):
            raise AccessDeniedError(Denial.LAPSED, membership)
        return membership

    async def require_known(self, person: PersonId, organization: OrganizationId) -> Membership:
        """The person's tie to an organization on their list, open or lapsed; enough to name it and to remove it.

        Raises:
            AccessDeniedError: The person has no such organization.
        """
        membership = await self._memberships.one(person, organization)
        if membership is None:
            raise AccessDeniedError(Denial.UNKNOWN)
        return membership
