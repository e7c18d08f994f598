"""The certificates with which somebody may sign for an organization: the director's, and those that must be refused."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from asn1crypto import x509

from bot.demo.authority import Authority, Credential
from bot.demo.cast import Company, Individual
from bot.demo.certificates import Validity
from bot.demo.keys import KeyKind
from bot.demo.names import Attribute, name
from bot.requisites import OrganizationKind

# Certificates of the tax service's authority are valid for 15 months.
_TERM = timedelta(days=456)
_EXPIRED_AGO = timedelta(days=20)
_REVOKED_AGO = timedelta(days=40)

TRUSTED_LABEL = "Демонстрационный УЦ"
FOREIGN_LABEL = "Чужой УЦ"


@dataclass(frozen=True, slots=True)
class Wallet:
    """All certificates around one organization."""

    director: Credential
    employee: Credential
    expired: Credential
    revoked: Credential
    foreign: Credential


class Wallets:
    """Issues the certificates when the stand starts, and the directors' anew once they have ended."""

    def __init__(self, companies: Iterable[Company], now: datetime) -> None:
        """Make two authorities, one trusted and one not, and everybody's keys: some tenths of a second."""
        self.authority = Authority(TRUSTED_LABEL, now)
        foreign = Authority(FOREIGN_LABEL, now)
        self._wallets = {company.inn: self._fill(company, foreign, now) for company in companies}

    def of(self, company: Company) -> Wallet:
        """The organization's certificates.

        Raises:
            KeyError: The organization was not named at the start.
        """
        return self._wallets[company.inn]

    def director(self, company: Company, now: datetime) -> Credential:
        """The director's certificate; once it has ended, a new one."""
        wallet = self.of(company)
        if now > wallet.director.valid_until:
            renewed = self.authority.issue(director_name(company), Validity(now, now + _TERM), company.key)
            wallet = self._wallets[company.inn] = replace(wallet, director=renewed)
        return wallet.director

    def _fill(self, company: Company, foreign: Authority, now: datetime) -> Wallet:
        subject = director_name(company)
        end = now + timedelta(days=company.certificate_days)
        current = Validity(end - _TERM, end)
        over = Validity(now - _EXPIRED_AGO - _TERM, now - _EXPIRED_AGO)
        revoked = self.authority.issue(subject, current, company.key)
        self.authority.revoke(revoked, max(now - _REVOKED_AGO, current.start))
        return Wallet(
            director=self.authority.issue(subject, current, company.key),
            employee=self.authority.issue(employee_name(company), current, KeyKind.CRYPTOPRO_EXCHANGE),
            expired=self.authority.issue(subject, over, company.key),
            revoked=revoked,
            foreign=foreign.issue(subject, current, company.key),
        )


def director_name(company: Company) -> x509.Name:
    """The subject of a director's or a sole trader's qualified certificate."""
    person = company.director
    place = [
        (Attribute.COUNTRY, "RU"),
        (Attribute.REGION, "96 Вымышленная область"),
        (Attribute.CITY, company.city),
        (Attribute.STREET, company.street),
    ]
    who = [(Attribute.SURNAME, person.surname), (Attribute.GIVEN_NAMES, person.given_names)]
    numbers = [(Attribute.SNILS, person.snils), (Attribute.INN, person.inn)]
    if company.kind is OrganizationKind.SOLE_TRADER:
        return name(
            [
                *place[:3],
                (Attribute.COMMON_NAME, person.name),
                (Attribute.TITLE, person.title),
                *who,
                (Attribute.OGRNIP, company.ogrn),
                *numbers,
            ]
        )
    return name(
        [
            *place,
            (Attribute.ORGANIZATION, company.name),
            (Attribute.COMMON_NAME, company.name),
            (Attribute.TITLE, person.title),
            *who,
            (Attribute.OGRN, company.ogrn),
            *numbers,
            (Attribute.INN_LEGAL, company.inn),
        ]
    )


def employee_name(company: Company) -> x509.Name:
    """The subject of an employee's certificate: a private person's, without the organization (since 2024)."""
    person: Individual = company.employee
    return name(
        [
            (Attribute.COUNTRY, "RU"),
            (Attribute.REGION, "96 Вымышленная область"),
            (Attribute.CITY, company.city),
            (Attribute.COMMON_NAME, person.name),
            (Attribute.SURNAME, person.surname),
            (Attribute.GIVEN_NAMES, person.given_names),
            (Attribute.SNILS, person.snils),
            (Attribute.INN, person.inn),
        ]
    )
