"""HTML by Telegram's rules: what it becomes, what it refuses, and what holds for any input."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.emulator.errors import ApiError
from bot.emulator.html import parse_html
from bot.emulator.text import FormattedText, fixed, utf16_length

# source -> text, entities as (type, offset, length, url or language)
PARSED = [
    ("просто", "просто", []),
    ("<b>а</b>", "а", [("bold", 0, 1, "")]),
    ("<B>а</b >", "а", [("bold", 0, 1, "")]),
    ("<strong>а</>б", "аб", [("bold", 0, 1, "")]),
    ("😀<i>я</i>", "😀я", [("italic", 2, 1, "")]),
    ("<em>😀</em>", "😀", [("italic", 0, 2, "")]),
    (
        "<u>а</u><ins>б</ins><s>в</s>",
        "абв",
        [("underline", 0, 1, ""), ("underline", 1, 1, ""), ("strikethrough", 2, 1, "")],
    ),
    ("<tg-spoiler>а</tg-spoiler>", "а", [("spoiler", 0, 1, "")]),
    ('<span class="tg-spoiler">а</span>', "а", [("spoiler", 0, 1, "")]),
    ("<b></b>", "", []),
    ("<b>а<i>б</i></b>", "аб", [("bold", 0, 2, ""), ("italic", 1, 1, "")]),
    ("<code>x</code>", "x", [("code", 0, 1, "")]),
    ('<code class="language-python">x</code>', "x", [("code", 0, 1, "")]),
    ("<pre>x</pre>", "x", [("pre", 0, 1, "")]),
    ('<pre><code class="language-python">x</code></pre>', "x", [("pre", 0, 1, "python")]),
    ('<code class="language-python"><pre>x</pre></code>', "x", [("pre", 0, 1, "python")]),
    ("<blockquote>а</blockquote>", "а", [("blockquote", 0, 1, "")]),
    ("<blockquote expandable>а</blockquote>", "а", [("expandable_blockquote", 0, 1, "")]),
    ('<a href="https://ya.ru">а</a>', "а", [("text_link", 0, 1, "https://ya.ru/")]),
    ("<a href='https://ya.ru/?a=1&amp;b=2'>а</a>", "а", [("text_link", 0, 1, "https://ya.ru/?a=1&b=2")]),
    ("<a href=ya.ru>а</a>", "а", [("text_link", 0, 1, "http://ya.ru/")]),
    ("<a>ya.ru</a>", "ya.ru", [("text_link", 0, 5, "http://ya.ru/")]),
    ('<a href="http://127.0.0.1:8080/x">а</a>', "а", [("text_link", 0, 1, "http://127.0.0.1:8080/x")]),
    ('<a href="http://localhost:8080/x">а</a>', "а", []),
    ('<a href="javascript:alert(1)">а</a>', "а", []),
    ('<a href="">а</a>', "а", []),
    ('<a href="tg://user?id=5">а</a>', "а", [("text_mention", 0, 1, "")]),
    ("&lt;b&gt; &amp;&quot;", '<b> &"', []),
    ("&lt", "<", []),
    ("&#1103;&#x44F;", "яя", []),
    ("&nbsp;&laquo;&apos;&mdash;", "&nbsp;&laquo;&apos;&mdash;", []),
    ("a & b", "a & b", []),
    ("&#0; &#; &#x; &#1114111; &#12345678901;", "&#0; &#; &#x; &#1114111; &#12345678901;", []),
    ("a > b", "a > b", []),
    ('<tg-emoji emoji-id="5">😀</tg-emoji>', "😀", [("custom_emoji", 0, 2, "")]),
    ('<tg-time unix="1700000000">тогда</tg-time>', "тогда", [("date_time", 0, 5, "")]),
]
REFUSED = [
    ("<p>", 'Unsupported start tag "p" at byte offset 0'),
    ("яя<H1>", 'Unsupported start tag "h1" at byte offset 4'),
    ("< b>а</b>", 'Unsupported start tag "" at byte offset 0'),
    ("a < b", 'Unsupported start tag "" at byte offset 2'),
    ("а<", "Unclosed start tag at byte offset 2"),
    ("а<b", "Unclosed start tag at byte offset 2"),
    ("<a href", 'Unclosed start tag "a" at byte offset 0'),
    ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
    ('<a href="x', 'Unclosed start tag "a" at byte offset 0'),
    ('<a href="x"', 'Unclosed start tag "a" at byte offset 0'),
    ("<a =x>", 'Empty attribute name in the tag "a" at byte offset 3'),
    ("<b />", 'Empty attribute name in the tag "b" at byte offset 3'),
    ("<a href=x/y>", "Unexpected end of name token at byte offset 8"),
    ("</b>", "Unexpected end tag at byte offset 0"),
    ("<b>а</b", "Unclosed end tag at byte offset 5"),
    ("<b>а</b x>", "Unclosed end tag at byte offset 5"),
    ("<i>а</b>", 'Unmatched end tag at byte offset 5, expected "</i>", found "</b>"'),
    ("<b><i>а</i>", 'Can\'t find end tag corresponding to start tag "b"'),
    ("<span>а</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ('я<span class="x">а</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 2'),
    (
        "&#xD83D;",
        (
            "Text contains invalid Unicode characters after decoding HTML entities,"
            " check for unmatched surrogate code units"
        ),
    ),
    ("<tg-emoji>😀</tg-emoji>", "Invalid custom emoji identifier specified"),
]
MARKUP = st.lists(
    st.sampled_from(
        [
            "<b>",
            "</b>",
            "<i>",
            "</i>",
            "</>",
            "<a href=",
            '"',
            "'",
            ">",
            "<",
            "&lt;",
            "&",
            "&#",
            "x41;",
            " ",
            "<pre>",
            "<code class=",
            "language-x",
            "</code>",
            "</pre>",
            "<blockquote expandable>",
            "https://ya.ru",
            "я",
            "😀",
            "\n",
            "\0",
            "=",
            "/",
        ]
    )
).map("".join)


@pytest.mark.parametrize(("source", "text", "entities"), PARSED)
def test_what_html_becomes(source: str, text: str, entities: list[tuple[str, int, int, str]]) -> None:
    parsed, _ = parse_html(source)
    assert parsed.text == text
    shown = [(one.type, one.offset, one.length, one.url or one.language) for one in parsed.entities]
    assert shown == entities


@pytest.mark.parametrize(("source", "reason"), REFUSED)
def test_what_html_is_refused(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse_html(source)
    assert caught.value.status == 400
    assert caught.value.description == f"Bad Request: can't parse entities: {reason}"


def test_dropped_links_are_told() -> None:
    _, dropped = parse_html('<a href="http://localhost/x">а</a> <a href="ya.ru">б</a>')
    assert dropped == ["http://localhost/x"]


@given(st.one_of(MARKUP, st.text()))
def test_any_input_is_parsed_or_refused_with_an_offset_inside_it(source: str) -> None:
    refusal = refused(source)
    if refusal is None:
        parsed, _ = parse_html(source)
        _assert_entities_inside(parsed)
        _assert_entities_inside(fixed(parsed))
        return
    offset = re.search(r"byte offset (\d+)", refusal.description)
    assert refusal.status == 400
    assert offset is None or int(offset[1]) <= len(source.encode())


def refused(source: str) -> ApiError | None:
    try:
        parse_html(source)
    except ApiError as error:
        return error
    return None


@given(st.text())
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert parse_html(escaped)[0] == FormattedText(text)


def _assert_entities_inside(text: FormattedText) -> None:
    end = utf16_length(text.text)
    boundaries = {0}
    at = 0
    for letter in text.text:
        at += utf16_length(letter)
        boundaries.add(at)
    for entity in text.entities:
        assert entity.length > 0
        assert 0 <= entity.offset < entity.end <= end
        assert {entity.offset, entity.end} <= boundaries
