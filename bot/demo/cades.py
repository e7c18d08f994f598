"""Detached signatures: CMS with the attributes of CAdES-BES (RFC 5652, RFC 5126, RFC 5035)."""

from datetime import datetime

from asn1crypto import algos, cms, core, tsp, x509

from bot.demo.certificates import Certificate, time
from bot.demo.keys import SigningKey

_CERTIFICATES = "certificates"


class _Certificates(core.SetOf):  # type: ignore[misc]  # asn1crypto publishes no types
    _child_spec = Certificate


class _SignedData(cms.SignedData):  # type: ignore[misc]  # asn1crypto publishes no types
    # Certificates as our own class: see there why.
    _fields = [  # noqa: RUF012 -- asn1crypto's own convention
        (name, _Certificates, *rest) if name == _CERTIFICATES else (name, kind, *rest)
        for name, kind, *rest in cms.SignedData._fields
    ]


class _Message(core.Sequence):  # type: ignore[misc]  # asn1crypto publishes no types
    _fields = [  # noqa: RUF012 -- asn1crypto's own convention
        ("content_type", cms.ContentType),
        ("content", _SignedData, {"explicit": 0}),
    ]


def detached(content: bytes, certificate: Certificate, key: SigningKey, at: datetime) -> bytes:
    """A signature over the content, which stays outside; the signer's certificate goes in. DER."""
    digest = {"algorithm": key.digest_oid}
    attributes = cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": [cms.ContentType("data")]}),
            cms.CMSAttribute({"type": "message_digest", "values": [core.OctetString(key.digest(content))]}),
            cms.CMSAttribute({"type": "signing_time", "values": [time(at).chosen]}),
            cms.CMSAttribute(
                {"type": "signing_certificate_v2", "values": [_signing_certificate(certificate, key)]}
            ),
        ]
    )
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {
                    "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                        {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
                    )
                }
            ),
            "digest_algorithm": digest,
            "signed_attrs": attributes,
            "signature_algorithm": {"algorithm": key.key_oid},
            # RFC 5652, 5.4: signed is the DER form of the SET itself, not of the tagged field.
            "signature": key.sign(attributes.dump()),
        }
    )
    message = _Message(
        {
            "content_type": "signed_data",
            "content": _SignedData(
                {
                    "version": "v1",
                    "digest_algorithms": [digest],
                    "encap_content_info": {"content_type": "data"},
                    "certificates": [certificate],
                    "signer_infos": [signer],
                }
            ),
        }
    )
    # Encoded anew on purpose: whatever lengths come up, the way through asn1crypto is the same.
    encoded: bytes = message.dump(force=True)
    return encoded


def _signing_certificate(certificate: Certificate, key: SigningKey) -> tsp.SigningCertificateV2:
    issuer = x509.GeneralNames([x509.GeneralName("directory_name", certificate.issuer)])
    return tsp.SigningCertificateV2(
        {
            "certs": [
                tsp.ESSCertIDv2(
                    {
                        "hash_algorithm": algos.DigestAlgorithm({"algorithm": key.digest_oid}),
                        "cert_hash": key.digest(certificate.dump()),
                        "issuer_serial": {"issuer": issuer, "serial_number": certificate.serial_number},
                    }
                )
            ]
        }
    )
