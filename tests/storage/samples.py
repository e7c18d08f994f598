"""Invented people, organizations and certificates."""

import hashlib
from datetime import UTC, date, datetime, timedelta

from bot.cabinet.challenge import Challenge, new_code
from bot.cabinet.confirmation import ACCESS_LIFETIME, Confirmation, Confirmed
from bot.cabinet.organization import PersonId
from bot.cabinet.person import Language, Profile
from bot.cabinet.subscription import ServiceLine
from bot.requisites import OrganizationKind, kind_of
from bot.signature.verdict import CertificateFacts, Signer
from storage.challenges import StoredChallenges
from storage.database import Database
from storage.memberships import StoredMemberships
from storage.people import StoredPeople

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

ANNA = PersonId(7_000_000_001)  # more than 32 bits, as Telegram's newer ids
BORIS = PersonId(7_000_000_002)

ROMASHKA = "7707083893"
VASILEK = "7736050003"
TRADER = "500100732259"
NAMES = {ROMASHKA: "ООО «Ромашка»", VASILEK: 'АО "Василёк"', TRADER: "ИП Полёва Ёлка Львовна"}


class StoppedClock:
    """A clock that a test moves."""

    def __init__(self, moment: datetime = NOW) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


def profile(person: PersonId, name: str = "Анна Петрова", username: str | None = "anna") -> Profile:
    return Profile(person, name, username, "ru")


def signer(inn: str = ROMASHKA, *, certificate: str = "first", name: str | None = None) -> Signer:
    return Signer(
        kind=kind_of(inn),
        inn=inn,
        ogrn="1027700132195" if kind_of(inn) is OrganizationKind.LEGAL_ENTITY else "304500116000157",
        organization=NAMES[inn] if name is None else name,
        surname="Иванова",
        given_names="Мария Сергеевна",
        title="Генеральный директор",
        certificate=CertificateFacts(
            fingerprint=hashlib.sha256(f"{inn} {certificate}".encode()).hexdigest(),
            serial="01ab",
            issuer="УЦ Проверочный",
            valid_from=NOW - 100 * DAY,
            valid_until=NOW + 200 * DAY,
            algorithm="ГОСТ Р 34.10-2012 (256)",
        ),
        content=0,
        signed_at=None,
    )


def line(
    inn: str = ROMASHKA,
    product: str = "Экстерн",
    *,
    tariff: str = "Учетный",
    end: date | None = None,
    start: date | None = None,
    external_id: str | None = None,
    organization: str | None = None,
    kpp: str | None = None,
    modifiers: tuple[str, ...] = (),
) -> ServiceLine:
    name = NAMES[inn] if organization is None else organization
    return ServiceLine(inn, kpp, name, product, tariff, modifiers, start, end, external_id)


async def meet(database: Database, *people: PersonId) -> None:
    for person in people:
        await StoredPeople(database).seen(profile(person, f"Человек {person}"), Language.RU, NOW)


async def challenge(database: Database, person: PersonId = ANNA, at: datetime = NOW) -> Challenge:
    return await StoredChallenges(database).issue(person, new_code(), b"text", at, at + HOUR / 2)


async def confirm(
    database: Database,
    person: PersonId = ANNA,
    inn: str = ROMASHKA,
    *,
    at: datetime = NOW,
    certificate: str = "first",
    name: str | None = None,
) -> Confirmed:
    issued = await challenge(database, person, at)
    return await StoredMemberships(database).record(
        Confirmation(
            issued.id, person, signer(inn, certificate=certificate, name=name), at, at + ACCESS_LIFETIME
        )
    )
