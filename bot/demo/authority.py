"""A certification authority for the stand: a root, those who issue under it, and what they have revoked."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from asn1crypto import x509

from bot.demo import cades, certificates
from bot.demo.certificates import Certificate, Issuer, Validity
from bot.demo.keys import KeyKind, SigningKey, new_key
from bot.demo.names import Attribute, name

# Both outlive whatever the clock is moved to, as do the revocation lists.
_AGE = timedelta(days=2 * 365)
_LIFETIME = timedelta(days=18 * 365)

_OGRN = "1269600001087"
_INN = "9600100187"


@dataclass(frozen=True, slots=True)
class Credential:
    """A certificate and the key that goes with it."""

    certificate: Certificate
    key: SigningKey

    @property
    def valid_until(self) -> datetime:
        """The last moment at which the certificate is valid."""
        end: datetime = self.certificate.not_valid_after
        return end

    def sign(self, content: bytes, at: datetime) -> bytes:
        """A detached CAdES-BES signature over the content, DER."""
        return cades.detached(content, self.certificate, self.key, at)


@dataclass(slots=True)
class _Branch:
    issuer: Issuer
    revoked: list[tuple[Certificate, datetime]] = field(default_factory=list)


class Authority:
    """Issues certificates with GOST R 34.10-2012 keys of 256 and 512 bits; everything stays in memory."""

    def __init__(self, label: str, now: datetime) -> None:
        """Make the keys and the authority's own certificates.

        Args:
            label: What the authority calls itself; «головной» and «512» are added where due.
            now: The moment of the start: the authority is two years old by then.
        """
        self._now = now
        validity = Validity(now - _AGE, now + _LIFETIME)
        key = new_key(KeyKind.CRYPTOPRO)
        subject = _subject(f"{label} (головной)")
        root = Issuer(certificates.root(subject, key, validity), key, _crl_url("root"))
        self._root = _Branch(root)
        self._branches: dict[int, _Branch] = {}
        for bits, kind, title in (
            (256, KeyKind.CRYPTOPRO_EXCHANGE, label),
            (512, KeyKind.TC26_512, f"{label} (512 бит)"),
        ):
            key = new_key(kind)
            certificate = certificates.subordinate(_subject(title), key, validity, root)
            self._branches[bits] = _Branch(Issuer(certificate, key, _crl_url(f"issuing-{bits}")))

    def issue(self, subject: x509.Name, validity: Validity, kind: KeyKind) -> Credential:
        """A new key and a certificate for it, signed by the branch of the key's size."""
        key = new_key(kind)
        issuer = self._branches[kind.curve.bits].issuer
        return Credential(certificates.personal(subject, key, validity, issuer), key)

    def revoke(self, credential: Credential, at: datetime) -> None:
        """Take a certificate back; seen in lists written from now on."""
        branch = self._branches[credential.key.kind.curve.bits]
        branch.revoked.append((credential.certificate, at))

    def write(self, folder: Path) -> None:
        """Lay out what those who trust this authority need: `roots/`, `intermediates/` and `crls/`, DER files."""
        issuing = {f"issuing-{bits}": branch for bits, branch in self._branches.items()}
        files = {"roots/root.cer": self._root.issuer.certificate.dump()}
        for stem, branch in issuing.items():
            files[f"intermediates/{stem}.cer"] = branch.issuer.certificate.dump()
        for stem, branch in {"root": self._root, **issuing}.items():
            files[f"crls/{stem}.crl"] = self._revocation_list(branch)
        for relative, content in files.items():
            path = folder / relative
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def _revocation_list(self, branch: _Branch) -> bytes:
        # The next list is promised for the authority's last day: moving the clock never makes this one stale.
        validity = Validity(self._now - timedelta(hours=1), self._now + _LIFETIME)
        number = 1 + len(branch.revoked)
        content: bytes = certificates.revocation_list(branch.issuer, number, validity, branch.revoked).dump()
        return content


def _crl_url(stem: str) -> str:
    # A reserved name (RFC 2606): nobody can be made to fetch from it.
    return f"http://ca.kabinet.invalid/{stem}.crl"


def _subject(title: str) -> x509.Name:
    return name(
        [
            (Attribute.COUNTRY, "RU"),
            (Attribute.REGION, "96 Вымышленная область"),
            (Attribute.CITY, "г. Придуманск"),
            (Attribute.STREET, "ул. Демонстрационная, д. 1"),
            (Attribute.ORGANIZATION, title),
            (Attribute.OGRN, _OGRN),
            (Attribute.INN_LEGAL, _INN),
            (Attribute.COMMON_NAME, title),
        ]
    )
