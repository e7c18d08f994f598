"""HTML of messages, read by Telegram's rules.

Pure. Written after the behaviour of TDLib's parse_html: offsets in errors count UTF-8 bytes of the input, offsets of
entities count UTF-16 units of the result; only `&lt; &gt; &amp; &quot;` and numeric references are decoded.
"""

from dataclasses import dataclass, replace

from bot.emulator import links
from bot.emulator.errors import ApiError, cannot_parse_entities
from bot.emulator.text import Entity, FormattedText, is_unicode, sorted_entities, utf16_length

_STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
_TAGS = frozenset({*_STYLES, "a", "code", "pre", "blockquote", "tg-emoji", "tg-time"})
_SPACE = b" \t\r\n\0\v"
_NAME_END = _SPACE + b"=>/\"'"
_TOKEN = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-")
_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_DIGITS = frozenset(b"0123456789")
_HEX = frozenset(b"0123456789abcdefABCDEF")
_NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
_LAST_CODE_POINT = 0x10FFFF
_LONGEST_REFERENCE = 10
_LT, _GT, _SLASH, _AMP, _EQUALS = b"<>/&="
_QUOTES = b"\"'"


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    start: int
    extra: str = ""


def parse_html(text: str) -> tuple[FormattedText, list[str]]:
    """The text without tags, its entities, and the addresses of links that were dropped (the text of those stays).

    Raises:
        ApiError: "can't parse entities: …".
    """
    parser = _Parser(text)
    return parser.run(), parser.dropped


class _Parser:
    """One pass over the bytes; a zero byte after the last one saves the checks for the end."""

    def __init__(self, text: str) -> None:
        self.raw = text.encode("utf-8", "surrogatepass")
        self.data = self.raw + b"\0\0\0\0"
        self.at = 0
        self.pieces: list[str] = []
        self.units = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []
        self.dropped: list[str] = []

    def run(self) -> FormattedText:
        while self.at < len(self.raw):
            byte = self.data[self.at]
            if byte == _AMP and (character := self._reference()) is not None:
                self._append(character)
            elif byte == _LT:
                self._tag()
            else:
                stop = self.at + 1
                while stop < len(self.raw) and self.data[stop] not in (_AMP, _LT):
                    stop += 1
                self._append(self.raw[self.at : stop].decode("utf-8", "surrogatepass"))
                self.at = stop
        if self.open:
            raise cannot_parse_entities(
                f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"'
            )
        result = "".join(self.pieces)
        if not is_unicode(result):
            raise cannot_parse_entities(
                "Text contains invalid Unicode characters after decoding HTML entities,"
                " check for unmatched surrogate code units"
            )
        # a language belongs to <pre><code> only; on <code> alone it is forgotten
        plain = (
            replace(entity, language="") if entity.type == "code" else entity for entity in self.entities
        )
        return FormattedText(result, tuple(sorted_entities(plain)))

    def _append(self, text: str) -> None:
        self.pieces.append(text)
        self.units += utf16_length(text)

    def _reference(self) -> str | None:
        """The character of a reference at this place, which is then passed; None when it stays as it is."""
        data, end = self.data, self.at + 1
        if data[end] == ord("#"):
            end += 1
            base, digits = (16, _HEX) if data[end] == ord("x") else (10, _DIGITS)
            end += base == 16  # noqa: PLR2004  the base of hexadecimal numbers
            start = end
            while data[end] in digits:
                end += 1
            if end - self.at >= _LONGEST_REFERENCE or start == end:
                return None
            code = int(data[start:end], base)
            if not 0 < code < _LAST_CODE_POINT:
                return None
            character = chr(code)
        else:
            while data[end] in _LETTERS:
                end += 1
            named = _NAMED.get(data[self.at + 1 : end])
            if named is None:
                return None
            character = named
        self.at = end + 1 if data[end] == ord(";") else end
        return character

    def _text(self, start: int, end: int) -> str:
        return self.data[start:end].decode("utf-8", "replace")

    def _skip_space(self) -> None:
        while self.at < len(self.raw) and self.data[self.at] in _SPACE:
            self.at += 1

    def _until(self, stops: bytes) -> None:
        """Goes to the first of these bytes; the zero byte after the text counts as space."""
        while self.data[self.at] not in stops:
            self.at += 1

    def _tag(self) -> None:
        start = self.at
        self.at += 1
        if self.data[self.at] == _SLASH:
            self._end_tag(start)
        else:
            self._start_tag(start)

    def _start_tag(self, start: int) -> None:
        self._until(_SPACE + b">")
        if self.at >= len(self.raw):
            raise cannot_parse_entities(f"Unclosed start tag at byte offset {start}")
        tag = self._text(start + 1, self.at).lower()
        if tag not in _TAGS:
            raise cannot_parse_entities(f'Unsupported start tag "{tag}" at byte offset {start}')
        opened = _Open(tag, "", self.units, len(self.pieces))
        unclosed = cannot_parse_entities(f'Unclosed start tag "{tag}" at byte offset {start}')
        while self.data[self.at] != _GT:
            self._skip_space()
            if self.data[self.at] == _GT:
                break
            self._attribute(opened, unclosed)
        self.at += 1
        if tag == "span" and opened.argument != "tg-spoiler":
            raise cannot_parse_entities(f'Tag "span" must have class "tg-spoiler" at byte offset {start}')
        self.open.append(opened)

    def _attribute(self, opened: _Open, unclosed: ApiError) -> None:
        start = self.at
        self._until(_NAME_END)
        name = self._text(start, self.at)
        if not name:
            if self.at >= len(self.raw):
                raise unclosed
            raise cannot_parse_entities(
                f'Empty attribute name in the tag "{opened.tag}" at byte offset {self.at}'
            )
        self._skip_space()
        value = ""
        if self.data[self.at] == _EQUALS:
            self.at += 1
            self._skip_space()
            value = self._value(unclosed)
        if self.at >= len(self.raw):
            raise unclosed
        match opened.tag, name:
            case ("a", "href") | ("tg-emoji", "emoji-id") | ("tg-time", "unix") | ("span", "class"):
                opened.argument = value
            case ("tg-time", "format"):
                opened.extra = value
            case ("code", "class") if value.startswith("language-"):
                opened.argument = value.removeprefix("language-")
            case ("blockquote", "expandable"):
                opened.argument = "expandable"

    def _value(self, unclosed: ApiError) -> str:
        if self.at >= len(self.raw):
            raise unclosed
        quote = self.data[self.at]
        if quote not in _QUOTES:
            start = self.at
            while self.data[self.at] in _TOKEN:
                self.at += 1
            if self.data[self.at] not in _SPACE + b">":
                raise cannot_parse_entities(f"Unexpected end of name token at byte offset {start}")
            return self._text(start, self.at).lower()
        self.at += 1
        pieces: list[str] = []
        start = self.at
        while self.at < len(self.raw) and self.data[self.at] != quote:
            place = self.at
            if self.data[place] == _AMP and (character := self._reference()) is not None:
                pieces += [self._text(start, place), character]
                start = self.at
            else:
                self.at += 1
        pieces.append(self._text(start, self.at))
        if self.at >= len(self.raw):
            raise unclosed
        self.at += 1
        return "".join(pieces)

    def _end_tag(self, start: int) -> None:
        if not self.open:
            raise cannot_parse_entities(f"Unexpected end tag at byte offset {start}")
        self._until(_SPACE + b">")
        name = self._text(start + 2, self.at).lower()
        self._skip_space()
        if self.data[self.at] != _GT:
            raise cannot_parse_entities(f"Unclosed end tag at byte offset {start}")
        self.at += 1
        opened = self.open[-1]
        if name and name != opened.tag:
            raise cannot_parse_entities(
                f'Unmatched end tag at byte offset {start}, expected "</{opened.tag}>", found "</{name}>"'
            )
        if self.units > opened.offset:
            self._close(opened)
        self.open.pop()

    def _close(self, opened: _Open) -> None:
        offset, length = opened.offset, self.units - opened.offset
        match opened.tag:
            case "a":
                self._link(opened, length)
            case "pre" | "code":
                self._code(opened, length)
            case "blockquote":
                kind = "expandable_blockquote" if opened.argument else "blockquote"
                self.entities.append(Entity(kind, offset, length))
            case "tg-emoji":
                number = str(_number(opened.argument, "Invalid custom emoji identifier specified"))
                self.entities.append(Entity("custom_emoji", offset, length, custom_emoji_id=number))
            case "tg-time":
                moment = _number(opened.argument, "Invalid date specified")
                self.entities.append(
                    Entity("date_time", offset, length, unix_time=moment, date_time_format=opened.extra)
                )
            case style:
                self.entities.append(Entity(_STYLES[style], offset, length))

    def _code(self, opened: _Open, length: int) -> None:
        """`pre` around `code` with a language, or the other way round, is one block with a language."""
        last = self.entities[-1] if self.entities else None
        if last is not None and (last.offset, last.length) == (opened.offset, length):
            if opened.tag == "pre" and last.type == "code" and last.language:
                self.entities[-1] = replace(last, type="pre")
                return
            if opened.tag == "code" and last.type == "pre" and opened.argument:
                self.entities[-1] = replace(last, language=opened.argument)
                return
        language = opened.argument if opened.tag == "code" else ""
        self.entities.append(Entity(opened.tag, opened.offset, length, language=language))

    def _link(self, opened: _Open, length: int) -> None:
        url = opened.argument or "".join(self.pieces[opened.start :])
        user = links.mentioned_user(url)
        if user is not None:
            self.entities.append(Entity("text_mention", opened.offset, length, user=user))
            return
        try:
            checked = links.checked_link(url)
        except links.LinkError:
            self.dropped.append(url)
            return
        self.entities.append(Entity("text_link", opened.offset, length, url=checked))


def _number(argument: str, complaint: str) -> int:
    if not (argument.isascii() and argument.isdigit() and int(argument)):
        raise cannot_parse_entities(complaint)
    return int(argument)
