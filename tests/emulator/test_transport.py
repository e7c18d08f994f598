"""HTTP like Telegram's: addresses, tokens, forms, JSON, multipart, sizes, downloads."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.emulator import Emulator, Limits, Person
from tests.emulator.conftest import TOKEN, Client, Times, until_polled

BOUNDARY = "b0undary"


@pytest.fixture
async def anna(tg: Emulator) -> Person:
    person = tg.person("Анна")
    await person.start()
    return person


def part(header: str, value: bytes) -> bytes:
    return f"--{BOUNDARY}\r\nContent-Disposition: form-data; {header}\r\n\r\n".encode() + value + b"\r\n"


async def multipart(
    client: Client, method: str, *parts: bytes, pieces: int = 0
) -> tuple[int, dict[str, Any]]:
    """Sends a hand-made body; with `pieces`, chunked in pieces of that size."""
    body = b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()

    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(body), pieces):
            yield body[start : start + pieces]

    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    async with client.session.post(
        f"{client.url}/bot{TOKEN}/{method}", data=chunks() if pieces else body, headers=headers
    ) as response:
        return response.status, await response.json()


@pytest.mark.parametrize(
    ("path", "status", "description"),
    [
        ("/nothing", 404, "Not Found"),
        ("/file/nothing", 404, "Not Found"),
        (f"/bot{TOKEN}/", 404, "Not Found: method not found"),
        (f"/bot{TOKEN}", 404, "Not Found: method not found"),
        (f"/bot{TOKEN}/sendPoem", 404, "Not Found: method not found"),
        ("/bot700001:wrong/getMe", 401, "Unauthorized"),
        ("/botwrong/getMe", 401, "Unauthorized: invalid token specified"),
        ("/bot0700001:wrong/getMe", 401, "Unauthorized: invalid token specified"),
        ("/bot1:" + "x" * 80 + "/getMe", 401, "Unauthorized: invalid token specified"),
        (f"/file/bot{TOKEN}/documents/file_0.pdf", 404, "Not Found"),
        ("/file/bot1:x/documents/file_0.pdf", 401, "Unauthorized"),
    ],
)
async def test_addresses_and_tokens(client: Client, path: str, status: int, description: str) -> None:
    async with client.session.get(client.url + path) as response:
        assert response.content_type == "application/json"
        assert await response.json() == {"ok": False, "error_code": status, "description": description}
        assert response.status == status


@pytest.mark.parametrize("verb", ["GET", "POST", "PUT"])
@pytest.mark.parametrize("name", ["getMe", "getme", "GETME"])
async def test_any_verb_and_case(client: Client, verb: str, name: str) -> None:
    async with client.session.request(verb, f"{client.url}/bot{TOKEN}/{name}") as response:
        answer = await response.json()
    assert answer["ok"] is True
    assert answer["result"]["is_bot"] is True
    assert answer["result"]["username"] == "kabinet_demo_bot"
    assert answer["result"]["id"] == 700001


async def test_the_method_may_be_a_parameter(client: Client) -> None:
    async with client.session.post(f"{client.url}/bot{TOKEN}/", data={"method": "getMe"}) as response:
        assert (await response.json())["ok"] is True


async def test_every_way_to_give_parameters(client: Client, anna: Person) -> None:
    url = f"{client.url}/bot{TOKEN}/sendMessage"
    asked = {"chat_id": str(anna.id), "text": "a+b & я"}
    ways: list[dict[str, Any]] = [
        {"params": asked},
        {"data": asked},
        {"json": asked},
        {"json": {**asked, "chat_id": anna.id, "reply_markup": None}},
        {"params": {"text": asked["text"]}, "data": {"chat_id": asked["chat_id"]}},
    ]
    for way in ways:
        async with client.session.post(url, **way) as response:
            assert (await response.json())["result"]["text"] == "a+b & я"
    status, answer = await multipart(
        client, "sendMessage", part('name="chat_id"', b"1001"), part('name="text"', "a+b & я".encode())
    )
    assert (status, answer["result"]["text"]) == (200, "a+b & я")


async def test_the_query_string_wins(client: Client, anna: Person) -> None:
    url = f"{client.url}/bot{TOKEN}/sendMessage"
    async with client.session.post(
        url, params={"text": "из адреса"}, data={"chat_id": 1001, "text": "из тела"}
    ) as response:
        assert (await response.json())["result"]["text"] == "из адреса"


@pytest.mark.parametrize("body", ["{", "[]", '"x"', "5"])
async def test_json_that_is_no_object(client: Client, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    async with client.session.post(f"{client.url}/bot{TOKEN}/getMe", data=body, headers=headers) as response:
        assert response.status == 400


async def test_text_must_be_utf_8(client: Client, anna: Person) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    url = f"{client.url}/bot{TOKEN}/sendMessage"
    async with client.session.post(url, data=b"chat_id=1001&text=%FF", headers=headers) as response:
        assert (await response.json())["description"] == "Bad Request: strings must be encoded in UTF-8"


@pytest.mark.parametrize("pieces", [0, 1, 7, 4096])
async def test_multipart_with_bare_names_in_chunks(client: Client, anna: Person, pieces: int) -> None:
    status, answer = await multipart(
        client,
        "sendDocument",
        part("name=chat_id", b"1001"),
        part("name=document; filename=x%20y.txt", b"\r\n--b0undar\r\n"),
        part('name="caption"', "подпись".encode()),
        pieces=pieces,
    )
    assert status == 200, answer
    assert answer["result"]["document"]["file_name"] == "x y.txt"
    assert answer["result"]["document"]["file_size"] == 13
    assert answer["result"]["caption"] == "подпись"


async def test_multipart_file_names(client: Client, anna: Person) -> None:
    sent = {
        'filename="О «Р».xml"': "О  Р.xml",
        'filename="100%25.txt"': "100%.txt",
        'filename="a;b.txt"': "a",  # a semicolon ends a value even in quotes
        "filename=\"a.txt\"; filename*=UTF-8''b.txt": "a.txt",
        'filename=""': "file",
    }
    for header, kept in sent.items():
        _, answer = await multipart(
            client, "sendDocument", part('name="chat_id"', b"1001"), part(f'name="document"; {header}', b"x")
        )
        assert answer["result"]["document"]["file_name"] == kept, header


async def test_an_attached_part(client: Client, anna: Person) -> None:
    _, answer = await multipart(
        client,
        "sendDocument",
        part('name="chat_id"', b"1001"),
        part('name="document"', b"attach://up"),
        part('name="up"; filename="a.pdf"', b"%PDF"),
    )
    assert answer["result"]["document"]["mime_type"] == "application/pdf"


@pytest.mark.parametrize(
    ("header", "description"),
    [
        ('filename="x"', "Bad Request: field name in multipart/form-data not found"),
        ('name=""', "Bad Request: field name in multipart/form-data not found"),
    ],
)
async def test_malformed_multipart(client: Client, header: str, description: str) -> None:
    status, answer = await multipart(client, "sendDocument", part(header, b"x"))
    assert (status, answer["description"]) == (400, description)


async def test_an_empty_file(client: Client, anna: Person) -> None:
    status, answer = await multipart(
        client, "sendDocument", part('name="chat_id"', b"1001"), part('name="document"; filename="a"', b"")
    )
    assert (status, answer["description"]) == (400, "Bad Request: file must be non-empty")


@pytest.mark.usefixtures("anna")
@pytest.mark.parametrize("limits", [Limits(upload_bytes=1000, parameter_bytes=500, download_bytes=900)])
class TestSizes:
    async def test_a_file_too_large(self, client: Client) -> None:
        chat = part('name="chat_id"', b"1001")
        for size, expected in ((1000, 200), (1001, 413)):
            file = part('name="document"; filename="a.bin"', b"x" * size)
            status, answer = await multipart(client, "sendDocument", chat, file)
            assert status == expected
        assert answer == {"ok": False, "error_code": 413, "description": "Request Entity Too Large"}

    async def test_parameters_too_large(self, client: Client) -> None:
        assert await client.refused("sendMessage", chat_id=1001, text="x" * 600) == (
            413,
            "Request Entity Too Large",
        )
        status, _ = await multipart(client, "sendMessage", *[part('name="text"', b"x" * 200)] * 3)
        assert status == 413

    async def test_a_file_too_large_to_fetch(self, client: Client, anna: Person) -> None:
        sent = await client.send_document(anna.id, content=b"x" * 901)
        refusal = await client.refused("getFile", file_id=sent["document"]["file_id"])
        assert refusal == (400, "Bad Request: file is too big")


async def test_a_download(client: Client, anna: Person, times: Times) -> None:
    message = await anna.upload("Подпись.sig", b"\x30\x80" * 50_000)
    (_, update) = await client.ok("getUpdates")
    document = update["message"]["document"]
    assert document["file_name"] == "Подпись.sig"
    assert document["file_size"] == 100_000
    file = await client.ok("getFile", file_id=document["file_id"])
    assert set(file) == {"file_id", "file_unique_id", "file_size", "file_path"}
    assert file["file_path"].startswith("documents/file_")
    url = f"{client.url}/file/bot{TOKEN}/{file['file_path']}"
    async with client.session.get(url) as response:
        assert response.content_type == "application/octet-stream"
        assert message.file is not None
        assert await response.read() == message.file.content
    times.pass_(3601)
    async with client.session.get(url) as response:
        assert response.status == 404
        assert (await response.json())["description"] == "Not Found"


async def test_a_compressed_body(client: Client, anna: Person) -> None:
    body = gzip.compress(json.dumps({"chat_id": 1001, "text": "сжато"}).encode())
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    url = f"{client.url}/bot{TOKEN}/sendMessage"
    async with client.session.post(url, data=body, headers=headers) as response:
        assert (await response.json())["result"]["text"] == "сжато"


async def test_stopping_does_not_wait_for_a_poll(tg: Emulator, client: Client) -> None:
    poll = asyncio.create_task(client.call("getUpdates", timeout=50))
    await until_polled(tg)
    async with asyncio.timeout(3):
        await tg.stop()
    with pytest.raises(aiohttp.ClientError):
        await poll
