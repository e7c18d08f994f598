"""What the page's server gives out, and to whom."""

import aiohttp
import pytest
from yarl import URL

from bot.emulator import Emulator
from tests.emulator.conftest import Client


async def test_static_files(tg: Emulator, client: Client) -> None:
    async with client.session.get(tg.url + "/") as response:
        assert response.status == 200
        assert response.content_type == "text/html"
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    for path in ("/web/nothing.js", "/web/%2e%2e", "/web/%2e%2e%2fpage.py", "/document/x", "/transcript/5"):
        async with client.session.get(URL(tg.url + path, encoded=True)) as response:
            assert response.status == 404


@pytest.mark.parametrize("origin", [None, "http://evil.example", "null", "https://127.0.0.1"])
async def test_other_sites_are_kept_out(tg: Emulator, client: Client, origin: str | None) -> None:
    headers = {} if origin is None else {"Origin": origin}
    with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
        await client.session.ws_connect(f"{tg.url}/ws", headers=headers)
    assert caught.value.status == 403
    async with client.session.post(
        f"{tg.url}/upload?person=1001", data={"a": "b"}, headers=headers
    ) as response:
        assert response.status == 403


@pytest.mark.parametrize("path", ["/", "/ws", "/transcript/1001", "/document/x", "/web/app.js"])
async def test_a_foreign_host_name_is_refused(tg: Emulator, client: Client, path: str) -> None:
    headers = {"Host": "evil.example", "Origin": "http://evil.example"}
    async with client.session.get(tg.url + path, headers=headers) as response:
        assert response.status == 403
