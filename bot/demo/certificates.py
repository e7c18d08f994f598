"""X.509 certificates and revocation lists with GOST keys (RFC 5280, RFC 9215)."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import core, crl, x509

from bot.demo.keys import PublicKeyInfo, SigningKey

_SERIAL_BYTES = 16
_KC1 = "1.2.643.100.113.1"  # класс средства электронной подписи
_SUBJECT_SIGN_TOOL = "1.2.643.100.111"
_IDENTIFICATION_KIND = "1.2.643.100.114"  # 0: the owner came in person
_TOOL = "Демонстрационный стенд (не средство электронной подписи)"

# RFC 5280, 4.1.2.5: years to 2049 are written in two digits.
_LAST_UTC_TIME_YEAR = 2049


_PUBLIC_KEY = "subject_public_key_info"
_CONTENT = "tbs_certificate"


class _TbsCertificate(x509.TbsCertificate):  # type: ignore[misc]  # asn1crypto publishes no types
    _fields = [  # noqa: RUF012 -- asn1crypto's own convention
        (_PUBLIC_KEY, PublicKeyInfo) if field[0] == _PUBLIC_KEY else field
        for field in x509.TbsCertificate._fields
    ]


class Certificate(x509.Certificate):  # type: ignore[misc]  # asn1crypto publishes no types
    """A certificate whose GOST key asn1crypto can encode again.

    It takes any length whose last byte is 0x80 for the indefinite form and encodes such a structure anew, part by part,
    so one certificate of 256 would meet the KeyError that `PublicKeyInfo` tells of.
    """

    _fields = [  # noqa: RUF012 -- asn1crypto's own convention
        (_CONTENT, _TbsCertificate) if field[0] == _CONTENT else field for field in x509.Certificate._fields
    ]


@dataclass(frozen=True, slots=True)
class Validity:
    """From when and until when, both included."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who signs: the authority's certificate, its key and where its revocation list is said to be."""

    certificate: Certificate
    key: SigningKey
    crl_url: str


def time(moment: datetime) -> x509.Time:
    """The moment as certificates and lists write it, to the second."""
    whole = moment.replace(microsecond=0)
    if whole.year <= _LAST_UTC_TIME_YEAR:
        return x509.Time({"utc_time": x509.UTCTime(whole)})
    return x509.Time({"general_time": core.GeneralizedTime(whole)})


def root(subject: x509.Name, key: SigningKey, validity: Validity) -> Certificate:
    """A self-signed certificate of an authority."""
    return _certificate(subject, subject, key, key, validity, _authority(None))


def subordinate(subject: x509.Name, key: SigningKey, validity: Validity, issuer: Issuer) -> Certificate:
    """The certificate of an authority that issues certificates to people, not to further authorities."""
    extensions = [*_authority(0), *_from(issuer)]
    return _certificate(subject, issuer.certificate.subject, key, issuer.key, validity, extensions)


def personal(subject: x509.Name, key: SigningKey, validity: Validity, issuer: Issuer) -> Certificate:
    """A certificate for signing documents, with the extensions of a qualified one."""
    usage = {"digital_signature", "non_repudiation", "key_encipherment", "data_encipherment"}
    extensions = [
        _extension("key_usage", x509.KeyUsage(usage), critical=True),
        _extension("extended_key_usage", x509.ExtKeyUsageSyntax(["client_auth", "email_protection"])),
        _extension("certificate_policies", x509.CertificatePolicies([{"policy_identifier": _KC1}])),
        _extension(_SUBJECT_SIGN_TOOL, core.UTF8String(_TOOL)),
        _extension(_IDENTIFICATION_KIND, core.Integer(0)),
        *_from(issuer),
    ]
    return _certificate(subject, issuer.certificate.subject, key, issuer.key, validity, extensions)


def revocation_list(
    issuer: Issuer, number: int, validity: Validity, revoked: Iterable[tuple[Certificate, datetime]]
) -> crl.CertificateList:
    """The authority's list of what it took back, with the day of each."""
    entries = [
        {
            "user_certificate": certificate.serial_number,
            "revocation_date": time(moment),
            "crl_entry_extensions": [
                {"extn_id": "crl_reason", "extn_value": crl.CRLReason("key_compromise")},
            ],
        }
        for certificate, moment in revoked
    ]
    algorithm = {"algorithm": issuer.key.signature_oid}
    content = crl.TbsCertList(
        {
            "version": "v2",
            "signature": algorithm,
            "issuer": issuer.certificate.subject,
            "this_update": time(validity.start),
            "next_update": time(validity.end),
            # RFC 5280, 5.1.2.6: absent rather than empty.
            **({"revoked_certificates": entries} if entries else {}),
            "crl_extensions": [
                {
                    "extn_id": "authority_key_identifier",
                    "extn_value": x509.AuthorityKeyIdentifier({"key_identifier": issuer.key.identifier}),
                },
                {"extn_id": "crl_number", "extn_value": core.Integer(number)},
            ],
        }
    )
    return crl.CertificateList(
        {
            "tbs_cert_list": content,
            "signature_algorithm": algorithm,
            "signature": core.OctetBitString(issuer.key.sign(content.dump())),
        }
    )


def _extension(kind: str, value: core.Asn1Value, *, critical: bool = False) -> x509.Extension:
    return x509.Extension(
        {
            "extn_id": kind,
            "critical": critical,
            "extn_value": core.ParsableOctetString(value.dump()),
        }
    )


def _authority(depth: int | None) -> Sequence[x509.Extension]:
    constraints = x509.BasicConstraints({"ca": True, "path_len_constraint": depth})
    usage = x509.KeyUsage({"digital_signature", "key_cert_sign", "crl_sign"})
    return (
        _extension("basic_constraints", constraints, critical=True),
        _extension("key_usage", usage, critical=True),
    )


def _from(issuer: Issuer) -> Sequence[x509.Extension]:
    identifier = x509.AuthorityKeyIdentifier({"key_identifier": issuer.key.identifier})
    name = x509.GeneralName("uniform_resource_identifier", issuer.crl_url)
    points = x509.CRLDistributionPoints(
        [{"distribution_point": x509.DistributionPointName("full_name", x509.GeneralNames([name]))}]
    )
    return (
        _extension("authority_key_identifier", identifier),
        _extension("crl_distribution_points", points),
    )


def _certificate(
    subject: x509.Name,
    issuer_name: x509.Name,
    key: SigningKey,
    issuer_key: SigningKey,
    validity: Validity,
    extensions: Iterable[x509.Extension],
) -> Certificate:
    # RFC 9215, 2: the signature's identifier carries no parameters, inside and outside alike.
    algorithm = {"algorithm": issuer_key.signature_oid}
    content = _TbsCertificate(
        {
            "version": "v3",
            "serial_number": int.from_bytes(secrets.token_bytes(_SERIAL_BYTES)) >> 1 | 1,
            "signature": algorithm,
            "issuer": issuer_name,
            "validity": {"not_before": time(validity.start), "not_after": time(validity.end)},
            "subject": subject,
            "subject_public_key_info": key.public_key_info(),
            "extensions": [
                _extension("key_identifier", core.OctetString(key.identifier)),
                *extensions,
            ],
        }
    )
    return Certificate(
        {
            "tbs_certificate": content,
            "signature_algorithm": algorithm,
            "signature_value": core.OctetBitString(issuer_key.sign(content.dump())),
        }
    )
