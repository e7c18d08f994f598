"""Entities that Telegram finds by itself: commands, mentions, hashtags, cashtags, links and e-mail addresses.

Pure. They are found in what people write and in what bots send (TDLib, MessageEntity, find_entities). The list of
top-level domains is shorter than Telegram's: every country code and the common others.
"""

import re
from collections.abc import Iterator

from bot.emulator.text import Entity, FormattedText, sorted_entities, utf16_length

_COMMAND = re.compile(r"(?<![\w/<>])/([a-zA-Z0-9_]{1,64})(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>@])")
_MENTION = re.compile(r"(?<!\w)@([a-zA-Z][a-zA-Z0-9_]{2,30}[a-zA-Z0-9])(?!\w)")
_HASHTAG = re.compile(
    r"(?<![\w\u200c\u00b7])#(?=[\d_\u200c]*[^\W\d_])([\w\u200c\u00b7]{1,256})(?![\w\u200c\u00b7]*#)"
)
_CASHTAG = re.compile(r"(?<![$\w\u200c])\$(?:1INCH|[A-Z]{1,8})(?![$\w\u200c])")
_EMAIL = re.compile(
    r"(?<![\w.+\-])[a-zA-Z0-9](?:[a-zA-Z0-9.+_\-]{0,62}[a-zA-Z0-9_+\-])?@((?:[\w](?:[\w\-]*[\w])?\.)+([^\W\d_]{2,}))(?![\w\-])"
)
_WITH_SCHEME = re.compile(r"(?<!\w)(?:https?|ftp|tg|ton|tonsite)://[^\s<>\"«»`]+", re.IGNORECASE)
_BARE = re.compile(
    r"(?<![\w@.\-/])((?:[\w](?:[\w\-]{0,61}[\w])?\.)+([^\W\d_]{2,}))(?::\d{1,5})?(?![\w@\-])([/?#][^\s<>\"«»`]*)?"
)
_HTTP_HOST = re.compile(r"^(?:https?|ftp)://(?:[^/?#\s@]*@)?([^/?#\s:]+\.[^/?#\s:.]+)", re.IGNORECASE)
_CLOSING = {")": "(", "]": "[", "}": "{"}
_PUNCTUATION = ".,:;?!'…*_~"
_GENERIC = frozenset(
    [
        "com",
        "net",
        "org",
        "info",
        "biz",
        "gov",
        "edu",
        "mil",
        "int",
        "pro",
        "name",
        "dev",
        "app",
        "online",
        "site",
        "store",
        "shop",
        "xyz",
        "tech",
        "cloud",
        "media",
        "agency",
        "blog",
        "club",
        "design",
        "email",
        "group",
        "link",
        "live",
        "news",
        "page",
        "space",
        "studio",
        "team",
        "today",
        "top",
        "tools",
        "website",
        "wiki",
        "work",
        "world",
        "art",
        "москва",
        "рф",
        "рус",
        "сайт",
        "онлайн",
        "дети",
        "бел",
        "укр",
        "su",
    ]
)
# Nothing is found inside these.
_OPAQUE = frozenset({"pre", "code", "text_link", "text_mention", "custom_emoji"})
_COUNTRY_CODE = 2


def with_found(text: FormattedText) -> FormattedText:
    """The text with the entities that Telegram adds; those given stay and win where they are opaque."""
    starts: list[int] = []
    at = 0
    for letter in text.text:
        starts.append(at)
        at += utf16_length(letter)
    starts.append(at)
    taken = [(entity.offset, entity.end) for entity in text.entities if entity.type in _OPAQUE]
    added: list[Entity] = []
    for kind, start, end in _found(text.text):
        offset, stop = starts[start], starts[end]
        if all(stop <= left or right <= offset for left, right in taken):
            added.append(Entity(kind, offset, stop - offset))
            taken.append((offset, stop))
    if not added:
        return text
    return FormattedText(text.text, tuple(sorted_entities([*text.entities, *added])))


def _found(text: str) -> Iterator[tuple[str, int, int]]:
    """Kind, start and end in code points; earlier ones win where two meet."""
    for match in _EMAIL.finditer(text):
        if _is_domain(match[2]):
            yield "email", *match.span()
    for match in _WITH_SCHEME.finditer(text):
        end = _without_tail(text, match.start(), match.end())
        shown = text[match.start() : end]
        if not shown.lower().startswith(("http", "ftp")) or _HTTP_HOST.match(shown):
            yield "url", match.start(), end
    for match in _BARE.finditer(text):
        if _is_domain(match[2]):
            yield "url", match.start(), _without_tail(text, match.start(), match.end())
    for kind, pattern in (
        ("bot_command", _COMMAND),
        ("mention", _MENTION),
        ("hashtag", _HASHTAG),
        ("cashtag", _CASHTAG),
    ):
        for match in pattern.finditer(text):
            yield kind, *match.span()


def _is_domain(top: str) -> bool:
    top = top.lower()
    return top in _GENERIC or (len(top) == _COUNTRY_CODE and top.isascii())


def _without_tail(text: str, start: int, end: int) -> int:
    """Where a link ends: punctuation and unmatched brackets after it are not its own."""
    while end > start:
        last = text[end - 1]
        opening = _CLOSING.get(last)
        if last in _PUNCTUATION or (
            opening and text.count(last, start, end) > text.count(opening, start, end)
        ):
            end -= 1
        else:
            break
    return end
