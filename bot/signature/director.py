"""Reading from a certificate's subject whom it lets act for which organization.

Attributes are taken by object identifier from the signed subject, never from a rendered name. The order of ФСБ of
27.12.2011 № 795 says which there are; since September 2024 a valid certificate with INNLE, ОГРН and a person belongs to
someone who acts without a power of attorney, because employees' certificates no longer name the organization.
"""

from dataclasses import dataclass

from bot.requisites import (
    LEGAL_ENTITY_INN,
    OrganizationKind,
    is_legal_entity_inn,
    is_ogrn,
    is_ogrnip,
    is_person_inn,
)
from bot.signature.name import (
    COMMON_NAME,
    GIVEN_NAME,
    INN,
    INNLE,
    OGRN,
    OGRNIP,
    ORGANIZATION,
    SURNAME,
    TITLE,
    Name,
)
from bot.signature.verdict import RefusalReason, SignatureRefusedError

_OLD_FORM = "00"  # an organization's ИНН used to be padded to a person's length
_LONGEST = 250


@dataclass(frozen=True, slots=True)
class Director:
    """A person and the organization they act for without a power of attorney."""

    kind: OrganizationKind
    inn: str
    ogrn: str
    organization: str
    surname: str
    given_names: str
    title: str | None


def read_director(subject: Name) -> Director:
    """The director or sole trader.

    Raises:
        SignatureRefusedError: NOT_A_PERSON, NOT_A_DIRECTOR or BAD_REQUISITES.
    """
    surname, given_names = _single(subject, SURNAME), _single(subject, GIVEN_NAME)
    if surname is None or given_names is None:
        raise SignatureRefusedError(RefusalReason.NOT_A_PERSON)
    inn, ogrn, ogrnip = _single(subject, INN), _single(subject, OGRN), _single(subject, OGRNIP)
    inn_of_entity = _inn_of_entity(_single(subject, INNLE), inn)
    if ogrnip is not None and (ogrn is not None or inn_of_entity is not None):
        raise SignatureRefusedError(RefusalReason.BAD_REQUISITES, "an organization and a sole trader in one")
    if ogrn is not None and inn_of_entity is not None:
        kind, number, registration = OrganizationKind.LEGAL_ENTITY, inn_of_entity, ogrn
        are_right = is_legal_entity_inn(number) and is_ogrn(registration)
    elif ogrnip is not None and inn is not None:
        kind, number, registration = OrganizationKind.SOLE_TRADER, inn, ogrnip
        are_right = is_person_inn(number) and is_ogrnip(registration)
    else:
        raise SignatureRefusedError(RefusalReason.NOT_A_DIRECTOR)
    if not are_right:
        raise SignatureRefusedError(RefusalReason.BAD_REQUISITES, "check digits")
    return Director(
        kind=kind,
        inn=number,
        ogrn=registration,
        organization=_organization(subject, kind, f"{surname} {given_names}"),
        surname=surname,
        given_names=given_names,
        title=subject.first(TITLE)[:_LONGEST] or None,
    )


def _single(subject: Name, kind: bytes) -> str | None:
    """The one value of an attribute; None when there is none, or it is blank."""
    values = subject.values(kind)
    if len(values) > 1:
        raise SignatureRefusedError(RefusalReason.BAD_REQUISITES, "one attribute with two values")
    return values[0][:_LONGEST] or None if values else None


def _inn_of_entity(innle: str | None, inn: str | None) -> str | None:
    """The organization's ИНН: from its own attribute, or from the person's one as older certificates have it."""
    older = None
    if inn is not None:
        bare = inn.removeprefix(_OLD_FORM)
        # Twelve zeros are a foreigner's lack of a number, not an organization's.
        older = bare if len(bare) == LEGAL_ENTITY_INN and bare.strip("0") else None
    if innle is not None and older is not None and innle != older:
        raise SignatureRefusedError(RefusalReason.BAD_REQUISITES, "two organizations in one certificate")
    return innle or older


def _organization(subject: Name, kind: OrganizationKind, person: str) -> str:
    """What to call the organization: as the certificate names it, and a sole trader as people write it, «ИП …»."""
    if kind is OrganizationKind.SOLE_TRADER:
        return f"ИП {person}"[:_LONGEST]
    return (subject.first(ORGANIZATION) or subject.first(COMMON_NAME) or person)[:_LONGEST]
