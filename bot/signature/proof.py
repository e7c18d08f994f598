"""The mathematics of one signature in a message: which of the offered contents it covers, with which certificate."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from bot.signature import cms, digest, extension, limits
from bot.signature.certificate import Certificate
from bot.signature.checks import SignatureChecks
from bot.signature.cms import Attributes, SignerInfo
from bot.signature.der import (
    INTEGER,
    OBJECT_IDENTIFIER,
    OCTET_STRING,
    SEQUENCE,
    SET,
    Element,
    Fields,
    MalformedError,
    oid_dotted,
    parse,
)
from bot.signature.digest import DIGESTS, Digest
from bot.signature.keys import PublicKey, WeakAlgorithmError, algorithm_of
from bot.signature.moment import parse_time
from bot.signature.name import Name
from bot.signature.verdict import RefusalReason, SignatureRefusedError


def signed_content(
    signer: SignerInfo,
    certificate: Certificate,
    attached: bytes | None,
    contents: Sequence[bytes],
    checks: SignatureChecks,
) -> int:
    """Which of the contents the signature covers.

    Raises:
        SignatureRefusedError: BAD_SIGNATURE, OTHER_FILE or CERTIFICATE_MISUSED.
        WeakAlgorithmError: An algorithm that is not accepted, or not for such a key.
        MalformedError: Against the standard.
        BudgetSpentError: Too many signature checks for one message.
    """
    key = certificate.key
    function = _function(signer, key)
    if signer.attributes is None:
        return _covered_directly(signer, key, function, attached, contents, checks)
    kind = signer.attributes.single(cms.CONTENT_TYPE)
    stated = signer.attributes.single(cms.MESSAGE_DIGEST)
    if kind is None or kind.expect(OBJECT_IDENTIFIER).content != cms.DATA or stated is None:
        raise MalformedError("signed attributes that do not tell what is signed")
    if not any(
        _verifies(key, signer.signature, form, function, checks) for form in signer.attributes.signed_forms()
    ):
        raise SignatureRefusedError(RefusalReason.BAD_SIGNATURE, "over the signed attributes")
    _check_signing_certificate(signer.attributes, certificate)
    return _covered_by_hash(stated.expect(OCTET_STRING).content, function, attached, contents)


def signing_time(signer: SignerInfo) -> datetime | None:
    """When the signer claims to have signed; unproved, so a broken claim is no claim."""
    if signer.attributes is None:
        return None
    try:
        claim = signer.attributes.single(cms.SIGNING_TIME)
        return None if claim is None else parse_time(claim)
    except MalformedError:
        return None


def _function(signer: SignerInfo, key: PublicKey) -> Digest:
    """The hash function: named by the signer, and held against the key and the signature algorithm."""
    function = DIGESTS.get(signer.digest)
    if function is None:
        raise WeakAlgorithmError(f"hash {oid_dotted(signer.digest)}")
    if function not in key.digests:
        raise WeakAlgorithmError(f"{function.value} with {key.name}")
    if signer.algorithm not in key.algorithms:
        raise WeakAlgorithmError(f"signature algorithm {oid_dotted(signer.algorithm)} with {key.name}")
    if key.algorithms[signer.algorithm] not in {None, function}:
        raise WeakAlgorithmError("two hash functions for one signature")
    return function


def _verifies(
    key: PublicKey, signature: bytes, data: bytes, function: Digest, checks: SignatureChecks
) -> bool:
    checks.spend_on_message()
    return key.verifies(signature, digest.compute(function, data), function)


def _covered_by_hash(
    stated: bytes, function: Digest, attached: bytes | None, contents: Sequence[bytes]
) -> int:
    """Which of the contents has the hash that was signed; an attached one must be among them byte for byte."""
    if attached is not None and attached not in contents:
        is_long = len(attached) > limits.JUDGED_CONTENT_BYTES
        if is_long or digest.compute(function, attached) == stated:
            raise SignatureRefusedError(RefusalReason.OTHER_FILE, "attached")
        raise SignatureRefusedError(RefusalReason.BAD_SIGNATURE, "the attached content was changed")
    for place, content in enumerate(contents):
        if attached in {None, content} and digest.of_content(function, content) == stated:
            return place
    if attached is not None:
        raise SignatureRefusedError(RefusalReason.BAD_SIGNATURE, "the attached content was changed")
    raise SignatureRefusedError(RefusalReason.OTHER_FILE, "detached")


def _covered_directly(
    signer: SignerInfo,
    key: PublicKey,
    function: Digest,
    attached: bytes | None,
    contents: Sequence[bytes],
    checks: SignatureChecks,
) -> int:
    """Which of the contents is signed without signed attributes.

    Such a signature looks the same as one over signed attributes with these bytes (RFC 5652 § 5.3), so a content that
    could be taken for attributes proves nothing.
    """
    for place, content in enumerate(contents):
        if attached not in {None, content}:
            continue
        if not _looks_like_attributes(content) and _verifies(
            key, signer.signature, content, function, checks
        ):
            return place
    if attached is not None and attached not in contents:
        is_long = len(attached) > limits.JUDGED_CONTENT_BYTES
        if is_long or _verifies(key, signer.signature, attached, function, checks):
            raise SignatureRefusedError(RefusalReason.OTHER_FILE, "attached")
    raise SignatureRefusedError(RefusalReason.BAD_SIGNATURE, "no content has this signature")


def _looks_like_attributes(content: bytes) -> bool:
    try:
        return parse(content).tag == SET
    except MalformedError:
        return False


def _check_signing_certificate(attributes: Attributes, certificate: Certificate) -> None:
    """Hold the signed reference to the certificate (RFC 5035) against the certificate, when there is one.

    The older form fixes SHA-1. It is checked as well: it can only add to what the key proves already.
    """
    newer = attributes.single(cms.SIGNING_CERTIFICATE_V2)
    if newer is not None:
        _check_reference(_first_reference(newer), certificate, has_function=True)
    older = attributes.single(cms.SIGNING_CERTIFICATE)
    if older is not None:
        _check_reference(_first_reference(older), certificate, has_function=False)


def _first_reference(value: Element) -> Element:
    """The first of the referenced certificates is the signer's."""
    fields = Fields(value)
    references = fields.take(SEQUENCE).children()
    fields.optional(SEQUENCE)
    fields.finish()
    if not references:
        raise MalformedError("a signing-certificate attribute without a certificate")
    return references[0]


def _check_reference(reference: Element, certificate: Certificate, *, has_function: bool) -> None:
    fields = Fields(reference)
    algorithm = fields.optional(SEQUENCE) if has_function else None
    stated = fields.take(OCTET_STRING).content
    issuer_and_serial = fields.optional(SEQUENCE)
    fields.finish()
    if has_function:
        identifier = None if algorithm is None else algorithm_of(algorithm)[0]
        function = Digest.SHA256 if identifier is None else DIGESTS.get(identifier)
        if function is None:
            raise WeakAlgorithmError("the hash function of the signing-certificate attribute")
        computed = digest.compute(function, certificate.raw)
    else:
        computed = hashlib.sha1(certificate.raw, usedforsecurity=False).digest()
    if computed != stated or not _names(issuer_and_serial, certificate):
        raise SignatureRefusedError(RefusalReason.CERTIFICATE_MISUSED, "signed with another certificate")


def _names(issuer_and_serial: Element | None, certificate: Certificate) -> bool:
    """Whether the optional issuer and serial number of a reference are the certificate's."""
    if issuer_and_serial is None:
        return True
    fields = Fields(issuer_and_serial)
    names = [name for name in fields.take(SEQUENCE).children() if name.tag == extension.DIRECTORY_NAME]
    serial = fields.take(INTEGER).content
    fields.finish()
    is_named = any(Name(Fields(name, name.tag).take(SEQUENCE)) == certificate.issuer for name in names)
    return serial == certificate.serial and (is_named or not names)
