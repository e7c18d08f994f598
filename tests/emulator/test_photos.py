"""sendPhoto: what it takes, what it refuses and in which words."""

import struct
from io import BytesIO

import aiohttp
import pytest

from bot.emulator import Emulator, Person
from tests.emulator.conftest import Client
from tests.emulator.painting import png

TEN_MEGABYTES = 10 * 1024 * 1024
GIF = b"GIF89a" + struct.pack("<HH", 64, 48) + b"\0"
JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + struct.pack(">HH", 48, 64) + b"\x03"
INVALID = "Bad Request: IMAGE_PROCESS_FAILED"
DIMENSIONS = "Bad Request: PHOTO_INVALID_DIMENSIONS"


@pytest.fixture
async def anna(tg: Emulator) -> Person:
    person = tg.person("Анна")
    await person.start()
    return person


async def send(client: Client, content: bytes, name: str = "a.png") -> tuple[int, str]:
    form = aiohttp.FormData({"chat_id": "1001", "caption": "линия"}, quote_fields=False)
    form.add_field("photo", BytesIO(content), filename=name)
    status, answer = await client.form("sendPhoto", form)
    return status, answer.get("description", "")


async def test_a_photo_tells_its_sides(client: Client, anna: Person) -> None:
    form = aiohttp.FormData({"chat_id": str(anna.id), "caption": "линия"}, quote_fields=False)
    form.add_field("photo", png(64, 48), filename="a.png")
    _, answer = await client.form("sendPhoto", form)
    (size,) = answer["result"]["photo"]
    assert (size["width"], size["height"]) == (64, 48)
    assert answer["result"]["caption"] == "линия"
    file = await client.ok("getFile", file_id=size["file_id"])
    assert file["file_path"] == "photos/file_0.png"


@pytest.mark.parametrize("content", [png(1, 1), png(5000, 5000), png(9523, 477), png(20, 1), GIF, JPEG])
@pytest.mark.usefixtures("anna")
async def test_a_photo_within_the_limits_is_taken(client: Client, content: bytes) -> None:
    assert await send(client, content, "no extension") == (200, "")


@pytest.mark.parametrize(
    ("content", "description"),
    [
        (b"no picture", INVALID),
        (b"%PDF-1.7", INVALID),
        (png(64, 48)[:-13], INVALID),
        (png(64, 48)[:40], INVALID),
        (png(64, 48)[:50] + b"!" + png(64, 48)[51:], INVALID),
        (png(64, 0), INVALID),
        (JPEG[:12], INVALID),
        (png(5001, 5000), DIMENSIONS),
        (png(21, 1), DIMENSIONS),
        (png(10, 201), DIMENSIONS),
    ],
)
async def test_a_photo_that_telegram_refuses(
    tg: Emulator, client: Client, anna: Person, content: bytes, description: str
) -> None:
    assert await send(client, content) == (400, description)
    assert [message.plain for message in tg.world.visible(anna.id)] == ["/start"]


@pytest.mark.usefixtures("anna")
async def test_a_photo_of_more_than_ten_megabytes(client: Client) -> None:
    padded = png(64, 48) + bytes(TEN_MEGABYTES + 1 - len(png(64, 48)))
    assert await send(client, padded[:-1]) == (200, "")
    assert await send(client, padded) == (
        400,
        "Bad Request: file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes",
    )


@pytest.mark.usefixtures("anna")
async def test_what_the_emulator_cannot_read_is_said_to_be_its_own_fault(client: Client) -> None:
    status, description = await send(client, b"RIFF\x10\0\0\0WEBPVP8 ", "a.webp")
    assert status == 501
    assert "WebP" in description
