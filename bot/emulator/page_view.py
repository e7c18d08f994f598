"""The world in the words of the page protocol: people, messages, chats and events as JSON."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from bot.emulator.markup import Button
from bot.emulator.methods.bot_settings import commands_for
from bot.emulator.methods.menu import menu_for
from bot.emulator.model import Account, Answer, Call, Event, Lint, Message, Query, StoredFile
from bot.emulator.state import World

Json = dict[str, Any]

_PREVIEW = 90
_QUOTE = 120
_SHOWN_KINDS = {"callback_data": "callback", "url": "url", "copy_text": "copy"}
_OK = 200


def people(world: World) -> list[Json]:
    """Everybody, in the order of their ids."""
    return [_person(world, account) for _, account in sorted(world.accounts.items())]


def bot(world: World) -> Json:
    """Who the chat is with."""
    return {
        "name": world.profile.names.get("") or world.bot_name,
        "username": world.bot_username,
        "description": world.profile.descriptions.get("", ""),
        "short_description": world.profile.short_descriptions.get("", ""),
    }


def chat(world: World, person: int) -> Json:
    """A whole chat, the answer to "open"."""
    language = world.accounts[person].language_code
    descriptions = world.profile.descriptions
    return {
        "event": "chat",
        "person": person,
        "messages": [message(world, one) for one in world.visible(person)],
        **_commands(world, person),
        "description": descriptions.get(language) or descriptions.get("", ""),
    }


def message(world: World, shown: Message) -> Json:
    """One message."""
    replied = world.messages.get(shown.reply_to or 0)
    reply = None
    if replied is not None and not replied.deleted:
        reply = {"id": replied.id, "text": _line(replied, _QUOTE)}
    keyboard = None
    if shown.markup is not None:
        keyboard = [[_button(button) for button in row] for row in shown.markup.rows]
    return {
        "id": shown.id,
        "from": "bot" if shown.from_bot else "person",
        "at": shown.date.isoformat(),
        "edited": shown.shows_edited and shown.markup is None,
        "text": shown.plain,
        "entities": [entity.as_json() for entity in shown.text.entities],
        "document": _document(shown),
        "album": shown.album or None,
        "keyboard": keyboard,
        "protected": shown.protected,
        "read": shown.read,
        "reply_to": reply,
        "silent": shown.silent,
    }


def events(world: World, event: Event) -> Iterator[Json]:
    """What a change looks like to a page; some changes are nothing to it."""
    match event.name, event.data:
        case (("message" | "edited"), Message() as shown):
            yield {"event": event.name, "person": event.person, "message": message(world, shown)}
        case "deleted", Message() as shown:
            yield {"event": "deleted", "person": event.person, "id": shown.id}
        case "people", _:
            yield {"event": "people", "people": people(world)}
        case "commands", _:
            for person in [event.person] if event.person else list(world.accounts):
                yield {"event": "commands", "person": person, **_commands(world, person)}
        case "answer", Query() as query:
            yield answer(query)
        case "action", action:
            yield {"event": "action", "person": event.person, "action": action}
        case "read", up_to:
            yield {"event": "read", "person": event.person, "up_to": up_to}
        case (("call" | "lint"), record):
            yield from _record(record)


def answer(query: Query) -> Json:
    """What a tap got."""
    given = query.answer or Answer()
    return {
        "event": "answer",
        "person": query.person,
        "message_id": query.message,
        "query": query.tag,
        "text": given.text,
        "alert": given.alert,
        "url": given.url or None,
    }


def _person(world: World, account: Account) -> Json:
    shown = world.visible(account.id)
    last = {"text": _line(shown[-1], _PREVIEW), "at": shown[-1].date.isoformat()} if shown else None
    return {
        "id": account.id,
        "name": account.name,
        "role": account.role,
        "unread": account.unread,
        "blocked": account.blocked,
        "last": last,
        "started": account.started,
    }


def _line(shown: Message, most: int) -> str:
    """A message in one line."""
    words = " ".join(shown.plain.split())
    named = ", ".join(part for part in (_file_label(shown.file), words) if part)
    return named if len(named) <= most else named[: most - 1].rstrip() + "…"


def _file_label(file: StoredFile | None) -> str:
    if file is None:
        return ""
    return "Фото" if file.kind == "photo" else file.name


def _button(button: Button) -> Json:
    said: Json = {"text": button.text, "kind": _SHOWN_KINDS.get(button.kind, "other")}
    if button.kind == "url":
        said["url"] = button.value
    if button.kind == "copy_text":
        said["copy"] = button.value["text"]
    if button.style:
        said["style"] = button.style
    return said


def _document(shown: Message) -> Json | None:
    if shown.file is None:
        return None
    return {
        "name": shown.file.name,
        "size": len(shown.file.content),
        "mime": shown.file.mime,
        "url": f"/document/{quote(shown.file.file_id)}",
        "photo": shown.file.kind == "photo",
    }


def _commands(world: World, person: int) -> Json:
    menu = "commands" if menu_for(world, person)["type"] == "commands" else "default"
    return {"commands": commands_for(world, person), "menu": menu}


def _record(record: Call | Lint) -> Iterator[Json]:
    """What the bot asked, except for polls that went well, and what is wrong with it."""
    if isinstance(record, Call):
        if record.method != "getUpdates" or record.status != _OK:
            yield _call(record)
    elif record.grade == "lint":
        yield {"event": "lint", "text": _lint_text(record), "at": record.at.isoformat()}


def _call(call: Call) -> Json:
    files = {f"{name} (file)": f"{file}, {size} bytes" for name, (file, size) in call.files.items()}
    return {
        "event": "call",
        "method": call.method,
        "status": call.status,
        "ms": round(call.ms, 1),
        "description": call.description or None,
        "request": {**call.parameters, **files},
        "response_excerpt": call.excerpt,
        "at": call.at.isoformat(),
    }


def _lint_text(lint: Lint) -> str:
    return f"{lint.method}: {lint.text}" if lint.method else lint.text
