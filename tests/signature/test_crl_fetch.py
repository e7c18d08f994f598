"""Fetching CRLs, against a server on the loopback."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import web

from bot.signature import limits
from bot.signature.crl import RevocationList
from bot.signature.crl_fetch import CrlFetcher
from tests.signature.authority import root
from tests.signature.messages import pem

TOP = root()
LIST = TOP.crl(1)
NEWER = TOP.crl(1, 2)


@dataclass
class Server:
    """Counts what it is asked, and answers what the test says."""

    port: int = 0
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    answer: Callable[[web.Request], Awaitable[web.StreamResponse]] | None = None

    def url(self, path: str = "ca.crl") -> str:
        return f"http://127.0.0.1:{self.port}/{path}"

    async def answer_later(self, _: web.Request) -> web.StreamResponse:
        await self.go_on.wait()
        return web.Response(body=LIST)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path)
        self.headers.append(dict(request.headers))
        self.arrived.set()
        assert self.answer is not None
        return await self.answer(request)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    made = Server()
    app = web.Application()
    app.router.add_get("/{path:.*}", made.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.port = runner.addresses[0][1]
    made.answer = gives(LIST)
    yield made
    made.go_on.set()
    await runner.cleanup()


class Watch:
    """Seconds that the test moves."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Fetching:
    fetcher: CrlFetcher
    watch: Watch
    folder: Path

    def kept(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted(self.folder.glob("*.crl"))]


@pytest.fixture
async def fetching(server: Server, tmp_path: Path) -> AsyncIterator[Fetching]:
    watch = Watch()
    folder = tmp_path / "trust" / "fetched"
    fetcher = CrlFetcher([f"127.0.0.1:{server.port}", "Example.TEST"], folder, monotonic=watch)
    yield Fetching(fetcher, watch, folder)
    await fetcher.aclose()


def gives(
    body: bytes, status: int = 200, **headers: str
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(
            body=body, status=status, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )

    return answer


async def test_a_list_is_kept(server: Server, fetching: Fetching) -> None:
    assert await fetching.fetcher.fetch([server.url()])
    assert fetching.kept() == [LIST]
    assert not list(fetching.folder.glob("*.part"))


async def test_pem_is_kept_as_der(server: Server, fetching: Fetching) -> None:
    server.answer = gives(pem("X509 CRL", LIST))
    assert await fetching.fetcher.fetch([server.url()])
    assert fetching.kept() == [LIST]
    assert len(RevocationList.load(fetching.kept()[0])) == 1


ALLOWED = [
    ("http://example.test/a.crl", True),
    ("https://example.test/a.crl", True),
    ("http://EXAMPLE.test:80/a.crl", True),
    ("https://example.test:443/a.crl", True),
    ("http://example.test:8080/a.crl", False),
    ("http://sub.example.test/a.crl", False),
    ("http://example.test.evil.test/a.crl", False),
    ("http://example.test@evil.test/a.crl", False),
    ("http://user@example.test/a.crl", False),
    ("http://evil.test/example.test", False),
    ("http://evil.test#example.test", False),
    ("http://127.0.0.1/a.crl", False),
    ("ftp://example.test/a.crl", False),
    ("file:///etc/passwd", False),
    ("ldap://example.test/a", False),
    ("http://[::1/a.crl", False),
    ("http://example.test:99999/a.crl", False),
    ("http:///a.crl", False),
    ("", False),
    ("http://example.test/" + "a" * 3000, False),
]


@pytest.mark.parametrize(("url", "is_allowed"), ALLOWED)
async def test_hosts(url: str, is_allowed: object, fetching: Fetching) -> None:
    assert fetching.fetcher.is_allowed(url) is is_allowed


async def test_other_hosts_are_not_asked(server: Server, fetching: Fetching) -> None:
    assert not await fetching.fetcher.fetch([f"http://localhost:{server.port}/ca.crl", "ldap://x"])
    assert not server.asked
    assert not fetching.folder.exists()


BAD: dict[str, Callable[[web.Request], Awaitable[web.StreamResponse]]] = {
    "absent": gives(LIST, 404),
    "failing": gives(b"", 500),
    "words": gives(b"<html>Not here</html>"),
    "nothing": gives(b""),
    "cut": gives(LIST[:-1]),
    "a certificate": gives(TOP.raw),
    "two lists": gives(pem("X509 CRL", LIST) * 2),
    "redirect elsewhere": gives(b"", 302, Location="http://127.0.0.2/ca.crl"),
    "redirect to a file": gives(b"", 302, Location="file:///etc/passwd"),
    "redirect nowhere": gives(b"", 302),
    "redirect in a circle": gives(b"", 301, Location="/ca.crl"),
}


@pytest.mark.parametrize("case", BAD)
async def test_bad_answers_change_nothing(case: str, server: Server, fetching: Fetching) -> None:
    assert await fetching.fetcher.fetch([server.url()])
    fetching.watch.now += 61
    server.answer = BAD[case]
    assert not await fetching.fetcher.fetch([server.url()])
    assert fetching.kept() == [LIST]


async def test_a_redirect_within_the_host(server: Server, fetching: Fetching) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        if request.path == "/ca.crl":
            return web.Response(status=307, headers={"Location": "/moved.crl"})
        return web.Response(body=LIST)

    server.answer = answer
    assert await fetching.fetcher.fetch([server.url()])
    assert server.asked == ["/ca.crl", "/moved.crl"]
    assert fetching.kept() == [LIST]


async def test_a_redirect_to_another_host_is_not_followed(server: Server, fetching: Fetching) -> None:
    """The other host would answer: it is the same server under a name that is not allowed."""

    async def answer(request: web.Request) -> web.StreamResponse:
        if request.path == "/ca.crl":
            elsewhere = f"http://localhost:{server.port}/moved.crl"
            return web.Response(status=302, headers={"Location": elsewhere})
        return web.Response(body=LIST)

    server.answer = answer
    assert not await fetching.fetcher.fetch([server.url()])
    assert server.asked == ["/ca.crl"]
    assert fetching.kept() == []


async def test_the_size_is_capped(
    server: Server, fetching: Fetching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CRL_BYTES", len(LIST) - 1)
    assert not await fetching.fetcher.fetch([server.url()])
    assert fetching.kept() == []


async def test_an_address_is_left_alone_for_a_minute(server: Server, fetching: Fetching) -> None:
    server.answer = gives(b"", 500)
    for _ in range(3):
        assert not await fetching.fetcher.fetch([server.url()])
    assert len(server.asked) == 1
    fetching.watch.now += 61
    server.answer = gives(LIST)
    assert await fetching.fetcher.fetch([server.url()])
    assert await fetching.fetcher.fetch([server.url()])
    assert len(server.asked) == 2


async def test_many_ask_and_one_fetches(server: Server, fetching: Fetching) -> None:
    server.answer = server.answer_later
    asking = [asyncio.create_task(fetching.fetcher.fetch([server.url()])) for _ in range(20)]
    impatient = asyncio.create_task(fetching.fetcher.fetch([server.url()]))
    await server.arrived.wait()
    impatient.cancel()  # takes nobody else's list away
    await asyncio.gather(impatient, return_exceptions=True)
    server.go_on.set()
    assert await asyncio.gather(*asking) == [True] * 20
    assert server.asked == ["/ca.crl"]


async def test_refresh_asks_whether_it_has_changed(server: Server, fetching: Fetching) -> None:
    server.answer = gives(LIST, ETag='"1"', Last_Modified="Fri, 20 Nov 2026 00:00:00 GMT")
    assert await fetching.fetcher.fetch([server.url()])
    server.answer = gives(b"", 304)
    fetching.watch.now += 61
    assert not await fetching.fetcher.refresh()
    assert server.headers[-1]["If-None-Match"] == '"1"'
    assert server.headers[-1]["If-Modified-Since"] == "Fri, 20 Nov 2026 00:00:00 GMT"
    assert fetching.kept() == [LIST]
    server.answer = gives(NEWER, ETag='"2"')
    fetching.watch.now += 61
    assert await fetching.fetcher.refresh()
    assert fetching.kept() == [NEWER]


async def test_refresh_after_a_restart(server: Server, fetching: Fetching) -> None:
    assert await fetching.fetcher.fetch([server.url()])
    again = CrlFetcher([f"127.0.0.1:{server.port}"], fetching.folder)
    server.answer = gives(NEWER)
    assert await again.refresh()
    await again.aclose()
    assert fetching.kept() == [NEWER]


async def test_a_lost_list_is_fetched_whole(server: Server, fetching: Fetching) -> None:
    server.answer = gives(LIST, ETag='"1"')
    await fetching.fetcher.fetch([server.url()])
    next(fetching.folder.glob("*.crl")).unlink()
    fetching.watch.now += 61
    assert await fetching.fetcher.refresh()
    assert "If-None-Match" not in server.headers[-1]
    assert fetching.kept() == [LIST]


@pytest.mark.parametrize("note", [b"", b"[]", b"{}", b'{"url": 5, "etag": null, "last_modified": null}'])
async def test_a_broken_note_is_no_reason_to_fail(note: bytes, server: Server, fetching: Fetching) -> None:
    await fetching.fetcher.fetch([server.url()])
    next(fetching.folder.glob("*.json")).write_bytes(note)
    fetching.watch.now += 61
    assert not await fetching.fetcher.refresh()
    assert await fetching.fetcher.fetch([server.url()])


async def test_nothing_to_refresh(fetching: Fetching) -> None:
    assert not await fetching.fetcher.refresh()


async def test_closing_while_a_fetch_hangs(server: Server, fetching: Fetching) -> None:
    server.answer = server.answer_later
    asking = asyncio.create_task(fetching.fetcher.fetch([server.url()]))
    await server.arrived.wait()
    await fetching.fetcher.aclose()
    with pytest.raises(asyncio.CancelledError):
        await asking
