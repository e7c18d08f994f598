"""Use cases of switching integrations on and off. Every step stays in the database: it can be left and taken up again."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from bot.cabinet.access import AccessGuard
from bot.cabinet.challenge import new_code
from bot.cabinet.files.ports import Files
from bot.cabinet.files.stored_file import Media
from bot.cabinet.integrations.changes import dated, never_begun, told
from bot.cabinet.integrations.integration import Integration, IntegrationKind, IntegrationState
from bot.cabinet.integrations.paper import LIFETIME, Paper, PaperId, PaperSort
from bot.cabinet.integrations.ports import PaperDraft, StoredIntegrations
from bot.cabinet.integrations.start import BadStartError, start
from bot.cabinet.integrations.tariff import check
from bot.cabinet.integrations.transitions import NEEDS_START, Event, WrongStateError, missing, moved
from bot.cabinet.integrations.view import IntegrationView, with_valid
from bot.cabinet.organization import Membership, OrganizationId
from bot.cabinet.person import Person
from bot.cabinet.ports import AuditTrail, Subscriptions
from bot.cabinet.warnings.choices import UnknownZoneError, zones
from bot.clock import Clock

MOST_PAPERS: Final = 20
_MOST_SERVICES: Final = 200

Writer = Callable[[PaperDraft], bytes]


class UnknownPaperError(Exception):
    """The organization has no such text."""


class UnknownCertificateError(Exception):
    """The organization was not confirmed by such a certificate, or it is over."""


class Switching:
    """Integrations of organizations.

    Args:
        integrations: What is kept.
        subscriptions: What the organization has bought.
        files: Keeps the texts.
        guard: Asked before every look.
        audit: Who switched what on and off.
        clock: The present moment.
        write: Makes the texts to be signed.
        connected: Kinds that the service centre has connected.
    """

    def __init__(
        self,
        integrations: StoredIntegrations,
        subscriptions: Subscriptions,
        files: Files,
        guard: AccessGuard,
        audit: AuditTrail,
        clock: Clock,
        write: Writer,
        connected: frozenset[IntegrationKind],
    ) -> None:
        self._integrations = integrations
        self._subscriptions = subscriptions
        self._files = files
        self._guard = guard
        self._audit = audit
        self._clock = clock
        self._write = write
        self._connected = connected

    async def overview(
        self, person: Person, organization: OrganizationId
    ) -> tuple[Membership, tuple[Integration, ...]]:
        """All integrations of the organization.

        Raises:
            AccessDeniedError: Access is not open.
        """
        membership = await self._guard.require_open(person.id, organization)
        known = {one.kind: one for one in await self._integrations.of_organization(organization)}
        return membership, tuple(
            known.get(kind) or never_begun(organization, kind) for kind in IntegrationKind
        )

    async def view(
        self, person: Person, organization: OrganizationId, kind: IntegrationKind
    ) -> IntegrationView:
        """One integration.

        Raises:
            AccessDeniedError: Access is not open.
        """
        membership, known = await self.overview(person, organization)
        now = self._clock.now()
        certificates = tuple(await self._integrations.certificates(organization, now))
        return IntegrationView(
            membership=membership,
            integration=with_valid(next(one for one in known if one.kind is kind), certificates),
            certificates=certificates,
            is_connected=kind in self._connected,
            today=now.astimezone(ZoneInfo(person.zone)).date(),
            now=now,
        )

    async def begin(self, person: Person, organization: OrganizationId, kind: IntegrationKind) -> None:
        """Begin to switch it on. The certificate of Диадок's integration serves ОФД's and is not asked again.

        Raises:
            AccessDeniedError: Access is not open.
            TariffError: The organization's tariff does not allow it.
            WrongStateError: It is on, or being switched on.
            MovedMeanwhileError: Somebody else was first.
        """
        view = await self.view(person, organization, kind)
        if not view.is_connected:
            raise WrongStateError
        await self._check_tariff(view)
        begun = replace(
            view.integration,
            state=moved(view.integration, Event.BEGIN),
            fingerprint=None,
            signer_name=None,
            load_from=None,
            zone=view.integration.zone or person.zone,
        )
        if kind is IntegrationKind.OFD:
            _, known = await self.overview(person, organization)
            diadoc = next(one for one in known if one.kind is IntegrationKind.DIADOC)
            # One that is over signs nothing any more: another one is chosen then.
            if diadoc.state is IntegrationState.ON and view.is_valid(diadoc.fingerprint):
                begun = replace(begun, fingerprint=diadoc.fingerprint, signer_name=diadoc.signer_name)
        await self._integrations.save(begun, person.id, self._clock.now())

    async def choose_certificate(
        self, person: Person, organization: OrganizationId, kind: IntegrationKind, confirmation: int
    ) -> None:
        """Choose the director's certificate.

        Raises:
            AccessDeniedError: Access is not open.
            UnknownCertificateError: There is no such certificate.
            WrongStateError: Nothing is being chosen.
            MovedMeanwhileError: Somebody else was first.
        """
        view = await self.view(person, organization, kind)
        chosen = next((one for one in view.certificates if one.confirmation == confirmation), None)
        if chosen is None:
            raise UnknownCertificateError
        await self._save(
            person,
            replace(view.integration, fingerprint=chosen.fingerprint, signer_name=chosen.signer_name),
            Event.CHOOSE,
        )

    async def choose_start(
        self, person: Person, organization: OrganizationId, kind: IntegrationKind, day: date | str
    ) -> None:
        """Choose the day to load from, or take what was typed for it.

        Raises:
            AccessDeniedError: Access is not open.
            BadStartError: Nothing can be loaded from it.
            WrongStateError: Nothing is being chosen.
            MovedMeanwhileError: Somebody else was first.
        """
        view = await self.view(person, organization, kind)
        if kind not in NEEDS_START:
            raise BadStartError
        await self._save(person, replace(view.integration, load_from=start(day, view.today)), Event.CHOOSE)

    async def choose_zone(
        self, person: Person, organization: OrganizationId, kind: IntegrationKind, zone: str
    ) -> None:
        """Choose the zone that the cash registers live in: sources tell their times without one.

        Raises:
            AccessDeniedError: Access is not open.
            UnknownZoneError: There is no such zone.
            WrongStateError: Nothing is being chosen.
            MovedMeanwhileError: Somebody else was first.
        """
        view = await self.view(person, organization, kind)
        if kind not in NEEDS_START or zone not in zones():
            raise UnknownZoneError
        await self._save(person, replace(view.integration, zone=zone), Event.CHOOSE)

    async def move(
        self, person: Person, organization: OrganizationId, kind: IntegrationKind, event: Event
    ) -> Integration:
        """Take a step that needs nothing to be chosen.

        Raises:
            AccessDeniedError: Access is not open.
            WrongStateError: This cannot happen where it stands.
            IncompleteError: Something has still to be chosen.
            TariffError: It is to be switched on, and the organization's tariff does not allow it any more.
            MovedMeanwhileError: Somebody else was first.
        """
        if event in {Event.ORDER_SIGNED, Event.PROHIBITION_SIGNED}:
            raise WrongStateError  # only a signature does that
        view = await self.view(person, organization, kind)
        if event is Event.ENABLE:  # what was begun may have lain for months
            await self._check_tariff(view)
        return await self._save(person, view.integration, event)

    async def paper(self, person: Person, organization: OrganizationId, kind: IntegrationKind) -> Paper:
        """A text to be signed for what the integration waits for; valid for a day.

        Raises:
            AccessDeniedError: Access is not open.
            WrongStateError: It waits for no signature, or for another certificate to be chosen.
        """
        view = await self.view(person, organization, kind)
        integration = view.integration
        sort = {
            IntegrationState.AWAITS_ORDER: PaperSort.ORDER,
            IntegrationState.AWAITS_PROHIBITION: PaperSort.PROHIBITION,
        }.get(integration.state)
        if sort is None or (sort is PaperSort.ORDER and missing(integration)):
            raise WrongStateError
        now = view.now
        content = self._write(
            PaperDraft(
                sort=sort,
                organization=view.membership.organization.name,
                inn=view.membership.organization.inn,
                ogrn=view.membership.organization.ogrn,
                signer=view.signer_now or "",
                load_from=integration.load_from,
                person=person.name,
                person_id=person.id,
                code=new_code(),
                issued_at=now,
                valid_until=now + LIFETIME,
                zone=person.zone,
                language=person.language.value,
            )
        )
        file = await self._files.keep(content, Media.TEXT, now)
        return await self._integrations.issue(integration, sort, file, person.id, now, now + LIFETIME)

    async def text(self, paper: Paper) -> bytes:
        """What a text says, to be sent to whoever it was made for.

        Raises:
            LostFileError: It cannot be read.
        """
        return await self._files.content(paper.file)

    async def papers(
        self, person: Person, organization: OrganizationId
    ) -> tuple[Membership, Sequence[Paper]]:
        """Signed texts, latest first.

        Raises:
            AccessDeniedError: Access is not open.
        """
        membership = await self._guard.require_open(person.id, organization)
        return membership, await self._integrations.papers(organization, MOST_PAPERS)

    async def signed(self, person: Person, organization: OrganizationId, paper: PaperId) -> Paper:
        """A signed text, to be downloaded as evidence.

        Raises:
            AccessDeniedError: Access is not open.
            UnknownPaperError: The organization has no such text.
        """
        await self._guard.require_open(person.id, organization)
        found = await self._integrations.paper(organization, paper)
        if found is None:
            raise UnknownPaperError
        return found

    async def _check_tariff(self, view: IntegrationView) -> None:
        if view.integration.kind is IntegrationKind.OFD:
            organization = view.membership.organization.id
            services = await self._subscriptions.of_organization(organization, 0, _MOST_SERVICES)
            check(services.items, view.today)

    async def _save(self, person: Person, integration: Integration, event: Event) -> Integration:
        now = self._clock.now()
        state = moved(integration, event)
        changed = dated(replace(integration, state=state), integration.state, now)
        await self._integrations.save(changed, person.id, now)
        if (happened := told(integration.state, state)) is not None:
            await self._audit.add(now, happened, person.id, integration.organization, integration.kind.value)
        return changed
