"""Paths from a certificate to a configured root (RFC 5280 § 6), stricter than the RFC where it is optional.

Only `roots/` is trusted; `intermediates/` and the certificates of the message are candidates to be proved. Refused
beyond the RFC: authorities' certificates without basicConstraints or of version 1 and 2, name and policy constraints
(they are not computed), a root outside its validity. A self-issued certificate counts in path lengths.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.signature import limits
from bot.signature.certificate import KEY_CERT_SIGN, Certificate
from bot.signature.checks import SignatureChecks
from bot.signature.der import MalformedError
from bot.signature.keys import WeakAlgorithmError
from bot.signature.trust import TrustSnapshot
from bot.signature.verdict import RefusalReason, SignatureRefusedError

Chain = tuple[Certificate, ...]  # the signer's first, the root last


@dataclass(slots=True)
class _Finding:
    """The most telling reason why no path was good."""

    reason: RefusalReason = RefusalReason.UNTRUSTED_ISSUER
    detail: str = "no issuer among the trusted"

    def note(self, detail: str, reason: RefusalReason = RefusalReason.UNTRUSTED_ISSUER) -> None:
        """Keep the reason, unless a more telling one is known."""
        if self.reason is RefusalReason.UNTRUSTED_ISSUER:
            self.reason = reason
            self.detail = detail


class PathBuilder:
    """Finds good paths for the certificates of one message at one moment."""

    def __init__(
        self,
        trust: TrustSnapshot,
        offered: Sequence[Certificate],
        checks: SignatureChecks,
        at: datetime,
    ) -> None:
        self._trust = trust
        self._offered = offered
        self._checks = checks
        self._at = at
        self._finding = _Finding()

    def chains(self, leaf: Certificate) -> Iterator[Chain]:
        """Good chains of the certificate, one after another; its own validity and revocation are for the caller.

        Raises:
            BudgetSpentError: Too many signature checks for one message.
        """
        yield from self._extend((leaf,))

    def refusal(self) -> SignatureRefusedError:
        """Why there was no chain."""
        return SignatureRefusedError(self._finding.reason, self._finding.detail)

    def _extend(self, chain: Chain) -> Iterator[Chain]:
        if len(chain) >= limits.CHAIN_LENGTH:
            self._finding.note("the chain is too long")
            return
        last = chain[-1]
        for issuer in self._candidates(last):
            if issuer in chain:
                continue
            try:
                fits = self._fits(chain, issuer) and self._checks.is_signed(last, issuer)
            except WeakAlgorithmError as weak:
                self._finding.note(str(weak), RefusalReason.WEAK_ALGORITHM)
                continue
            except MalformedError as broken:
                self._finding.note(str(broken))
                continue
            if not fits:
                continue
            longer = (*chain, issuer)
            if self._trust.is_root(issuer):
                yield longer
            else:
                yield from self._extend(longer)

    def _candidates(self, subject: Certificate) -> Iterator[Certificate]:
        """Certificates that bear the issuer's name: roots, then intermediates, then what came with the message."""
        configured = self._trust.issuers(subject.issuer)
        yield from configured
        for certificate in self._offered:
            if certificate.subject == subject.issuer and certificate not in configured:
                yield certificate

    def _fits(self, chain: Chain, issuer: Certificate) -> bool:
        """Whether the certificate may be the issuer at this place, whatever the signature says."""
        constraints = issuer.basic_constraints
        below = len(chain) - 1
        problem = None
        if issuer.subject.is_empty or not is_named_key(chain[-1], issuer):
            problem = "another key of the same name"
        elif not issuer.is_version_3 or not constraints.is_authority:
            problem = "the issuer is not an authority"
        elif not issuer.allows(KEY_CERT_SIGN):
            problem = "the issuer's key may not sign certificates"
        elif constraints.path_length is not None and below > constraints.path_length:
            problem = "more authorities than the issuer allows"
        elif issuer.has_unknown_restriction:
            problem = "the issuer is restricted in a way that is not understood"
        elif not issuer.is_current(self._at):
            problem = "the issuer's certificate is not valid at this time"
        if problem is not None:
            self._finding.note(problem)
        return problem is None


def is_named_key(signed: Certificate, issuer: Certificate) -> bool:
    """Whether the issuer's key is the one that the certificate names; silence on either side is agreement."""
    named = signed.authority_key
    if named.key_id is not None and issuer.subject_key_id is not None:
        return named.key_id == issuer.subject_key_id
    if named.issuer is not None and named.serial is not None:
        return named.issuer == issuer.issuer and named.serial == issuer.serial
    return True
