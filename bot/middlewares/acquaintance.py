"""Puts the person, their texts and an empty toast beside every update."""

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiogram import BaseMiddleware
from aiogram.enums import ChatType
from aiogram.types import Chat, TelegramObject, User

from bot.cabinet.cabinet import Cabinet
from bot.cabinet.organization import PersonId
from bot.cabinet.person import Profile
from bot.middlewares.toast import Toast
from bot.texts import texts

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class AcquaintanceMiddleware(BaseMiddleware):
    """Handlers get `person`, `t` and `toast`; updates from outside private chats go no further."""

    def __init__(self, cabinet: Cabinet) -> None:
        self._cabinet = cabinet

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Meet the person behind the update."""
        user: User | None = data.get("event_from_user")
        chat: Chat | None = data.get("event_chat")
        if user is None or user.is_bot or chat is None or chat.type != ChatType.PRIVATE:
            return None
        profile = Profile(PersonId(user.id), user.full_name, user.username, user.language_code)
        person = await self._cabinet.acquaintance.meet(profile)
        data.update(person=person, t=texts(person.language.value), toast=Toast())
        with structlog.contextvars.bound_contextvars(person_id=person.id):
            return await handler(event, data)
