from datetime import date, timedelta

import pytest

from bot.cabinet.subscription import Term, TermState
from bot.demo.cast import ACTORS, COMPANIES, OPERATOR, Company, Individual, Role, service_lines
from bot.requisites import OrganizationKind, is_inn, is_ogrn, is_ogrnip, is_person_inn

TODAY = date(2026, 11, 21)
PEOPLE = [person for company in COMPANIES for person in (company.director, company.employee)]


def is_snils(text: str) -> bool:
    """The check number (постановление Правления ПФР от 15.03.2007 № 48п): weights 9…1, by 101, 100 written as 00."""
    weighed = sum(int(digit) * weight for digit, weight in zip(text[:9], range(9, 0, -1), strict=True))
    return len(text) == 11 and int(text[9:]) == weighed % 101 % 100


@pytest.mark.parametrize("company", COMPANIES, ids=lambda company: company.inn)
def test_an_organizations_numbers_are_well_formed(company: Company) -> None:
    assert is_inn(company.inn)
    if company.kind is OrganizationKind.LEGAL_ENTITY:
        assert is_ogrn(company.ogrn)
    else:
        assert is_ogrnip(company.ogrn)
        assert company.inn == company.director.inn


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.inn)
def test_a_persons_numbers_are_well_formed(person: Individual) -> None:
    assert is_person_inn(person.inn)
    assert is_snils(person.snils)


def test_everybody_is_somebody_else() -> None:
    assert len({company.inn for company in COMPANIES}) == len(COMPANIES)
    assert len({company.ogrn for company in COMPANIES}) == len(COMPANIES)
    assert len({person.inn for person in PEOPLE}) == len(PEOPLE)
    assert len({actor.id for actor in ACTORS}) == len(ACTORS)
    assert len({actor.username for actor in ACTORS}) == len(ACTORS)


def test_one_operator_and_clients_with_organizations() -> None:
    assert [actor for actor in ACTORS if actor.role is Role.OPERATOR] == [OPERATOR]
    assert all(actor.companies for actor in ACTORS if actor.role is Role.CLIENT)


def test_terms_stand_near_and_past_their_ends() -> None:
    lines = service_lines(TODAY)
    left = {Term(line.start, line.end).days_left(TODAY) for line in lines}
    assert {None, 0, 3, 9, 25} <= left
    states = {Term(line.start, line.end).state(TODAY) for line in lines}
    assert states == set(TermState)
    assert all(line.start is None or line.end is None or line.start <= line.end for line in lines)


def test_no_service_is_stated_twice() -> None:
    lines = service_lines(TODAY)
    assert len({line.key for line in lines}) == len(lines)


def test_terms_move_with_the_day_of_the_start() -> None:
    later = TODAY + timedelta(days=40)
    assert [line.end and line.end - later for line in service_lines(later)] == [
        line.end and line.end - TODAY for line in service_lines(TODAY)
    ]
