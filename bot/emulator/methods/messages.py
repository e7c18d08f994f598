"""sendMessage, deleteMessage and deleteMessages."""

from datetime import timedelta
from typing import Any

from bot.emulator import errors, markup, objects
from bot.emulator.methods import outgoing
from bot.emulator.methods.registry import method
from bot.emulator.model import Message
from bot.emulator.parameters import Parameters
from bot.emulator.state import World

_MOST_DELETED = 100


@method(
    "sendMessage",
    outgoing.SENDING,
    "text parse_mode entities link_preview_options",
    idle=outgoing.SENDING_IDLE,
    deprecated=outgoing.DEPRECATED,
)
async def send_message(world: World, p: Parameters) -> dict[str, Any]:
    """A text message."""
    preview = outgoing.link_preview(p)
    raw = outgoing.read_text(world, p)
    draft = outgoing.read_draft(world, p)
    keyboard = markup.check_buttons(draft.markup)
    text = outgoing.text_for_message(raw)
    outgoing.note_trimmed(p, raw, text)
    markup.check_size(keyboard)
    outgoing.check_access(world, draft.account)
    return objects.message(world, outgoing.post(world, draft, text=text, keyboard=keyboard, preview=preview))


@method("deleteMessage", "chat_id message_id")
async def delete_message(world: World, p: Parameters) -> bool:
    """Deletes a message of either side; it must be young enough."""
    account = outgoing.find_chat(world, p)
    if not p.integer("message_id"):
        raise errors.MESSAGE_ID_EMPTY
    message = find(world, account.id, p.integer("message_id"))
    if message is None:
        raise errors.DELETE_NOT_FOUND
    if not _young(world, message):
        raise errors.CANNOT_DELETE
    world.delete(message)
    return True


@method("deleteMessages", "chat_id message_ids")
async def delete_messages(world: World, p: Parameters) -> bool:
    """Deletes up to 100 messages; those not found are passed over."""
    account = outgoing.find_chat(world, p)
    given = p.json("message_ids", errors.bad("can't parse message identifiers JSON object"))
    if given is None:
        raise errors.bad("message identifiers are not specified")
    if not isinstance(given, list):
        raise errors.bad("expected an Array of message identifiers")
    if len(given) > _MOST_DELETED:
        raise errors.bad("too many message identifiers specified")
    found = [message for one in given if (message := find(world, account.id, int(one)))]
    if not all(_young(world, message) for message in found):
        raise errors.CANNOT_DELETE
    for message in found:
        world.delete(message)
    return True


def find(world: World, chat: int, number: int) -> Message | None:
    """The message of a chat that is still there."""
    message = world.messages.get(number)
    return None if message is None or message.deleted or message.chat != chat else message


def _young(world: World, message: Message) -> bool:
    return world.clock.now() - message.date <= timedelta(hours=world.limits.delete_hours)
