"""Asking for a refusal."""

from collections.abc import Sequence

from bot.signature.verdict import SignatureRefusedError
from bot.signature.verifier import Verifier
from tests.signature.conftest import AT


def refusal_of(verifier: Verifier, message: bytes, contents: Sequence[bytes]) -> SignatureRefusedError:
    """The refusal; a verdict or another exception fails the test."""
    try:
        signer = verifier.verify(message, contents, AT)
    except SignatureRefusedError as refusal:
        return refusal
    raise AssertionError(f"accepted: {signer}")
