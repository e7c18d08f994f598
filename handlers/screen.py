"""One message is the screen: taps edit it in place, everything else sends a new one."""

from dataclasses import dataclass

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.texts import Html

Row = list[InlineKeyboardButton]

# Telegram changes the letter case of its sentences now and then, so they are compared in lower case.
UNCHANGED = "message is not modified"
GONE = ("message to edit not found", "message can't be edited", "there is no text in the message to edit")


@dataclass(frozen=True, slots=True)
class Screen:
    """What a person sees: markup and rows of buttons."""

    text: Html
    rows: tuple[Row, ...] = ()

    @property
    def keyboard(self) -> InlineKeyboardMarkup | None:
        """The buttons for Telegram. Plain rows: aiogram's builder copies deeply and costs fifteen times as much."""
        rows = [row for row in self.rows if row]
        return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def button(label: str, data: CallbackData, style: str | None = None) -> InlineKeyboardButton:
    """A button that calls back."""
    return InlineKeyboardButton(text=label, callback_data=data.pack(), style=style)


def link(label: str, url: str) -> InlineKeyboardButton:
    """A button that opens an address."""
    return InlineKeyboardButton(text=label, url=url)


def chat_of(event: Message | CallbackQuery) -> int:
    """The private chat the event belongs to; its id is the person's."""
    return event.chat.id if isinstance(event, Message) else event.from_user.id


async def show(event: Message | CallbackQuery, bot: Bot, screen: Screen) -> None:
    """Show the screen: in place of the one that was tapped, or as a new message.

    A tapped message that is a file, has been deleted or is too old to be touched is left alone.
    """
    if (
        isinstance(event, CallbackQuery)
        and isinstance(event.message, Message)
        and event.message.text is not None
    ):
        try:
            await event.message.edit_text(screen.text, reply_markup=screen.keyboard)
        except TelegramBadRequest as refused:
            reason = refused.message.lower()
            if UNCHANGED in reason:
                return
            if not any(text in reason for text in GONE):
                raise
        else:
            return
    await bot.send_message(chat_of(event), screen.text, reply_markup=screen.keyboard)
