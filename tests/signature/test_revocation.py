"""CRLs: which of them speak for a certificate, and whom they revoke."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.signature.crl import RevocationList
from bot.signature.der import MalformedError
from bot.signature.revocation import Revocation
from bot.signature.verdict import RefusalReason
from tests.signature import authority
from tests.signature.asn1 import bits, flags, integer, moment, octets, oid, primitive, seq
from tests.signature.authority import (
    DIRECTOR,
    LISTED,
    Issued,
    distribution_point,
    issuing_point,
    name,
    new_key,
)
from tests.signature.conftest import AT, Stand
from tests.signature.messages import message
from tests.signature.refusals import refusal_of

R = RefusalReason
CONTENT = b"content"
URL, OTHER_URL = "http://pki.example.test/ca.crl", "http://pki.example.test/other.crl"
TRUE = b"\xff"
ENDED = AT - timedelta(days=1)


def director(stand: Stand) -> Issued:
    return stand.authority.issue(name(*DIRECTOR), extra=[distribution_point(URL, "ldap://x", OTHER_URL)])


def delta(base: int = 1) -> authority.Extension:
    return "2.5.29.27", True, integer(base)


def reason(code: int) -> bytes:
    return seq(seq(oid("2.5.29.21"), octets(bytes([0x0A, 1, code]))))


Publish = Callable[[Stand, int], list[bytes]]

GOOD: dict[str, Publish] = {
    "nobody revoked": lambda s, _: [s.authority.crl()],
    "others revoked": lambda s, n: [s.authority.crl(n + 1, n + 2, 5)],
    "for this distribution point": lambda s, _: [s.authority.crl(extensions=[issuing_point(URL)])],
    "for people only": lambda s, _: [s.authority.crl(extensions=[issuing_point(users=primitive(1, TRUE))])],
    "no key identifier": lambda s, _: [s.authority.crl(key_id=b"")],
    "beside one by a stranger": lambda s, n: [
        s.authority.crl(n, key=new_key(), key_id=b""),
        s.authority.crl(),
    ],
    "beside a stale one": lambda s, _: [s.authority.crl(until=ENDED), s.authority.crl()],
    "no longer on hold": lambda s, n: [
        s.authority.crl(n, at=LISTED - timedelta(days=1)),
        s.authority.crl(),
    ],
    "removed by a delta list": lambda s, n: [
        s.authority.crl(),
        s.authority.crl(n, extensions=[delta()], entry_extensions=reason(8)),
    ],
    "clocks a little apart": lambda s, _: [s.authority.crl(at=AT + timedelta(minutes=9))],
    "others' serials in a list of many": lambda s, n: [
        s.authority.crl(n, extensions=[indirect()]),
        s.authority.crl(),
    ],
}


def indirect() -> authority.Extension:
    return issuing_point(indirect=primitive(4, TRUE))


@pytest.mark.parametrize("case", GOOD)
def test_good(case: str, stand: Stand) -> None:
    who = director(stand)
    stand.publish(stand.root.crl(), *GOOD[case](stand, who.serial))
    assert stand.verifier().verify(message(who, CONTENT), [CONTENT], AT).inn == "7701234560"


REVOKED: dict[str, Publish] = {
    "on the list": lambda s, n: [s.authority.crl(n)],
    "on hold": lambda s, n: [s.authority.crl(n, entry_extensions=reason(6))],
    "among many": lambda s, n: [s.authority.crl(*range(1, 300), n, *range(10**6, 10**6 + 300))],
    "on a stale list": lambda s, n: [s.authority.crl(n, until=ENDED)],
    "on a delta list": lambda s, n: [s.authority.crl(), s.authority.crl(n, extensions=[delta()])],
    "on a list of some reasons": lambda s, n: [
        s.authority.crl(),
        s.authority.crl(n, extensions=[issuing_point(reasons=primitive(3, b"\x05\x60"))]),
    ],
    "on a list of another scope": lambda s, n: [
        s.authority.crl(),
        s.authority.crl(n, extensions=[issuing_point("http://elsewhere.test")]),
    ],
    "on a list with an unknown restriction": lambda s, n: [
        s.authority.crl(n, extensions=[("1.2.3.4", True, octets(b""))])
    ],
    "with an entry too long for a short length": lambda s, n: [
        s.authority.crl(n, entry_extensions=seq(seq(oid("1.2.3.4"), octets(bytes(200)))))
    ],
}


@pytest.mark.parametrize("case", REVOKED)
@pytest.mark.parametrize("revocation", [Revocation.REQUIRE, Revocation.IF_AVAILABLE])
def test_revoked(case: str, revocation: Revocation, stand: Stand) -> None:
    who = director(stand)
    stand.publish(stand.root.crl(), *REVOKED[case](stand, who.serial))
    refusal = refusal_of(stand.verifier(revocation), message(who, CONTENT), [CONTENT])
    assert refusal.reason is R.CERTIFICATE_REVOKED
    assert refusal.subject == 'ООО "Ромашка"'
    assert refusal.until == LISTED


UNKNOWN: dict[str, Publish] = {
    "no list": lambda _, __: [],
    "stale": lambda s, _: [s.authority.crl(until=ENDED)],
    "due at this very moment": lambda s, _: [s.authority.crl(until=AT)],
    "promises no next one": lambda s, _: [s.authority.crl(until=None)],
    "of tomorrow": lambda s, _: [s.authority.crl(at=AT + timedelta(days=1))],
    "signed by a stranger": lambda s, _: [s.authority.crl(key=new_key())],
    "signed by a stranger without saying so": lambda s, _: [s.authority.crl(key=new_key(), key_id=b"")],
    "signed by the root": lambda s, _: [s.authority.crl(key=s.root.key, key_id=s.root.key_id)],
    "names another key": lambda s, _: [s.authority.crl(key_id=b"another")],
    "delta only": lambda s, _: [s.authority.crl(extensions=[delta()])],
    "for another distribution point": lambda s, _: [
        s.authority.crl(extensions=[issuing_point("http://elsewhere.test")])
    ],
    "for authorities only": lambda s, _: [
        s.authority.crl(extensions=[issuing_point(authorities=primitive(2, TRUE))])
    ],
    "for attributes only": lambda s, _: [
        s.authority.crl(extensions=[issuing_point(attributes=primitive(5, TRUE))])
    ],
    "for some reasons": lambda s, _: [
        s.authority.crl(extensions=[issuing_point(reasons=primitive(3, b"\x05\x60"))])
    ],
    "indirect": lambda s, _: [s.authority.crl(extensions=[indirect()])],
    "unknown critical extension": lambda s, _: [s.authority.crl(extensions=[("1.2.3.4", True, octets(b""))])],
    "broken scope": lambda s, _: [s.authority.crl(extensions=[("2.5.29.28", True, integer(1))])],
}


@pytest.mark.parametrize("case", UNKNOWN)
def test_unknown(case: str, stand: Stand) -> None:
    who = director(stand)
    stand.publish(stand.root.crl(), *UNKNOWN[case](stand, who.serial))
    signed = message(who, CONTENT)
    refusal = refusal_of(stand.verifier(), signed, [CONTENT])
    assert refusal.reason is R.REVOCATION_UNKNOWN
    assert refusal.subject == 'ООО "Ромашка"'
    assert refusal.crl_urls == (URL, OTHER_URL)
    assert stand.verifier(Revocation.IF_AVAILABLE).verify(signed, [CONTENT], AT).content == 0


def test_every_link_needs_a_list(stand: Stand) -> None:
    """The address of the missing one is told, and only that one's."""
    top = authority.root()
    middle = top.authority("УЦ", extra=[distribution_point("http://root.test/a.crl")])
    who = middle.issue(name(*DIRECTOR), extra=[distribution_point(URL)])
    stand.place([top.raw], [middle.raw])
    stand.publish(middle.crl())
    refusal = refusal_of(stand.verifier(), message(who, CONTENT), [CONTENT])
    assert (refusal.reason, refusal.crl_urls) == (R.REVOCATION_UNKNOWN, ("http://root.test/a.crl",))
    stand.publish()
    refusal = refusal_of(stand.verifier(), message(who, CONTENT), [CONTENT])
    assert set(refusal.crl_urls) == {URL, "http://root.test/a.crl"}


def test_a_revoked_authority(stand: Stand) -> None:
    serial = 4711
    middle = stand.root.authority("Отозванный УЦ", serial=serial)
    who = middle.issue(name(*DIRECTOR))
    stand.place([stand.root.raw], [middle.raw])
    stand.publish(stand.root.crl(serial), middle.crl())
    refusal = refusal_of(stand.verifier(), message(who, CONTENT), [CONTENT])
    assert (refusal.reason, refusal.until) == (R.AUTHORITY_REVOKED, LISTED)
    assert refusal.subject == 'ООО "Ромашка"'


def test_the_issuer_may_not_sign_lists(stand: Stand) -> None:
    middle = stand.root.authority(
        "УЦ без списков",
        extensions=[authority.basic_constraints(authority=True), ("2.5.29.15", True, flags(5))],
    )
    who = middle.issue(name(*DIRECTOR), extensions=[authority.key_usage(0)])
    stand.place([stand.root.raw], [middle.raw])
    stand.publish(stand.root.crl(), middle.crl(key_id=b""))
    assert refusal_of(stand.verifier(), message(who, CONTENT), [CONTENT]).reason is R.REVOCATION_UNKNOWN


def test_a_re_keyed_authority(stand: Stand) -> None:
    """The list of another key of the same authority counts against a certificate, and never for it."""
    new = stand.root.authority("УЦ")
    who = director(stand)
    stand.place([stand.root.raw], [stand.authority.raw, new.raw])
    signed = message(who, CONTENT)
    stand.publish(stand.root.crl(), new.crl())
    assert refusal_of(stand.verifier(), signed, [CONTENT]).reason is R.REVOCATION_UNKNOWN
    stand.publish(stand.root.crl(), stand.authority.crl(), new.crl(who.serial))
    assert refusal_of(stand.verifier(), signed, [CONTENT]).reason is R.CERTIFICATE_REVOKED
    stand.publish(stand.root.crl(), stand.authority.crl(), new.crl())
    assert stand.verifier().verify(signed, [CONTENT], AT).content == 0


def test_broken_lists() -> None:
    good = authority.root().crl(1, 2, 3)
    assert len(RevocationList.load(good)) == 3
    for size in range(len(good)):
        with pytest.raises(MalformedError):
            RevocationList.load(good[:size])


@pytest.mark.parametrize(
    "entries",
    [
        b"\x30\x00",
        b"\x30\x03\x02\x05\x01",
        b"\x31\x12\x02\x01\x01\x17\x0d260101000000Z",
        b"\x30\x12\x04\x01\x01\x17\x0d260101000000Z",
        b"\x30\x80\x02\x01\x01\x17\x0d260101000000Z",
        b"\x30\x7f\x02\x01\x01\x17\x0d260101000000Z",
        b"\x30",
    ],
)
def test_broken_entries(entries: bytes) -> None:
    top = authority.root()
    body = seq(integer(1), seq(oid("1.2.643.7.1.1.3.2")), top.subject, moment(LISTED), seq(entries))
    with pytest.raises(MalformedError):
        RevocationList.load(seq(body, seq(oid("1.2.643.7.1.1.3.2")), bits(bytes(64))))


def test_the_date_of_an_entry() -> None:
    entry = RevocationList.load(authority.root().crl(7)).find(b"\x07")
    assert entry is not None
    assert entry.revoked_at == datetime(2026, 11, 20, tzinfo=UTC)
    assert not entry.removed
