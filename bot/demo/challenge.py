"""Finding what waits for a signature in a chat."""

from collections.abc import Iterable

from bot.emulator.model import Message, StoredFile

_SUFFIX = ".txt"


def newest_challenge(messages: Iterable[Message]) -> StoredFile | None:
    """The newest text file that the bot has sent and not taken back: a challenge, an order or a prohibition."""
    files = [
        message.file
        for message in messages
        if message.from_bot and not message.deleted and message.file is not None
    ]
    return next((file for file in reversed(files) if file.name.endswith(_SUFFIX)), None)
