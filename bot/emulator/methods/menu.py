"""setChatMenuButton and getChatMenuButton."""

from typing import Any

from bot.emulator import errors, links
from bot.emulator.errors import bad
from bot.emulator.methods.registry import method
from bot.emulator.parameters import Parameters
from bot.emulator.state import World

_FIELDS = frozenset({"type", "text", "web_app"})
_EVERYONE = 0


@method("setChatMenuButton", "chat_id menu_button")
async def set_chat_menu_button(world: World, p: Parameters) -> bool:
    """The button beside the input field, of one chat or of all."""
    chat = _chat(world, p)
    world.profile.menus[chat] = _read_button(p)
    world.emit("commands", chat or None)
    return True


@method("getChatMenuButton", "chat_id")
async def get_chat_menu_button(world: World, p: Parameters) -> dict[str, Any]:
    """The button of one chat or the one for all."""
    return menu_for(world, _chat(world, p))


def menu_for(world: World, person: int) -> dict[str, Any]:
    """The menu button that a person sees."""
    menus = world.profile.menus
    return menus.get(person) or menus.get(_EVERYONE) or {"type": "commands"}


def _chat(world: World, p: Parameters) -> int:
    if not p.text("chat_id"):
        return _EVERYONE
    chat = p.whole("chat_id")
    if chat is None or chat <= 0:
        raise errors.INVALID_CHAT_ID
    if chat not in world.accounts:
        raise errors.CHAT_NOT_FOUND
    return chat


def _read_button(p: Parameters) -> dict[str, Any]:
    given = p.json("menu_button", errors.MENU_JSON)
    if given is None:
        return {"type": "default"}
    if not isinstance(given, dict):
        raise bad("can't parse menu button: MenuButton must be an Object")
    for name in given.keys() - _FIELDS:
        p.lint(f"MenuButton has an unknown field {name!r}")
    kind = given.get("type")
    if kind in {"default", "commands"}:
        return {"type": kind}
    if kind != "web_app":
        raise errors.MENU_TYPE
    app = given.get("web_app")
    if not isinstance(app, dict) or not isinstance(app.get("url"), str):
        raise bad("can't parse menu button: can't find field \"web_app\"")
    try:
        url = links.checked_link(app["url"], only_https=True)
    except links.LinkError as error:
        raise bad(f"menu button Web App URL '{app['url']}' is invalid: {error}") from error
    return {"type": "web_app", "text": str(given.get("text", "")), "web_app": {"url": url}}
