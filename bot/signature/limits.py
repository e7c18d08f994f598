"""How much of a message is looked at before it is refused: no upload may hold the bot."""

from typing import Final

MESSAGE_BYTES: Final = 1 << 20
NODES: Final = 20_000
DEPTH: Final = 24
SIGNERS: Final = 8
CERTIFICATES: Final = 32
SIGNATURE_CHECKS: Final = 40  # for the chains of one message and their CRLs
MESSAGE_SIGNATURE_CHECKS: Final = 80  # for the message itself: without attributes each offered content is one
CHAIN_LENGTH: Final = 7  # certificates, the signer's and the root included
SERIAL_BYTES: Final = 21  # RFC 5280 allows 20; one more for a leading zero that some authorities add
NAME_ATTRIBUTES: Final = 64
RSA_BITS: Final = range(2048, 8193)
CRL_BYTES: Final = 32 << 20
CERTIFICATE_BYTES: Final = 16 << 10
ATTRIBUTES_BYTES: Final = 32 << 10
JUDGED_CONTENT_BYTES: Final = 64 << 10  # a longer attached content that was never offered is not even hashed
