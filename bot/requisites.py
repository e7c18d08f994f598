"""Russian identification numbers and their check digits.

ИНН by the order of ФНС of 26.06.2025 № ЕД-7-14/559@ (its predecessors had the same arithmetic); ОГРН and ОГРНИП by
the order of Минфин of 30.10.2017 № 165н.
"""

from enum import Enum

_INN10 = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN12_FIRST = (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN12_SECOND = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)

LEGAL_ENTITY_INN = 10
PERSON_INN = 12
OGRN = 13
OGRNIP = 15


class OrganizationKind(Enum):
    """Who a taxpayer is: a legal entity (юридическое лицо) or a sole trader (ИП)."""

    LEGAL_ENTITY = "legal-entity"
    SOLE_TRADER = "sole-trader"


def is_digits(text: str) -> bool:
    """Whether the text is made of ASCII digits only (other scripts' digits would pass `str.isdigit`)."""
    return text.isascii() and text.isdigit()


def _check(digits: str, weights: tuple[int, ...]) -> str:
    return str(sum(int(d) * w for d, w in zip(digits, weights, strict=False)) % 11 % 10)


def is_inn(text: str) -> bool:
    """Whether this is an ИНН with right check digits: 10 digits (legal entity) or 12 (person)."""
    if not is_digits(text) or not text.strip("0"):
        return False
    if len(text) == LEGAL_ENTITY_INN:
        return text[9] == _check(text, _INN10)
    return (
        len(text) == PERSON_INN
        and text[10] == _check(text, _INN12_FIRST)
        and text[11] == _check(text, _INN12_SECOND)
    )


def is_legal_entity_inn(text: str) -> bool:
    """Whether this is a legal entity's ИНН."""
    return len(text) == LEGAL_ENTITY_INN and is_inn(text)


def is_person_inn(text: str) -> bool:
    """Whether this is a person's ИНН; a sole trader uses their own."""
    return len(text) == PERSON_INN and is_inn(text)


def is_ogrn(text: str) -> bool:
    """Whether this is a legal entity's ОГРН: the last digit is the rest of the first twelve by 11, then by 10."""
    return (
        len(text) == OGRN and is_digits(text) and text[0] != "0" and int(text[:12]) % 11 % 10 == int(text[12])
    )


def is_ogrnip(text: str) -> bool:
    """Whether this is a sole trader's ОГРНИП: the last digit is the rest of the first fourteen by 13, then by 10."""
    return (
        len(text) == OGRNIP
        and is_digits(text)
        and text[0] != "0"
        and int(text[:14]) % 13 % 10 == int(text[14])
    )


def kind_of(inn: str) -> OrganizationKind:
    """The kind of taxpayer that an ИНН of this length belongs to."""
    return OrganizationKind.LEGAL_ENTITY if len(inn) == LEGAL_ENTITY_INN else OrganizationKind.SOLE_TRADER
