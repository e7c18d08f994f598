from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import cms, core, crl, x509

from bot.demo.authority import Authority, Credential
from bot.demo.certificates import Certificate, Validity
from bot.demo.keys import KeyKind, new_key
from bot.demo.names import Attribute, name
from tests.demo import openssl
from tests.demo.verification import holds

NOW = datetime.now(UTC).replace(microsecond=0)
TERM = Validity(NOW - timedelta(days=90), NOW + timedelta(days=400))
CONTENT = "Подтверждение доступа\r\n".encode()
SUBJECT = name(
    [
        (Attribute.COUNTRY, "RU"),
        (Attribute.ORGANIZATION, "ООО «Ромашка»"),
        (Attribute.COMMON_NAME, "ООО «Ромашка»"),
        (Attribute.TITLE, "Генеральный директор"),
        (Attribute.SURNAME, "Лебедев"),
        (Attribute.GIVEN_NAMES, "Пётр Андреевич"),
        (Attribute.OGRN, "1269600001010"),
        (Attribute.SNILS, "96001000134"),
        (Attribute.INN, "960010020168"),
        (Attribute.INN_LEGAL, "9600100116"),
        (Attribute.EMAIL, "lebedev@romashka.invalid"),
    ]
)


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority("Проверочный УЦ", NOW)


@pytest.fixture(scope="module")
def foreign() -> Authority:
    return Authority("Проверочный УЦ", NOW)


def trust(authority: Authority, folder: Path) -> Path:
    """What `openssl` is told to trust: the authority's certificates and lists in one PEM file."""
    authority.write(folder)
    certificates = [*folder.glob("roots/*.cer"), *folder.glob("intermediates/*.cer")]
    both = openssl.pem("x509", certificates, folder / "certificates.pem").read_text()
    both += openssl.pem("crl", folder.glob("crls/*.crl"), folder / "crls.pem").read_text()
    (folder / "trust.pem").write_text(both)
    return folder / "trust.pem"


def verify(credential: Credential, content: bytes, trusted: Path, folder: Path, *more: str) -> str:
    """What `openssl cms -verify` says: an empty text when all is well, else its complaint."""
    (folder / "signed.sig").write_bytes(credential.sign(CONTENT, NOW))
    (folder / "content").write_bytes(content)
    files: tuple[str | Path, ...] = (
        "-in",
        folder / "signed.sig",
        "-inform",
        "DER",
        "-content",
        folder / "content",
    )
    rules: tuple[str | Path, ...] = ("-CAfile", trusted, "-crl_check_all", "-purpose", "any", *more)
    answer = openssl.openssl(
        "cms", "-verify", "-cades", "-binary", *files, *rules, "-out", folder / "verified"
    )
    return "" if answer.returncode == 0 else answer.stderr


@pytest.mark.parametrize("kind", KeyKind)
def test_a_signature_holds_and_nothing_else_does(kind: KeyKind) -> None:
    key = new_key(kind)
    signature = key.sign(CONTENT)
    assert len(signature) == 2 * kind.curve.size
    assert holds(key, CONTENT, signature)
    assert not holds(key, CONTENT + b" ", signature)
    assert not holds(new_key(kind), CONTENT, signature)
    assert key.sign(CONTENT) != signature, "each signature takes a fresh random number"


def test_a_secret_is_not_shown() -> None:
    key = new_key(KeyKind.TC26)
    assert str(key.secret) not in repr(key)


@pytest.mark.parametrize("kind", KeyKind)
def test_openssl_accepts_a_good_signature(kind: KeyKind, authority: Authority, tmp_path: Path) -> None:
    openssl.require()
    credential = authority.issue(SUBJECT, TERM, kind)
    trusted = trust(authority, tmp_path)
    assert verify(credential, CONTENT, trusted, tmp_path) == ""
    assert "erification failure" in verify(credential, CONTENT + b" ", trusted, tmp_path)


@pytest.mark.parametrize("days", [30, 365])
def test_the_lists_stay_current_when_the_clock_is_moved(
    days: int, authority: Authority, tmp_path: Path
) -> None:
    openssl.require()
    later = str(int((NOW + timedelta(days=days)).timestamp()))
    credential = authority.issue(SUBJECT, TERM, KeyKind.TC26)
    assert verify(credential, CONTENT, trust(authority, tmp_path), tmp_path, "-attime", later) == ""


@pytest.mark.parametrize("kind", [KeyKind.CRYPTOPRO_EXCHANGE, KeyKind.TC26_512])
def test_openssl_refuses_a_revoked_certificate(kind: KeyKind, authority: Authority, tmp_path: Path) -> None:
    openssl.require()
    revoked, kept = (authority.issue(SUBJECT, TERM, kind) for _ in range(2))
    authority.revoke(revoked, NOW - timedelta(days=3))
    trusted = trust(authority, tmp_path)
    assert "certificate revoked" in verify(revoked, CONTENT, trusted, tmp_path)
    assert verify(kept, CONTENT, trusted, tmp_path) == ""


def test_openssl_refuses_an_expired_certificate(authority: Authority, tmp_path: Path) -> None:
    openssl.require()
    over = Validity(NOW - timedelta(days=400), NOW - timedelta(days=1))
    credential = authority.issue(SUBJECT, over, KeyKind.TC26)
    trusted = trust(authority, tmp_path)
    assert "certificate has expired" in verify(credential, CONTENT, trusted, tmp_path)


def test_openssl_refuses_a_look_alike_authority(
    authority: Authority, foreign: Authority, tmp_path: Path
) -> None:
    openssl.require()
    credential = foreign.issue(SUBJECT, TERM, KeyKind.TC26)
    # The names are the same as the real ones; only the keys tell.
    assert verify(credential, CONTENT, trust(authority, tmp_path), tmp_path) != ""
    assert verify(credential, CONTENT, trust(foreign, tmp_path), tmp_path) == ""


def test_openssl_reads_the_names(authority: Authority, tmp_path: Path) -> None:
    openssl.require()
    credential = authority.issue(SUBJECT, TERM, KeyKind.CRYPTOPRO)
    (tmp_path / "one.cer").write_bytes(credential.certificate.dump())
    shown = openssl.openssl(
        "x509",
        "-inform",
        "DER",
        "-in",
        tmp_path / "one.cer",
        "-noout",
        "-text",
        "-nameopt",
        "utf8,sep_comma_plus",
    )
    for text in ("SN=Лебедев", "GN=Пётр Андреевич", "OGRN=1269600001010", "1.2.643.100.4=9600100116"):
        assert text in shown.stdout
    assert "id-GostR3410-2001-CryptoPro-A-ParamSet" in shown.stdout


NUMERIC_TAG = 18


@pytest.mark.parametrize(
    ("attribute", "tag"),
    [
        (Attribute.COUNTRY, 19),
        (Attribute.ORGANIZATION, 12),
        (Attribute.OGRN, NUMERIC_TAG),
        (Attribute.SNILS, NUMERIC_TAG),
        (Attribute.INN, NUMERIC_TAG),
        (Attribute.INN_LEGAL, NUMERIC_TAG),
        (Attribute.EMAIL, 22),
    ],
)
def test_attributes_have_the_string_types_of_qualified_certificates(attribute: Attribute, tag: int) -> None:
    encoded = SUBJECT.dump()
    kind = core.ObjectIdentifier(attribute.value).dump()
    assert encoded[encoded.index(kind) + len(kind)] == tag


def test_a_message_carries_what_cades_asks_for(authority: Authority) -> None:
    credential = authority.issue(SUBJECT, TERM, KeyKind.TC26)
    message = cms.ContentInfo.load(credential.sign(CONTENT, NOW))["content"]
    (signer,) = message["signer_infos"]
    attributes = {one["type"].native: one["values"][0] for one in signer["signed_attrs"]}
    assert set(attributes) == {"content_type", "message_digest", "signing_time", "signing_certificate_v2"}
    assert attributes["signing_time"].native == NOW
    assert attributes["message_digest"].native == credential.key.digest(CONTENT)
    assert message["encap_content_info"]["content"].native is None, "the content stays outside"
    (certificate,) = message["certificates"]
    assert certificate.chosen.dump() == credential.certificate.dump()


@pytest.mark.parametrize("kind", KeyKind)
def test_encoding_again_gives_the_same(kind: KeyKind, authority: Authority) -> None:
    # asn1crypto does it by itself when a length ends in 0x80; what it gives must still carry a good signature.
    credential = authority.issue(SUBJECT, TERM, kind)
    encoded = credential.certificate.dump()
    assert Certificate.load(encoded).dump(force=True) == encoded
    assert encoded in credential.sign(CONTENT, NOW)
    assert SUBJECT.dump(force=True) == SUBJECT.dump()


def test_what_is_written_is_what_the_bot_trusts(authority: Authority, tmp_path: Path) -> None:
    authority.write(tmp_path)
    written = sorted(str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*.c*"))
    assert written == [
        "crls/issuing-256.crl",
        "crls/issuing-512.crl",
        "crls/root.crl",
        "intermediates/issuing-256.cer",
        "intermediates/issuing-512.cer",
        "roots/root.cer",
    ]
    names = {x509.Certificate.load(file.read_bytes()).subject.dump() for file in tmp_path.glob("*s/*.cer")}
    lists = {
        crl.CertificateList.load(file.read_bytes()).issuer.dump() for file in tmp_path.glob("crls/*.crl")
    }
    assert lists == names, "each authority has its list"
