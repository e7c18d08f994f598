"""A chat as text: for failed expectations, and for reading in a browser."""

from collections.abc import Iterable

from bot.emulator.model import Call, Message
from bot.emulator.state import World

_LAST_CALLS = 12
_LONGEST_VALUE = 160


def transcript(world: World, person: int) -> str:
    """The chat of a person: texts, documents, buttons; deleted messages are marked."""
    account = world.accounts[person]
    state = " (blocked the bot)" if account.blocked else "" if account.started else " (never pressed Start)"
    lines = [f"── {account.name}, id {account.id}{state} ──"]
    for message in world.chats[person]:
        lines += _message_lines(account.first_name, message)
    if len(lines) == 1:
        lines.append("(empty)")
    return "\n".join(lines)


def last_calls(world: World) -> str:
    """The bot's last calls with their answers."""
    calls = [call for call in world.calls if call.method != "getUpdates" or call.status != 200]  # noqa: PLR2004  HTTP's OK
    if not calls:
        return "(the bot has called nothing but getUpdates)" if world.calls else "(no bot is connected)"
    return "\n".join(_call_line(call) for call in calls[-_LAST_CALLS:])


def _message_lines(first_name: str, message: Message) -> Iterable[str]:
    who = "бот" if message.from_bot else first_name
    marks = [f"#{message.id}", f"{message.date:%d.%m %H:%M:%S}"]
    if message.edit_date is not None:
        marks.append("edited")
    if message.deleted:
        marks.append("DELETED")
    if message.reply_to:
        marks.append(f"reply to #{message.reply_to}")
    yield f"{who} [{', '.join(marks)}]"
    if message.file is not None:
        yield f"    <{message.file.kind} {message.file.name}, {len(message.file.content)} bytes>"
    for line in message.plain.splitlines():
        yield f"    {line}"
    for row in message.buttons:
        yield "    " + " ".join(f"[{label}]" for label in row)


def _call_line(call: Call) -> str:
    given = ", ".join(
        f"{name}={value if len(value) <= _LONGEST_VALUE else value[:_LONGEST_VALUE] + '…'!r}"
        for name, value in call.parameters.items()
    )
    answer = call.description if call.status != 200 else ""  # noqa: PLR2004  HTTP's OK
    return f"{call.method}({given}) -> {call.status or 'dropped'} {answer} [{call.ms:.0f} ms]".replace(
        "  ", " "
    )
