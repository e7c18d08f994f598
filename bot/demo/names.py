"""Distinguished names as qualified certificates carry them.

Attributes and their string types by the order of ФСБ of 27.12.2011 № 795 (as amended): ИНН, ОГРН, СНИЛС and their
kin are NumericString of a fixed length, the country is a PrintableString, an e-mail is IA5String, the rest UTF8String.
"""

from collections.abc import Iterable
from enum import Enum

from asn1crypto import core, x509


class Attribute(Enum):
    """What a name may say, by its object identifier."""

    COUNTRY = "2.5.4.6"
    REGION = "2.5.4.8"
    CITY = "2.5.4.7"
    STREET = "2.5.4.9"
    ORGANIZATION = "2.5.4.10"
    COMMON_NAME = "2.5.4.3"
    TITLE = "2.5.4.12"
    SURNAME = "2.5.4.4"
    GIVEN_NAMES = "2.5.4.42"
    OGRN = "1.2.643.100.1"
    SNILS = "1.2.643.100.3"
    INN_LEGAL = "1.2.643.100.4"
    OGRNIP = "1.2.643.100.5"
    INN = "1.2.643.3.131.1.1"
    EMAIL = "1.2.840.113549.1.9.1"


_NUMERIC = {Attribute.OGRN, Attribute.SNILS, Attribute.INN_LEGAL, Attribute.OGRNIP, Attribute.INN}


class _TypeAndValue(core.Sequence):  # type: ignore[misc]  # asn1crypto publishes no types
    _fields = [("type", core.ObjectIdentifier), ("value", core.Any)]  # noqa: RUF012 -- asn1crypto's own convention


class _RelativeName(core.SetOf):  # type: ignore[misc]  # asn1crypto publishes no types
    _child_spec = _TypeAndValue


class _RelativeNames(core.SequenceOf):  # type: ignore[misc]  # asn1crypto publishes no types
    _child_spec = _RelativeName


def _string(attribute: Attribute, text: str) -> core.AbstractString:
    if attribute in _NUMERIC:
        return core.NumericString(text)
    if attribute is Attribute.COUNTRY:
        return core.PrintableString(text)
    if attribute is Attribute.EMAIL:
        return core.IA5String(text)
    return core.UTF8String(text)


def name(attributes: Iterable[tuple[Attribute, str]]) -> x509.Name:
    """A name with these attributes, in this order.

    It is built by hand because asn1crypto would refuse the Russian attributes' string types.
    """
    relative = [
        _RelativeName([_TypeAndValue({"type": kind.value, "value": core.Any(_string(kind, text))})])
        for kind, text in attributes
    ]
    return x509.Name.load(_RelativeNames(relative).dump())
