"""What every call to Telegram passes through: waiting when told to, repeating what surely did not arrive."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter
from aiogram.methods import GetUpdates, SendChatAction, TelegramMethod
from aiogram.methods.base import Response, TelegramType
from aiohttp import ClientConnectorError

log = structlog.get_logger(__name__)

ATTEMPTS = 4
LONGEST_WAIT = 60
FIRST_PAUSE = 0.25
POLLING = GetUpdates.__api_method__
# These make messages; `sendChatAction` only says that one is being written.
MAKING_MESSAGES = ("send", "copy", "forward")
NO_MESSAGE = SendChatAction.__api_method__


class RetryMiddleware(BaseRequestMiddleware):
    """Repeats a call that Telegram asked to repeat later, or that never reached it.

    Only a connection that could not be made is repeated: after that nobody knows whether the message was sent.
    """

    def __init__(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._sleep = sleep

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Make the call, up to four times."""
        name = method.__api_method__
        # Polling has a pace of its own.
        for attempt in range(1, 1 if name == POLLING else ATTEMPTS):
            try:
                return await make_request(bot, method)
            except TelegramRetryAfter as wait:
                if wait.retry_after > LONGEST_WAIT:
                    raise
                log.warning("call.flood", method=name, seconds=wait.retry_after)
                await self._sleep(wait.retry_after)
            except TelegramNetworkError as error:
                if not isinstance(error.__cause__, ClientConnectorError):
                    raise
                log.warning("call.unconnected", method=name, attempt=attempt)
                await self._sleep(FIRST_PAUSE * 2**attempt)
        return await make_request(bot, method)


class SendsNoted(BaseRequestMiddleware):
    """Tells how many messages each attempt makes: whoever else sends has to make room for them."""

    def __init__(self, note: Callable[[int], None]) -> None:
        self._note = note

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Make the call, which never waits."""
        if messages := _messages(method):
            self._note(messages)
        return await make_request(bot, method)


def _messages(method: TelegramMethod[TelegramType]) -> int:
    name = method.__api_method__
    if not name.startswith(MAKING_MESSAGES) or name == NO_MESSAGE:
        return 0
    several = getattr(method, "media", None) or getattr(method, "message_ids", None)
    return len(several) if isinstance(several, list) else 1
