"""Detached signatures: CMS with the attributes of CAdES-BES (RFC 5652, RFC 5126, RFC 5035)."""

from datetime import datetime

from asn1crypto import algos, cms, core, tsp, x509

from bot.demo.certificates import time
from bot.demo.keys import SigningKey


def detached(content: bytes, certificate: x509.Certificate, key: SigningKey, at: datetime) -> cms.ContentInfo:
    """A signature over the content, which stays outside; the signer's certificate goes in."""
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
    return cms.ContentInfo(
        {
            "content_type": "signed_data",
            "content": cms.SignedData(
                {
                    "version": "v1",
                    "digest_algorithms": [digest],
                    "encap_content_info": {"content_type": "data"},
                    "certificates": [cms.CertificateChoices({"certificate": certificate})],
                    "signer_infos": [signer],
                }
            ),
        }
    )


def _signing_certificate(certificate: x509.Certificate, key: SigningKey) -> tsp.SigningCertificateV2:
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
