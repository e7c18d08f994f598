"""Paths to a root: who may issue, and what is not an issuer however much it looks like one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from bot.signature.verdict import RefusalReason
from tests.signature.asn1 import NULL, algorithm, flags, integer, octets, oid, primitive, seq, tagged, text
from tests.signature.authority import (
    DIRECTOR,
    Authority,
    Extension,
    Issued,
    authority_key_id,
    basic_constraints,
    key_usage,
    name,
    new_key,
    root,
)
from tests.signature.conftest import AT, Stand
from tests.signature.messages import message, signed_data, signer_info
from tests.signature.refusals import refusal_of

R = RefusalReason
CONTENT = b"content\r\n"
PAST, LAST_YEAR = datetime(2020, 1, 1, tzinfo=UTC), datetime(2025, 12, 31, tzinfo=UTC)
NEXT_YEAR, FUTURE = datetime(2027, 6, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)


@dataclass
class World:
    """What the operator configured, and who signed."""

    roots: list[Authority]
    who: Issued
    intermediates: list[Authority] = field(default_factory=list)
    inside: list[bytes] = field(default_factory=list)  # more certificates in the message
    publishing: list[Authority] = field(default_factory=list)  # have lists, but no certificate here

    def place(self, stand: Stand) -> bytes:
        stand.place([item.raw for item in self.roots], [item.raw for item in self.intermediates])
        everybody = [*self.roots, *self.intermediates, *self.publishing]
        stand.publish(*(item.crl() for item in everybody))
        return signed_data([signer_info(self.who, CONTENT)], [*self.inside, self.who.raw])


def leaf(issuer: Authority, **options: object) -> Issued:
    return issuer.issue(name(*DIRECTOR), **options)  # type: ignore[arg-type] # passed on


def ca_extensions(*but: str, more: tuple[Extension, ...] = ()) -> list[Extension]:
    usual = [basic_constraints(authority=True), key_usage(5, 6)]
    return [item for item in (*usual, *more) if item[0] not in but]


def chain_of(count: int, /, **options: object) -> tuple[Authority, list[Authority]]:
    top = root()
    between: list[Authority] = []
    for number in range(count):
        between.append((between or [top])[-1].authority(f"УЦ {number}", **options if not number else {}))  # type: ignore[arg-type] # passed on
    return top, between


def through(count: int, /, **options: object) -> World:
    top, between = chain_of(count, **options)
    return World([top], leaf(between[-1] if between else top), between)


def single(**options: object) -> World:
    """root → authority made with these options → director."""
    return through(1, **options)


def cross_signed() -> World:
    """The same key has certificates from two authorities; one of them leads to the root."""
    good, bad, key = root(), root("Чужой"), new_key()
    middle, other = good.authority("УЦ", key=key), bad.authority("УЦ", key=key)
    return World([good], leaf(middle), [other, middle])


def renewed_root() -> World:
    key = new_key()
    old = root(key=key, end=LAST_YEAR)
    new = root(key=key)
    return World([old, new], leaf(new))


def loop() -> World:
    """Two authorities certify each other, and a root stands aside."""
    first, second = new_key(), new_key()
    a = Authority(second, name(("2.5.4.3", "Б"))).authority("А", key=first)
    b = Authority(first, name(("2.5.4.3", "А"))).authority("Б", key=second)
    return World([root()], leaf(a), [a, b])


def from_message() -> World:
    top, between = chain_of(1)
    return World([top], leaf(between[0]), inside=[between[0].raw], publishing=between)


def pinned() -> World:
    _, between = chain_of(1)
    return World([between[0]], leaf(between[0]))


def without_identifiers() -> World:
    top = root(extensions=ca_extensions())
    top.key_id = b""
    middle = top.authority("УЦ", extensions=ca_extensions())
    middle.key_id = b""
    return World([top], leaf(middle), [middle])


def eku(purpose: str, *, critical: bool) -> World:
    top = root()
    return World([top], leaf(top, extra=[("2.5.29.37", critical, seq(oid(purpose)))]))


ACCEPTED: dict[str, Callable[[], World]] = {
    "issued by the root": lambda: through(0),
    "one authority": lambda: through(1),
    "five authorities": lambda: through(5),
    "path length just enough": lambda: through(3, length=2),
    "an authority from the message": from_message,
    "authority pinned as a root": pinned,
    "cross-signed": cross_signed,
    "root renewed with the same key": renewed_root,
    "no key identifiers": without_identifiers,
    "no key usage": lambda: single(extensions=ca_extensions("2.5.29.15")),
    "policies critical": lambda: single(extra=[("2.5.29.32", True, seq(seq(oid("1.2.643.100.113.1"))))]),
    "unknown extension": lambda: single(extra=[("1.2.3.4", False, octets(b"?"))]),
    "SubCA template as real authorities write it": lambda: single(
        extra=[("1.3.6.1.4.1.311.20.2", False, text("SubCA"))]
    ),
    "unique identifiers": lambda: single(unique_id=primitive(1, b"\0\1\2")),
    "leaf without extensions": lambda: World([top := root()], leaf(top, extensions=[])),
    "leaf of version 1": lambda: World([top := root()], leaf(top, extensions=[], version=None)),
    "leaf for e-mail only, critical": lambda: eku("1.3.6.1.5.5.7.3.4", critical=True),
    "leaf for a Russian system only, critical": lambda: eku("1.2.643.2.2.34.6", critical=True),
    "leaf for servers only, not critical": lambda: eku("1.3.6.1.5.5.7.3.1", critical=False),
    "leaf with a long serial number": lambda: World([top := root()], leaf(top, serial=2**159 - 1)),
}


@pytest.mark.parametrize("case", ACCEPTED)
def test_accepted(case: str, stand: Stand) -> None:
    signed = ACCEPTED[case]().place(stand)
    assert stand.verifier().verify(signed, [CONTENT], AT).inn == "7701234560"


def look_alike() -> World:
    """An authority of the same name, with its own key; it even copies the key identifier."""
    good = root()
    fake = Authority(new_key(), good.subject)
    middle = fake.authority("УЦ", extensions=[*ca_extensions(), authority_key_id(good.key_id)])
    return World([good], leaf(middle), inside=[middle.raw])


def look_alike_root() -> World:
    good = root()
    fake = root()
    return World([good], leaf(fake), inside=[fake.raw])


def issued_by_a_director() -> World:
    top = root()
    director = leaf(top)
    forger = Authority(director.key, director.subject)
    return World([top], leaf(forger), inside=[director.raw])


def named_by_another_key() -> World:
    """Signed rightly, but the certificate names another key of the issuer."""
    top = root()
    return World([top], leaf(top, extensions=[key_usage(0), authority_key_id(b"another key of mine!")]))


def named_by_another_serial() -> World:
    top = root()
    top_names = seq(tagged(1, tagged(4, name(("2.5.4.3", "Кто-то")))), primitive(2, b"\x01"))
    return World([top], leaf(top, extensions=[key_usage(0), ("2.5.29.35", False, top_names)]))


def self_signed() -> World:
    key = new_key()
    return World([root()], leaf(Authority(key, name(*DIRECTOR)), key=key))


REFUSED: dict[str, tuple[RefusalReason, Callable[[], World]]] = {
    "nobody's": (R.UNTRUSTED_ISSUER, lambda: World([root()], leaf(root("Чужой")))),
    "a stranger's chain inside": (
        R.UNTRUSTED_ISSUER,
        lambda: World([root()], leaf(other := root("Чужой")), inside=[other.raw]),
    ),
    "self-signed": (R.UNTRUSTED_ISSUER, self_signed),
    "look-alike authority": (R.UNTRUSTED_ISSUER, look_alike),
    "look-alike root": (R.UNTRUSTED_ISSUER, look_alike_root),
    "issued by a director": (R.UNTRUSTED_ISSUER, issued_by_a_director),
    "another key named": (R.UNTRUSTED_ISSUER, named_by_another_key),
    "another serial named": (R.UNTRUSTED_ISSUER, named_by_another_serial),
    "loop": (R.UNTRUSTED_ISSUER, loop),
    "six authorities": (R.UNTRUSTED_ISSUER, lambda: through(6)),
    "path length passed": (R.UNTRUSTED_ISSUER, lambda: through(3, length=1)),
    "path length nought": (R.UNTRUSTED_ISSUER, lambda: through(2, length=0)),
    "no basic constraints": (
        R.UNTRUSTED_ISSUER,
        lambda: single(extensions=ca_extensions("2.5.29.19")),
    ),
    "not an authority": (
        R.UNTRUSTED_ISSUER,
        lambda: single(extensions=[basic_constraints(authority=False), key_usage(5, 6)]),
    ),
    "may not sign certificates": (
        R.UNTRUSTED_ISSUER,
        lambda: single(extensions=[basic_constraints(authority=True), key_usage(0, 6)]),
    ),
    "version 1 authority": (R.UNTRUSTED_ISSUER, lambda: single(version=None, extensions=[])),
    "version 2 authority": (R.UNTRUSTED_ISSUER, lambda: single(version=1)),
    "expired authority": (R.UNTRUSTED_ISSUER, lambda: single(start=PAST, end=LAST_YEAR)),
    "authority of tomorrow": (R.UNTRUSTED_ISSUER, lambda: single(start=NEXT_YEAR, end=FUTURE)),
    "expired root": (
        R.UNTRUSTED_ISSUER,
        lambda: World([top := root(start=PAST, end=LAST_YEAR)], leaf(top)),
    ),
    "unknown critical extension of an authority": (
        R.UNTRUSTED_ISSUER,
        lambda: single(extra=[("1.2.3.4", True, octets(b"?"))]),
    ),
    "name constraints": (
        R.UNTRUSTED_ISSUER,
        lambda: single(extra=[("2.5.29.30", False, seq())]),
    ),
    "policy constraints": (
        R.UNTRUSTED_ISSUER,
        lambda: single(extra=[("2.5.29.36", False, seq())]),
    ),
    "broken basic constraints": (
        R.UNTRUSTED_ISSUER,
        lambda: single(extensions=[("2.5.29.19", True, octets(b"?")), key_usage(5)]),
    ),
    "negative path length": (R.UNTRUSTED_ISSUER, lambda: through(1, length=-1)),
    "inner algorithm differs": (
        R.UNTRUSTED_ISSUER,
        lambda: World([top := root()], leaf(top, inner=algorithm("1.2.643.7.1.1.3.2", NULL))),
    ),
    "outer algorithm differs": (
        R.UNTRUSTED_ISSUER,
        lambda: World([top := root()], leaf(top, outer=algorithm("1.2.643.7.1.1.3.2", NULL))),
    ),
    "issued with GOST-2001": (
        R.WEAK_ALGORITHM,
        lambda: World(
            [top := root()],
            leaf(top, inner=algorithm("1.2.643.2.2.3"), outer=algorithm("1.2.643.2.2.3")),
        ),
    ),
    "unknown critical extension": (
        R.CERTIFICATE_MISUSED,
        lambda: World([top := root()], leaf(top, extra=[("1.2.3.4", True, octets(b"?"))])),
    ),
    "not for signing": (
        R.CERTIFICATE_MISUSED,
        lambda: World([top := root()], leaf(top, extensions=[key_usage(2, 4)])),
    ),
    "no usage at all": (
        R.CERTIFICATE_MISUSED,
        lambda: World([top := root()], leaf(top, extensions=[("2.5.29.15", True, flags())])),
    ),
    "time stamping only": (R.CERTIFICATE_MISUSED, lambda: eku("1.3.6.1.5.5.7.3.8", critical=True)),
    "the same extension twice": (
        R.UNREADABLE,
        lambda: World([top := root()], leaf(top, extensions=[key_usage(0), key_usage(1)])),
    ),
    "serial number too long": (
        R.UNREADABLE,
        lambda: World([top := root()], leaf(top, serial=2**180)),
    ),
    "broken key usage": (
        R.UNREADABLE,
        lambda: World([top := root()], leaf(top, extensions=[("2.5.29.15", True, integer(1))])),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str, stand: Stand) -> None:
    reason, build = REFUSED[case]
    refusal = refusal_of(stand.verifier(), build().place(stand), [CONTENT])
    assert refusal.reason is reason, refusal
    assert refusal.subject is None
    assert refusal.until is None
    assert not refusal.crl_urls


def test_an_expired_directors_certificate_tells_when(stand: Stand) -> None:
    who = leaf(stand.authority, end=LAST_YEAR)
    refusal = refusal_of(stand.verifier(), message(who, CONTENT), [CONTENT])
    assert (refusal.reason, refusal.until) == (R.CERTIFICATE_EXPIRED, LAST_YEAR)
    assert refusal.subject == 'ООО "Ромашка"'


def test_nothing_is_told_of_an_untrusted_expired_certificate(stand: Stand) -> None:
    who = leaf(root("Чужой"), end=LAST_YEAR)
    refusal = refusal_of(stand.verifier(), message(who, CONTENT), [CONTENT])
    assert (refusal.reason, refusal.until, refusal.subject) == (R.UNTRUSTED_ISSUER, None, None)


@pytest.mark.parametrize(("start", "end"), [(AT, FUTURE), (PAST, AT)], ids=["first", "last"])
def test_both_ends_of_validity_are_inside(start: datetime, end: datetime, stand: Stand) -> None:
    who = leaf(stand.authority, start=start, end=end)
    assert stand.verifier().verify(message(who, CONTENT), [CONTENT], AT).content == 0


def test_many_authorities_of_one_name_exhaust_the_budget_not_the_machine(stand: Stand) -> None:
    """Thirty look-alikes certify each other; the number of signatures checked stays within the limit."""
    keys = [new_key() for _ in range(31)]
    subject = name(("2.5.4.3", "Двойник"))
    bag = [
        Authority(keys[place - 1], subject).authority("Двойник", key=key, extensions=ca_extensions()).raw
        for place, key in enumerate(keys)
    ]
    who = leaf(Authority(keys[0], subject), extensions=[key_usage(0)])
    refusal = refusal_of(
        stand.verifier(), signed_data([signer_info(who, CONTENT)], [*bag, who.raw]), [CONTENT]
    )
    assert refusal.reason in {R.TOO_LARGE, R.UNTRUSTED_ISSUER}


def test_subject_key_id_of_the_wrong_kind(stand: Stand) -> None:
    broken = stand.root.authority("Ломаный", extensions=[*ca_extensions(), ("2.5.29.14", False, integer(1))])
    who = leaf(broken, extensions=[key_usage(0), authority_key_id(b"x" * 20)])
    refusal = refusal_of(
        stand.verifier(), signed_data([signer_info(who, CONTENT)], [broken.raw, who.raw]), [CONTENT]
    )
    assert refusal.reason is R.UNTRUSTED_ISSUER
