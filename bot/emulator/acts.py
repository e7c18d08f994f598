"""What people do: the page and the tests' Person act through the same functions."""

import secrets

from bot.emulator.autolink import with_found
from bot.emulator.model import Account, Message, Query
from bot.emulator.state import World
from bot.emulator.text import FormattedText, fixed

MAX_ALBUM = 10


class ActError(ValueError):
    """What Telegram's apps would not let a person do."""


def send(world: World, person: int, text: str, *, reply_to: int | None = None) -> list[Message]:
    """Sends a text; a very long one leaves as several messages, as the apps do."""
    account = _writer(world, person)
    kept = fixed(FormattedText(text)).text
    if not kept:
        raise ActError("an empty message cannot be sent")
    sent = []
    for start in range(0, len(kept), 4096):
        message = _incoming(world, account, FormattedText(kept[start : start + 4096]))
        message.reply_to = reply_to if _can_reply(world, person, reply_to) else None
        sent.append(message)
    for message in sent:
        _deliver(world, message)
    return sent


def upload(world: World, person: int, files: list[tuple[str, bytes]], *, caption: str = "") -> list[Message]:
    """Sends documents; several go as albums of up to ten with the caption under the first."""
    account = _writer(world, person)
    if not files:
        raise ActError("there is nothing to upload")
    if any(not content for _, content in files):
        raise ActError("an empty file cannot be uploaded")
    sent = []
    for start in range(0, len(files), MAX_ALBUM):
        batch = files[start : start + MAX_ALBUM]
        album = str(secrets.randbits(53)) if len(batch) > 1 else ""
        for number, (name, content) in enumerate(batch):
            text = fixed(FormattedText(caption if start + number == 0 else ""))
            message = _incoming(world, account, text)
            message.file = world.store("document", name, content)
            message.album = album
            sent.append(message)
    for message in sent:
        _deliver(world, message)
    return sent


def tap(world: World, person: int, message: Message | None, data: str, tag: str = "") -> Query:
    """Presses a callback button."""
    see(world, person)
    return world.tap(person, message, data, tag)


def see(world: World, person: int) -> None:
    """Opens the chat: nothing is unread any more."""
    account = world.accounts[person]
    for message in world.chats[person]:
        if message.from_bot:
            message.read = True
    if account.unread:
        account.unread = 0
        world.emit("people")


def block(world: World, person: int) -> None:
    """Stops the bot; it learns of it through my_chat_member."""
    account = world.accounts[person]
    if account.blocked:
        return
    account.blocked = True
    if account.started:
        world.announce_membership(account, before="member", after="kicked")
    world.emit("people")


def unblock(world: World, person: int) -> None:
    """Lets the bot write again."""
    account = world.accounts[person]
    if not account.blocked:
        return
    account.blocked = False
    if account.started:
        world.announce_membership(account, before="kicked", after="member")
    world.emit("people")


def _writer(world: World, person: int) -> Account:
    """The person about to write: whoever writes has started the bot and sees the chat."""
    account = world.accounts[person]
    unblock(world, person)
    see(world, person)
    account.started = True
    return account


def _can_reply(world: World, person: int, reply_to: int | None) -> bool:
    replied = world.messages.get(reply_to or 0)
    return replied is not None and replied.chat == person and not replied.deleted


def _incoming(world: World, account: Account, text: FormattedText) -> Message:
    return Message(
        id=world.next_message_id(),
        chat=account.id,
        from_bot=False,
        date=world.clock.now(),
        text=with_found(text),
    )


def _deliver(world: World, message: Message) -> None:
    world.post(message)
    world.announce(message)
