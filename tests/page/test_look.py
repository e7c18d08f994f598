"""Themes, widths, contrast and the keyboard."""

import pytest
from playwright.async_api import expect

from tests.page.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

CONTRAST = """([text, ground]) => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const probe = document.body.appendChild(document.createElement("i"));
  const light = (name) => {
    probe.style.color = `var(${name})`;
    context.fillStyle = getComputedStyle(probe).color;
    context.fillRect(0, 0, 1, 1);
    const part = (value) => (value <= .03928 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4);
    const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].map((value) => part(value / 255));
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const [a, b] = [light(text), light(ground)].sort((x, y) => y - x);
  probe.remove();
  return (a + .05) / (b + .05);
}"""
PAIRS = [
    ("--text", "--surface"),
    ("--text-soft", "--surface"),
    ("--text-soft", "--surface-sunken"),
    ("--text-soft", "--field"),
    ("--text-soft", "--hover"),
    ("--accent-text", "--surface"),
    ("--accent-text", "--field"),
    ("--on-accent", "--accent-strong"),
    ("--incoming-meta", "--incoming"),
    ("--outgoing-text", "--outgoing"),
    ("--outgoing-meta", "--outgoing"),
    ("--outgoing-link", "--outgoing"),
    ("--code", "--incoming"),
    ("--good", "--surface"),
    ("--bad", "--surface"),
    ("--warn-text", "--warn-ground"),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_text_is_readable_on_its_ground(desk: Desk, theme: str) -> None:
    page = await desk.visit(f"?user=1001&theme={theme}")
    weak = {pair: await page.evaluate(CONTRAST, list(pair)) for pair in PAIRS}
    # On Telegram's own violet even white comes only this near to 4.5.
    floor = 4.45
    assert {pair: ratio for pair, ratio in weak.items() if ratio < floor} == {}


async def test_the_address_chooses_person_and_theme_and_the_button_changes_it(desk: Desk) -> None:
    page = await desk.visit("?user=1002&theme=dark")
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await expect(page.locator(".person.current")).to_contain_text("Сергей Иванов")
    assert (
        await page.evaluate("getComputedStyle(document.querySelector('.people')).backgroundColor")
        == "rgb(33, 33, 33)"
    )
    await page.get_by_role("button", name="Тема: тёмная").click()
    await expect(page.get_by_role("button", name="Тема: как в системе")).to_be_visible()
    await page.emulate_media(color_scheme="light")
    assert (
        await page.evaluate("getComputedStyle(document.querySelector('.people')).backgroundColor")
        == "rgb(255, 255, 255)"
    )
    await page.emulate_media(color_scheme="dark")
    assert (
        await page.evaluate("getComputedStyle(document.querySelector('.people')).backgroundColor")
        == "rgb(33, 33, 33)"
    )
    assert "theme" not in page.url


@pytest.mark.parametrize(
    ("width", "people", "stand"), [(1440, True, True), (900, True, False), (390, False, False)]
)
async def test_the_columns_fit_the_screen(desk: Desk, width: int, people: bool, stand: bool) -> None:  # noqa: FBT001
    await desk.anna.send("/start")
    await desk.says(
        "Очень длинное слово " + "ж" * 200,
        [{"text": "Кнопка с длинной подписью " * 3, "callback_data": "x"}] * 2,
    )
    await desk.page.set_viewport_size({"width": width, "height": 844})
    page = await desk.visit()
    await expect(page.locator("#chat")).to_be_visible()
    assert await page.locator("#people").is_visible() == people
    assert await page.locator("#stand").is_visible() == stand
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    send = await page.get_by_role("button", name="Отправить", exact=True).bounding_box()
    assert send is not None
    assert send["x"] + send["width"] <= width
    history = await page.evaluate(
        "(() => { const node = document.getElementById('history'); return [node.scrollWidth, node.clientWidth]; })()"
    )
    assert history[0] == history[1]


async def test_a_phone_goes_from_the_list_to_the_chat_and_back(desk: Desk) -> None:
    await desk.page.set_viewport_size({"width": 390, "height": 844})
    page = await desk.visit("")
    await expect(page.locator("#chat")).to_be_hidden()
    await page.get_by_role("button", name="Сергей Иванов").first.click()
    await expect(page.locator("#chat")).to_be_visible()
    await expect(page.locator("#people")).to_be_hidden()
    await page.get_by_role("button", name="К списку людей").click()
    await expect(page.locator("#people")).to_be_visible()


async def test_every_control_has_a_name_and_the_keyboard_reaches_it(desk: Desk) -> None:
    await desk.anna.send("/start")
    await desk.says("Меню", [{"text": "Дальше", "callback_data": "x"}])
    page = await desk.visit()
    nameless = await page.evaluate(
        """[...document.querySelectorAll("button, a, input, textarea")]
          .filter((node) => node.checkVisibility()
            && !(node.getAttribute("aria-label") || node.textContent.trim() || node.placeholder))
          .map((node) => node.outerHTML)"""
    )
    assert nameless == []
    reached = set()
    await page.locator("body").click(position={"x": 5, "y": 5})
    for _ in range(40):
        await page.keyboard.press("Tab")
        reached.add(
            await page.evaluate(
                "document.activeElement.className.split(' ')[0] || document.activeElement.tagName"
            )
        )
    assert {"person-open", "key", "TEXTAREA", "control", "icon-button"} <= reached


async def test_the_page_is_served_under_a_strict_policy(desk: Desk) -> None:
    answer = await desk.page.goto(desk.emulator.url + "/")
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
