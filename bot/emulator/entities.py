"""Lists of entities that a bot gives instead of a parse mode. Pure."""

from collections.abc import Iterator
from typing import Any

from bot.emulator import links
from bot.emulator.errors import bad, cannot_parse_entities
from bot.emulator.text import Entity

# What Telegram finds by itself is ignored when a bot names it.
_PLAIN = frozenset(
    {
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "code",
        "pre",
        "blockquote",
        "expandable_blockquote",
    }
)


def parse_entities(given: Any) -> Iterator[Entity]:
    """The entities of a decoded list; None gives none.

    Raises:
        ApiError: the list or one of its members has a wrong shape.
    """
    if given is None:
        return
    if not isinstance(given, list):
        raise bad("expected an Array of MessageEntity")
    for one in given:
        if not isinstance(one, dict):
            raise cannot_parse_entities("expected an Object")
        for name in ("offset", "length"):
            if isinstance(one.get(name), bool) or not isinstance(one.get(name), int):
                raise cannot_parse_entities(f'Can\'t find field "{name}"')
        kind = one.get("type")
        if not isinstance(kind, str):
            raise cannot_parse_entities('Can\'t find field "type"')
        yield from _entity(kind, one)


def _entity(kind: str, one: dict[str, Any]) -> Iterator[Entity]:
    offset, length = one["offset"], one["length"]
    if kind in _PLAIN:
        yield Entity(kind, offset, length, language=str(one.get("language", "")) if kind == "pre" else "")
    elif kind == "text_link":
        url = str(one.get("url", ""))
        user = links.mentioned_user(url)
        if user is not None:
            yield Entity("text_mention", offset, length, user=user)
            return
        try:
            yield Entity(kind, offset, length, url=links.checked_link(url))
        except links.LinkError as error:
            raise bad(f"entity URL '{url}' is invalid: {error}") from error
    elif kind == "text_mention" and isinstance(one.get("user"), dict):
        yield Entity(kind, offset, length, user=int(one["user"].get("id", 0)))
    elif kind == "custom_emoji":
        yield Entity(kind, offset, length, custom_emoji_id=str(one.get("custom_emoji_id", "")))
