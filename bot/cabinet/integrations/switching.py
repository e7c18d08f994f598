"""Use cases of switching integrations on and off. Every step stays in the database: it can be left and taken up again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.cabinet.access import AccessGuard
from bot.cabinet.challenge import new_code
from bot.cabinet.files.ports import Files
from bot.cabinet.files.stored_file import Media
from bot.cabinet.integrations.integration import Integration, IntegrationKind, IntegrationState
from bot.cabinet.integrations.paper import LIFETIME, Paper, PaperId, PaperSort
from bot.cabinet.integrations.ports import DirectorCertificate, PaperDraft, StoredIntegrations
from bot.cabinet.integrations.tariff import check
from bot.cabinet.integrations.transitions import NEEDS_START, Event, WrongStateError, moved
from bot.cabinet.organization import Membership, OrganizationId
from bot.cabinet.person import Person
from bot.cabinet.ports import Subscriptions
from bot.clock import Clock

# Cash registers send their data since then (Federal Law 54-ФЗ in the wording of 290-ФЗ).
EARLIEST: Final = date(2017, 2, 1)
MOST_PAPERS: Final = 20
_MOST_SERVICES: Final = 200

Writer = Callable[[PaperDraft], bytes]


class BadStartError(ValueError):
    """Nothing can be loaded from such a day."""


class UnknownPaperError(Exception):
    """The organization has no such text."""


class UnknownCertificateError(Exception):
    """The organization was not confirmed by such a certificate, or it is over."""


@dataclass(frozen=True, slots=True)
class IntegrationView:
    """An integration, and what can be chosen for it.

    Attributes:
        certificates: To choose from.
        is_connected: Whether the service centre has connected it at all.
        today: In the person's zone.
        now: The moment at which this was true.
    """

    membership: Membership
    integration: Integration
    certificates: tuple[DirectorCertificate, ...]
    is_connected: bool
    today: date
    now: datetime


class Switching:
    """Integrations of organizations.

    Args:
        integrations: What is kept.
        subscriptions: What the organization has bought.
        files: Keeps the texts.
        guard: Asked before every look.
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
        clock: Clock,
        write: Writer,
        connected: frozenset[IntegrationKind],
    ) -> None:
        self._integrations = integrations
        self._subscriptions = subscriptions
        self._files = files
        self._guard = guard
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
        return membership, tuple(known.get(kind) or _never(organization, kind) for kind in IntegrationKind)

    async def view(
        self, person: Person, organization: OrganizationId, kind: IntegrationKind
    ) -> IntegrationView:
        """One integration.

        Raises:
            AccessDeniedError: Access is not open.
        """
        membership, known = await self.overview(person, organization)
        now = self._clock.now()
        return IntegrationView(
            membership=membership,
            integration=next(one for one in known if one.kind is kind),
            certificates=tuple(await self._integrations.certificates(organization, now)),
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
        if kind is IntegrationKind.OFD:
            services = await self._subscriptions.of_organization(organization, 0, _MOST_SERVICES)
            check(services.items, view.today)
        begun = replace(
            view.integration,
            state=moved(view.integration, Event.BEGIN),
            fingerprint=None,
            signer_name=None,
            load_from=None,
            zone=person.zone,
        )
        if kind is IntegrationKind.OFD:
            _, known = await self.overview(person, organization)
            diadoc = next(one for one in known if one.kind is IntegrationKind.DIADOC)
            if diadoc.state is IntegrationState.ON:
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
        self, person: Person, organization: OrganizationId, kind: IntegrationKind, day: date
    ) -> None:
        """Choose the day to load from.

        Raises:
            AccessDeniedError: Access is not open.
            BadStartError: It lies ahead, or before cash registers sent anything.
            WrongStateError: Nothing is being chosen.
            MovedMeanwhileError: Somebody else was first.
        """
        view = await self.view(person, organization, kind)
        if kind not in NEEDS_START or not EARLIEST <= day <= view.today:
            raise BadStartError
        await self._save(person, replace(view.integration, load_from=day), Event.CHOOSE)

    async def move(
        self, person: Person, organization: OrganizationId, kind: IntegrationKind, event: Event
    ) -> Integration:
        """Take a step that needs nothing to be chosen.

        Raises:
            AccessDeniedError: Access is not open.
            WrongStateError: This cannot happen where it stands.
            IncompleteError: Something has still to be chosen.
            MovedMeanwhileError: Somebody else was first.
        """
        if event in {Event.ORDER_SIGNED, Event.PROHIBITION_SIGNED}:
            raise WrongStateError  # only a signature does that
        view = await self.view(person, organization, kind)
        return await self._save(person, view.integration, event)

    async def paper(self, person: Person, organization: OrganizationId, kind: IntegrationKind) -> Paper:
        """A text to be signed for what the integration waits for; valid for a day.

        Raises:
            AccessDeniedError: Access is not open.
            WrongStateError: It waits for no signature.
        """
        view = await self.view(person, organization, kind)
        integration = view.integration
        sort = {
            IntegrationState.AWAITS_ORDER: PaperSort.ORDER,
            IntegrationState.AWAITS_PROHIBITION: PaperSort.PROHIBITION,
        }.get(integration.state)
        if sort is None:
            raise WrongStateError
        now = view.now
        content = self._write(
            PaperDraft(
                sort=sort,
                organization=view.membership.organization.name,
                inn=view.membership.organization.inn,
                ogrn=view.membership.organization.ogrn,
                signer=integration.signer_name or "",
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

    async def _save(self, person: Person, integration: Integration, event: Event) -> Integration:
        now = self._clock.now()
        state = moved(integration, event)
        changed = dated(replace(integration, state=state), integration.state, now)
        await self._integrations.save(changed, person.id, now)
        return changed


def dated(integration: Integration, before: IntegrationState, now: datetime) -> Integration:
    """The integration with the moments at which it went on or off."""
    if integration.state is IntegrationState.ON and before is not IntegrationState.AWAITS_PROHIBITION:
        return replace(integration, on_since=now, off_since=None)
    if integration.state is IntegrationState.OFF and before not in {
        IntegrationState.PREPARING,
        IntegrationState.AWAITS_ORDER,
    }:
        return replace(integration, off_since=now)
    return integration


def _never(organization: OrganizationId, kind: IntegrationKind) -> Integration:
    """One that nobody has begun yet."""
    return Integration(
        organization=organization,
        kind=kind,
        state=IntegrationState.OFF,
        fingerprint=None,
        signer_name=None,
        load_from=None,
        zone=None,
        on_since=None,
        off_since=None,
        tried_at=None,
        loaded_at=None,
        failing_since=None,
        failure=None,
        version=0,
    )
