"""editMessageText, editMessageCaption and editMessageReplyMarkup."""

from dataclasses import dataclass
from typing import Any

from bot.emulator import errors, markup, objects
from bot.emulator.markup import Markup
from bot.emulator.methods import outgoing
from bot.emulator.methods.messages import find
from bot.emulator.methods.registry import method
from bot.emulator.model import Message
from bot.emulator.parameters import Parameters
from bot.emulator.state import World
from bot.emulator.text import FormattedText

_EDITING = "chat_id message_id reply_markup"
_IDLE = "business_connection_id inline_message_id"


@dataclass(frozen=True, slots=True)
class _Edit:
    """A message that may be edited, and its new keyboard (not checked yet)."""

    message: Message
    markup: Markup | None


@method(
    "editMessageText",
    _EDITING,
    "text parse_mode entities link_preview_options",
    idle=f"{_IDLE} rich_message",
    deprecated={"disable_web_page_preview": "link_preview_options"},
)
async def edit_message_text(world: World, p: Parameters) -> dict[str, Any]:
    """New text and keyboard; without `reply_markup` the keyboard disappears."""
    preview = outgoing.link_preview(p)
    raw = outgoing.read_text(world, p)
    edit = _target(world, p)
    if edit.message.file is not None:
        raise errors.NO_TEXT_TO_EDIT
    text = outgoing.text_for_message(raw, edited=True)
    _apply(world, p, edit, text=text, preview=preview)
    return objects.message(world, edit.message)


@method(
    "editMessageCaption",
    _EDITING,
    "caption parse_mode caption_entities show_caption_above_media",
    idle=_IDLE,
)
async def edit_message_caption(world: World, p: Parameters) -> dict[str, Any]:
    """New caption, which may be empty, and keyboard."""
    raw = outgoing.read_caption(world, p)
    edit = _target(world, p)
    if edit.message.file is None:
        raise errors.NO_CAPTION_TO_EDIT
    text = outgoing.text_for_caption(raw, edited=True)
    _apply(world, p, edit, text=text, preview=None)
    return objects.message(world, edit.message)


@method("editMessageReplyMarkup", _EDITING, idle=_IDLE)
async def edit_message_reply_markup(world: World, p: Parameters) -> dict[str, Any]:
    """New keyboard only; without `reply_markup` it disappears."""
    edit = _target(world, p)
    _apply(world, p, edit, text=edit.message.text, preview=edit.message.link_preview)
    return objects.message(world, edit.message)


def _target(world: World, p: Parameters) -> _Edit:
    """Steps 2 and 3 of an edit: the keyboard's JSON, the chat, the message and the bot's right to it."""
    keyboard = markup.parse_markup(p.text("reply_markup"), p.lint)
    if not p.text("chat_id") and not p.integer("message_id"):
        raise errors.MESSAGE_ID_EMPTY
    account = outgoing.find_chat(world, p)
    message = find(world, account.id, p.integer("message_id"))
    if message is None:
        raise errors.EDIT_NOT_FOUND
    if not message.from_bot or message.sealed:
        raise errors.CANNOT_EDIT
    return _Edit(message, keyboard)


def _apply(
    world: World, p: Parameters, edit: _Edit, *, text: FormattedText, preview: dict[str, Any] | None
) -> None:
    message = edit.message
    if edit.markup is not None and edit.markup.kind != "inline":
        raise errors.INLINE_EXPECTED
    keyboard = markup.check_buttons(edit.markup)
    markup.check_size(keyboard)
    outgoing.check_access(world, world.accounts[message.chat], pays=False)
    if (text, keyboard, preview) == (message.text, message.markup, message.link_preview):
        raise errors.NOT_MODIFIED
    if keyboard is None and message.markup is not None and not p.text("reply_markup"):
        p.lint("note: the edit has no reply_markup, so the keyboard disappears")
    # clients write "edited" on new words only, never for a keyboard
    message.shows_edited = message.shows_edited or text != message.text
    message.text, message.markup, message.link_preview = text, keyboard, preview
    message.edit_date = world.clock.now()
    world.changed(message)
