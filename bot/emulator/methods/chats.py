"""getChat."""

from typing import Any

from bot.emulator import objects
from bot.emulator.methods import outgoing
from bot.emulator.methods.registry import method
from bot.emulator.parameters import Parameters
from bot.emulator.state import World

_ACCENT_COLORS = 7
_MAX_REACTIONS = 11


@method("getChat", "chat_id")
async def get_chat(world: World, p: Parameters) -> dict[str, Any]:
    """What the bot may know of a person's chat (ChatFullInfo)."""
    account = outgoing.find_chat(world, p)
    said = objects.private_chat(account)
    if account.username:
        said["active_usernames"] = [account.username]
    gifts = "unlimited_gifts limited_gifts unique_gifts premium_subscription gifts_from_channels"
    return said | {
        "accent_color_id": account.id % _ACCENT_COLORS,
        "max_reaction_count": _MAX_REACTIONS,
        "accepted_gift_types": dict.fromkeys(gifts.split(), True),
    }
