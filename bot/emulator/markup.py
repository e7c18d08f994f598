"""`reply_markup`: what Telegram checks in it, and its normal form.

Pure. Three moments of refusal follow the real server: the shape while parameters are read (`parse_markup`), addresses
in TDLib (`check_buttons`), data and sizes on the server (`check_size`).
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.emulator import errors, links
from bot.emulator.errors import bad

MAX_DATA_BYTES = 64
MAX_INLINE = 100
MAX_INLINE_ROW = 8
MAX_REPLY = 300
MAX_REPLY_ROW = 12
MAX_COPIED = 256
MAX_JSON_BYTES = 10 * 1024
STYLES = frozenset({"primary", "success", "danger"})
# In the order in which the server looks for them: the first one that is not empty wins.
_ACTIONS = (
    "url",
    "callback_data",
    "callback_game",
    "pay",
    "switch_inline_query",
    "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat",
    "login_url",
    "web_app",
    "copy_text",
    "disabled",
)
_INLINE_FIELDS = frozenset({"text", "style", "icon_custom_emoji_id", *_ACTIONS})
_REPLY_FIELDS = frozenset(
    {
        "text",
        "style",
        "icon_custom_emoji_id",
        "request_users",
        "request_chat",
        "request_managed_bot",
        "request_contact",
        "request_location",
        "request_poll",
        "web_app",
    }
)
_FLAGS = {
    "resize_keyboard": "ReplyKeyboardMarkup",
    "one_time_keyboard": "ReplyKeyboardMarkup",
    "is_persistent": "ReplyKeyboardMarkup",
    "remove_keyboard": "ReplyKeyboardRemove",
    "force_reply": "ForceReply",
    "selective": "reply markup",
}
_MARKUP_FIELDS = frozenset({*_FLAGS, "keyboard", "inline_keyboard", "input_field_placeholder"})

Lint = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Button:
    """A button; `kind` is the name of its action field, or empty for one that sends its text."""

    text: str
    kind: str = ""
    value: Any = None
    style: str = ""
    icon: str = ""

    def as_json(self) -> dict[str, Any]:
        """The InlineKeyboardButton object."""
        said: dict[str, Any] = {"text": self.text}
        if self.icon:
            said["icon_custom_emoji_id"] = self.icon
        if self.style:
            said["style"] = self.style
        if self.kind:
            said[self.kind] = self.value
        return said


@dataclass(frozen=True, slots=True)
class Markup:
    """A reply markup in normal form; `kind` is inline, reply, remove or force_reply."""

    kind: str
    rows: tuple[tuple[Button, ...], ...] = ()
    options: dict[str, Any] = field(default_factory=dict)

    def buttons(self) -> Iterator[Button]:
        """All buttons, row by row."""
        for row in self.rows:
            yield from row

    def as_json(self) -> dict[str, Any]:
        """The InlineKeyboardMarkup object, the only markup that messages carry back to bots."""
        return {"inline_keyboard": [[button.as_json() for button in row] for row in self.rows]}


def parse_markup(raw: str, lint: Lint) -> Markup | None:
    """The markup that a request carries, or None.

    Raises:
        ApiError: not JSON, or not of the shape of a markup.
    """
    given = _decoded(raw)
    if given is None:
        return None
    for name in given.keys() - _MARKUP_FIELDS:
        lint(f"reply_markup has an unknown field {name!r}")
    for name, owner in _FLAGS.items():
        if name in given and not isinstance(given[name], bool):
            raise bad(f'field "{name}" of the {owner} must be of the type Boolean')
    reply = _rows(given, "keyboard", "ReplyKeyboardMarkup", _reply_button, lint)
    inline = _rows(given, "inline_keyboard", "InlineKeyboardMarkup", _inline_button, lint)
    options = {name: given[name] for name in (*_FLAGS, "input_field_placeholder") if name in given}
    # when several are given, the server takes them in this order
    kinds = {
        "reply": reply,
        "inline": inline,
        "remove": given.get("remove_keyboard"),
        "force_reply": given.get("force_reply"),
    }
    kind = next((name for name, present in kinds.items() if present), None)
    return Markup(kind, reply or inline, {} if kind == "inline" else options) if kind else None


def _decoded(raw: str) -> dict[str, Any] | None:
    try:
        given = json.loads(raw or "null")
    except ValueError as error:
        raise errors.MARKUP_JSON from error
    if given is not None and not isinstance(given, dict):
        raise errors.MARKUP_OBJECT
    return given


def check_buttons(markup: Markup | None) -> Markup | None:
    """The markup with its links in normal form.

    Raises:
        ApiError: an address that cannot stand in a button.
    """
    if markup is None:
        return None
    return Markup(
        markup.kind, tuple(tuple(_checked(button) for button in row) for row in markup.rows), markup.options
    )


def check_size(markup: Markup | None) -> None:
    """What only the server looks at.

    Raises:
        ApiError: data of a button out of 1–64 bytes, too many buttons, or too much JSON.
    """
    if markup is None:
        return
    for button in markup.buttons():
        if button.kind == "callback_data" and len(button.value.encode()) > MAX_DATA_BYTES:
            raise errors.BUTTON_DATA
        if button.kind == "copy_text" and not 1 <= len(button.value["text"]) <= MAX_COPIED:
            raise bad("BUTTON_COPY_TEXT_INVALID")
    most, widest = (MAX_INLINE, MAX_INLINE_ROW) if markup.kind == "inline" else (MAX_REPLY, MAX_REPLY_ROW)
    too_many = sum(map(len, markup.rows)) > most or any(len(row) > widest for row in markup.rows)
    if too_many or len(json.dumps(markup.as_json(), ensure_ascii=False).encode()) > MAX_JSON_BYTES:
        raise errors.MARKUP_TOO_LONG


def _rows(
    given: dict[str, Any], name: str, owner: str, read: Callable[[Any, Lint], Button], lint: Lint
) -> tuple[tuple[Button, ...], ...]:
    """Rows of buttons; those without text vanish, and rows left empty with them."""
    if name not in given:
        return ()
    rows = given[name]
    if not isinstance(rows, list):
        raise bad(f'field "{name}" of the {owner} must be an Array')
    what = "inline keyboard button" if name == "inline_keyboard" else "keyboard button"
    result = []
    for row in rows:
        if not isinstance(row, list):
            raise bad(f'field "{name}" of the {owner} must be an Array of Arrays')
        buttons = []
        for one in row:
            try:
                button = read(one, lint)
            except _ButtonError as error:
                raise bad(f"can't parse {what}: {error}") from error
            if button.text.strip():
                buttons.append(button)
            else:
                lint(f"a button without text is dropped: {one}")
        if buttons:
            result.append(tuple(buttons))
    return tuple(result)


class _ButtonError(ValueError):
    """What is wrong with one button."""


def _string(given: dict[str, Any], name: str, *, required: bool = False) -> str:
    value = given.get(name)
    if value is None:
        if required:
            raise _ButtonError(f'Can\'t find field "{name}"')
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _ButtonError(f'Field "{name}" must be of type String')
    return str(value)


def _look(given: dict[str, Any]) -> tuple[str, str]:
    style = _string(given, "style")
    if style and style not in STYLES:
        raise _ButtonError("invalid button style specified")
    return style, _string(given, "icon_custom_emoji_id")


def _inline_button(given: Any, lint: Lint) -> Button:
    if not isinstance(given, dict):
        raise _ButtonError("InlineKeyboardButton must be an Object")
    for name in given.keys() - _INLINE_FIELDS:
        lint(f"an inline button has an unknown field {name!r}")
    text = _string(given, "text", required=True)
    style, icon = _look(given)
    present = [name for name in _ACTIONS if name in given and given[name] not in ("", None, False)]
    if len(present) > 1:
        lint(f"an inline button has several actions ({', '.join(present)}); only the first works")
    for name in present:
        return Button(text, name, _action(given, name), style, icon)
    # these two may be empty: they only open a chat with the bot's name typed in
    for name in ("switch_inline_query", "switch_inline_query_current_chat"):
        if name in given:
            return Button(text, name, "", style, icon)
    raise _ButtonError("Text buttons are unallowed in the inline keyboard")


def _action(given: dict[str, Any], name: str) -> Any:
    if name in {"url", "callback_data", "switch_inline_query", "switch_inline_query_current_chat"}:
        return _string(given, name)
    value = given[name]
    if name == "pay":
        return bool(value)
    if not isinstance(value, dict):
        raise _ButtonError(f'Field "{name}" must be of type Object')
    needed = {"copy_text": "text", "web_app": "url", "login_url": "url"}.get(name)
    if needed:
        return {**value, needed: _string(value, needed, required=True)}
    return value


def _reply_button(given: Any, lint: Lint) -> Button:
    if isinstance(given, str):
        return Button(given)
    if not isinstance(given, dict):
        raise _ButtonError("KeyboardButton must be an Object")
    for name in given.keys() - _REPLY_FIELDS:
        lint(f"a keyboard button has an unknown field {name!r}")
    style, icon = _look(given)
    for name in _REPLY_FIELDS - {"text", "style", "icon_custom_emoji_id"}:
        if given.get(name):
            return Button(_string(given, "text", required=True), name, given[name], style, icon)
    return Button(_string(given, "text", required=True), style=style, icon=icon)


def _checked(button: Button) -> Button:
    if button.kind not in {"url", "web_app", "login_url"}:
        return button
    plain = button.kind == "url"
    url = button.value if plain else button.value["url"]
    if plain and links.mentioned_user(url) is not None:
        return button
    what = {"url": "", "web_app": "Web App ", "login_url": "login "}[button.kind]
    try:
        checked = links.checked_link(url, only_https=not plain)
    except links.LinkError as error:
        raise bad(f"inline keyboard button {what}URL '{url}' is invalid: {error}") from error
    value = checked if plain else {**button.value, "url": checked}
    return Button(button.text, button.kind, value, button.style, button.icon)
