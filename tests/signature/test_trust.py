"""The trust folder: read again when it changes, never a reason to crash."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from bot.signature.trust import TrustStore
from bot.signature.verdict import RefusalReason
from tests.signature import authority
from tests.signature.authority import DIRECTOR, name, root
from tests.signature.conftest import AT, GOST, Stand
from tests.signature.messages import message, pem
from tests.signature.refusals import refusal_of

CONTENT = b"content"


def test_summary(trust_dir: Path) -> None:
    summary = TrustStore(trust_dir).summary(AT)
    assert [item.subject for item in summary.roots] == [
        "Тестовый головной удостоверяющий центр",
        "Тестовый RSA корень",
    ]
    assert summary.roots[0].file == "trusted-roots.pem"
    assert len(summary.roots[0].fingerprint) == 64
    assert summary.roots[0].valid_until.year == 2045
    assert len(summary.intermediates) == 4
    assert {item.file for item in summary.lists} == {
        f"{name}.crl.pem" for name in ("root256", "int256", "int512", "rootrsa", "intrsa")
    }
    listed = next(item for item in summary.lists if item.file == "int256.crl.pem")
    assert (listed.issuer, listed.entries, listed.is_stale) == ("Тестовый аккредитованный УЦ", 1, False)
    assert summary.problems == ()


def test_staleness_is_told(trust_dir: Path) -> None:
    shutil.copy(GOST / "crl/int256.stale.crl.pem", trust_dir / "crls")
    stale = [item.file for item in TrustStore(trust_dir).summary(AT).lists if item.is_stale]
    assert stale == ["int256.stale.crl.pem"]


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("empty.cer", b""),
        ("words.pem", b"not a certificate"),
        ("broken.pem", b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"),
        ("cut.pem", b"-----BEGIN CERTIFICATE-----\nMIIB"),
        ("base64.pem", b"-----BEGIN CERTIFICATE-----\nM\n-----END CERTIFICATE-----\n"),
        ("cut.der", (GOST / "certs/root256.cer").read_bytes()[:-1]),
        ("key.pem", (GOST / "keys/root256.key").read_bytes()),
    ],
)
def test_a_broken_file_is_named_and_the_others_count(
    file: str, content: bytes, trust_dir: Path, challenge: bytes
) -> None:
    (trust_dir / "roots" / file).write_bytes(content)
    store = TrustStore(trust_dir)
    problems = store.summary(AT).problems
    assert len(problems) == 1
    assert problems[0].startswith(f"{file}: ")
    assert len(store.summary(AT).roots) == 2


def test_one_broken_object_beside_a_good_one(trust_dir: Path) -> None:
    both = pem("CERTIFICATE", b"\x30\x00") + pem("CERTIFICATE", root().raw)
    (trust_dir / "roots/both.pem").write_bytes(both)
    summary = TrustStore(trust_dir).summary(AT)
    assert (len(summary.roots), len(summary.problems)) == (3, 1)


def test_forms_of_files(tmp_path: Path) -> None:
    top = root()
    files = {
        "roots/a.cer": top.raw,
        "roots/b.CRT": pem("CERTIFICATE", root("B").raw),
        "roots/c.der": root("C").raw,
        "roots/d.pem": b"subject: D\n"
        + pem("X509 CERTIFICATE", root("D").raw)
        + pem("CERTIFICATE", root("E").raw),
        "roots/ignored.txt": b"?",
        "crls/a.crl": top.crl(),
        "crls/b.pem": pem("X509 CRL", root("B").crl()) + pem("X509 CRL", root("C").crl()),
        "fetched-crls/c.crl": top.crl(1),
        "fetched-crls/c.json": b"{}",
    }
    for file, content in files.items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_bytes(content)
    summary = TrustStore(tmp_path).summary(AT)
    assert sorted(item.subject for item in summary.roots) == ["B", "C", "D", "E", "Корень"]
    assert len(summary.lists) == 4
    assert summary.problems == ()


def test_nothing_configured(tmp_path: Path, stand: Stand) -> None:
    store = TrustStore(tmp_path / "absent")
    summary = store.summary(AT)
    assert (summary.roots, summary.lists, summary.problems) == ((), (), ())
    stand.place([], [])
    refusal = refusal_of(stand.verifier(), message(stand.director, CONTENT), [CONTENT])
    assert refusal.reason is RefusalReason.UNTRUSTED_ISSUER


def test_changes_are_seen(stand: Stand) -> None:
    verifier = stand.verifier()
    signed = message(stand.director, CONTENT)
    assert verifier.verify(signed, [CONTENT], AT).content == 0
    stand.publish(stand.root.crl(), stand.authority.crl(stand.director.serial))
    assert refusal_of(verifier, signed, [CONTENT]).reason is RefusalReason.CERTIFICATE_REVOKED
    stand.publish(stand.root.crl(), stand.authority.crl())
    assert verifier.verify(signed, [CONTENT], AT).content == 0
    stand.place([root("Другой").raw], [stand.authority.raw])
    assert refusal_of(verifier, signed, [CONTENT]).reason is RefusalReason.UNTRUSTED_ISSUER


def test_only_what_changed_is_read_again(trust_dir: Path) -> None:
    store = TrustStore(trust_dir)
    first = store.snapshot()
    assert store.snapshot() is first
    os.utime(trust_dir / "crls/int256.crl.pem", ns=(1, 1))
    second = store.snapshot()
    assert second is not first
    name_ = next(iter(second._issuers))
    assert second.issuers(name_)[0] is first.issuers(name_)[0]


def test_a_reader_does_not_wait_for_another_that_reads(trust_dir: Path) -> None:
    store = TrustStore(trust_dir)
    first = store.snapshot()
    os.utime(trust_dir / "crls/int256.crl.pem", ns=(1, 1))
    with store._lock:  # somebody else is reading what has changed
        assert store.snapshot() is first
    assert store.snapshot() is not first


def test_a_long_list(stand: Stand) -> None:
    """Thousands of entries: indexed once, its signature checked when it is read, in another process."""
    who = stand.authority.issue(name(*DIRECTOR))
    stand.publish(stand.root.crl(), stand.authority.crl(*range(10**9, 10**9 + 13_000), who.serial))
    verifier = stand.verifier()
    verifier.prepare()
    refusal = refusal_of(verifier, message(who, CONTENT), [CONTENT])
    assert (refusal.reason, refusal.until) == (RefusalReason.CERTIFICATE_REVOKED, authority.LISTED)
    good = message(stand.director, CONTENT)
    assert verifier.verify(good, [CONTENT], AT).content == 0


def test_a_failure_of_the_other_process_is_not_remembered(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand.publish(stand.root.crl(), stand.authority.crl(*range(10**9, 10**9 + 13_000)))
    verifier = stand.verifier()
    signed = message(stand.director, CONTENT)
    with monkeypatch.context() as broken:
        broken.setattr(sys, "executable", "/absent/python")
        assert refusal_of(verifier, signed, [CONTENT]).reason is RefusalReason.REVOCATION_UNKNOWN
    assert verifier.verify(signed, [CONTENT], AT).content == 0
