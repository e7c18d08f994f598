"""Formatting, and hostile text that must stay text."""

import pytest
from playwright.async_api import expect

from tests.page.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

RENDER = """async ([text, entities]) => {
  const { formatted } = await import("/web/entities.js");
  const holder = document.createElement("div");
  const ignore = () => {};
  holder.append(formatted(text, entities, { command: ignore, copy: ignore }));
  return [holder.textContent, holder.innerHTML];
}"""


async def test_formatting_is_rendered(desk: Desk) -> None:
    await desk.anna.send("/start")
    await desk.says(
        "<b>жирный</b> <i>курсив</i> <u>подчёркнутый</u> <s>зачёркнутый</s> "
        "<a href='https://example.ru/a'>ссылка</a> <blockquote>цитата</blockquote>"
        "<pre><code class='language-python'>x = 1 &lt; 2</code></pre>",
        parse_mode="HTML",
    )
    page = await desk.visit()
    text = page.locator(".row.incoming .text")
    for tag, content in {"b": "жирный", "i": "курсив", "u": "подчёркнутый", "s": "зачёркнутый"}.items():
        await expect(text.locator(tag)).to_have_text(content)
    await expect(text.locator("blockquote")).to_have_text("цитата")
    await expect(text.locator(".pre-head")).to_contain_text("python")
    await expect(text.locator("pre")).to_have_text("x = 1 < 2")
    link = text.get_by_role("link", name="ссылка")
    await expect(link).to_have_attribute("href", "https://example.ru/a")
    assert "noopener" in (await link.get_attribute("rel") or "")


async def test_a_spoiler_opens_and_code_copies(desk: Desk) -> None:
    await desk.anna.send("/start")
    await desk.says("<tg-spoiler>тайна</tg-spoiler> и <code>a1-b2</code>", parse_mode="HTML")
    page = await desk.visit()
    hidden = page.locator(".spoiler-text")
    await expect(hidden).to_have_css("opacity", "0")
    await page.get_by_role("button", name="Показать скрытый текст").click()
    await expect(hidden).to_have_css("opacity", "1")
    await page.locator("code.code").click()
    await expect(page.locator(".toast")).to_have_text("Скопировано")
    assert await page.evaluate("navigator.clipboard.readText()") == "a1-b2"


async def test_a_command_in_the_text_is_sent_by_a_tap(desk: Desk) -> None:
    desk.bot.poll()
    await desk.anna.send("/start")
    await desk.says("Подробнее: /help")
    page = await desk.visit()
    await page.locator(".row.incoming .command").click()
    assert [(await desk.bot.next("message"))["text"] for _ in range(2)] == ["/start", "/help"]


async def test_hostile_text_stays_text(desk: Desk) -> None:
    hostile = "<script>window.hacked = 1</script><img src=x onerror='window.hacked=1'>\u202eevil مرحبا"
    await desk.anna.send(hostile)
    await desk.says(hostile, [{"text": "<b>кнопка</b>", "callback_data": "x"}])
    page = await desk.visit()
    await expect(page.locator(".row .text").first).to_contain_text("<script>window.hacked = 1</script>")
    await expect(page.locator(".key-label")).to_have_text("<b>кнопка</b>")
    await expect(page.locator(".row script, .row img")).to_have_count(0)
    assert await page.evaluate("window.hacked") is None


ADDRESSES = {
    "https://example.ru/?a=1#b": "https://example.ru/?a=1#b",
    "http://127.0.0.1:8080/x": "http://127.0.0.1:8080/x",
    "example.ru/путь": "https://example.ru/%D0%BF%D1%83%D1%82%D1%8C",
    "example.ru:8080/x": "https://example.ru:8080/x",
    "tg://resolve?domain=x": "tg://resolve?domain=x",
    "mailto:a@example.ru": "mailto:a@example.ru",
    "javascript:alert(1)": None,
    "JaVaScRiPt:alert(1)": None,
    " javascript:alert(1)": None,
    "java\tscript:alert(1)": None,
    "data:text/html,<script>alert(1)</script>": None,
    "vbscript:x": None,
    "file:///etc/passwd": None,
    "blob:http://127.0.0.1/x": None,
    "": None,
}


async def test_only_harmless_addresses_become_links(desk: Desk) -> None:
    page = await desk.visit()
    safe = "async (address) => (await import('/web/entities.js')).safeLink(address)"
    assert {address: await page.evaluate(safe, address) for address in ADDRESSES} == ADDRESSES
    for address, opens in ADDRESSES.items():
        mark = {"type": "text_link", "offset": 0, "length": 1, "url": address}
        _, html = await page.evaluate(RENDER, ["x", [mark]])
        assert ("href" in html) == (opens is not None)


TREES: list[tuple[str, list[tuple[str, int, int]], str]] = [
    ("abcdef", [("bold", 0, 6), ("italic", 2, 2)], "<b>ab<i>cd</i>ef</b>"),
    ("abcdef", [("bold", 0, 4), ("italic", 2, 4)], "<b>ab<i>cd</i></b><i>ef</i>"),
    ("abc", [("bold", 1, 99)], "a<b>bc</b>"),
    ("🏢 ООО", [("bold", 3, 3)], "🏢 <b>ООО</b>"),
    ("a<b", [("bold", 1, 1)], "a<b>&lt;</b>b"),
    ("abc", [("unheard_of", 0, 3)], "<span>abc</span>"),
    ("abc", [("bold", 5, 2)], "abc"),
]


async def test_entities_become_a_tree(desk: Desk) -> None:
    page = await desk.visit()
    for text, entities, html in TREES:
        marks = [{"type": kind, "offset": offset, "length": length} for kind, offset, length in entities]
        assert await page.evaluate(RENDER, [text, marks]) == [text, html]


async def test_a_long_text_is_cut_where_words_end(desk: Desk) -> None:
    page = await desk.visit()
    pieces = await page.evaluate(
        "async (text) => (await import('/web/composer.js')).pieces(text)", "слово " * 1500
    )
    assert [len(piece) for piece in pieces] == [4091, 4091, 815]
    assert " ".join(pieces) == ("слово " * 1500).strip()
