"""What Telegram shows around the chat: commands, description. These calls are rationed, so only changes are sent."""

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, MenuButtonCommands

from bot.cabinet.person import Language
from bot.texts import DEFAULT_LANGUAGE, Texts, texts

log = structlog.get_logger(__name__)

COMMANDS = ("start", "add", "organizations", "services", "settings", "help", "cancel")
SCOPE = BotCommandScopeAllPrivateChats()


async def introduce(bot: Bot) -> None:
    """Set commands and descriptions in every language. A failure is logged: the bot works without them."""
    try:
        for language in Language:
            # Without a language code Telegram shows the text to everybody whose language has none of its own.
            code = None if language.value == DEFAULT_LANGUAGE else language.value
            await _in_language(bot, texts(language.value), code)
        if not isinstance(await bot.get_chat_menu_button(), MenuButtonCommands):
            await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    except TelegramAPIError as error:
        log.warning("introduction.failed", error=type(error).__name__)


async def _in_language(bot: Bot, t: Texts, code: str | None) -> None:
    commands = [BotCommand(command=name, description=t(f"command.{name}")) for name in COMMANDS]
    if await bot.get_my_commands(scope=SCOPE, language_code=code) != commands:
        await bot.set_my_commands(commands, scope=SCOPE, language_code=code)
    if (await bot.get_my_description(language_code=code)).description != t("about.description"):
        await bot.set_my_description(t("about.description"), language_code=code)
    if (await bot.get_my_short_description(language_code=code)).short_description != t("about.short"):
        await bot.set_my_short_description(t("about.short"), language_code=code)
