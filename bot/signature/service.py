"""Verification off the event loop: nobody else waits while a signature is judged."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Final

from bot.signature import limits
from bot.signature.crl_fetch import CrlFetcher
from bot.signature.verdict import RefusalReason, SignatureRefusedError, Signer
from bot.signature.verifier import Verifier

# The work is Python's own, one thread at a time; the second lets others pass one that waits for a long CRL.
_WORKERS: Final = 2
_WAITING: Final = 256


class VerificationOverloadedError(Exception):
    """More signatures are waiting than can be judged soon."""


class VerificationService:
    """Judges signatures in its own threads; implements `bot.cabinet.ports.SignatureVerifier`."""

    def __init__(
        self,
        verifier: Verifier,
        fetcher: CrlFetcher | None = None,
        *,
        workers: int = _WORKERS,
        waiting: int = _WAITING,
    ) -> None:
        """Start no thread yet.

        Args:
            verifier: Judges.
            fetcher: Fetches missing CRLs; without it only files count.
            workers: Threads.
            waiting: How many signatures may be in work or waiting.
        """
        self._verifier = verifier
        self._fetcher = fetcher
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="signature")
        self._room = waiting

    async def verify(self, message: bytes, contents: Sequence[bytes], at: datetime) -> Signer:
        """Who signed one of the contents.

        When a CRL is missing and its address is on an allowed host, it is fetched once and the judgement repeated.

        Raises:
            SignatureRefusedError: With its reason.
            VerificationOverloadedError: Too many are waiting.
        """
        if len(message) > limits.MESSAGE_BYTES:
            raise SignatureRefusedError(RefusalReason.TOO_LARGE, f"{len(message)} bytes")
        if not self._room:
            raise VerificationOverloadedError
        self._room -= 1
        try:
            return await self._verify(message, contents, at)
        finally:
            self._room += 1

    async def _verify(self, message: bytes, contents: Sequence[bytes], at: datetime) -> Signer:
        try:
            return await self._judge(message, contents, at)
        except SignatureRefusedError as refusal:
            is_curable = refusal.reason is RefusalReason.REVOCATION_UNKNOWN and refusal.crl_urls
            if self._fetcher is None or not is_curable or not await self._fetcher.fetch(refusal.crl_urls):
                raise
        return await self._judge(message, contents, at)

    async def _judge(self, message: bytes, contents: Sequence[bytes], at: datetime) -> Signer:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, self._verifier.verify, message, contents, at)

    async def refresh(self) -> None:
        """Ask again for the CRLs fetched so far, and read what has changed in the folders; for a periodic job."""
        if self._fetcher is not None:
            await self._fetcher.refresh()
        await asyncio.get_running_loop().run_in_executor(self._pool, self._verifier.prepare)

    async def aclose(self) -> None:
        """Let the work in hand finish, drop what waits, stop the threads."""
        if self._fetcher is not None:
            await self._fetcher.aclose()
        await asyncio.to_thread(self._pool.shutdown, cancel_futures=True)
