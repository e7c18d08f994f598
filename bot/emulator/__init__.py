"""A strict local Bot API server with a web chat, for the demo and the tests.

It imports nothing of aiogram: the bot speaks to it over HTTP, as it would to Telegram.
"""

from bot.emulator.errors import ApiError
from bot.emulator.limits import Limits
from bot.emulator.model import Answer, Call, Lint, Message
from bot.emulator.person import Person, Received
from bot.emulator.server import Emulator, random_token
from bot.emulator.stand import ChecklistItem, Control, Stand, StandView
from bot.emulator.state import World

__all__ = [
    "Answer",
    "ApiError",
    "Call",
    "ChecklistItem",
    "Control",
    "Emulator",
    "Limits",
    "Lint",
    "Message",
    "Person",
    "Received",
    "Stand",
    "StandView",
    "World",
    "random_token",
]
