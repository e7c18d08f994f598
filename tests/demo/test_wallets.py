from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import crl, x509

from bot.demo.cast import COMPANIES, NORTH_WIND, ROMASHKA, VECTOR
from bot.demo.wallets import Wallets

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def wallets() -> Wallets:
    return Wallets(COMPANIES, NOW)


def valid_at(certificate: x509.Certificate, moment: datetime) -> bool:
    return bool(certificate.not_valid_before <= moment <= certificate.not_valid_after)


def test_each_certificate_is_what_it_is_called(wallets: Wallets) -> None:
    for company in COMPANIES:
        wallet = wallets.of(company)
        current = (wallet.director, wallet.employee, wallet.revoked, wallet.foreign)
        assert all(valid_at(credential.certificate, NOW) for credential in current)
        assert wallet.expired.valid_until < NOW
        assert company.inn.encode() in wallet.director.certificate.subject.dump()
        assert wallet.director.certificate.subject == wallet.revoked.certificate.subject
        assert company.ogrn.encode() not in wallet.employee.certificate.subject.dump()


def test_only_the_revoked_ones_are_in_the_lists(wallets: Wallets, tmp_path: Path) -> None:
    wallets.authority.write(tmp_path)
    listed = {
        entry["user_certificate"].native
        for file in tmp_path.glob("crls/*.crl")
        for entry in crl.CertificateList.load(file.read_bytes())["tbs_cert_list"]["revoked_certificates"]
    }
    revoked = {wallets.of(company).revoked.certificate.serial_number for company in COMPANIES}
    assert listed == revoked


def test_one_director_signs_with_512_bits(wallets: Wallets) -> None:
    assert wallets.of(VECTOR).director.key.kind.curve.bits == 512
    assert wallets.of(ROMASHKA).director.key.kind.curve.bits == 256


def test_one_directors_certificate_is_about_to_end(wallets: Wallets) -> None:
    left = wallets.of(NORTH_WIND).director.valid_until - NOW
    assert timedelta(days=7) < left < timedelta(days=30)


def test_a_director_whose_certificate_has_ended_gets_a_new_one(wallets: Wallets) -> None:
    old = wallets.director(ROMASHKA, NOW)
    assert wallets.director(ROMASHKA, NOW + timedelta(days=399)) is old
    later = NOW + timedelta(days=401)
    new = wallets.director(ROMASHKA, later)
    assert new is not old
    assert valid_at(new.certificate, later)
    assert wallets.director(ROMASHKA, later) is new
