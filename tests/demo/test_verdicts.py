"""What the stand signs, held against the product's own verifier."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.demo import signing
from bot.demo.cast import COMPANIES, NORTH_WIND, ROMASHKA, Company
from bot.demo.clock import DemoClock
from bot.demo.signing import Flaw
from bot.demo.wallets import Wallets
from bot.signature.revocation import Revocation
from bot.signature.trust import TrustStore
from bot.signature.verdict import RefusalReason, SignatureRefusedError
from bot.signature.verifier import Verifier

NOW = DemoClock().now()
CHALLENGE = "Подтверждение доступа\r\n".encode()
NAME = "Запрос 7F3A.txt"

REASONS = {
    Flaw.EMPLOYEE: RefusalReason.NOT_A_DIRECTOR,
    Flaw.EXPIRED: RefusalReason.CERTIFICATE_EXPIRED,
    Flaw.REVOKED: RefusalReason.CERTIFICATE_REVOKED,
    Flaw.FOREIGN: RefusalReason.UNTRUSTED_ISSUER,
    Flaw.OTHER_FILE: RefusalReason.OTHER_FILE,
    Flaw.DAMAGED: RefusalReason.BAD_SIGNATURE,
}


@pytest.fixture
def verifier(wallets: Wallets, tmp_path: Path) -> Verifier:
    wallets.authority.write(tmp_path)
    return Verifier(TrustStore(tmp_path), Revocation.REQUIRE)


@pytest.mark.parametrize("company", COMPANIES, ids=lambda company: company.inn)
def test_every_director_is_known_by_the_signature(
    company: Company, wallets: Wallets, verifier: Verifier
) -> None:
    made = signing.good(wallets, company, CHALLENGE, NAME, NOW)
    signer = verifier.verify(made.content, [b"another", CHALLENGE], NOW)
    assert (signer.inn, signer.ogrn, signer.kind) == (company.inn, company.ogrn, company.kind)
    assert (signer.surname, signer.given_names) == (company.director.surname, company.director.given_names)
    assert signer.content == 1


@pytest.mark.parametrize("flaw", Flaw)
@pytest.mark.parametrize("company", COMPANIES, ids=lambda company: company.inn)
def test_every_flaw_is_seen_for_what_it_is(
    flaw: Flaw, company: Company, wallets: Wallets, verifier: Verifier
) -> None:
    made = signing.flawed(wallets, company, flaw, CHALLENGE, NAME, NOW)
    with pytest.raises(SignatureRefusedError) as refused:
        verifier.verify(made.content, [CHALLENGE], NOW)
    assert refused.value.reason is REASONS[flaw]


@pytest.mark.parametrize("days", [30, 365, 3650])
@pytest.mark.parametrize("company", [ROMASHKA, NORTH_WIND], ids=lambda company: company.inn)
def test_directors_go_on_signing_when_the_clock_is_moved(
    days: int, company: Company, verifier: Verifier, tmp_path: Path
) -> None:
    own = Wallets([company], NOW)
    own.authority.write(tmp_path)
    later = NOW + timedelta(days=days)
    made = signing.good(own, company, CHALLENGE, NAME, later)
    assert verifier.verify(made.content, [CHALLENGE], later).inn == company.inn
