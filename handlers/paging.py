"""The row that turns pages."""

from collections.abc import Callable
from typing import Any

from aiogram.filters.callback_data import CallbackData

from bot.cabinet.page import Page
from bot.texts import Texts
from handlers.buttons import Go, Place
from handlers.screen import Row, button


def arrows(t: Texts, page: Page[Any], turn: Callable[[int], CallbackData]) -> Row:
    """«‹  2 из 7  ›»; nothing when everything fits on one page."""
    if page.count == 1:
        return []
    row = [button(t("page.number", number=page.number + 1, count=page.count), Go(to=Place.NOWHERE))]
    if page.number > 0:
        row.insert(0, button("‹", turn(page.number - 1)))
    if page.number + 1 < page.count:
        row.append(button("›", turn(page.number + 1)))
    return row
