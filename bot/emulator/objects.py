"""The world in the words of the Bot API: User, Chat, Message, CallbackQuery."""

from typing import TYPE_CHECKING, Any

from bot.emulator.model import Account, Message, StoredFile
from bot.emulator.text import FormattedText

if TYPE_CHECKING:
    from bot.emulator.state import World

Json = dict[str, Any]


def user(account: Account) -> Json:
    """The User object of a person."""
    said: Json = {"id": account.id, "is_bot": False, "first_name": account.first_name}
    said |= _present(last_name=account.last_name, username=account.username)
    return said | _present(language_code=account.language_code)


def private_chat(account: Account) -> Json:
    """The Chat object of a person's chat with the bot."""
    named = _present(last_name=account.last_name, username=account.username)
    return {"id": account.id, "type": "private", "first_name": account.first_name} | named


def bot_user(world: "World") -> Json:
    """The User object of the bot."""
    return {
        "id": world.bot_id,
        "is_bot": True,
        "first_name": world.bot_name,
        "username": world.bot_username,
    }


def document(file: StoredFile) -> Json:
    """The Document object."""
    return {
        "file_name": file.name,
        "mime_type": file.mime,
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.content),
    }


def photo(file: StoredFile) -> list[Json]:
    """The sizes of a photo; the emulator keeps the original only."""
    return [
        {
            "file_id": file.file_id,
            "file_unique_id": file.unique_id,
            "file_size": len(file.content),
            "width": file.width,
            "height": file.height,
        }
    ]


def message(world: "World", shown: Message, *, with_reply: bool = True) -> Json:
    """The Message object; a reply is shown one level deep."""
    account = world.accounts[shown.chat]
    said: Json = {
        "message_id": shown.id,
        "from": bot_user(world) if shown.from_bot else user(account),
        "chat": private_chat(account),
        "date": int(shown.date.timestamp()),
    }
    if shown.edit_date is not None:
        said["edit_date"] = int(shown.edit_date.timestamp())
    replied = world.messages.get(shown.reply_to) if shown.reply_to and with_reply else None
    if replied is not None and not replied.deleted:
        said["reply_to_message"] = message(world, replied, with_reply=False)
    said |= _present(
        media_group_id=shown.album, has_protected_content=shown.protected, effect_id=shown.effect
    )
    if shown.file is None:
        said["text"] = shown.plain
        said |= _present(entities=entities(world, shown.text), link_preview_options=shown.link_preview)
    else:
        said |= (
            {"photo": photo(shown.file)} if shown.file.kind == "photo" else {"document": document(shown.file)}
        )
        said |= _present(
            caption=shown.plain,
            caption_entities=entities(world, shown.text),
            show_caption_above_media=shown.caption_above,
            has_media_spoiler=shown.spoiler,
        )
    if shown.markup is not None:
        said["reply_markup"] = shown.markup.as_json()
    return said


def entities(world: "World", text: FormattedText) -> list[Json]:
    """The MessageEntity objects of a text."""
    shown = []
    for entity in text.entities:
        said = entity.as_json()
        if entity.user:
            said["user"] = user(world.accounts[entity.user])
        shown.append(said)
    return shown


def _present(**values: Any) -> Json:
    """Only what is not empty, as Telegram leaves out absent fields."""
    return {name: value for name, value in values.items() if value}
