"""sendDocument, sendPhoto, sendMediaGroup and getFile."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.emulator import errors, markup, names, objects, pictures
from bot.emulator.errors import ApiError, bad
from bot.emulator.methods import outgoing
from bot.emulator.methods.registry import method
from bot.emulator.model import StoredFile
from bot.emulator.parameters import Parameters, UploadedPart
from bot.emulator.state import World
from bot.emulator.text import FormattedText

MAX_ALBUM = 10
_MEDIA_FIELDS = frozenset(
    [
        "type",
        "media",
        "thumbnail",
        "caption",
        "parse_mode",
        "caption_entities",
        "disable_content_type_detection",
        "show_caption_above_media",
        "has_spoiler",
    ]
)
_CHANGED_KINDS = {".gif": "an animation", ".mp4": "a video", ".mp3": "audio", ".webp": "a sticker"}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a file comes from: an upload, or text that names a stored file."""

    part: UploadedPart | None
    reference: str


@method(
    "sendDocument",
    outgoing.SENDING,
    "document caption parse_mode caption_entities disable_content_type_detection",
    idle=f"{outgoing.SENDING_IDLE} thumbnail",
    deprecated={**outgoing.DEPRECATED, "thumb": "thumbnail"},
)
async def send_document(world: World, p: Parameters) -> dict[str, Any]:
    """A file."""
    return await _send_file(world, p, "document")


@method(
    "sendPhoto",
    outgoing.SENDING,
    "photo caption parse_mode caption_entities show_caption_above_media has_spoiler",
    idle=outgoing.SENDING_IDLE,
    deprecated=outgoing.DEPRECATED,
)
async def send_photo(world: World, p: Parameters) -> dict[str, Any]:
    """A picture: PNG, JPEG or GIF."""
    return await _send_file(world, p, "photo")


async def _send_file(world: World, p: Parameters, kind: str) -> dict[str, Any]:
    source = _source(p, kind, p.text(kind))
    if source is None:
        raise errors.NO_PHOTO if kind == "photo" else errors.NO_DOCUMENT
    raw = outgoing.read_caption(world, p)
    draft = outgoing.read_draft(world, p)
    keyboard = markup.check_buttons(draft.markup)
    _check_source(world, source, kind)
    caption = outgoing.text_for_caption(raw)
    markup.check_size(keyboard)
    _check_content(source, kind)
    outgoing.check_access(world, draft.account)
    message = outgoing.post(
        world,
        draft,
        text=caption,
        keyboard=keyboard,
        file=_stored(world, p, source, kind, detect=not p.boolean("disable_content_type_detection")),
        caption_above=p.boolean("show_caption_above_media"),
        spoiler=p.boolean("has_spoiler"),
    )
    return objects.message(world, message)


@method(
    "sendMediaGroup",
    outgoing.SENDING_ALBUM,
    "media",
    idle="business_connection_id message_thread_id direct_messages_topic_id",
    deprecated={
        name: outgoing.DEPRECATED[name] for name in ("reply_to_message_id", "allow_sending_without_reply")
    },
)
async def send_media_group(world: World, p: Parameters) -> list[dict[str, Any]]:
    """An album of documents or of pictures."""
    items = _read_media(world, p)
    draft = outgoing.read_draft(world, p, with_markup=False)
    if not items:
        raise errors.ALBUM_EMPTY
    if len(items) > MAX_ALBUM:
        raise errors.ALBUM_TOO_LONG
    kinds = {item.kind for item in items}
    if "document" in kinds and len(kinds) > 1:
        raise errors.ALBUM_MIXED
    captions = []
    for number, item in enumerate(items, 1):
        try:
            _check_source(world, item.source, item.kind)
            _check_content(item.source, item.kind)
        except ApiError as error:
            reason = error.description.removeprefix("Bad Request: ")
            raise bad(f'failed to send message #{number} with the error message "{reason}"') from error
        captions.append(outgoing.text_for_caption(item.caption))
    outgoing.check_access(world, draft.account, messages=len(items))
    album = str(secrets.randbits(53)) if len(items) > 1 else ""
    posted = [
        outgoing.post(
            world,
            draft,
            text=caption,
            keyboard=None,
            file=_stored(world, p, item.source, item.kind, detect=False),
            album=album,
            spoiler=bool(item.options.get("has_spoiler")),
            caption_above=bool(item.options.get("show_caption_above_media")),
        )
        for item, caption in zip(items, captions, strict=True)
    ]
    return [objects.message(world, message) for message in posted]


@method("getFile", "file_id")
async def get_file(world: World, p: Parameters) -> dict[str, Any]:
    """Where a file can be fetched from; its name and type are not kept there."""
    if not p.text("file_id"):
        raise errors.FILE_ID_EMPTY
    stored = world.files.get(p.text("file_id"))
    if stored is None:
        raise errors.FILE_ID_INVALID
    if len(stored.content) > world.limits.download_bytes:
        raise errors.FILE_TOO_BIG
    world.open_link(stored)
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.content),
        "file_path": stored.path,
    }


@dataclass(frozen=True, slots=True)
class _Item:
    kind: str
    source: Source
    caption: FormattedText
    options: Mapping[str, Any]


def _read_media(world: World, p: Parameters) -> list[_Item]:
    given = p.json("media", errors.MEDIA_JSON)
    if given is None:
        return []
    if not isinstance(given, list):
        raise errors.MEDIA_ARRAY
    items = []
    for one in given:
        if not isinstance(one, dict):
            raise bad("can't parse InputMedia: expected an Object")
        kind = str(one.get("type", "")).lower()
        if kind not in {"photo", "document", "video", "audio", "animation", "live_photo"}:
            raise bad('can\'t parse InputMedia: field "type" must have a known value')
        for name in one.keys() - _MEDIA_FIELDS:
            p.lint(f"InputMedia has an unknown field {name!r}")
        if kind not in {"photo", "document"}:
            raise ApiError(501, f"Not Implemented: the emulator keeps documents and photos, not {kind}")
        caption = outgoing.read_formatted(
            world,
            p,
            mode=str(one.get("parse_mode", "")),
            raw=str(one.get("caption", "")),
            given_entities=None if one.get("parse_mode") else one.get("caption_entities"),
            what="caption",
        )
        source = _source(p, "", str(one.get("media", "")))
        if source is None:
            raise bad("can't parse InputMedia: media not found")
        items.append(_Item(kind, source, caption, one))
    return items


def _source(p: Parameters, name: str, reference: str) -> Source | None:
    part = p.part(name, reference)
    if part is None and (not reference or reference.startswith("attach://")):
        return None
    return Source(part, "" if part else reference)


def _check_source(world: World, source: Source, kind: str) -> None:
    if source.part is not None:
        if not source.part.content:
            raise errors.FILE_EMPTY
        return
    if "://" in source.reference or "." in source.reference:
        raise bad("failed to get HTTP URL content")  # the emulator reaches nothing outside
    if not names.is_file_id(source.reference):
        raise errors.WRONG_REMOTE_ID
    stored = world.files.get(source.reference)
    if stored is None:
        raise errors.WRONG_FILE
    if stored.kind != kind:
        raise bad(f"can't use file of type {stored.kind.title()} as {kind.title()}")


def _check_content(source: Source, kind: str) -> None:
    if kind == "photo" and source.part is not None:
        pictures.check_photo(source.part.content)


def _stored(world: World, p: Parameters, source: Source, kind: str, *, detect: bool) -> StoredFile:
    if source.part is None:
        return world.files[source.reference]
    name, content = names.cleaned_name(source.part.name), source.part.content
    if kind == "photo":
        return world.store(kind, name, content, pictures.read(content))
    if name != source.part.name:
        p.lint(f"the file name {source.part.name!r} becomes {name!r}")
    changed = _CHANGED_KINDS.get(f".{name.rpartition('.')[2].lower()}")
    if detect and changed:
        p.lint(f"{name!r} would become {changed}; set disable_content_type_detection")
    return world.store(kind, name, content)
