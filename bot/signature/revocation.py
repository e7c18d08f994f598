"""Whether the certificates of a chain have been revoked (RFC 5280 § 6.3)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from itertools import pairwise
from typing import Final

from bot.signature.certificate import CRL_SIGN, Certificate
from bot.signature.checks import SignatureChecks
from bot.signature.crl import Entry, RevocationList
from bot.signature.der import MalformedError
from bot.signature.keys import WeakAlgorithmError
from bot.signature.path import Chain
from bot.signature.trust import TrustSnapshot

_SKEW: Final = timedelta(minutes=10)  # between an authority's clock and ours


class Revocation(Enum):
    """What the operator demands."""

    REQUIRE = "require"  # a current CRL for every link
    IF_AVAILABLE = "if-available"  # CRLs that are there count; missing and stale ones are forgiven
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Revoked:
    """A certificate of the chain has been revoked."""

    certificate: Certificate
    at: datetime


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody current says whether some certificates of the chain have been revoked."""

    urls: tuple[str, ...]  # where the missing lists could be had, as the certificates say


def revocation_of(
    chain: Chain, trust: TrustSnapshot, checks: SignatureChecks, at: datetime
) -> Revoked | Unknown | None:
    """What CRLs say of every certificate below the root; None when all of them are known to be good.

    Raises:
        BudgetSpentError: Too many signature checks for one message.
    """
    missing: list[str] = []
    is_known = True
    for certificate, issuer in pairwise(chain):
        known, entry = _status(certificate, issuer, trust, checks, at)
        if entry is not None:
            return Revoked(certificate, entry.revoked_at)
        if not known:
            is_known = False
            missing += _urls(certificate)
    return None if is_known else Unknown(tuple(dict.fromkeys(missing)))


def _status(
    certificate: Certificate,
    issuer: Certificate,
    trust: TrustSnapshot,
    checks: SignatureChecks,
    at: datetime,
) -> tuple[bool, Entry | None]:
    """Whether a current list speaks for the certificate, and the entry that revokes it.

    An entry counts wherever it stands: on a delta list, on a list of another scope, on a list signed by another key of
    the same authority, on an old list unless a newer one of the same kind has replaced it.
    """
    known = False
    own, foreign = _signed_lists(certificate, issuer, trust, checks)
    for crl in (*_latest(own), *foreign):
        if not crl.scope.indirect:
            entry = crl.find(certificate.serial)
            if entry is not None and not entry.removed:
                return True, entry
    for crl in own:
        known = known or (_speaks_for(crl, certificate) and _is_current(crl, at))
    return known, None


def _signed_lists(
    certificate: Certificate, issuer: Certificate, trust: TrustSnapshot, checks: SignatureChecks
) -> tuple[list[RevocationList], list[RevocationList]]:
    """The readable lists signed by the issuer's key, and by other configured keys of its name."""
    own: list[RevocationList] = []
    foreign: list[RevocationList] = []
    others = [other for other in trust.issuers(certificate.issuer) if other.key_info != issuer.key_info]
    for crl in trust.lists(certificate.issuer):
        if _is_signed(crl, issuer, checks):
            own.append(crl)
        elif any(_is_signed(crl, other, checks) for other in others):
            foreign.append(crl)
    return own, foreign


def _is_signed(crl: RevocationList, issuer: Certificate, checks: SignatureChecks) -> bool:
    try:
        named = crl.authority_key.key_id
        if named is not None and issuer.subject_key_id is not None and named != issuer.subject_key_id:
            return False
        _ = crl.scope  # a list whose scope cannot be read proves nothing
        return issuer.allows(CRL_SIGN) and checks.is_signed(crl, issuer)
    except (MalformedError, WeakAlgorithmError):
        return False


def _latest(lists: list[RevocationList]) -> list[RevocationList]:
    """Of full lists with the same scope only the newest; delta lists all."""
    newest: dict[object, RevocationList] = {}
    for crl in lists:
        kind: object = crl.fingerprint if crl.is_delta else crl.scope
        known = newest.get(kind)
        if known is None or known.this_update < crl.this_update:
            newest[kind] = crl
    return list(newest.values())


def _speaks_for(crl: RevocationList, certificate: Certificate) -> bool:
    """Whether the list is complete for such certificates."""
    scope = crl.scope
    is_authority = certificate.basic_constraints.is_authority
    out_of_scope = (
        crl.is_delta
        or crl.has_unknown_restriction
        or scope.indirect
        or scope.some_reasons
        or scope.only_attributes
        or (scope.only_users and is_authority)
        or (scope.only_authorities and not is_authority)
    )
    if out_of_scope:
        return False
    return scope.names is None or not scope.names.isdisjoint(certificate.distribution_points.names)


def _is_current(crl: RevocationList, at: datetime) -> bool:
    return crl.this_update <= at + _SKEW and crl.is_current(at)


def _urls(certificate: Certificate) -> tuple[str, ...]:
    """Where the certificate says its list is."""
    urls = certificate.distribution_points.urls
    return tuple(url for url in urls if url.lower().startswith(("http://", "https://")))
