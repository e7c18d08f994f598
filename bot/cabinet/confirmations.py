"""Use cases of proving an organization: issue a challenge, take a signature."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum

from bot.cabinet.audit import AuditEvent
from bot.cabinet.challenge import LIFETIME, Challenge, new_code
from bot.cabinet.confirmation import ACCESS_LIFETIME, Confirmation, Confirmed
from bot.cabinet.person import Person
from bot.cabinet.ports import AlreadyCountedError, AuditTrail, Challenges, Memberships, SignatureVerifier
from bot.clock import Clock
from bot.signature.verdict import SignatureRefusedError

ChallengeWriter = Callable[[Person, str, datetime, datetime], bytes]
"""Makes the text to be signed of the person, the code, the moment of issue and the moment until which it is valid."""

# Expired challenges stay in sight this long, so that a late signature is told what is wrong with it.
REMEMBERED = timedelta(hours=24)
# Candidates for one signature; each costs a hash of a kilobyte.
CANDIDATES = 40
CHALLENGES_PER_HOUR = 30


class ChallengeRefusal(Enum):
    """Why a signature that may be good does not count here."""

    NONE_ISSUED = "none-issued"
    EXPIRED = "expired"
    USED = "used"
    UNSIGNED = "unsigned"  # the challenge itself came back instead of a signature


class ChallengeRefusedError(Exception):
    """The signature cannot count for any of the person's challenges."""

    def __init__(self, refusal: ChallengeRefusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


class TooManyChallengesError(Exception):
    """The person asks for files faster than anybody could sign them."""


class Confirmations:
    """Proving organizations by directors' signatures."""

    def __init__(
        self,
        challenges: Challenges,
        memberships: Memberships,
        audit: AuditTrail,
        verifier: SignatureVerifier,
        clock: Clock,
        write_challenge: ChallengeWriter,
    ) -> None:
        self._challenges = challenges
        self._memberships = memberships
        self._audit = audit
        self._verifier = verifier
        self._clock = clock
        self._write_challenge = write_challenge

    async def issue(self, person: Person) -> Challenge:
        """A new challenge, valid for 30 minutes, for any number of certificates.

        Raises:
            TooManyChallengesError: 30 have been issued within the hour.
        """
        now = self._clock.now()
        if await self._challenges.count(person.id, now - timedelta(hours=1)) >= CHALLENGES_PER_HOUR:
            raise TooManyChallengesError
        code, until = new_code(), now + LIFETIME
        return await self._challenges.issue(
            person.id, code, self._write_challenge(person, code, now, until), now, until
        )

    async def confirm(self, person: Person, message: bytes) -> Confirmed:
        """Take a signature over one of the person's challenges and open the signer's organization for 24 hours.

        Raises:
            ChallengeRefusedError: There is no live challenge that it could count for.
            SignatureRefusedError: The signature itself does not count.
        """
        now = self._clock.now()
        challenges = await self._challenges.recent(person.id, now - REMEMBERED, CANDIDATES)
        if not challenges:
            raise ChallengeRefusedError(ChallengeRefusal.NONE_ISSUED)
        contents = [challenge.content for challenge in challenges]
        if message in contents:
            raise ChallengeRefusedError(ChallengeRefusal.UNSIGNED)
        try:
            signer = await self._verifier.verify(message, contents, now)
        except SignatureRefusedError as refused:
            await self._audit.add(now, AuditEvent.REFUSED, person.id, None, refused.reason.value)
            raise
        challenge = challenges[signer.content]
        if not challenge.is_live(now):
            raise ChallengeRefusedError(ChallengeRefusal.EXPIRED)
        try:
            return await self._memberships.record(
                Confirmation(challenge.id, person.id, signer, now, now + ACCESS_LIFETIME)
            )
        except AlreadyCountedError as counted:
            raise ChallengeRefusedError(ChallengeRefusal.USED) from counted
