"""Why a file that somebody sent is not taken."""

from bot.cabinet.files.intake import FileRefusedError
from bot.texts import Texts, joined
from handlers import phrases
from handlers.buttons import Go, Place
from handlers.screen import Screen, button


def refusal(t: Texts, refused: FileRefusedError) -> Screen:
    """What is wrong with the file, and what to do."""
    text = t.html(f"file.{refused.refusal.value}")
    if refused.name is not None:
        text = joined([t.html("file.named", name=phrases.cut(refused.name)), text])
    return Screen(text, ([button(t("button.menu"), Go(to=Place.MENU))],))
