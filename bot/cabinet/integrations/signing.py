"""Signatures over orders and prohibitions: judged, kept with their verdict, and what they change."""

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from bot.cabinet.access import AccessGuard
from bot.cabinet.files.ports import Files, LostFileError
from bot.cabinet.files.stored_file import Media
from bot.cabinet.integrations.changes import dated, told
from bot.cabinet.integrations.integration import Integration
from bot.cabinet.integrations.paper import LIFETIME, Paper, PaperRefusal, PaperRefusedError, PaperSort
from bot.cabinet.integrations.ports import MovedMeanwhileError, StoredIntegrations
from bot.cabinet.integrations.transitions import Event, WrongStateError, moved
from bot.cabinet.organization import Membership
from bot.cabinet.person import Person
from bot.cabinet.ports import AuditTrail, SignatureVerifier
from bot.clock import Clock
from bot.signature.verdict import RefusalReason, SignatureRefusedError, Signer

# Expired and signed texts stay in sight for a while, so that a late signature is told what is wrong with it.
_REMEMBERED: Final = LIFETIME + timedelta(days=2)
# Without signed attributes, a signature over another text cannot be told from a damaged one.
_OF_ANOTHER_TEXT: Final = frozenset({RefusalReason.OTHER_FILE, RefusalReason.BAD_SIGNATURE})
_EVENTS: Final = {
    PaperSort.ORDER: Event.ORDER_SIGNED,
    PaperSort.PROHIBITION: Event.PROHIBITION_SIGNED,
}


@dataclass(frozen=True, slots=True)
class PaperAccepted:
    """A signature has moved an integration."""

    membership: Membership
    integration: Integration
    paper: Paper


class PaperSigning:
    """Takes signatures over texts of integrations.

    Args:
        integrations: Which texts wait.
        files: Keeps texts and signatures.
        verifier: Judges.
        guard: Asked before anything is moved.
        audit: Who switched what on and off.
        clock: The present moment.
    """

    def __init__(
        self,
        integrations: StoredIntegrations,
        files: Files,
        verifier: SignatureVerifier,
        guard: AccessGuard,
        audit: AuditTrail,
        clock: Clock,
    ) -> None:
        self._integrations = integrations
        self._files = files
        self._verifier = verifier
        self._guard = guard
        self._audit = audit
        self._clock = clock

    async def take(self, person: Person, message: bytes) -> PaperAccepted | None:
        """Take a signature over one of the person's texts; None when it is over none of them.

        Raises:
            AccessDeniedError: Access to the organization is not open any more.
            PaperRefusedError: The signature is good and does not count, or it is the text itself and none.
            SignatureRefusedError: The signature itself does not count.
        """
        now = self._clock.now()
        papers = await self._integrations.issued(person.id, now - _REMEMBERED, now)
        if not papers:
            return None
        found = await asyncio.gather(*(self._content(paper) for paper in papers))
        # A text that cannot be read any more must not stand in the way of every other signature.
        texts = [(paper, text) for paper, text in zip(papers, found, strict=True) if text is not None]
        if not texts:
            return None
        contents = [text for _, text in texts]
        if message in contents:
            raise PaperRefusedError(PaperRefusal.UNSIGNED)
        try:
            signer = await self._verifier.verify(message, contents, now)
        except SignatureRefusedError as refused:
            if refused.reason in _OF_ANOTHER_TEXT:
                return None
            await self._refuse(texts[0][0], message, refused.reason.value, None, person)
            raise
        paper = texts[signer.content][0]
        membership = await self._guard.require_open(person.id, paper.organization)
        try:
            return await self._accepted(person, membership, paper, message, signer)
        except PaperRefusedError as refused:
            await self._refuse(paper, message, refused.refusal.value, signer, person)
            raise

    async def _accepted(
        self, person: Person, membership: Membership, paper: Paper, message: bytes, signer: Signer
    ) -> PaperAccepted:
        now = self._clock.now()
        known = await self._integrations.of_organization(paper.organization)
        integration = next((one for one in known if one.kind is paper.kind), None)
        if integration is None:
            raise PaperRefusedError(PaperRefusal.MOVED_ON)
        if paper.signed_at is not None:
            raise PaperRefusedError(PaperRefusal.ALREADY_SIGNED)
        if not paper.is_live(now):
            raise PaperRefusedError(PaperRefusal.EXPIRED)
        if signer.inn != membership.organization.inn:
            raise PaperRefusedError(PaperRefusal.OTHER_ORGANIZATION)
        # The certificate of an order may be long over by the time of its prohibition, and the director another one:
        # whoever directs the organization now may stop the data.
        if paper.sort is PaperSort.ORDER and not (
            paper.fingerprint == signer.certificate.fingerprint == integration.fingerprint
        ):
            raise PaperRefusedError(PaperRefusal.OTHER_CERTIFICATE, integration.signer_name)
        try:
            state = moved(integration, _EVENTS[paper.sort])
        except WrongStateError:
            raise PaperRefusedError(PaperRefusal.MOVED_ON) from None
        if integration.changed_at is not None and paper.issued_at < integration.changed_at:
            # The director has signed another certificate's or another day's text than what is chosen now.
            raise PaperRefusedError(PaperRefusal.SUPERSEDED)
        changed = dated(replace(integration, state=state), integration.state, now)
        signature = await self._files.keep(message, Media.SIGNATURE, now)
        try:
            await self._integrations.accept(paper, changed, signature, signer, person.id, now)
        except MovedMeanwhileError:
            raise PaperRefusedError(PaperRefusal.MOVED_ON) from None
        if (event := told(integration.state, changed.state)) is not None:
            await self._audit.add(now, event, person.id, paper.organization, paper.kind.value)
        return PaperAccepted(membership, changed, paper)

    async def _content(self, paper: Paper) -> bytes | None:
        try:
            return await self._files.content(paper.file)
        except LostFileError:
            return None

    async def _refuse(
        self, paper: Paper, message: bytes, verdict: str, signer: Signer | None, person: Person
    ) -> None:
        now = self._clock.now()
        signature = await self._files.keep(message, Media.SIGNATURE, now)
        await self._integrations.refuse(paper.id, signature, verdict, signer, person.id, now)
