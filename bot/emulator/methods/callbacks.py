"""answerCallbackQuery and sendChatAction."""

from bot.emulator import errors, links
from bot.emulator.methods import outgoing
from bot.emulator.methods.registry import method
from bot.emulator.model import Answer
from bot.emulator.parameters import Parameters
from bot.emulator.state import World

MAX_ANSWER = 200
_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "record_audio",
        "upload_audio",
        "upload_document",
        "choose_sticker",
        "pick_up_location",
        "find_location",
        "record_video_note",
        "upload_video_note",
        "cancel",
    ]
)


@method("answerCallbackQuery", "callback_query_id text show_alert url cache_time")
async def answer_callback_query(world: World, p: Parameters) -> bool:
    """Ends the waiting after a tap; each tap can be answered once."""
    query = world.waiting_tap(p.text("callback_query_id"))
    text, url = p.text("text"), p.text("url")
    if len(text) > MAX_ANSWER:
        raise errors.ANSWER_TOO_LONG
    if url:
        _check_url(world, url)
    world.answer(query, Answer(text, p.boolean("show_alert"), url))
    return True


@method("sendChatAction", "chat_id action", idle="business_connection_id message_thread_id")
async def send_chat_action(world: World, p: Parameters) -> bool:
    """Shows "typing…" and the like for five seconds or until the next message."""
    action = p.text("action").lower()
    if action not in _ACTIONS:
        raise errors.WRONG_ACTION
    account = outgoing.find_chat(world, p)
    outgoing.check_access(world, account, pays=False)
    world.emit("action", account.id, action)
    return True


def _check_url(world: World, url: str) -> None:
    """Only the bot's own start links may open from an ordinary button."""
    own = (f"t.me/{world.bot_username}?", f"telegram.me/{world.bot_username}?")
    try:
        links.checked_link(url)
    except links.LinkError as error:
        raise errors.ANSWER_URL from error
    if not any(part in url for part in own):
        raise errors.ANSWER_URL
