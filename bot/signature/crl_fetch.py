"""Fetching CRLs that trusted certificates name, from hosts that the operator allows."""

import asyncio
import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

import aiohttp
import structlog

from bot.signature import limits
from bot.signature.crl import RevocationList
from bot.signature.der import MalformedError
from bot.signature.trust import decode_list

log = structlog.get_logger(__name__)

_SCHEME_PORTS: Final = {"http": 80, "https": 443}
_TIMEOUT: Final = aiohttp.ClientTimeout(total=30, connect=10)
_REDIRECTS: Final = 3
_REDIRECT_CODES: Final = frozenset({301, 302, 303, 307, 308})
_NOT_MODIFIED: Final = 304
_OK: Final = 200
_CHUNK: Final = 64 << 10
_PAUSE_SECONDS: Final = 60.0  # after a fetch, good or bad, the same address is left alone this long
_KNOWN_ADDRESSES: Final = 256
_LONGEST_URL: Final = 2048


class _FetchError(Exception):
    """No list came of it."""


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where a kept list came from, and how to ask whether it has changed."""

    url: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """An address that was asked, and until when it is left alone."""

    task: asyncio.Task[bool]
    until: float


class CrlFetcher:
    """Keeps CRLs in a folder. Nothing is trusted for having been fetched: signatures are checked where lists are used."""

    def __init__(
        self, hosts: Iterable[str], folder: Path, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        """Remember the rules.

        Args:
            hosts: Exact names that may be asked, "host" on the scheme's own port or "host:port".
            folder: Where lists are kept; made when the first one comes.
            monotonic: Seconds that only grow.
        """
        self._hosts = frozenset(host.strip().lower() for host in hosts)
        self._folder = folder
        self._monotonic = monotonic
        self._session: aiohttp.ClientSession | None = None
        self._asked: dict[str, _Asked] = {}

    def is_allowed(self, url: str) -> bool:
        """Whether the address is on an allowed host."""
        if len(url) > _LONGEST_URL:
            return False
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            return False
        if parts.scheme not in _SCHEME_PORTS or parts.username is not None or parts.hostname is None:
            return False
        is_usual = port in {None, _SCHEME_PORTS[parts.scheme]}
        return (parts.hostname if is_usual else f"{parts.hostname}:{port}") in self._hosts

    async def fetch(self, urls: Sequence[str]) -> bool:
        """Fetch what is allowed; whether something new has come, now or within the last minute.

        An address is asked once a minute at most; callers who want it at the same time wait for one request.
        """
        tasks = [task for url in dict.fromkeys(urls) if (task := self._task(url)) is not None]
        results = await asyncio.gather(*(asyncio.shield(task) for task in tasks))
        return any(results)

    async def refresh(self) -> bool:
        """Ask again for every list kept so far, whether it has changed; whether there is something new."""
        origins = await asyncio.to_thread(self._kept)
        return await self.fetch([origin.url for origin in origins])

    async def aclose(self) -> None:
        """Stop asking."""
        tasks = [asked.task for asked in self._asked.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def _task(self, url: str) -> asyncio.Task[bool] | None:
        """The fetch of an address, running or done within the last minute."""
        now = self._monotonic()
        self._asked = {key: ask for key, ask in self._asked.items() if ask.until > now or not ask.task.done()}
        known = self._asked.get(url)
        if known is not None:
            return known.task
        if len(self._asked) >= _KNOWN_ADDRESSES or not self.is_allowed(url):
            return None
        task = asyncio.create_task(self._fetch(url), name="crl-fetch")
        self._asked[url] = _Asked(task, now + _PAUSE_SECONDS)
        return task

    async def _fetch(self, url: str) -> bool:
        """Fetch one list and keep it; whether it is new."""
        host = urlsplit(url).hostname
        try:
            origin = await asyncio.to_thread(self._origin, url)
            answer = await self._download(origin)
            if answer is None:
                return False
            body, newer = answer
            entries = await asyncio.to_thread(self._keep, body, newer)
        except (_FetchError, MalformedError, aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("crl.not-fetched", host=host, error=type(error).__name__, detail=str(error)[:200])
            return False
        log.info("crl.fetched", host=host, bytes=len(body), entries=entries)
        return True

    async def _download(self, origin: _Origin) -> tuple[bytes, _Origin] | None:
        """The body and how to ask next time; None when nothing has changed."""
        headers = {"Accept": "application/pkix-crl, */*"}
        if origin.etag is not None:
            headers["If-None-Match"] = origin.etag
        if origin.last_modified is not None:
            headers["If-Modified-Since"] = origin.last_modified
        url = origin.url
        for _ in range(_REDIRECTS + 1):
            # Redirects are followed by hand: each address has to be on an allowed host.
            async with self._open().get(url, headers=headers, allow_redirects=False) as response:
                if response.status not in _REDIRECT_CODES:
                    return await _read_answer(response, origin)
                url = urljoin(url, response.headers.get("Location", ""))
                if not self.is_allowed(url):
                    raise _FetchError("a redirect to a host that is not allowed")
        raise _FetchError("too many redirects")

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=_TIMEOUT)
        return self._session

    def _path(self, url: str) -> Path:
        return self._folder / f"{hashlib.sha256(url.encode()).hexdigest()[:32]}.crl"

    def _origin(self, url: str) -> _Origin:
        """What is known of an address; the validators only while the list itself is still there."""
        path = self._path(url)
        known = _read_origin(path.with_suffix(".json"))
        return known if known is not None and known.url == url and path.exists() else _Origin(url)

    def _kept(self) -> list[_Origin]:
        """The origins of the lists kept so far."""
        notes = sorted(self._folder.glob("*.json")) if self._folder.is_dir() else []
        return [origin for note in notes if (origin := _read_origin(note)) is not None]

    def _keep(self, body: bytes, origin: _Origin) -> int:
        """Write a readable list down, all or nothing; how many entries it has."""
        crl: RevocationList = decode_list(body)
        path = self._path(origin.url)
        self._folder.mkdir(parents=True, exist_ok=True)
        note = {"url": origin.url, "etag": origin.etag, "last_modified": origin.last_modified}
        # The list first: an old note beside a new list costs one more download, a new note beside an old list hides it.
        _replace(path, crl.raw)
        _replace(path.with_suffix(".json"), json.dumps(note).encode())
        return len(crl)


async def _read_answer(response: aiohttp.ClientResponse, origin: _Origin) -> tuple[bytes, _Origin] | None:
    if response.status == _NOT_MODIFIED:
        return None
    if response.status != _OK:
        raise _FetchError(f"status {response.status}")
    body = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        body += chunk
        if len(body) > limits.CRL_BYTES:
            raise _FetchError("the list is too large")
    tag, modified = response.headers.get("ETag"), response.headers.get("Last-Modified")
    return bytes(body), _Origin(origin.url, tag, modified)


def _read_origin(note: Path) -> _Origin | None:
    try:
        known = json.loads(note.read_bytes())
        values = [known["url"], known["etag"], known["last_modified"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    url, etag, modified = (value if isinstance(value, str) else None for value in values)
    return None if url is None else _Origin(url, etag, modified)


def _replace(path: Path, data: bytes) -> None:
    """Write a file so that nobody ever sees half of it."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
