"""Formatted text: a string and the entities over it, measured and cleaned as Telegram does.

Pure. Lengths of messages count Unicode code points; offsets of entities count UTF-16 units (TDLib, MessageEntity).
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from bot.emulator import errors

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_INPUT_BYTES = 32_768
_ASTRAL = 0xFFFF
_SURROGATE = range(0xD800, 0xE000)
_BLANK = re.compile(
    r"[\s\u1680\u180e\u2000-\u200f\u202e\u202f\u205f\u2800\u3000\ufeff\ufffc\u00a0\U000e0000-\U000e007f]*\Z"
)
# Control characters and the tab become spaces; these vanish: CR, line and paragraph separators, bidirectional
# embeddings, and three combining marks that draw vertical lines (TDLib, clean_input_string).
_TO_SPACE = {code: " " for code in range(0x20) if code not in {0x0A, 0x0D}}
_CLEANING = {**_TO_SPACE, **dict.fromkeys([0x0D, *range(0x2028, 0x202F), 0x0333, 0x033F, 0x030A], "")}
_STRIPPED = " \n"
# An outer entity comes before an inner one of the same place and length.
_ORDER = (
    "blockquote",
    "expandable_blockquote",
    "pre",
    "code",
    "text_link",
    "text_mention",
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "custom_emoji",
    "date_time",
)
_SPLITTABLE = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})


@dataclass(frozen=True, slots=True)
class Entity:
    """A MessageEntity; offset and length are in UTF-16 units."""

    type: str
    offset: int
    length: int
    url: str = ""
    language: str = ""
    user: int = 0
    custom_emoji_id: str = ""
    unix_time: int = 0
    date_time_format: str = ""

    @property
    def end(self) -> int:
        """The first unit after it."""
        return self.offset + self.length

    def as_json(self) -> dict[str, Any]:
        """The MessageEntity object, except `user`, which the caller knows."""
        said = {"type": self.type, "offset": self.offset, "length": self.length}
        optional = ("url", "language", "custom_emoji_id", "unix_time", "date_time_format")
        return said | {name: value for name in optional if (value := getattr(self, name))}


@dataclass(frozen=True, slots=True)
class FormattedText:
    """A text and its entities, sorted."""

    text: str = ""
    entities: tuple[Entity, ...] = ()


def utf16_length(text: str) -> int:
    """How many UTF-16 units the text takes."""
    return len(text) + sum(ord(letter) > _ASTRAL for letter in text)


def is_unicode(text: str) -> bool:
    """Whether the text can be written in UTF-8: no lone surrogates."""
    return not any(ord(letter) in _SURROGATE for letter in text)


def cleaned(raw: str) -> str:
    """The text with control characters replaced and invisible marks removed."""
    return raw.translate(_CLEANING)


def is_blank(text: str) -> bool:
    """Whether a reader would see nothing."""
    return _BLANK.match(text) is not None


def fixed(raw: FormattedText) -> FormattedText:
    """The text as the server keeps it.

    Control characters are replaced, white space is trimmed (at the start only up to the first entity), entities are
    moved with the text, lose white space at their ends, are merged and sorted. A text that would look empty becomes
    empty.
    """
    text, entities = _clean_with_entities(raw)
    if is_blank(text):
        return FormattedText()
    entities = [moved for entity in entities if (moved := _without_outer_space(text, entity))]
    entities = _merged(entities)
    text = text.rstrip(_STRIPPED)
    end = utf16_length(text)
    entities = [
        replace(entity, length=min(entity.end, end) - entity.offset)
        for entity in entities
        if entity.offset < end
    ]
    leading = len(text) - len(text.lstrip(_STRIPPED))
    cut = min([leading, *(entity.offset for entity in entities)])
    if cut:
        text = text[cut:]
        entities = [replace(entity, offset=entity.offset - cut) for entity in entities]
    return FormattedText(text, tuple(entities))


def sorted_entities(entities: Iterable[Entity]) -> list[Entity]:
    """Entities by place, outer ones first."""
    return sorted(entities, key=lambda entity: (entity.offset, -entity.length, _rank(entity.type)))


def check_message(text: FormattedText, *, edited: bool = False) -> FormattedText:
    """The text of a message after cleaning.

    Raises:
        ApiError: nothing is left, or more than 4096 code points.
    """
    done = fixed(text)
    if not done.text:
        raise errors.TEXT_BLANK
    if len(done.text) > MAX_TEXT:
        raise errors.EDITED_TEXT_TOO_LONG if edited else errors.TEXT_TOO_LONG
    return done


def check_caption(text: FormattedText, *, edited: bool = False) -> FormattedText:
    """The caption of a document or picture after cleaning; it may be empty.

    Raises:
        ApiError: more than 1024 code points.
    """
    done = fixed(text)
    if len(done.text) > MAX_CAPTION:
        raise errors.EDITED_CAPTION_TOO_LONG if edited else errors.CAPTION_TOO_LONG
    return done


def _rank(kind: str) -> int:
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)


def _clean_with_entities(raw: FormattedText) -> tuple[str, list[Entity]]:
    text = cleaned(raw.text)
    entities = sorted_entities(entity for entity in raw.entities if entity.length > 0 and entity.offset >= 0)
    if len(text) == len(raw.text):
        return text, entities
    starts = list(accumulate((1 + (ord(letter) > _ASTRAL) for letter in raw.text), initial=0))
    kept = list(
        accumulate(
            (0 if _CLEANING.get(ord(letter)) == "" else 1 + (ord(letter) > _ASTRAL) for letter in raw.text),
            initial=0,
        )
    )

    def moved(unit: int) -> int:
        return kept[bisect_right(starts, unit) - 1]

    placed = (
        replace(entity, offset=moved(entity.offset), length=moved(entity.end) - moved(entity.offset))
        for entity in entities
    )
    return text, [entity for entity in placed if entity.length > 0]


def _without_outer_space(text: str, entity: Entity) -> Entity | None:
    """An entity ends at its last visible character; one over white space alone is dropped."""
    units = text.encode("utf-16-le", "surrogatepass")
    covered = units[2 * entity.offset : 2 * entity.end].decode("utf-16-le", "replace")
    kept = covered.rstrip(_STRIPPED)
    if not kept:
        return None
    return replace(entity, length=utf16_length(kept))


def _merged(entities: list[Entity]) -> list[Entity]:
    """Neighbours and repetitions of the same simple style become one."""
    result: list[Entity] = []
    last: dict[str, int] = {}
    for entity in entities:
        place = last.get(entity.type)
        if entity.type in _SPLITTABLE and place is not None and result[place].end >= entity.offset:
            previous = result[place]
            result[place] = replace(previous, length=max(previous.end, entity.end) - previous.offset)
            continue
        last[entity.type] = len(result)
        result.append(entity)
    return sorted_entities(result)
