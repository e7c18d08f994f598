"""Signatures on certificates and CRLs: each is computed once, and one message may not ask for too many."""

import subprocess
from collections import OrderedDict
from threading import Lock
from typing import Final

from bot.signature import limits
from bot.signature.certificate import Certificate
from bot.signature.crl import RevocationList
from bot.signature.der import oid_dotted
from bot.signature.digest import compute_apart
from bot.signature.keys import WeakAlgorithmError, algorithm_of

_REMEMBERED: Final = 4096

_Fact = tuple[bytes, bytes]


class Memory:
    """Remembers which object was or was not signed by which key. Mathematics does not change: nothing expires."""

    def __init__(self) -> None:
        self._facts: OrderedDict[_Fact, bool] = OrderedDict()
        self._lock = Lock()

    def recall(self, fact: _Fact) -> bool | None:
        """What is known, if anything."""
        with self._lock:
            known = self._facts.get(fact)
            if known is not None:
                self._facts.move_to_end(fact)
            return known

    def keep(self, fact: _Fact, *, signed: bool) -> None:
        """Remember; the facts that were not asked for the longest make room."""
        with self._lock:
            self._facts[fact] = signed
            if len(self._facts) > _REMEMBERED:
                self._facts.popitem(last=False)


class BudgetSpentError(Exception):
    """One message asks for more signature checks than any honest one."""


class SignatureChecks:
    """The signature checks that one message may cause."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._left = limits.SIGNATURE_CHECKS
        self._left_for_message = limits.MESSAGE_SIGNATURE_CHECKS

    def spend_on_message(self) -> None:
        """Pay for one check of the message's own signatures.

        Raises:
            BudgetSpentError: There is nothing to pay with.
        """
        if not self._left_for_message:
            raise BudgetSpentError
        self._left_for_message -= 1

    def is_signed(self, signed: Certificate | RevocationList, issuer: Certificate) -> bool:
        """Whether the issuer's key signed the object.

        Raises:
            WeakAlgorithmError: An algorithm or a key that is not accepted.
            MalformedError: A part that had not been read yet is broken.
            BudgetSpentError: Too many checks for one message.
        """
        fact = signed.fingerprint, issuer.key_info
        known = self._memory.recall(fact)
        if known is not None:
            return known
        if not self._left:
            raise BudgetSpentError
        self._left -= 1
        try:
            result = _is_signed(signed, issuer)
        except (subprocess.SubprocessError, OSError):
            # The other process that hashes a long list failed: nothing is proved now, and nothing is learnt for later.
            return False
        self._memory.keep(fact, signed=result)
        return result


def _is_signed(signed: Certificate | RevocationList, issuer: Certificate) -> bool:
    identifier, _ = algorithm_of(signed.algorithm)
    digest = issuer.key.algorithms.get(identifier)
    if digest is None:
        raise WeakAlgorithmError(f"signature algorithm {oid_dotted(identifier)} for {issuer.key.name}")
    hashed = compute_apart(digest, signed.signed_part)
    return issuer.key.verifies(signed.signature, hashed, digest)
