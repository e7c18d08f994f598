"""Every message of tests/data/gost has one expected verdict."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.requisites import OrganizationKind
from bot.signature.revocation import Revocation
from bot.signature.trust import TrustStore
from bot.signature.verdict import RefusalReason, SignatureRefusedError, Signer
from bot.signature.verifier import Verifier
from tests.signature.conftest import AT, GOST

R = RefusalReason
ROMASHKA = 'ООО "Ромашка"'
PETROVA = "Петрова Мария Сергеевна"
REVOKED_AT = datetime(2026, 11, 21, 16, 41, 1, tzinfo=UTC)
EXPIRED_AT = datetime(2023, 2, 1, tzinfo=UTC)
VALID_FROM = datetime(2038, 2, 1, tzinfo=UTC)

GOOD = {
    **dict.fromkeys(
        (
            "director.att.sig",
            "director.det.sig",
            "director.det.pem",
            "director.det.b64",
            "form-indef.att.sig",
            "director-tca.att.sig",
            "director-tca.det.sig",
            "director-xcha.att.sig",
            "director-xcha.det.sig",
        ),
        ("director", "ГОСТ Р 34.10-2012 (256)"),
    ),
    "director512.att.sig": ("director", "ГОСТ Р 34.10-2012 (512)"),
    "director512.det.sig": ("director", "ГОСТ Р 34.10-2012 (512)"),
    "director-rsa.att.sig": ("director", "RSA 2048"),
    "director-rsa.det.sig": ("director", "RSA 2048"),
    "soletrader.att.sig": ("sole trader", "ГОСТ Р 34.10-2012 (256)"),
    "soletrader.det.sig": ("sole trader", "ГОСТ Р 34.10-2012 (256)"),
    "soletrader-rsa.att.sig": ("sole trader", "RSA 2048"),
    "soletrader-rsa.det.sig": ("sole trader", "RSA 2048"),
}

REFUSED: dict[str, tuple[RefusalReason, str | None, datetime | None]] = {
    "cms/employee.att.sig": (R.NOT_A_DIRECTOR, PETROVA, None),
    "cms/employee.det.sig": (R.NOT_A_DIRECTOR, PETROVA, None),
    "cms/employee-rsa.att.sig": (R.NOT_A_DIRECTOR, PETROVA, None),
    "cms/employee-rsa.det.sig": (R.NOT_A_DIRECTOR, PETROVA, None),
    "cms/expired.att.sig": (R.CERTIFICATE_EXPIRED, ROMASHKA, EXPIRED_AT),
    "cms/expired.det.sig": (R.CERTIFICATE_EXPIRED, ROMASHKA, EXPIRED_AT),
    "cms/notyet.att.sig": (R.CERTIFICATE_NOT_YET_VALID, ROMASHKA, VALID_FROM),
    "cms/notyet.det.sig": (R.CERTIFICATE_NOT_YET_VALID, ROMASHKA, VALID_FROM),
    "cms/revoked.att.sig": (R.CERTIFICATE_REVOKED, ROMASHKA, REVOKED_AT),
    "cms/revoked.det.sig": (R.CERTIFICATE_REVOKED, ROMASHKA, REVOKED_AT),
    "cms/untrusted.att.sig": (R.UNTRUSTED_ISSUER, None, None),
    "cms/untrusted.det.sig": (R.UNTRUSTED_ISSUER, None, None),
    "cms/otherfile.att.sig": (R.OTHER_FILE, None, None),
    "cms/otherfile.det.sig": (R.OTHER_FILE, None, None),
    "cms/otherfile.det.pem": (R.OTHER_FILE, None, None),
    "cms/otherfile.det.b64": (R.OTHER_FILE, None, None),
    "bad/director.cert.sig": (R.CERTIFICATE_MISUSED, None, None),
    "bad/director.content.att.sig": (R.BAD_SIGNATURE, None, None),
    "bad/director.msgdigest.sig": (R.BAD_SIGNATURE, None, None),
    "bad/director.signingtime.sig": (R.BAD_SIGNATURE, None, None),
    "bad/director.sigvalue.sig": (R.BAD_SIGNATURE, None, None),
    "bad/director.truncated.sig": (R.UNREADABLE, None, None),
    "bad/empty.sig": (R.EMPTY, None, None),
    "bad/garbage.sig": (R.NOT_A_SIGNATURE, None, None),
}


def test_the_table_names_every_message() -> None:
    present = {
        f"{path.parent.name}/{path.name}" for name in ("cms", "bad") for path in (GOST / name).iterdir()
    }
    assert {f"cms/{name}" for name in GOOD} | set(REFUSED) == present


@pytest.mark.parametrize("name", sorted(GOOD))
def test_good(name: str, verifier: Verifier, challenge: bytes) -> None:
    who, algorithm = GOOD[name]
    signer = verifier.verify((GOST / "cms" / name).read_bytes(), [b"an older challenge", challenge], AT)
    assert signer.content == 1
    assert signer.certificate.algorithm == algorithm
    assert signer.signed_at is not None
    assert signer.signed_at.date().isoformat() == "2026-11-21"
    if who == "director":
        _is_ivanov(signer)
    else:
        assert signer.kind is OrganizationKind.SOLE_TRADER
        assert (signer.inn, signer.ogrn) == ("503111222368", "304770012300044")
        assert (signer.surname, signer.given_names) == ("Сидоров", "Пётр Алексеевич")
        assert signer.organization == "ИП Сидоров Пётр Алексеевич"
        assert signer.title is None


def _is_ivanov(signer: Signer) -> None:
    assert signer.kind is OrganizationKind.LEGAL_ENTITY
    assert (signer.inn, signer.ogrn) == ("7701234560", "1027700123450")
    assert signer.organization == ROMASHKA
    assert (signer.surname, signer.given_names) == ("Иванов", "Иван Иванович")
    assert signer.title == "Генеральный директор"
    assert signer.certificate.valid_until == datetime(2039, 12, 31, 23, 59, 59, tzinfo=UTC)


def test_certificate_facts(verifier: Verifier, challenge: bytes) -> None:
    facts = verifier.verify((GOST / "cms/director.det.sig").read_bytes(), [challenge], AT).certificate
    assert facts.serial == "2000"
    assert facts.issuer == "Тестовый аккредитованный УЦ"
    assert facts.valid_from == datetime(2024, 1, 1, tzinfo=UTC)
    assert facts.fingerprint == hashlib.sha256((GOST / "certs/director.cer").read_bytes()).hexdigest()


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_refused(name: str, verifier: Verifier, challenge: bytes) -> None:
    with pytest.raises(SignatureRefusedError) as caught:
        verifier.verify((GOST / name).read_bytes(), [challenge], AT)
    refusal = caught.value
    assert (refusal.reason, refusal.subject, refusal.until) == REFUSED[name]


@pytest.mark.parametrize("name", ["director.det.sig", "director.att.sig"])
def test_no_content_offered(name: str, verifier: Verifier) -> None:
    with pytest.raises(SignatureRefusedError) as caught:
        verifier.verify((GOST / "cms" / name).read_bytes(), [], AT)
    assert caught.value.reason is R.OTHER_FILE


class TestRevocationPolicy:
    """What a missing or stale list means."""

    @pytest.mark.parametrize("missing", ["int256", "root256"])
    def test_a_list_of_every_link_is_required(
        self, missing: str, trust_dir: Path, verifier: Verifier, challenge: bytes
    ) -> None:
        (trust_dir / "crls" / f"{missing}.crl.pem").unlink()
        with pytest.raises(SignatureRefusedError) as caught:
            verifier.verify((GOST / "cms/director.det.sig").read_bytes(), [challenge], AT)
        assert caught.value.reason is R.REVOCATION_UNKNOWN
        assert caught.value.subject == ROMASHKA
        assert caught.value.crl_urls

    def test_a_stale_list_is_none(self, trust_dir: Path, verifier: Verifier, challenge: bytes) -> None:
        (trust_dir / "crls/int256.crl.pem").write_bytes((GOST / "crl/int256.stale.crl.pem").read_bytes())
        with pytest.raises(SignatureRefusedError) as caught:
            verifier.verify((GOST / "cms/director.det.sig").read_bytes(), [challenge], AT)
        assert caught.value.reason is R.REVOCATION_UNKNOWN

    def test_a_stale_list_still_revokes(self, trust_dir: Path, verifier: Verifier, challenge: bytes) -> None:
        (trust_dir / "crls/int256.crl.pem").write_bytes((GOST / "crl/int256.stale.crl.pem").read_bytes())
        with pytest.raises(SignatureRefusedError) as caught:
            verifier.verify((GOST / "cms/revoked.det.sig").read_bytes(), [challenge], AT)
        assert caught.value.reason is R.CERTIFICATE_REVOKED

    @pytest.mark.parametrize("revocation", [Revocation.IF_AVAILABLE, Revocation.OFF])
    def test_missing_lists_are_forgiven_on_demand(
        self, revocation: Revocation, trust_dir: Path, challenge: bytes
    ) -> None:
        for path in (trust_dir / "crls").iterdir():
            path.unlink()
        verifier = Verifier(TrustStore(trust_dir), revocation)
        _is_ivanov(verifier.verify((GOST / "cms/director.det.sig").read_bytes(), [challenge], AT))

    def test_a_list_that_is_there_counts(self, trust_dir: Path, challenge: bytes) -> None:
        verifier = Verifier(TrustStore(trust_dir), Revocation.IF_AVAILABLE)
        with pytest.raises(SignatureRefusedError) as caught:
            verifier.verify((GOST / "cms/revoked.det.sig").read_bytes(), [challenge], AT)
        assert caught.value.reason is R.CERTIFICATE_REVOKED

    def test_off_is_off(self, trust_dir: Path, challenge: bytes) -> None:
        verifier = Verifier(TrustStore(trust_dir), Revocation.OFF)
        _is_ivanov(verifier.verify((GOST / "cms/revoked.det.sig").read_bytes(), [challenge], AT))
