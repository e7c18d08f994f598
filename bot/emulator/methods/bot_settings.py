"""Name, descriptions and commands of the bot."""

from typing import Any

from bot.emulator import errors
from bot.emulator.methods.registry import method
from bot.emulator.parameters import Parameters
from bot.emulator.state import World

MAX_NAME = 64
MAX_DESCRIPTION = 512
MAX_SHORT_DESCRIPTION = 120
MAX_COMMANDS = 100
MAX_COMMAND = 32
MAX_COMMAND_DESCRIPTION = 256
_COMMAND_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")
_CHAT_SCOPES = frozenset({"chat", "chat_administrators", "chat_member"})
_SCOPES = frozenset(
    {"default", "all_private_chats", "all_group_chats", "all_chat_administrators", *_CHAT_SCOPES}
)
_COMMAND_FIELDS = frozenset({"command", "description", "is_ephemeral"})
_SCOPE_FIELDS = frozenset({"type", "chat_id", "user_id"})
_LANGUAGE_LETTERS = 2


@method("setMyName", "name language_code")
async def set_my_name(world: World, p: Parameters) -> bool:
    """The bot's name; an empty one removes that of the language."""
    return _set(world, p, "name", world.profile.names, MAX_NAME, errors.NAME_TOO_LONG)


@method("getMyName", "language_code")
async def get_my_name(world: World, p: Parameters) -> dict[str, Any]:
    """The bot's name in a language."""
    return {"name": _get(p, world.profile.names) or world.bot_name}


@method("setMyDescription", "description language_code")
async def set_my_description(world: World, p: Parameters) -> bool:
    """What an empty chat shows."""
    return _set(
        world, p, "description", world.profile.descriptions, MAX_DESCRIPTION, errors.DESCRIPTION_TOO_LONG
    )


@method("getMyDescription", "language_code")
async def get_my_description(world: World, p: Parameters) -> dict[str, Any]:
    """What an empty chat shows in a language."""
    return {"description": _get(p, world.profile.descriptions)}


@method("setMyShortDescription", "short_description language_code")
async def set_my_short_description(world: World, p: Parameters) -> bool:
    """What the bot's profile shows."""
    return _set(
        world,
        p,
        "short_description",
        world.profile.short_descriptions,
        MAX_SHORT_DESCRIPTION,
        errors.SHORT_DESCRIPTION_TOO_LONG,
    )


@method("getMyShortDescription", "language_code")
async def get_my_short_description(world: World, p: Parameters) -> dict[str, Any]:
    """What the bot's profile shows in a language."""
    return {"short_description": _get(p, world.profile.short_descriptions)}


@method("setMyCommands", "commands scope language_code")
async def set_my_commands(world: World, p: Parameters) -> bool:
    """The list of commands for a scope and a language; without `commands` the list is cleared."""
    commands = _read_commands(p)
    key = _commands_key(world, p)
    if commands:
        world.profile.commands[key] = commands
    else:
        world.profile.commands.pop(key, None)
    world.emit("commands")
    return True


@method("getMyCommands", "scope language_code")
async def get_my_commands(world: World, p: Parameters) -> list[dict[str, Any]]:
    """The list of exactly this scope and language."""
    return world.profile.commands.get(_commands_key(world, p), [])


@method("deleteMyCommands", "scope language_code")
async def delete_my_commands(world: World, p: Parameters) -> bool:
    """Clears the list of a scope and a language."""
    world.profile.commands.pop(_commands_key(world, p), None)
    world.emit("commands")
    return True


def _language(p: Parameters) -> str:
    code = p.text("language_code")
    if code and not (len(code) == _LANGUAGE_LETTERS and code.isascii() and code.isalpha() and code.islower()):
        raise errors.LANGUAGE_CODE
    return code


def _set(
    world: World, p: Parameters, name: str, values: dict[str, str], most: int, refusal: errors.ApiError
) -> bool:
    language, value = _language(p), p.text(name).strip()
    if len(value) > most:
        raise refusal
    if values.get(language, "") == value:
        p.lint(
            "note: nothing changes; production limits this call strictly, so compare with the getter first"
        )
    if value:
        values[language] = value
    else:
        values.pop(language, None)
    world.emit("profile")
    return True


def _get(p: Parameters, values: dict[str, str]) -> str:
    return values.get(_language(p)) or values.get("", "")


def _read_commands(p: Parameters) -> list[dict[str, Any]]:
    given = p.json("commands", errors.COMMANDS_JSON)
    if given is None:
        return []
    if not isinstance(given, list):
        raise errors.COMMANDS_ARRAY
    if len(given) > MAX_COMMANDS:
        raise errors.COMMANDS_TOO_MUCH
    return [_read_command(one, p) for one in given]


def _read_command(given: Any, p: Parameters) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise errors.bad("can't parse BotCommand: expected an Object")
    for name in given.keys() - _COMMAND_FIELDS:
        p.lint(f"BotCommand has an unknown field {name!r}")
    for name in ("command", "description"):
        if not isinstance(given.get(name), str):
            raise errors.bad(f"can't parse BotCommand: can't find field \"{name}\"")
    command = given["command"].strip().removeprefix("/")
    description = given["description"].strip()
    if not command:
        raise errors.COMMAND_EMPTY
    if len(command) > MAX_COMMAND:
        raise errors.COMMAND_TOO_LONG
    if not description:
        raise errors.COMMAND_DESCRIPTION_EMPTY
    if len(description) > MAX_COMMAND_DESCRIPTION:
        raise errors.COMMAND_DESCRIPTION_TOO_LONG
    if not _COMMAND_LETTERS.issuperset(command):
        raise errors.COMMAND_INVALID
    ephemeral = {"is_ephemeral": True} if given.get("is_ephemeral") is True else {}
    return {"command": command, "description": description} | ephemeral


def _commands_key(world: World, p: Parameters) -> tuple[str, int, str]:
    scope = p.json("scope", errors.SCOPE_JSON)
    language = _language(p)
    if scope is None:
        return "default", 0, language
    if not isinstance(scope, dict) or scope.get("type") not in _SCOPES:
        raise errors.SCOPE_TYPE
    for name in scope.keys() - _SCOPE_FIELDS:
        p.lint(f"BotCommandScope has an unknown field {name!r}")
    if scope["type"] not in _CHAT_SCOPES:
        return scope["type"], 0, language
    chat = str(scope.get("chat_id", ""))
    if not chat:
        raise errors.CHAT_EMPTY
    if not chat.lstrip("-").isdigit() or int(chat) not in world.accounts:
        raise errors.CHAT_NOT_FOUND
    if scope["type"] != "chat":
        raise errors.bad("can't use specified scope type in private chats")  # the wording is a guess
    return "chat", int(chat), language


def commands_for(world: World, person: int) -> list[dict[str, Any]]:
    """The commands a person sees: the narrowest scope wins, then the person's language."""
    code = world.accounts[person].language_code
    for scope, chat in (("chat", person), ("all_private_chats", 0), ("default", 0)):
        for language in (code, ""):
            found = world.profile.commands.get((scope, chat, language))
            if found:
                return found
    return []
