"""What the bot has asked to be typed, and when the question is over."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message, TelegramObject

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class Asking(StatesGroup):
    """What free text is taken for while the question stands."""

    zone = State()
    quiet = State()
    act_period = State()
    act_file = State()
    act_decline = State()
    integration_start = State()


class AskingMiddleware(BaseMiddleware):
    """A tap or a command ends the question: after it, free text is a search again."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Forget the question, unless the update may be its answer."""
        if data.get("raw_state") is not None and _moves_on(event):
            state: FSMContext = data["state"]
            await state.set_state(None)
            data["raw_state"] = None
        return await handler(event, data)


def _moves_on(event: TelegramObject) -> bool:
    return isinstance(event, CallbackQuery) or (
        isinstance(event, Message) and (event.text or "").startswith("/")
    )
