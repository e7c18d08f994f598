"""Screens of settings."""

from bot.cabinet.person import Language
from bot.texts import Texts
from handlers.buttons import ChooseLanguage, Go, Place
from handlers.screen import Screen, button


def settings(t: Texts, language: Language) -> Screen:
    """The language; each is named in itself, so that one finds the way back from a language one cannot read."""

    def choice(one: Language) -> str:
        name = t(f"language.{one.value}")
        return t("choice.chosen", label=name) if one is language else name

    return Screen(
        t.html("settings.title"),
        (
            [button(choice(one), ChooseLanguage(language=one)) for one in Language],
            [button(t("button.menu"), Go(to=Place.MENU))],
        ),
    )
