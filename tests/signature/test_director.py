"""Whom a certificate's subject lets act, attribute by attribute."""

import pytest

from bot.requisites import OrganizationKind
from bot.signature.der import parse
from bot.signature.director import read_director
from bot.signature.name import Name
from bot.signature.verdict import RefusalReason, SignatureRefusedError
from tests.signature.asn1 import oid, seq, text
from tests.signature.authority import CN, GN, INN, INNLE, OGRN, OGRNIP, SN, SNILS, Attribute, O, T, name
from tests.signature.conftest import Stand
from tests.signature.messages import message
from tests.signature.refusals import refusal_of

R = RefusalReason
NUMERIC, PRINTABLE, TELETEX, UNIVERSAL, BMP = 0x12, 0x13, 0x14, 0x1C, 0x1E

PERSON: tuple[Attribute, ...] = ((SN, "Иванов"), (GN, "Иван Иванович"))
FIRM: tuple[Attribute, ...] = ((CN, 'ООО "Ромашка"'), (O, 'ООО "Ромашка"'))
INN_OF_FIRM, OGRN_OF_FIRM = "7701234560", "1027700123450"
INN_OF_PERSON, OGRNIP_OF_PERSON = "503111222368", "304770012300044"

LEGAL_ENTITIES: dict[str, tuple[Attribute, ...]] = {
    "as issued now": ((INNLE, INN_OF_FIRM), (OGRN, OGRN_OF_FIRM), (INN, INN_OF_PERSON)),
    "without the person's own number": ((INNLE, INN_OF_FIRM), (OGRN, OGRN_OF_FIRM)),
    "NumericString": ((INNLE, INN_OF_FIRM, NUMERIC), (OGRN, OGRN_OF_FIRM, NUMERIC)),
    "PrintableString": ((INNLE, INN_OF_FIRM, PRINTABLE), (OGRN, OGRN_OF_FIRM, PRINTABLE)),
    "BMPString": ((INNLE, INN_OF_FIRM, BMP), (OGRN, OGRN_OF_FIRM, BMP)),
    "UniversalString": ((INNLE, INN_OF_FIRM, UNIVERSAL), (OGRN, OGRN_OF_FIRM, UNIVERSAL)),
    "older form": ((INN, "00" + INN_OF_FIRM), (OGRN, OGRN_OF_FIRM)),
    "older form, bare": ((INN, INN_OF_FIRM), (OGRN, OGRN_OF_FIRM)),
    "both forms agree": ((INNLE, INN_OF_FIRM), (INN, "00" + INN_OF_FIRM), (OGRN, OGRN_OF_FIRM)),
    "the same value twice": ((INNLE, INN_OF_FIRM), (INNLE, INN_OF_FIRM, NUMERIC), (OGRN, OGRN_OF_FIRM)),
    "a foreign director without a number": (
        (INNLE, INN_OF_FIRM),
        (OGRN, OGRN_OF_FIRM),
        (INN, "000000000000"),
    ),
    "blanks around": ((INNLE, f" {INN_OF_FIRM} "), (OGRN, OGRN_OF_FIRM)),
}


@pytest.mark.parametrize("case", LEGAL_ENTITIES)
def test_legal_entity(case: str) -> None:
    director = read_director(subject(*FIRM, *PERSON, (T, "Генеральный директор"), *LEGAL_ENTITIES[case]))
    assert director.kind is OrganizationKind.LEGAL_ENTITY
    assert (director.inn, director.ogrn) == (INN_OF_FIRM, OGRN_OF_FIRM)
    assert (director.surname, director.given_names) == ("Иванов", "Иван Иванович")
    assert (director.organization, director.title) == ('ООО "Ромашка"', "Генеральный директор")


def test_sole_trader() -> None:
    director = read_director(
        subject((CN, "Иванов Иван"), *PERSON, (INN, INN_OF_PERSON), (OGRNIP, OGRNIP_OF_PERSON))
    )
    assert director.kind is OrganizationKind.SOLE_TRADER
    assert (director.inn, director.ogrn) == (INN_OF_PERSON, OGRNIP_OF_PERSON)
    assert (director.organization, director.title) == ("ИП Иванов Иван Иванович", None)


REFUSED: dict[str, tuple[RefusalReason, tuple[Attribute, ...]]] = {
    "nobody": (R.NOT_A_PERSON, ((CN, "esia.gost.prod"),)),
    "organization without a person": (
        R.NOT_A_PERSON,
        (*FIRM, (INNLE, INN_OF_FIRM), (OGRN, OGRN_OF_FIRM)),
    ),
    "surname alone": (R.NOT_A_PERSON, (*FIRM, PERSON[0], (INNLE, INN_OF_FIRM), (OGRN, OGRN_OF_FIRM))),
    "blank given name": (
        R.NOT_A_PERSON,
        (*FIRM, PERSON[0], (GN, " "), (INNLE, INN_OF_FIRM), (OGRN, OGRN_OF_FIRM)),
    ),
    "private person": (R.NOT_A_DIRECTOR, (*PERSON, (INN, INN_OF_PERSON), (SNILS, "12345678964"))),
    "person without numbers": (R.NOT_A_DIRECTOR, PERSON),
    "employee named with the firm": (R.NOT_A_DIRECTOR, (*FIRM, *PERSON, (INN, INN_OF_PERSON))),
    "firm's INN without OGRN": (R.NOT_A_DIRECTOR, (*FIRM, *PERSON, (INNLE, INN_OF_FIRM))),
    "OGRN without the firm's INN": (
        R.NOT_A_DIRECTOR,
        (*FIRM, *PERSON, (OGRN, OGRN_OF_FIRM), (INN, INN_OF_PERSON)),
    ),
    "OGRNIP without INN": (R.NOT_A_DIRECTOR, (*PERSON, (OGRNIP, OGRNIP_OF_PERSON))),
    "numbers written inside the name": (
        R.NOT_A_DIRECTOR,
        ((CN, f"ООО, 1.2.643.100.4={INN_OF_FIRM}, OGRN={OGRN_OF_FIRM}"), *PERSON, (INN, INN_OF_PERSON)),
    ),
    "INN with a wrong check digit": (
        R.BAD_REQUISITES,
        (*FIRM, *PERSON, (INNLE, "7701234561"), (OGRN, OGRN_OF_FIRM)),
    ),
    "OGRN with a wrong check digit": (
        R.BAD_REQUISITES,
        (*FIRM, *PERSON, (INNLE, INN_OF_FIRM), (OGRN, "1027700123451")),
    ),
    "zeros": (R.BAD_REQUISITES, (*FIRM, *PERSON, (INNLE, "0" * 10), (OGRN, "0" * 13))),
    "other scripts' digits": (
        R.BAD_REQUISITES,
        (*FIRM, *PERSON, (INNLE, "٧٧٠١٢٣٤٥٦٠"), (OGRN, OGRN_OF_FIRM)),
    ),
    "a person's INN in the firm's place": (
        R.BAD_REQUISITES,
        (*FIRM, *PERSON, (INNLE, INN_OF_PERSON), (OGRN, OGRN_OF_FIRM)),
    ),
    "sole trader's INN with a wrong check digit": (
        R.BAD_REQUISITES,
        (*PERSON, (INN, "503111222369"), (OGRNIP, OGRNIP_OF_PERSON)),
    ),
    "sole trader's OGRNIP with a wrong check digit": (
        R.BAD_REQUISITES,
        (*PERSON, (INN, INN_OF_PERSON), (OGRNIP, "304770012300045")),
    ),
    "two firms": (
        R.BAD_REQUISITES,
        (*FIRM, *PERSON, (INNLE, INN_OF_FIRM), (INNLE, "7710474375"), (OGRN, OGRN_OF_FIRM)),
    ),
    "two firms, one in the older form": (
        R.BAD_REQUISITES,
        (*FIRM, *PERSON, (INNLE, INN_OF_FIRM), (INN, "007710474375"), (OGRN, OGRN_OF_FIRM)),
    ),
    "two registrations": (
        R.BAD_REQUISITES,
        (*FIRM, *PERSON, (INNLE, INN_OF_FIRM), (OGRN, OGRN_OF_FIRM), (OGRN, "1047702026701")),
    ),
    "two surnames": (
        R.BAD_REQUISITES,
        (*FIRM, *PERSON, (SN, "Петров"), (INNLE, INN_OF_FIRM), (OGRN, OGRN_OF_FIRM)),
    ),
    "firm and sole trader": (
        R.BAD_REQUISITES,
        (
            *PERSON,
            (INNLE, INN_OF_FIRM),
            (OGRN, OGRN_OF_FIRM),
            (INN, INN_OF_PERSON),
            (OGRNIP, OGRNIP_OF_PERSON),
        ),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    reason, attributes = REFUSED[case]
    with pytest.raises(SignatureRefusedError) as caught:
        read_director(subject(*attributes))
    assert caught.value.reason is reason


def test_the_refusal_names_the_trusted_subject(stand: Stand) -> None:
    who = stand.authority.issue(name((CN, "Петрова Мария"), (SN, "Петрова"), (GN, "Мария")))
    refusal = refusal_of(stand.verifier(), message(who, b"content"), [b"content"])
    assert (refusal.reason, refusal.subject) == (R.NOT_A_DIRECTOR, "Петрова Мария")


def test_hostile_texts_are_made_harmless() -> None:
    director = read_director(
        subject(
            (O, 'ООО\n\t"Ро\u202eмашка"\0'),
            (SN, "И\u200bванов"),
            (GN, "Иван\r\nИванович"),
            (T, "x" * 300),
            (INNLE, INN_OF_FIRM),
            (OGRN, OGRN_OF_FIRM),
        )
    )
    assert director.organization == 'ООО "Ромашка"'
    assert (director.surname, director.given_names) == ("Иванов", "Иван Иванович")
    assert director.title is not None
    assert len(director.title) == 250


def test_names_are_compared_as_x_500_does() -> None:
    assert subject((CN, "УЦ  Один")) == subject((CN, "уц один", BMP))
    assert hash(subject((CN, "УЦ  Один"))) == hash(subject((CN, "уц один", BMP)))
    assert subject((CN, "УЦ Один")) != subject((O, "УЦ Один"))
    assert subject((CN, "а"), (O, "б")) != subject((O, "б"), (CN, "а"))


def test_several_attributes_in_one_set() -> None:
    both = seq(
        b"\x31" + bytes([len(pair := seq(oid(SN), text("Иванов")) + seq(oid(GN), text("Иван")))]) + pair
    )
    found = Name(parse(both))
    assert (found.first(SN_BYTES), found.first(GN_BYTES)) == ("Иванов", "Иван")


SN_BYTES, GN_BYTES = b"\x55\x04\x04", b"\x55\x04\x2a"


def subject(*attributes: Attribute) -> Name:
    return Name(parse(name(*attributes)))
