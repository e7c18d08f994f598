"""What integrations stand on, kept in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

from bot.cabinet.access import AccessGuard
from bot.cabinet.audit import AuditEvent
from bot.cabinet.files.stored_file import FileId
from bot.cabinet.integrations.integration import Integration, IntegrationKind
from bot.cabinet.integrations.paper import Paper, PaperId, PaperSort
from bot.cabinet.integrations.ports import DirectorCertificate, MovedMeanwhileError, PaperDraft
from bot.cabinet.integrations.signing import PaperSigning
from bot.cabinet.integrations.switching import Switching
from bot.cabinet.organization import Membership, Organization, OrganizationId, PersonId, SignedBy
from bot.cabinet.page import Page
from bot.cabinet.person import Language, Person
from bot.cabinet.ports import Subscriptions
from bot.cabinet.subscription import Subscription, SubscriptionId, Term
from bot.requisites import OrganizationKind
from bot.signature.verdict import CertificateFacts, RefusalReason, SignatureRefusedError, Signer
from tests.files.memory import FilesInMemory

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
FIRM = Organization(OrganizationId(1), "9600100116", None, "Ромашка", OrganizationKind.LEGAL_ENTITY)
ANNA = Person(PersonId(1), "Анна", Language.RU, "Europe/Moscow")
BORIS = Person(PersonId(2), "Борис", Language.RU, "Asia/Omsk")
DIRECTORS = {"first": "Лебедев", "second": "Орлова"}
CERTIFICATES = tuple(DIRECTORS)


class MovedClock:
    """A clock that goes on with every step."""

    def __init__(self) -> None:
        self.moment = NOW

    def now(self) -> datetime:
        return self.moment


class OpenGuard(AccessGuard):
    """Everybody's access is open."""

    def __init__(self) -> None:
        return

    async def require_open(self, person: PersonId, organization: OrganizationId) -> Membership:
        assert organization == FIRM.id
        signed_by = SignedBy("Лебедев", None, "first", NOW)
        return Membership(person, FIRM, signed_by, NOW, NOW + timedelta(days=900), muted=False)


class Services:
    """What the organization has bought: one service, and it may end."""

    def __init__(self) -> None:
        self.tariff = "Учетный"

    async def of_organization(
        self, organization: OrganizationId, number: int, size: int
    ) -> Page[Subscription]:
        term = Term(None, None)
        one = Subscription(
            SubscriptionId(1), organization, FIRM.name, FIRM.inn, None, "Экстерн", self.tariff, (), term
        )
        return Page((one,), number, size, 1)


class Trail:
    """`AuditTrail`, as a list."""

    def __init__(self) -> None:
        self.events: list[AuditEvent] = []

    async def add(self, _at: datetime, event: AuditEvent, *_: Any) -> None:
        self.events.append(event)


class Director:
    """Signs by writing the certificate before the text, and judges that."""

    @staticmethod
    def sign(certificate: str, text: bytes, inn: str = FIRM.inn) -> bytes:
        return f"{certificate}|{inn}|".encode() + text

    async def verify(self, message: bytes, contents: Sequence[bytes], at: datetime) -> Signer:
        certificate, inn, text = message.split(b"|", 2)
        if text not in contents:
            raise SignatureRefusedError(RefusalReason.OTHER_FILE)
        facts = CertificateFacts(certificate.decode(), "01", "УЦ", at, at + timedelta(days=400), "ГОСТ")
        kind, place = OrganizationKind.LEGAL_ENTITY, contents.index(text)
        return Signer(kind, inn.decode(), "", FIRM.name, "Лебедев", "Пётр", None, facts, place, None)


class IntegrationsInMemory:
    """`bot.cabinet.integrations.ports.StoredIntegrations`."""

    def __init__(self) -> None:
        self.kept: dict[IntegrationKind, Integration] = {}
        self.texts: dict[PaperId, tuple[Paper, PersonId]] = {}
        self.verdicts: list[str] = []
        self.over: set[str] = set()  # certificates that are not valid any more

    async def of_organization(self, _organization: OrganizationId) -> Sequence[Integration]:
        return list(self.kept.values())

    async def certificates(
        self, _organization: OrganizationId, now: datetime
    ) -> Sequence[DirectorCertificate]:
        return [
            DirectorCertificate(number, name, DIRECTORS[name], now + timedelta(days=90))
            for number, name in enumerate(CERTIFICATES, 1)
            if name not in self.over
        ]

    async def save(self, integration: Integration, _person: PersonId, now: datetime) -> None:
        known = self.kept.get(integration.kind)
        if (0 if known is None else known.version) != integration.version:
            raise MovedMeanwhileError
        self.kept[integration.kind] = replace(integration, version=integration.version + 1, changed_at=now)

    async def issue(
        self,
        integration: Integration,
        sort: PaperSort,
        file: FileId,
        person: PersonId,
        now: datetime,
        valid_until: datetime,
    ) -> Paper:
        number, firm, kind = PaperId(len(self.texts) + 1), integration.organization, integration.kind
        fingerprint = integration.fingerprint
        paper = Paper(number, firm, kind, sort, file, fingerprint, now, valid_until, None, None, None)
        self.texts[paper.id] = (paper, person)
        return paper

    async def issued(self, person: PersonId, since: datetime, _now: datetime) -> Sequence[Paper]:
        return [
            paper
            for paper, whose in reversed(self.texts.values())
            if whose == person and paper.issued_at >= since
        ]

    async def accept(
        self,
        paper: Paper,
        integration: Integration,
        signature: FileId,
        signer: Signer,
        person: PersonId,
        now: datetime,
    ) -> None:
        known, whose = self.texts[paper.id]
        if known.signed_at is not None:
            raise MovedMeanwhileError
        await self.save(integration, person, now)
        signed = replace(known, signed_at=now, signature=signature, signer_name=signer.surname)
        self.texts[paper.id] = (signed, whose)

    async def refuse(self, _paper: PaperId, _signature: FileId, verdict: str, *_: Any) -> None:
        self.verdicts.append(verdict)

    async def papers(self, _organization: OrganizationId, limit: int) -> Sequence[Paper]:
        signed = [paper for paper, _ in self.texts.values() if paper.signed_at is not None]
        return sorted(signed, key=lambda paper: paper.signed_at or NOW, reverse=True)[:limit]

    async def paper(self, _organization: OrganizationId, paper: PaperId) -> Paper | None:
        found = self.texts.get(paper)
        return None if found is None or found[0].signed_at is None else found[0]


class Desk:
    """The use cases over what is kept in memory."""

    def __init__(self) -> None:
        self.clock, self.files, self.stored = MovedClock(), FilesInMemory(), IntegrationsInMemory()
        self.services, self.trail = Services(), Trail()
        guard, trail = OpenGuard(), cast("Any", self.trail)
        self.switching = Switching(
            self.stored,
            cast("Subscriptions", self.services),
            self.files,
            guard,
            trail,
            self.clock,
            written,
            frozenset(IntegrationKind),
        )
        self.signing = PaperSigning(self.stored, self.files, Director(), guard, trail, self.clock)


def written(draft: PaperDraft) -> bytes:
    """A text that tells what was chosen."""
    return f"{draft.sort.value} {draft.load_from} {draft.code} {draft.signer}".encode()


def day_in(text: bytes) -> date:
    """The day that a text names."""
    return date.fromisoformat(text.decode().split()[1])
