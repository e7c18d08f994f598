"""getMe, getUpdates and the webhook."""

import json
from typing import Any

from bot.emulator import errors, objects
from bot.emulator.methods.registry import Described, method
from bot.emulator.parameters import Parameters
from bot.emulator.state import World
from bot.emulator.updates import DEFAULT_KINDS, MAX_LIMIT, MAX_TIMEOUT, unknown_kinds


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


@method("deleteWebhook", "drop_pending_updates")
async def delete_webhook(world: World, p: Parameters) -> Described:
    """Back to polling."""
    was_set = bool(world.webhook.url)
    world.webhook.clear()
    world.updates.start_webhook(active=False)
    if p.boolean("drop_pending_updates"):
        world.updates.drop_all()
    return Described(
        result=True, description="Webhook was deleted" if was_set else "Webhook is already deleted"
    )


@method("getWebhookInfo")
async def get_webhook_info(world: World, _p: Parameters) -> dict[str, Any]:
    """Where updates go and what went wrong last."""
    hook = world.webhook
    said: dict[str, Any] = {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": world.updates.pending,
    }
    if hook.url:
        said["max_connections"] = hook.max_connections
        if hook.ip_address:
            said["ip_address"] = hook.ip_address
    if hook.last_error_at is not None:
        said["last_error_date"] = int(hook.last_error_at.timestamp())
        said["last_error_message"] = hook.last_error
    if world.updates.allowed != DEFAULT_KINDS:
        said["allowed_updates"] = sorted(world.updates.allowed)
    return said
