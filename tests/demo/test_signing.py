from datetime import UTC, datetime

import pytest
from asn1crypto import cms

from bot.demo import signing
from bot.demo.cast import COMPANIES, ROMASHKA
from bot.demo.signing import Flaw
from bot.demo.wallets import Wallets
from tests.demo.verification import holds

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
CHALLENGE = "Подтверждение доступа\r\n".encode()


@pytest.fixture(scope="module")
def wallets() -> Wallets:
    return Wallets(COMPANIES[:1], NOW)


def digest(message: bytes) -> bytes:
    (signer,) = cms.ContentInfo.load(message)["content"]["signer_infos"]
    (found,) = [a["values"][0].native for a in signer["signed_attrs"] if a["type"].native == "message_digest"]
    assert isinstance(found, bytes)
    return found


def serial(message: bytes) -> int:
    (certificate,) = cms.ContentInfo.load(message)["content"]["certificates"]
    number = certificate.chosen.serial_number
    assert isinstance(number, int)
    return number


def test_the_file_is_named_after_the_challenge_and_the_organization(wallets: Wallets) -> None:
    made = signing.good(wallets, ROMASHKA, CHALLENGE, "kabinet-7F3A.txt", NOW)
    assert made.name == "kabinet-7F3A.9600100116.sig"


def test_each_flaw_is_the_one_it_is_called(wallets: Wallets) -> None:
    wallet = wallets.of(ROMASHKA)
    right = wallet.director.key.digest(CHALLENGE)
    made = {flaw: signing.flawed(wallets, ROMASHKA, flaw, CHALLENGE, "a.txt", NOW).content for flaw in Flaw}
    signers = {
        Flaw.EMPLOYEE: wallet.employee,
        Flaw.EXPIRED: wallet.expired,
        Flaw.REVOKED: wallet.revoked,
        Flaw.FOREIGN: wallet.foreign,
        Flaw.OTHER_FILE: wallet.director,
        Flaw.DAMAGED: wallet.director,
    }
    for flaw, message in made.items():
        assert serial(message) == signers[flaw].certificate.serial_number
        assert (digest(message) == right) is (flaw is not Flaw.OTHER_FILE)


def test_damage_is_one_bit_of_the_signatures_value(wallets: Wallets) -> None:
    message = signing.flawed(wallets, ROMASHKA, Flaw.DAMAGED, CHALLENGE, "a.txt", NOW).content
    (signer,) = cms.ContentInfo.load(message)["content"]["signer_infos"]
    value = signer["signature"].native
    assert message.endswith(value)
    mended = value[:-1] + bytes([value[-1] ^ 1])
    key = wallets.of(ROMASHKA).director.key
    signed = signer["signed_attrs"].untag().dump()
    assert not holds(key, signed, value)
    assert holds(key, signed, mended)
