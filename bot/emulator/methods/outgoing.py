"""What all sending and editing methods read alike: text, chat, reply, keyboard; and the order of their checks.

The order is the real server's: (1) the text and its HTML, (2) JSON of the reply and of the keyboard, (3) the chat and
the replied message, (4) TDLib: addresses in buttons, length of the text, (5) the server: data in buttons, access to
the person, flood control.
"""

from dataclasses import dataclass
from typing import Any

from bot.emulator import errors, markup
from bot.emulator.autolink import with_found
from bot.emulator.entities import parse_entities
from bot.emulator.errors import ApiError, bad
from bot.emulator.html import parse_html
from bot.emulator.markup import Markup
from bot.emulator.model import Account, Message, StoredFile
from bot.emulator.parameters import Parameters
from bot.emulator.state import World
from bot.emulator.text import MAX_INPUT_BYTES, FormattedText, check_caption, check_message

SENDING_ALBUM = (
    "chat_id disable_notification protect_content reply_parameters message_effect_id allow_paid_broadcast"
)
SENDING = f"{SENDING_ALBUM} reply_markup"
SENDING_IDLE = (
    "business_connection_id message_thread_id direct_messages_topic_id ephemeral_message_parameters"
    " suggested_post_parameters"
)
DEPRECATED = {
    "reply_to_message_id": "reply_parameters",
    "allow_sending_without_reply": "reply_parameters",
    "disable_web_page_preview": "link_preview_options",
}
_LITERAL_REFERENCES = ("&nbsp;", "&laquo;", "&raquo;", "&mdash;", "&ndash;", "&apos;", "&hellip;", "&copy;")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a sending method has read so far."""

    account: Account
    reply_to: int | None
    markup: Markup | None
    silent: bool
    protected: bool
    effect: str


def read_formatted(
    world: World, p: Parameters, *, mode: str, raw: str, given_entities: Any, what: str = "text"
) -> FormattedText:
    """The text with its entities, by `parse_mode` or by a list of entities; not cleaned yet.

    Raises:
        ApiError: too much input, an unknown mode, a mistake in HTML or in the list.
    """
    if len(raw.encode("utf-8", "surrogatepass")) > MAX_INPUT_BYTES:
        raise errors.TEXT_INPUT_TOO_LONG
    mode = mode.lower()
    if mode in {"", "none"}:
        return known_people(world, FormattedText(raw, tuple(parse_entities(given_entities))))
    if mode in {"markdown", "markdownv2"}:
        raise ApiError(501, f"Not Implemented: the emulator does not speak {mode}; use HTML")
    if mode != "html":
        raise errors.PARSE_MODE
    formatted, dropped = parse_html(raw)
    for link in dropped:
        p.lint(f"{what}: the link {link!r} is dropped, its text stays")
    for reference in _LITERAL_REFERENCES:
        if reference in raw:
            p.lint(f"{what}: {reference} is shown literally; Telegram knows &lt; &gt; &amp; &quot; only")
    return known_people(world, formatted)


def known_people(world: World, text: FormattedText) -> FormattedText:
    """The text without mentions of people whom the bot does not know."""
    kept = [entity for entity in text.entities if not entity.user or entity.user in world.accounts]
    return text if len(kept) == len(text.entities) else FormattedText(text.text, tuple(kept))


def read_text(world: World, p: Parameters) -> FormattedText:
    """Step 1 for `text`."""
    raw = p.text("text")
    if not raw:
        raise errors.TEXT_EMPTY
    return read_formatted(
        world, p, mode=p.text("parse_mode"), raw=raw, given_entities=_entity_list(p, "entities")
    )


def read_caption(world: World, p: Parameters) -> FormattedText:
    """Step 1 for `caption`, which may be absent."""
    return read_formatted(
        world,
        p,
        mode=p.text("parse_mode"),
        raw=p.text("caption"),
        given_entities=_entity_list(p, "caption_entities"),
        what="caption",
    )


def _entity_list(p: Parameters, name: str) -> Any:
    if p.text("parse_mode"):
        return None
    return p.json(name, bad("can't parse entities JSON object"))


def link_preview(p: Parameters) -> dict[str, Any] | None:
    """`link_preview_options`, as given."""
    options = p.json("link_preview_options", bad("can't parse link preview options JSON object"))
    if options is None:
        return {"is_disabled": True} if p.boolean("disable_web_page_preview") else None
    if not isinstance(options, dict):
        raise bad("object expected as link preview options")
    return options or None


def read_draft(world: World, p: Parameters, *, with_markup: bool = True) -> Draft:
    """Steps 2 and 3: the reply, the keyboard, then the chat and the replied message."""
    reply = p.json("reply_parameters", errors.REPLY_JSON)
    if reply is not None and not isinstance(reply, dict):
        raise bad("object expected as reply parameters")
    if reply and "quote" in reply:
        p.lint("the emulator does nothing with the quote of a reply")
    keyboard = markup.parse_markup(p.text("reply_markup"), p.lint) if with_markup else None
    account = find_chat(world, p)
    return Draft(
        account=account,
        reply_to=_replied(world, p, account, reply or {}),
        markup=keyboard,
        silent=p.boolean("disable_notification"),
        protected=p.boolean("protect_content"),
        effect=p.text("message_effect_id"),
    )


def find_chat(world: World, p: Parameters) -> Account:
    """The person behind `chat_id`.

    Raises:
        ApiError: no such chat, or a deleted account.
    """
    if not p.text("chat_id"):
        raise errors.CHAT_EMPTY
    account = world.accounts.get(p.whole("chat_id") or 0)
    if account is None:
        raise errors.CHAT_NOT_FOUND
    if account.deactivated:
        raise errors.DEACTIVATED
    return account


def _replied(world: World, p: Parameters, account: Account, reply: dict[str, Any]) -> int | None:
    wanted = reply.get("message_id", p.integer("reply_to_message_id"))
    anyway = reply.get("allow_sending_without_reply", p.boolean("allow_sending_without_reply"))
    if not wanted:
        return None
    found = world.messages.get(int(wanted)) if str(wanted).lstrip("-").isdigit() else None
    if found is None or found.deleted or found.chat != account.id:
        if anyway:
            return None
        raise errors.REPLY_NOT_FOUND
    return found.id


def check_access(world: World, account: Account, *, messages: int = 1, pays: bool = True) -> None:
    """The last step: may the bot write to this person, and is it not too fast?"""
    if not account.started:
        raise errors.NEVER_STARTED
    if account.blocked:
        raise errors.BLOCKED
    if pays:
        world.flood.pay(account.id, messages)


def text_for_message(text: FormattedText, *, edited: bool = False) -> FormattedText:
    """Step 4 for a text: cleaned, measured, with automatic entities."""
    return with_found(check_message(text, edited=edited))


def text_for_caption(text: FormattedText, *, edited: bool = False) -> FormattedText:
    """Step 4 for a caption."""
    return with_found(check_caption(text, edited=edited))


def note_trimmed(p: Parameters, given: FormattedText, kept: FormattedText) -> None:
    """Lints white space that the server cut off at an end."""
    if given.text != kept.text and given.text.strip(" \n") == kept.text:
        p.lint("note: white space around the text is cut off")


def post(
    world: World,
    draft: Draft,
    *,
    text: FormattedText,
    keyboard: Markup | None,
    file: StoredFile | None = None,
    album: str = "",
    preview: dict[str, Any] | None = None,
    caption_above: bool = False,
    spoiler: bool = False,
) -> Message:
    """Puts the bot's message into the chat; a reply keyboard goes under the person's input field."""
    inline = keyboard if keyboard is not None and keyboard.kind == "inline" else None
    if keyboard is not None and inline is None:
        draft.account.keyboard = keyboard if keyboard.kind == "reply" else None
    return world.post(
        Message(
            id=world.next_message_id(),
            chat=draft.account.id,
            from_bot=True,
            date=world.clock.now(),
            text=text,
            file=file,
            album=album,
            markup=inline,
            sealed=keyboard is not None and inline is None,
            protected=draft.protected,
            silent=draft.silent,
            reply_to=draft.reply_to,
            link_preview=preview,
            caption_above=caption_above,
            spoiler=spoiler,
            effect=draft.effect,
        )
    )
