"""Files both ways, byte for byte."""

import hashlib
from pathlib import Path

import pytest
from playwright.async_api import FilePayload, Page, expect

from tests.emulator.painting import png
from tests.page.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

CONTENT = bytes(range(256)) * 40 + "подпись".encode()
DROP = """(names) => {
  const transfer = new DataTransfer();
  for (const name of names) transfer.items.add(new File([`content of ${name}`], name));
  const target = document.getElementById("history");
  for (const kind of ["dragenter", "dragover", "drop"])
    target.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: transfer }));
}"""
PASTE = """(name) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File(["pasted"], name));
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: transfer }));
}"""


async def _choose(page: Page, files: list[FilePayload]) -> None:
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("button", name="Прикрепить файлы").click()
    await (await chooser.value).set_files(files)


async def _send(page: Page, caption: str = "") -> None:
    dialog = page.get_by_role("dialog", name="Отправка файлов")
    await expect(dialog).to_be_visible()
    await dialog.get_by_role("textbox", name="Подпись").fill(caption)
    await dialog.get_by_role("button", name="Отправить").click()
    await expect(dialog).to_be_hidden()


async def test_an_upload_arrives_byte_for_byte(desk: Desk) -> None:
    desk.bot.poll()
    await desk.anna.send("/start")
    page = await desk.visit()
    await _choose(page, [{"name": "подпись.sig", "mimeType": "application/octet-stream", "buffer": CONTENT}])
    await _send(page, "От директора")
    message = await desk.bot.next("message")
    while "document" not in message:
        message = await desk.bot.next("message")
    assert message["caption"] == "От директора"
    assert message["document"]["file_name"] == "подпись.sig"
    assert message["document"]["file_size"] == len(CONTENT)
    stored = desk.emulator.world.visible(1001)[-1].file
    assert stored is not None
    assert stored.content == CONTENT
    await expect(page.locator(".row.outgoing").last).to_contain_text("подпись.sig")


async def test_several_files_are_one_album_in_one_bubble(desk: Desk) -> None:
    desk.bot.poll()
    await desk.anna.send("/start")
    page = await desk.visit()
    files: list[FilePayload] = [
        {"name": f"{number}.sig", "mimeType": "application/octet-stream", "buffer": bytes([number])}
        for number in range(1, 4)
    ]
    await _choose(page, files)
    await expect(page.get_by_role("dialog")).to_contain_text("Отправить 3 файла")
    await page.get_by_role("button", name="Убрать 2.sig").click()
    await _send(page)
    await expect(page.locator(".row.outgoing").last.locator(".file-name")).to_have_text(["1.sig", "3.sig"])
    first, second = desk.emulator.world.visible(1001)[-2:]
    assert first.album
    assert first.album == second.album


async def test_files_may_be_dropped_and_pasted(desk: Desk) -> None:
    await desk.anna.send("/start")
    page = await desk.visit()
    await page.evaluate(DROP, ["a.txt", "b.txt"])
    await expect(page.locator(".upload-list li")).to_have_count(2)
    await _send(page)
    await page.get_by_role("textbox", name="Сообщение").focus()
    await page.evaluate(PASTE, "снимок.txt")
    await _send(page)
    await expect(page.locator(".row.outgoing").last).to_contain_text("снимок.txt")
    contents = [message.file.content for message in desk.emulator.world.visible(1001) if message.file]
    assert contents == [b"content of a.txt", b"content of b.txt", b"pasted"]


async def test_a_document_downloads_byte_for_byte(desk: Desk, tmp_path: Path) -> None:
    await desk.anna.send("/start")
    await desk.bot.call(
        "sendDocument", chat_id=1001, document=("Акт 118.pdf", CONTENT), caption="Акт за октябрь"
    )
    page = await desk.visit()
    file = page.get_by_role("link", name="Скачать Акт 118.pdf")
    await expect(file).to_contain_text("10 КБ")
    await expect(file.locator(".badge-pdf").first).to_have_text("pdf")
    async with page.expect_download() as started:
        await file.click()
    download = await started.value
    assert download.suggested_filename == "Акт 118.pdf"
    await download.save_as(tmp_path / "act")
    saved = (tmp_path / "act").read_bytes()
    assert hashlib.sha256(saved).digest() == hashlib.sha256(CONTENT).digest()


async def test_protected_content_offers_no_download(desk: Desk) -> None:
    await desk.anna.send("/start")
    await desk.bot.call("sendDocument", chat_id=1001, document=("Акт.pdf", CONTENT), protect_content=True)
    page = await desk.visit()
    await expect(page.locator(".row.incoming")).to_contain_text("Скачивание запрещено")
    await expect(page.locator(".row.incoming a")).to_have_count(0)


async def test_a_photo_is_shown_and_opens_large(desk: Desk) -> None:
    await desk.anna.send("/start")
    await desk.bot.call("sendPhoto", chat_id=1001, photo=("timeline", png(40, 30)), caption="Сроки")
    page = await desk.visit()
    image = page.locator(".row.incoming .picture img")
    await expect(image).to_be_visible()
    assert await image.evaluate("async node => { await node.decode(); return node.naturalWidth; }") == 40
    await expect(page.locator(".person.current .person-last")).to_have_text("Фото, Сроки")
    await page.locator(".picture-open").click()
    await expect(page.locator("dialog.viewer img")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog.viewer")).to_have_count(0)


async def test_a_picture_sent_as_a_document_stays_a_file(desk: Desk) -> None:
    await desk.anna.send("/start")
    await desk.bot.call("sendDocument", chat_id=1001, document=("timeline.png", png(40, 30)))
    page = await desk.visit()
    await expect(page.locator(".row.incoming .file-name")).to_have_text("timeline.png")
    await expect(page.locator(".row.incoming .picture")).to_have_count(0)


async def test_a_name_cannot_pose_as_another_type(desk: Desk) -> None:
    await desk.anna.send("/start")
    page = await desk.visit()
    await _choose(
        page, [{"name": "счёт\u202efdp.exe", "mimeType": "application/octet-stream", "buffer": b"x"}]
    )
    await expect(page.locator(".upload-list .file-name")).to_have_text("счётfdp.exe")
