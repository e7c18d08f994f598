"""Cleaning of texts, and the entities that Telegram finds by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.emulator.autolink import with_found
from bot.emulator.text import Entity, FormattedText, fixed, is_blank, utf16_length

CLEANED = [
    ("а\r\nб", "а\nб"),
    ("а\tб\x00в", "а б в"),
    ("  а  ", "а"),
    ("\n\nа\n \n", "а"),
    ("а\u2028б\u202eв", "абв"),
    ("а\u0333\u030aб", "аб"),
    ("а\u00a0", "а\u00a0"),
    ("\u200b \u2800", ""),
]
# text -> what is found, as (type, the part of the text)
FOUND = [
    ("/start", [("bot_command", "/start")]),
    ("см. /help и /a/b", [("bot_command", "/help")]),
    ("/start@kabinet_demo_bot привет", [("bot_command", "/start@kabinet_demo_bot")]),
    ("a/start </start", []),
    ("пишите @kontur_help!", [("mention", "@kontur_help")]),
    ("@ab a@b", []),
    ("#акт №5, #123 и #акты_2026", [("hashtag", "#акт"), ("hashtag", "#акты_2026")]),
    ("$USD и $usd", [("cashtag", "$USD")]),
    ("почта ivan.petrov@example.com.", [("email", "ivan.petrov@example.com")]),
    ("https://kontur.ru/a?b=1.", [("url", "https://kontur.ru/a?b=1")]),
    ("(https://kontur.ru/a_(b))", [("url", "https://kontur.ru/a_(b)")]),
    ("kontur.ru и акт.pdf", [("url", "kontur.ru")]),
    ("http://localhost:8080/x", []),
    ("http://127.0.0.1:8080/x", [("url", "http://127.0.0.1:8080/x")]),
    ("сумма 12.50, дата 30.11.2026", []),
    ("😀 @kontur_help", [("mention", "@kontur_help")]),
]


@pytest.mark.parametrize(("raw", "kept"), CLEANED)
def test_cleaning(raw: str, kept: str) -> None:
    assert fixed(FormattedText(raw)).text == kept


def test_entities_move_with_the_text_and_lose_white_space() -> None:
    raw = FormattedText("\r\n <а\r б >  ", (Entity("bold", 3, 8), Entity("italic", 10, 3)))
    kept = fixed(raw)
    assert kept.text == "<а б >"
    assert kept.entities == (Entity("bold", 0, 6),)


def test_leading_space_stays_inside_an_entity() -> None:
    assert fixed(FormattedText("  а", (Entity("code", 0, 3),))).text == "  а"


def test_neighbours_of_one_style_become_one() -> None:
    parts = (Entity("bold", 0, 1), Entity("bold", 1, 1), Entity("italic", 2, 1))
    assert fixed(FormattedText("абв", parts)).entities == (Entity("bold", 0, 2), Entity("italic", 2, 1))


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found_entities(text: str, expected: list[tuple[str, str]]) -> None:
    units = text.encode("utf-16-le")
    found = [
        (one.type, units[2 * one.offset : 2 * one.end].decode("utf-16-le"))
        for one in with_found(FormattedText(text)).entities
    ]
    assert found == expected


def test_nothing_is_found_in_code_and_links() -> None:
    opaque = (Entity("code", 0, 6), Entity("text_link", 7, 6, url="http://a.ru/"))
    assert with_found(FormattedText("/start /start", opaque)).entities == opaque


@given(
    st.text(), st.lists(st.tuples(st.sampled_from(["bold", "code"]), st.integers(0, 20), st.integers(0, 20)))
)
def test_cleaning_is_stable_and_keeps_entities_inside(text: str, ranges: list[tuple[str, int, int]]) -> None:
    end = utf16_length(text)
    entities = tuple(
        Entity(kind, offset, min(length, end - offset)) for kind, offset, length in ranges if offset < end
    )
    once = fixed(FormattedText(text, entities))
    assert all(0 <= one.offset < one.end <= utf16_length(once.text) for one in once.entities)
    assert fixed(FormattedText(once.text)).text == once.text or once.entities
    assert not once.text or not is_blank(once.text)
