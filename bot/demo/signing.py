"""What comes back for a challenge: a director's good signature, or one of those that must be refused."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.demo import texts
from bot.demo.cast import Company
from bot.demo.wallets import Wallets


class Flaw(Enum):
    """What may be wrong with a signature."""

    EMPLOYEE = "employee"
    EXPIRED = "expired"
    REVOKED = "revoked"
    FOREIGN = "foreign"
    OTHER_FILE = "other-file"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Signature:
    """A file ready to be sent."""

    name: str
    content: bytes


def good(wallets: Wallets, company: Company, challenge: bytes, name: str, at: datetime) -> Signature:
    """The director's signature over the challenge.

    Args:
        wallets: Where the certificates are.
        company: Whose director signs.
        challenge: What is signed.
        name: The challenge's file name; the signature is named after it.
        at: The moment of signing.
    """
    credential = wallets.director(company, at)
    return Signature(_name(name, company), credential.sign(challenge, at))


def flawed(
    wallets: Wallets, company: Company, flaw: Flaw, challenge: bytes, name: str, at: datetime
) -> Signature:
    """A signature with one thing wrong; arguments as for `good`."""
    wallet = wallets.of(company)
    credential = {
        Flaw.EMPLOYEE: wallet.employee,
        Flaw.EXPIRED: wallet.expired,
        Flaw.REVOKED: wallet.revoked,
        Flaw.FOREIGN: wallet.foreign,
    }.get(flaw) or wallets.director(company, at)
    content = texts.OTHER_CONTENT.encode() if flaw is Flaw.OTHER_FILE else challenge
    message = credential.sign(content, at)
    if flaw is Flaw.DAMAGED:
        # The message ends with the value of the signature: everything but the mathematics stays right.
        message = message[:-1] + bytes([message[-1] ^ 1])
    return Signature(_name(name, company), message)


def _name(challenge: str, company: Company) -> str:
    return f"{challenge.removesuffix('.txt')}.{company.inn}.sig"
