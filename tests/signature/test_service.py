"""Verification off the event loop, with missing CRLs fetched on the way."""

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from aiohttp import web

from bot.cabinet.ports import SignatureVerifier
from bot.signature.crl_fetch import CrlFetcher
from bot.signature.revocation import Revocation
from bot.signature.service import VerificationOverloadedError, VerificationService
from bot.signature.trust import FETCHED_CRLS, TrustStore
from bot.signature.verdict import RefusalReason, SignatureRefusedError, Signer
from bot.signature.verifier import Verifier
from tests.signature import authority
from tests.signature.authority import DIRECTOR, distribution_point, name
from tests.signature.conftest import AT, GOST, Stand
from tests.signature.messages import message

CONTENT = b"content"


@pytest.fixture
async def service(verifier: Verifier) -> AsyncIterator[VerificationService]:
    made = VerificationService(verifier)
    yield made
    await made.aclose()


async def test_it_is_what_the_cabinet_asks_for(service: VerificationService, challenge: bytes) -> None:
    port: SignatureVerifier = service
    signer = await port.verify((GOST / "cms/director.det.sig").read_bytes(), [challenge], AT)
    assert signer.surname == "Иванов"
    with pytest.raises(SignatureRefusedError) as caught:
        await port.verify((GOST / "bad/garbage.sig").read_bytes(), [challenge], AT)
    assert caught.value.reason is RefusalReason.NOT_A_SIGNATURE


async def test_many_at_once(service: VerificationService, challenge: bytes) -> None:
    signed = (GOST / "cms/director.det.sig").read_bytes()
    signers = await asyncio.gather(*(service.verify(signed, [challenge], AT) for _ in range(20)))
    assert len(set(signers)) == 1


class Gate(Verifier):
    """A judge who waits at a gate."""

    def __init__(self, store: TrustStore) -> None:
        super().__init__(store, Revocation.OFF)
        self.entered = threading.Semaphore(0)
        self.gate = threading.Event()
        self.threads: set[str] = set()

    def verify(self, message: bytes, contents: Sequence[bytes], at: datetime) -> Signer:
        self.threads.add(threading.current_thread().name)
        self.entered.release()
        self.gate.wait(30)
        return super().verify(message, contents, at)


async def test_the_loop_goes_on_and_the_queue_is_bounded(trust_dir: Path, challenge: bytes) -> None:
    judge = Gate(TrustStore(trust_dir))
    service = VerificationService(judge, workers=1, waiting=3)
    signed = (GOST / "cms/director.det.sig").read_bytes()
    waiting = [asyncio.create_task(service.verify(signed, [challenge], AT)) for _ in range(3)]
    await asyncio.to_thread(judge.entered.acquire)
    with pytest.raises(VerificationOverloadedError):
        await service.verify(signed, [challenge], AT)
    judge.gate.set()
    assert len(await asyncio.gather(*waiting)) == 3
    assert (await service.verify(signed, [challenge], AT)).inn == "7701234560"
    assert all(thread.startswith("signature") for thread in judge.threads)
    await service.aclose()


async def test_too_large_is_refused_before_the_queue(trust_dir: Path) -> None:
    service = VerificationService(Gate(TrustStore(trust_dir)), waiting=0)
    with pytest.raises(SignatureRefusedError) as caught:
        await service.verify(bytes((1 << 20) + 1), [CONTENT], AT)
    assert caught.value.reason is RefusalReason.TOO_LARGE
    await service.aclose()


async def test_closing_finishes_the_work_in_hand(trust_dir: Path, challenge: bytes) -> None:
    judge = Gate(TrustStore(trust_dir))
    service = VerificationService(judge, workers=1)
    signed = (GOST / "cms/director.det.sig").read_bytes()
    first = asyncio.create_task(service.verify(signed, [challenge], AT))
    await asyncio.to_thread(judge.entered.acquire)
    second = asyncio.create_task(service.verify(signed, [challenge], AT))
    await asyncio.sleep(0)
    closing = asyncio.create_task(service.aclose())
    await asyncio.sleep(0)
    judge.gate.set()
    await closing
    assert (await first).inn == "7701234560"
    with pytest.raises(asyncio.CancelledError):
        await second


class Publisher:
    """An authority's web server."""

    def __init__(self) -> None:
        self.body = b""
        self.asked = 0
        self.runner: web.AppRunner | None = None

    async def start(self) -> int:
        async def handle(_: web.Request) -> web.Response:
            self.asked += 1
            return web.Response(body=self.body) if self.body else web.Response(status=404)

        app = web.Application()
        app.router.add_get("/ca.crl", handle)
        self.runner = web.AppRunner(app)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        port: int = self.runner.addresses[0][1]
        return port


@pytest.fixture
async def publisher() -> AsyncIterator[Publisher]:
    made = Publisher()
    yield made
    if made.runner is not None:
        await made.runner.cleanup()


class TestFetching:
    """A missing list is fetched once, kept, and the judgement repeated."""

    @pytest.fixture(autouse=True)
    async def world(self, stand: Stand, publisher: Publisher) -> AsyncIterator[None]:
        self.stand, self.publisher = stand, publisher
        self.port = await publisher.start()
        self.who = stand.authority.issue(
            name(*DIRECTOR), extra=[distribution_point(f"http://127.0.0.1:{self.port}/ca.crl")]
        )
        stand.publish(stand.root.crl())
        self.folder = stand.folder / FETCHED_CRLS
        self.service = self.make(f"127.0.0.1:{self.port}")
        yield
        await self.service.aclose()

    def make(self, *hosts: str) -> VerificationService:
        return VerificationService(self.stand.verifier(), CrlFetcher(hosts, self.folder))

    async def verify(self) -> Signer:
        return await self.service.verify(message(self.who, CONTENT), [CONTENT], AT)

    async def reason(self) -> RefusalReason:
        with pytest.raises(SignatureRefusedError) as caught:
            await self.verify()
        return caught.value.reason

    async def test_fetched_and_good(self) -> None:
        self.publisher.body = self.stand.authority.crl()
        signers = await asyncio.gather(*(self.verify() for _ in range(5)))
        assert {signer.inn for signer in signers} == {"7701234560"}
        assert self.publisher.asked == 1
        assert len(list(self.folder.glob("*.crl"))) == 1

    async def test_fetched_and_revoked(self) -> None:
        self.publisher.body = self.stand.authority.crl(self.who.serial)
        assert await self.reason() is RefusalReason.CERTIFICATE_REVOKED

    async def test_fetched_and_forged(self) -> None:
        self.publisher.body = self.stand.authority.crl(key=authority.new_key())
        assert await self.reason() is RefusalReason.REVOCATION_UNKNOWN

    async def test_not_there(self) -> None:
        assert await self.reason() is RefusalReason.REVOCATION_UNKNOWN
        assert await self.reason() is RefusalReason.REVOCATION_UNKNOWN
        assert self.publisher.asked == 1

    async def test_host_not_allowed(self) -> None:
        await self.service.aclose()
        self.service = self.make("elsewhere.test")
        assert await self.reason() is RefusalReason.REVOCATION_UNKNOWN
        assert self.publisher.asked == 0

    async def test_an_untrusted_certificate_fetches_nothing(self) -> None:
        self.publisher.body = self.stand.authority.crl()
        self.stand.place([authority.root("Другой").raw], [])
        assert await self.reason() is RefusalReason.UNTRUSTED_ISSUER
        assert self.publisher.asked == 0

    async def test_refresh(self) -> None:
        self.publisher.body = self.stand.authority.crl()
        await self.verify()
        await self.service.aclose()
        self.service = self.make(f"127.0.0.1:{self.port}")
        self.publisher.body = self.stand.authority.crl(self.who.serial)
        await self.service.refresh()
        assert await self.reason() is RefusalReason.CERTIFICATE_REVOKED
