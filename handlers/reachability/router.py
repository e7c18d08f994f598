"""Telegram tells when a person stops the bot or starts it again."""

from aiogram import Router
from aiogram.filters import KICKED, MEMBER, ChatMemberUpdatedFilter
from aiogram.types import ChatMemberUpdated

from bot.cabinet.cabinet import Cabinet
from bot.cabinet.person import Person


async def stopped(_: ChatMemberUpdated, person: Person, cabinet: Cabinet) -> None:
    """Nothing can be sent until the person returns."""
    await cabinet.acquaintance.stopped(person)


async def returned(_: ChatMemberUpdated, person: Person, cabinet: Cabinet) -> None:
    """The person may be written to again; nothing is sent now, for /start follows by itself."""
    await cabinet.acquaintance.returned(person)


def build() -> Router:
    """The router of reachability."""
    router = Router(name="reachability")
    router.my_chat_member.register(stopped, ChatMemberUpdatedFilter(KICKED))
    router.my_chat_member.register(returned, ChatMemberUpdatedFilter(MEMBER))
    return router
