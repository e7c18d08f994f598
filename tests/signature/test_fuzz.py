"""Whatever comes ends in a verdict or a refusal, within limits."""

import base64
import contextlib
import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.signature.ber import to_der
from bot.signature.certificate import Certificate
from bot.signature.crl import RevocationList
from bot.signature.der import MalformedError, encode, oid_bytes, parse
from bot.signature.verdict import RefusalReason, SignatureRefusedError
from bot.signature.verifier import Verifier
from tests.signature.asn1 import integer, octets, oid, seq, tagged
from tests.signature.authority import DIRECTOR, Authority, name, new_key
from tests.signature.conftest import AT, GOST, Stand
from tests.signature.messages import (
    SIGNED_DATA,
    attribute,
    message,
    signed_data,
    signer_info,
    usual_attributes,
)
from tests.signature.mutation import mutants, outcome, samples
from tests.signature.refusals import refusal_of

R = RefusalReason
ROUNDS = 2500
SEED = 2026
CONTENT = b"content"


def test_mutants_end_in_a_verdict(verifier: Verifier, challenge: bytes) -> None:
    seen: dict[bytes, str] = {}
    outcomes = set()
    for number, (original, mutant) in enumerate(mutants(samples(), SEED)):
        if number == ROUNDS:
            break
        outcomes.add(outcome(verifier, original, mutant, challenge, seen))
    assert {"accepted", "bad-signature", "unreadable", "not-a-signature"} <= outcomes


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_any_bytes(verifier: Verifier, data: bytes) -> None:
    with pytest.raises(SignatureRefusedError):
        verifier.verify(data, [CONTENT], AT)
    with pytest.raises(SignatureRefusedError):
        verifier.verify(b"\x30\x80\x06\x09" + oid_bytes(SIGNED_DATA) + data, [CONTENT], AT)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(min_value=0), st.integers(0, 7))
def test_every_bit_matters(verifier: Verifier, place: int, bit: int) -> None:
    """A flipped bit is refused, or it is one that nothing signed covers and that says nothing."""
    message_ = bytearray((GOST / "cms/director.det.sig").read_bytes())
    message_[place % len(message_)] ^= 1 << bit
    challenge = (GOST / "challenge.txt").read_bytes()
    try:
        signer = verifier.verify(bytes(message_), [challenge], AT)
    except SignatureRefusedError:
        return
    assert signer == verifier.verify((GOST / "cms/director.det.sig").read_bytes(), [challenge], AT)


def test_certificates_raise_only_malformed() -> None:
    _load_mutants(Certificate.load, (GOST / "certs/director.cer").read_bytes())


def test_lists_raise_only_malformed() -> None:
    lines = (GOST / "crl/int256.crl.pem").read_text().splitlines()
    _load_mutants(RevocationList.load, base64.b64decode("".join(lines[1:-1])))


def _load_mutants(load: Callable[[bytes], object], original: bytes) -> None:
    loaded = 0
    for number, (_, mutant) in enumerate(mutants([original], SEED)):
        if number == ROUNDS:
            break
        with contextlib.suppress(MalformedError):
            load(mutant)
            loaded += 1
    assert 0 < loaded < ROUNDS


class TestLimits:
    """The numbers of `bot.signature.limits`."""

    def test_depth(self, verifier: Verifier) -> None:
        nested = octets(b"")
        for _ in range(30):
            nested = seq(nested)
        assert refusal_of(verifier, nested, [CONTENT]).reason is R.TOO_LARGE

    def test_depth_of_indefinite_lengths(self, verifier: Verifier) -> None:
        assert refusal_of(verifier, b"\x30\x80" * 500_000, [CONTENT]).reason is R.TOO_LARGE

    def test_nodes(self, verifier: Verifier) -> None:
        assert refusal_of(verifier, seq(b"\x05\x00" * 20_001), [CONTENT]).reason is R.TOO_LARGE

    def test_signers(self, stand: Stand) -> None:
        one = signer_info(stand.director, CONTENT)
        eight = signed_data([one] * 8, [stand.director.raw])
        assert stand.verifier().verify(eight, [CONTENT], AT).content == 0
        nine = signed_data([one] * 9, [stand.director.raw])
        assert refusal_of(stand.verifier(), nine, [CONTENT]).reason is R.TOO_LARGE

    def test_certificates(self, stand: Stand) -> None:
        one = [signer_info(stand.director, CONTENT)]
        most = signed_data(one, [stand.director.raw] * 32)
        assert stand.verifier().verify(most, [CONTENT], AT).content == 0
        more = signed_data(one, [stand.director.raw] * 33)
        assert refusal_of(stand.verifier(), more, [CONTENT]).reason is R.TOO_LARGE

    def test_a_long_certificate(self, stand: Stand) -> None:
        long = stand.authority.issue(name(*DIRECTOR), extra=[("1.2.3.4", False, octets(bytes(17_000)))])
        assert refusal_of(stand.verifier(), message(long, CONTENT), [CONTENT]).reason is R.TOO_LARGE

    def test_long_attributes(self, stand: Stand) -> None:
        attributes = [*usual_attributes(stand.director, CONTENT), attribute("1.2.3.4", octets(bytes(33_000)))]
        long = message(stand.director, CONTENT, attributes=attributes)
        assert refusal_of(stand.verifier(), long, [CONTENT]).reason is R.TOO_LARGE

    def test_a_name_of_many_attributes(self, stand: Stand) -> None:
        who = stand.authority.issue(name(*DIRECTOR, *[("2.5.4.11", f"отдел {n}") for n in range(70)]))
        assert refusal_of(stand.verifier(), message(who, CONTENT), [CONTENT]).reason is R.UNREADABLE

    def test_a_long_attribute_of_a_name(self, stand: Stand) -> None:
        who = stand.authority.issue(name(*DIRECTOR, ("2.5.4.11", "о" * 600)))
        assert refusal_of(stand.verifier(), message(who, CONTENT), [CONTENT]).reason is R.UNREADABLE

    def test_forty_contents(self, stand: Stand) -> None:
        """As many as the cabinet offers, with and without signed attributes."""
        contents = [b"challenge %d" % n for n in range(40)]
        for attributes in (True, None):
            signed = message(stand.director, contents[-1], attributes=attributes)
            assert stand.verifier().verify(signed, contents, AT).content == 39

    def test_the_dearest_message_is_cheap_enough(self, stand: Stand) -> None:
        """Eight signers without attributes, each naming thirty-two certificates: the budget ends it."""
        subject = stand.authority.subject
        forger = Authority(new_key(), subject)
        bag = [forger.issue(name(*DIRECTOR), serial=7).raw for _ in range(32)]
        who = forger.issue(name(*DIRECTOR), serial=7)
        one = signer_info(who, b"something else", attributes=None)
        contents = [b"challenge %d" % n for n in range(40)]
        start = time.process_time()
        refusal = refusal_of(stand.verifier(), signed_data([one] * 8, bag), contents)
        assert refusal.reason in {R.TOO_LARGE, R.BAD_SIGNATURE}
        assert time.process_time() - start < 5  # seconds; a hundred times less than without the budget


def test_ber_of_a_long_chain_of_pieces() -> None:
    pieces = encode(0x24, b"".join(octets(bytes([n])) for n in range(200)))
    assert to_der(pieces) == octets(bytes(range(200)))
    assert parse(to_der(b"\x30\x80" + pieces + b"\0\0")).children()[0].content == bytes(range(200))
    assert to_der(seq(integer(5), tagged(0, oid("1.2.3")))) == seq(integer(5), tagged(0, oid("1.2.3")))
