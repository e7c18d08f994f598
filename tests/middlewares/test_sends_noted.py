"""Every attempt to send is noted, with as many messages as it makes."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.methods import (
    AnswerCallbackQuery,
    CopyMessages,
    EditMessageText,
    ForwardMessage,
    SendChatAction,
    SendMediaGroup,
    SendMessage,
    TelegramMethod,
)
from aiogram.types import InputMediaDocument

from bot.middlewares.outgoing import SendsNoted


async def answer(_bot: Bot, _method: TelegramMethod[Any]) -> Any:
    return True


@pytest.mark.parametrize(
    ("method", "noted"),
    [
        (SendMessage(chat_id=1, text="а"), [1]),
        (ForwardMessage(chat_id=1, from_chat_id=2, message_id=3), [1]),
        (CopyMessages(chat_id=1, from_chat_id=2, message_ids=[3, 4, 5]), [3]),
        (
            SendMediaGroup(chat_id=1, media=[InputMediaDocument(media="a"), InputMediaDocument(media="b")]),
            [2],
        ),
        (SendChatAction(chat_id=1, action="typing"), []),
        (EditMessageText(chat_id=1, message_id=2, text="а"), []),
        (AnswerCallbackQuery(callback_query_id="1"), []),
    ],
)
async def test_messages_are_noted_and_nothing_else(method: TelegramMethod[Any], noted: list[int]) -> None:
    notes: list[int] = []
    await SendsNoted(notes.append)(answer, Bot("1:token"), method)
    assert notes == noted
