"""Short notices with a way to the menu."""

from bot.texts import Texts
from handlers.buttons import Go, Place
from handlers.screen import Screen, button


def notice(t: Texts, key: str) -> Screen:
    """A sentence and the menu button."""
    return Screen(t.html(key), ([button(t("button.menu"), Go(to=Place.MENU))],))
