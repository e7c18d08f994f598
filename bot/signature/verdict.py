"""What comes out of a signature: who signed, or the reason why it does not count."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.requisites import OrganizationKind


class RefusalReason(Enum):
    """Why a signature does not count. Each reason has its own sentence in the locales."""

    TOO_LARGE = "too-large"  # more bytes, nodes, depth, signers or certificates than the limits allow
    EMPTY = "empty"
    NOT_A_SIGNATURE = "not-a-signature"  # neither CMS nor a text form of it
    SMIME = "smime"  # a signed e-mail: the tool was asked for another format
    UNREADABLE = "unreadable"  # CMS, but broken or against the standard
    NO_CERTIFICATE = "no-certificate"  # the signer's certificate is not inside
    OTHER_FILE = "other-file"  # right signature, another content
    BAD_SIGNATURE = "bad-signature"  # the mathematics says no
    WEAK_ALGORITHM = "weak-algorithm"  # GOST-2001, SHA-1, short RSA, test curves, anything not on the list
    CERTIFICATE_MISUSED = "certificate-misused"  # key usage or signing-certificate attribute says otherwise
    CERTIFICATE_EXPIRED = "certificate-expired"
    CERTIFICATE_NOT_YET_VALID = "certificate-not-yet-valid"
    CERTIFICATE_REVOKED = "certificate-revoked"
    AUTHORITY_REVOKED = "authority-revoked"  # the certificate of an authority above the signer's
    UNTRUSTED_ISSUER = "untrusted-issuer"
    REVOCATION_UNKNOWN = "revocation-unknown"  # no current CRL, and the policy requires one
    NOT_A_PERSON = "not-a-person"  # an organization's certificate without SN and GN
    NOT_A_DIRECTOR = "not-a-director"  # a person without an organization: an employee or a private person
    BAD_REQUISITES = "bad-requisites"  # check digits, doubled or contradictory INN/OGRN


class SignatureRefusedError(Exception):
    """The signature does not count.

    Attributes:
        reason: What is wrong.
        subject: Whose certificate it is, known only once the chain is trusted; for the sentence shown to the person.
        until: The date the reason turns on (end of validity, day of revocation), when there is one.
        crl_urls: Where the missing CRL could be had, named by a certificate that chains to a root.
    """

    def __init__(
        self,
        reason: RefusalReason,
        detail: str = "",
        *,
        subject: str | None = None,
        until: datetime | None = None,
        crl_urls: tuple[str, ...] = (),
    ) -> None:
        super().__init__(f"{reason.value}: {detail}" if detail else reason.value)
        self.reason = reason
        self.subject = subject
        self.until = until
        self.crl_urls = crl_urls


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What is kept of a certificate: enough to recognize it and to warn before its end."""

    fingerprint: str  # SHA-256 of the DER form, lower-case hex
    serial: str  # lower-case hex
    issuer: str  # the issuing authority's common name
    valid_from: datetime
    valid_until: datetime
    algorithm: str  # for people: "ГОСТ Р 34.10-2012 (256)", "RSA 2048", "ECDSA P-256"


@dataclass(frozen=True, slots=True)
class Signer:
    """A director or sole trader whose signature over the content is good."""

    kind: OrganizationKind
    inn: str
    ogrn: str  # ОГРН of a legal entity, ОГРНИП of a sole trader
    organization: str  # as the certificate names it
    surname: str
    given_names: str
    title: str | None
    certificate: CertificateFacts
    content: int  # which of the offered contents was signed
    signed_at: datetime | None  # the signer's own claim; for display only
