"""setWebhook, deleteWebhook and getWebhookInfo."""

import ipaddress
import re
from typing import Any
from urllib.parse import SplitResult, urlsplit

from bot.emulator import errors
from bot.emulator.methods.receiving import remember_allowed
from bot.emulator.methods.registry import Described, method
from bot.emulator.parameters import Parameters
from bot.emulator.state import World
from bot.emulator.updates import DEFAULT_KINDS

MAX_SECRET = 256
MAX_CONNECTIONS = 100
DEFAULT_CONNECTIONS = 40
PORTS = frozenset({443, 80, 88, 8443})
_SECRET = re.compile(r"[A-Za-z0-9_-]*")
_SECONDS_BETWEEN = 1.0


@method(
    "setWebhook",
    "url ip_address max_connections allowed_updates drop_pending_updates secret_token",
    idle="certificate",
)
async def set_webhook(world: World, p: Parameters) -> Described:
    """Pushes updates to an address from now on; an empty one goes back to polling."""
    url = p.text("url").strip()
    if not url:
        return _back_to_polling(world, p)
    secret = p.text("secret_token")
    if len(secret) > MAX_SECRET:
        raise errors.SECRET_TOO_LONG
    if not _SECRET.fullmatch(secret):
        raise errors.SECRET_CHARACTERS
    check_address(url, local=world.limits.local_webhooks)
    hook = world.webhook
    if world.monotonic() < hook.set_at + _SECONDS_BETWEEN:
        raise errors.too_many_requests(1)
    connections = min(max(p.integer("max_connections", DEFAULT_CONNECTIONS), 1), MAX_CONNECTIONS)
    before = (hook.url, hook.secret, hook.max_connections, hook.ip_address, world.updates.allowed)
    remember_allowed(world, p)
    if p.boolean("drop_pending_updates"):
        world.updates.drop_all()
    same = before == (url, secret, connections, p.text("ip_address"), world.updates.allowed)
    hook.clear()
    hook.url, hook.secret, hook.max_connections = url, secret, connections
    hook.ip_address, hook.set_at = p.text("ip_address"), world.monotonic()
    world.updates.start_webhook(active=True)
    world.emit("webhook")
    return Described(result=True, description="Webhook is already set" if same else "Webhook was set")


@method("deleteWebhook", "drop_pending_updates")
async def delete_webhook(world: World, p: Parameters) -> Described:
    """Back to polling."""
    return _back_to_polling(world, p)


def _back_to_polling(world: World, p: Parameters) -> Described:
    was_set = bool(world.webhook.url)
    world.webhook.clear()
    world.updates.start_webhook(active=False)
    if p.boolean("drop_pending_updates"):
        world.updates.drop_all()
    world.emit("webhook")
    said = "Webhook was deleted" if was_set else "Webhook is already deleted"
    return Described(result=True, description=said)


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


def check_address(url: str, *, local: bool) -> None:
    """Whether updates may go there: HTTPS on four ports, or with `local` plain HTTP on this machine.

    Raises:
        ApiError: they may not.
    """
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        port = parts.port
    except ValueError as error:
        raise errors.WEBHOOK_BAD_URL from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or " " in url:
        raise errors.WEBHOOK_BAD_URL
    if local and is_local(parts):
        return
    if parts.scheme != "https":
        raise errors.WEBHOOK_NOT_HTTPS
    if (port or 443) not in PORTS:
        raise errors.WEBHOOK_BAD_PORT
    if is_local(parts):
        raise errors.WEBHOOK_RESERVED_ADDRESS


def is_local(parts: SplitResult) -> bool:
    """Whether an address is on this machine."""
    try:
        return ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return parts.hostname == "localhost"
