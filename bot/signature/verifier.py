"""Judging a signature from the first byte to the director's name.

The order matters: the mathematics, the certificate's own restrictions, the chain, validity, revocation, and only then
what the subject says. Nothing from a certificate is shown or fetched before it has a chain to a configured root.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.signature import armor, proof
from bot.signature.ber import TooComplexError, to_der
from bot.signature.certificate import DIGITAL_SIGNATURE, NON_REPUDIATION, Certificate
from bot.signature.checks import BudgetSpentError, SignatureChecks
from bot.signature.cms import NotSignedDataError, SignedData, SignerInfo, TooManyError, parse_signed_data
from bot.signature.der import Element, MalformedError, oid_bytes
from bot.signature.director import read_director
from bot.signature.extension import EXTENDED_KEY_USAGE
from bot.signature.keys import WeakAlgorithmError
from bot.signature.path import Chain, PathBuilder
from bot.signature.revocation import Revocation, Revoked, Unknown, revocation_of
from bot.signature.trust import TrustSnapshot, TrustStore, display
from bot.signature.verdict import CertificateFacts, RefusalReason, SignatureRefusedError, Signer

_SIGNED_DATA_MARK: Final = oid_bytes("1.2.840.113549.1.7.2")
_MARK_WITHIN: Final = 32  # bytes from the start, in any encoding of lengths
_SUBJECT_LENGTH: Final = 250

# Purposes that a critical extended key usage may name for a person's signature. Anything Russian (1.2.643) is the
# business of the information system that it was given for.
_PURPOSES: Final = frozenset(
    {
        oid_bytes("2.5.29.37.0"),  # any
        oid_bytes("1.3.6.1.5.5.7.3.2"),  # client authentication
        oid_bytes("1.3.6.1.5.5.7.3.4"),  # e-mail protection
        oid_bytes("1.3.6.1.5.5.7.3.36"),  # document signing
    }
)
_RUSSIA: Final = oid_bytes("1.2.643")

# How far a signature came before it was refused: of several, the best one's refusal is the most helpful.
_PROGRESS: Final = {
    reason: place
    for place, reasons in enumerate(
        (
            {RefusalReason.UNREADABLE, RefusalReason.TOO_LARGE},
            {RefusalReason.NO_CERTIFICATE},
            {RefusalReason.BAD_SIGNATURE},
            {RefusalReason.WEAK_ALGORITHM},
            {RefusalReason.OTHER_FILE},
            {RefusalReason.CERTIFICATE_MISUSED},
            {RefusalReason.UNTRUSTED_ISSUER},
            {RefusalReason.CERTIFICATE_EXPIRED, RefusalReason.CERTIFICATE_NOT_YET_VALID},
            {RefusalReason.CERTIFICATE_REVOKED, RefusalReason.AUTHORITY_REVOKED},
            {RefusalReason.REVOCATION_UNKNOWN},
            {RefusalReason.NOT_A_PERSON, RefusalReason.NOT_A_DIRECTOR, RefusalReason.BAD_REQUISITES},
        )
    )
    for reason in reasons
}


class Verifier:
    """Judges messages by the operator's trust. Blocking; safe to use from several threads."""

    def __init__(self, trust: TrustStore, revocation: Revocation) -> None:
        self._trust = trust
        self._revocation = revocation

    def prepare(self) -> None:
        """Read the trust folders if they have changed, so that the next signature need not wait for it."""
        self._trust.snapshot()

    def verify(self, message: bytes, contents: Sequence[bytes], at: datetime) -> Signer:
        """Who signed one of the contents.

        Args:
            message: What a person sent, in any of the forms that signing tools write.
            contents: What may have been signed.
            at: When the message was received: validity is judged at this moment.

        Raises:
            SignatureRefusedError: With its reason.
        """
        best: SignatureRefusedError | None = None
        signed = _read(message)
        judgement = _Judgement(signed, contents, at, self._trust.snapshot(), self._revocation)
        for signer in signed.signers:
            try:
                return judgement.of(signer)
            except SignatureRefusedError as refusal:
                if best is None or _PROGRESS[refusal.reason] > _PROGRESS[best.reason]:
                    best = refusal
        raise best or SignatureRefusedError(RefusalReason.NOT_A_SIGNATURE)


def _read(message: bytes) -> SignedData:
    """The signed message, whichever form it came in."""
    last: SignatureRefusedError | None = None
    for binary in armor.unwrap(message):
        try:
            return _read_binary(binary)
        except SignatureRefusedError as refusal:
            last = last or refusal
    raise last or SignatureRefusedError(RefusalReason.NOT_A_SIGNATURE)


def _read_binary(binary: bytes) -> SignedData:
    try:
        return parse_signed_data(to_der(binary))
    except NotSignedDataError as error:
        raise SignatureRefusedError(RefusalReason.NOT_A_SIGNATURE, str(error)) from None
    except (TooComplexError, TooManyError) as error:
        raise SignatureRefusedError(RefusalReason.TOO_LARGE, str(error)) from None
    except MalformedError as error:
        is_cms = _SIGNED_DATA_MARK in binary[:_MARK_WITHIN]
        reason = RefusalReason.UNREADABLE if is_cms else RefusalReason.NOT_A_SIGNATURE
        raise SignatureRefusedError(reason, str(error)) from None


class _Judgement:
    """What is common to the signatures of one message."""

    def __init__(
        self,
        signed: SignedData,
        contents: Sequence[bytes],
        at: datetime,
        trust: TrustSnapshot,
        revocation: Revocation,
    ) -> None:
        self._content = signed.content
        self._contents = contents
        self._at = at
        self._trust = trust
        self._revocation = revocation
        self._checks = SignatureChecks(trust.memory)
        self._certificates = [certificate for item in signed.certificates if (certificate := _load(item))]
        self._has_broken = len(self._certificates) < len(signed.certificates)

    def of(self, signer: SignerInfo) -> Signer:
        """The person behind one signature, if everything about it is good."""
        try:
            return self._judge(signer)
        except WeakAlgorithmError as error:
            raise SignatureRefusedError(RefusalReason.WEAK_ALGORITHM, str(error)) from None
        except MalformedError as error:
            raise SignatureRefusedError(RefusalReason.UNREADABLE, str(error)) from None
        except BudgetSpentError:
            raise SignatureRefusedError(RefusalReason.TOO_LARGE, "too many signatures to check") from None

    def _judge(self, signer: SignerInfo) -> Signer:
        certificate, content = self._prove(signer)
        if not _may_sign(certificate):
            raise SignatureRefusedError(RefusalReason.CERTIFICATE_MISUSED, "not for signing documents")
        self._trace(certificate)
        subject = display(certificate.subject)[:_SUBJECT_LENGTH] or None
        try:
            director = read_director(certificate.subject)
        except SignatureRefusedError as refusal:
            raise SignatureRefusedError(refusal.reason, subject=subject) from refusal
        return Signer(
            kind=director.kind,
            inn=director.inn,
            ogrn=director.ogrn,
            organization=director.organization,
            surname=director.surname,
            given_names=director.given_names,
            title=director.title,
            certificate=CertificateFacts(
                fingerprint=certificate.fingerprint.hex(),
                serial=certificate.serial.lstrip(b"\0").hex() or "00",
                issuer=display(certificate.issuer)[:_SUBJECT_LENGTH],
                valid_from=certificate.valid_from,
                valid_until=certificate.valid_until,
                algorithm=certificate.key.name,
            ),
            content=content,
            signed_at=proof.signing_time(signer),
        )

    def _prove(self, signer: SignerInfo) -> tuple[Certificate, int]:
        """The certificate that the signature was made with, and the content it covers."""
        refusal: SignatureRefusedError | None = None
        for certificate in self._certificates:
            if _is_named(signer, certificate):
                try:
                    place = proof.signed_content(
                        signer, certificate, self._content, self._contents, self._checks
                    )
                except SignatureRefusedError as error:
                    if refusal is None or _PROGRESS[error.reason] > _PROGRESS[refusal.reason]:
                        refusal = error
                else:
                    return certificate, place
        if refusal is not None:
            raise refusal
        if self._has_broken:
            raise MalformedError("a certificate in the message is broken")
        raise SignatureRefusedError(RefusalReason.NO_CERTIFICATE)

    def _trace(self, certificate: Certificate) -> None:
        """See that the certificate has a good chain, is valid now, and that nothing on the chain is revoked."""
        paths = PathBuilder(self._trust, self._certificates, self._checks, self._at)
        refusal: SignatureRefusedError | None = None
        for chain in paths.chains(certificate):
            problem = self._problem_of(chain)
            if problem is None:
                return
            if refusal is None or _PROGRESS[problem.reason] > _PROGRESS[refusal.reason]:
                refusal = problem
        raise refusal or paths.refusal()

    def _problem_of(self, chain: Chain) -> SignatureRefusedError | None:
        """What is wrong with a certificate that has a chain to a root."""
        leaf = chain[0]
        subject = display(leaf.subject)[:_SUBJECT_LENGTH] or None
        if self._at > leaf.valid_until:
            return SignatureRefusedError(
                RefusalReason.CERTIFICATE_EXPIRED, subject=subject, until=leaf.valid_until
            )
        if self._at < leaf.valid_from:
            return SignatureRefusedError(
                RefusalReason.CERTIFICATE_NOT_YET_VALID, subject=subject, until=leaf.valid_from
            )
        if self._revocation is Revocation.OFF:
            return None
        match revocation_of(chain, self._trust, self._checks, self._at):
            case Revoked(certificate, revoked_at):
                own = certificate is leaf
                reason = RefusalReason.CERTIFICATE_REVOKED if own else RefusalReason.AUTHORITY_REVOKED
                return SignatureRefusedError(reason, subject=subject, until=revoked_at)
            case Unknown(urls) if self._revocation is Revocation.REQUIRE:
                return SignatureRefusedError(RefusalReason.REVOCATION_UNKNOWN, subject=subject, crl_urls=urls)
            case _:
                return None


def _load(element: Element) -> Certificate | None:
    try:
        return Certificate(element)
    except MalformedError:
        return None


def _is_named(signer: SignerInfo, certificate: Certificate) -> bool:
    """Whether the signer says that this is their certificate."""
    if signer.key_id is not None:
        return signer.key_id == certificate.subject_key_id
    return signer.serial == certificate.serial and signer.issuer == certificate.issuer


def _may_sign(certificate: Certificate) -> bool:
    """Whether the certificate's own restrictions let it sign documents."""
    if certificate.has_unknown_restriction:
        return False
    if not (certificate.allows(DIGITAL_SIGNATURE) or certificate.allows(NON_REPUDIATION)):
        return False
    purposes = certificate.extended_key_usage
    if purposes is None or not certificate.extensions[EXTENDED_KEY_USAGE].critical:
        return True
    return any(purpose in _PURPOSES or purpose.startswith(_RUSSIA) for purpose in purposes)
