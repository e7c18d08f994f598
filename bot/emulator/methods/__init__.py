"""The methods of the Bot API, a file for each family; importing the package registers all of them."""

from bot.emulator.methods import (
    bot_settings,
    callbacks,
    chats,
    documents,
    edits,
    menu,
    messages,
    receiving,
    webhooks,
)
from bot.emulator.methods.registry import METHODS, Described, Method

__all__ = [
    "METHODS",
    "Described",
    "Method",
    "bot_settings",
    "callbacks",
    "chats",
    "documents",
    "edits",
    "menu",
    "messages",
    "receiving",
    "webhooks",
]
