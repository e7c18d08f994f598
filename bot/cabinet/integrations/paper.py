"""Texts that a director signs for an integration: orders to transfer fiscal data, and prohibitions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import NewType

from bot.cabinet.files.stored_file import FileId
from bot.cabinet.integrations.integration import IntegrationKind
from bot.cabinet.organization import OrganizationId

PaperId = NewType("PaperId", int)

LIFETIME = timedelta(hours=24)


class PaperSort(Enum):
    """What a text says."""

    ORDER = "order"  # поручение на передачу фискальных данных
    PROHIBITION = "prohibition"  # запрет на передачу фискальных данных


@dataclass(frozen=True, slots=True)
class Paper:
    """A text, and what became of it.

    Attributes:
        file: The text itself.
        fingerprint: Of the certificate whose signature is expected.
        signed_at: When it was signed; None while it is not.
        signature: The signature that was accepted.
        signer_name: Whose it is.
    """

    id: PaperId
    organization: OrganizationId
    kind: IntegrationKind
    sort: PaperSort
    file: FileId
    fingerprint: str | None
    issued_at: datetime
    valid_until: datetime
    signed_at: datetime | None
    signature: FileId | None
    signer_name: str | None

    def is_live(self, now: datetime) -> bool:
        """Whether a signature is still accepted."""
        return self.signed_at is None and now < self.valid_until


class PaperRefusal(Enum):
    """Why a good signature does not count for a text. Each has its own sentence in the locales."""

    OTHER_CERTIFICATE = "other-certificate"  # not the one that was chosen
    OTHER_ORGANIZATION = "other-organization"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"  # something else was chosen after the text had been made
    ALREADY_SIGNED = "already-signed"  # it has counted before
    UNSIGNED = "unsigned"  # the text itself, and no signature
    MOVED_ON = "moved-on"  # the integration does not wait for it any more


class PaperRefusedError(Exception):
    """The signature does not count.

    Attributes:
        refusal: Why.
        expected: Whose certificate was chosen.
    """

    def __init__(self, refusal: PaperRefusal, expected: str | None = None) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
        self.expected = expected
