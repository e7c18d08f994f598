"""Path validation held against pyhanko-certvalidator, which we did not write.

It is too slow for the product (about 40 ms a chain) and takes any algorithm it is told to take; as a judge of paths it
must agree on the test data, and accept every chain that is accepted here.
"""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from cryptography.exceptions import InvalidSignature
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError
from pyhanko_certvalidator.policy_decl import AlgorithmUsageConstraint, AlgorithmUsagePolicy
from pyhanko_certvalidator.sig_validate import SignatureValidator

from bot.signature import digest, keys
from bot.signature.der import oid_bytes, parse
from bot.signature.trust import TrustStore
from bot.signature.verdict import RefusalReason, SignatureRefusedError
from bot.signature.verifier import Verifier
from tests.signature import test_chains
from tests.signature.conftest import AT, GOST, Stand

ABOUT_THE_PATH = {
    RefusalReason.UNTRUSTED_ISSUER,
    RefusalReason.CERTIFICATE_EXPIRED,
    RefusalReason.CERTIFICATE_NOT_YET_VALID,
    RefusalReason.CERTIFICATE_REVOKED,
    RefusalReason.AUTHORITY_REVOKED,
    RefusalReason.REVOCATION_UNKNOWN,
}


class OwnMathematics(SignatureValidator):
    """The one part that the oracle does not have."""

    def validate_signature(
        self,
        signature: bytes,
        signed_data: bytes,
        public_key_info: object,
        signature_algorithm: object,
        context: object = None,  # noqa: ARG002 - the oracle's signature
    ) -> None:
        key = keys.load(parse(public_key_info.dump()))  # type: ignore[attr-defined] # asn1crypto's
        function = key.algorithms[oid_bytes(signature_algorithm["algorithm"].dotted)]  # type: ignore[index] # asn1crypto's
        assert function is not None
        if not key.verifies(signature, digest.compute(function, signed_data), function):
            raise InvalidSignature


class AnyAlgorithm(AlgorithmUsagePolicy):
    """Algorithms are judged elsewhere."""

    def digest_algorithm_allowed(self, *_: object, **__: object) -> AlgorithmUsageConstraint:
        return AlgorithmUsageConstraint(allowed=True)

    def signature_algorithm_allowed(self, *_: object, **__: object) -> AlgorithmUsageConstraint:
        return AlgorithmUsageConstraint(allowed=True)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """The oracle speaks much of revoked authorities."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


async def oracle_accepts(
    leaf: bytes, roots: Iterable[bytes], others: Iterable[bytes], lists: Iterable[bytes], at: datetime
) -> bool:
    context = ValidationContext(
        trust_roots=[asn1_x509.Certificate.load(item) for item in roots],
        other_certs=[asn1_x509.Certificate.load(item) for item in others],
        crls=[asn1_crl.CertificateList.load(item) for item in lists],
        moment=at,
        revocation_mode="require",
        allow_fetching=False,
        signature_validator=OwnMathematics(),
        algorithm_usage_policy=AnyAlgorithm(),
    )
    validator = CertificateValidator(asn1_x509.Certificate.load(leaf), validation_context=context)
    try:
        await validator.async_validate_usage(set())  # type: ignore[no-untyped-call] # published without types
    except (PathBuildingError, PathValidationError):
        return False
    return True


def folder(path: Path) -> tuple[list[bytes], list[bytes], list[bytes]]:
    roots, intermediates, crls = TrustStore(path).snapshot()._files
    return (
        [item.raw for file in roots for item in file.certificates],
        [item.raw for file in intermediates for item in file.certificates],
        [item.raw for file in crls for item in file.lists],
    )


SIGNERS = ("director", "director512", "director-tca", "director-xcha", "director-rsa", "soletrader", "soletrader-rsa",
           "employee", "employee-rsa", "expired", "notyet", "revoked", "untrusted")  # fmt: skip


@pytest.mark.parametrize("signer", SIGNERS)
async def test_test_data(signer: str, verifier: Verifier, trust_dir: Path, challenge: bytes) -> None:
    accepted = (
        reason_of(verifier, (GOST / f"cms/{signer}.det.sig").read_bytes(), challenge) not in ABOUT_THE_PATH
    )
    leaf = (GOST / f"certs/{signer}.cer").read_bytes()
    assert await oracle_accepts(leaf, *folder(trust_dir), AT) is accepted


# The oracle looks for the chain of a list's issuer beyond a root that has not signed itself.
PINNED = "authority pinned as a root"


@pytest.mark.parametrize("case", [case for case in test_chains.ACCEPTED if case != PINNED])
async def test_what_is_accepted_the_oracle_accepts(case: str, stand: Stand) -> None:
    world = test_chains.ACCEPTED[case]()
    world.place(stand)
    roots, others, lists = folder(stand.folder)
    assert await oracle_accepts(world.who.raw, roots, [*others, *world.inside], lists, AT)


def reason_of(verifier: Verifier, message: bytes, content: bytes) -> RefusalReason | None:
    try:
        verifier.verify(message, [content], AT)
    except SignatureRefusedError as refusal:
        return refusal.reason
    return None
