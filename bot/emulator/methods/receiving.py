"""getMe and getUpdates."""

import json
from typing import Any

from bot.emulator import errors, objects
from bot.emulator.methods.registry import method
from bot.emulator.parameters import Parameters
from bot.emulator.state import World
from bot.emulator.updates import MAX_LIMIT, MAX_TIMEOUT, unknown_kinds


@method("getMe")
async def get_me(world: World, _p: Parameters) -> dict[str, Any]:
    """The bot and what it can do; it can do nothing beyond private chats."""
    abilities = (
        "can_join_groups can_read_all_group_messages supports_inline_queries supports_guest_queries"
        " can_connect_to_business has_main_web_app has_topics_enabled allows_users_to_create_topics"
        " can_manage_bots supports_join_request_queries"
    )
    return objects.bot_user(world) | dict.fromkeys(abilities.split(), False)


@method("getUpdates", "offset limit timeout allowed_updates")
async def get_updates(world: World, p: Parameters) -> list[dict[str, Any]]:
    """Long polling; numbers out of range are clamped and not refused."""
    if world.updates.webhook:
        raise errors.WEBHOOK_IS_ACTIVE
    remember_allowed(world, p)
    limit = min(max(p.integer("limit", MAX_LIMIT), 1), MAX_LIMIT)
    timeout = min(max(p.integer("timeout"), 0), MAX_TIMEOUT)
    return await world.updates.poll(p.integer("offset"), limit, timeout)


def remember_allowed(world: World, p: Parameters) -> None:
    """Takes `allowed_updates` over and lints names that Telegram does not know."""
    raw = p.text("allowed_updates")
    world.updates.allow(raw)
    try:
        given = json.loads(raw or "[]")
    except ValueError:
        p.lint("allowed_updates is not JSON and is ignored")
        return
    if not isinstance(given, list):
        p.lint("allowed_updates is not an array and is ignored")
        return
    for name in unknown_kinds(str(one) for one in given):
        p.lint(f"allowed_updates names an unknown kind {name!r}")
