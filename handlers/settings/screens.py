"""Screens of settings."""

from datetime import datetime

from bot.cabinet.person import Language, Person
from bot.cabinet.warnings.choices import SWITCHABLE
from bot.cabinet.warnings.hours import QuietHours
from bot.cabinet.warnings.preferences import Preferences
from bot.texts import Html, Texts, joined
from handlers import phrases
from handlers.buttons import ChooseLanguage, Go, Place, SwitchDigest, SwitchWeekly
from handlers.screen import Row, Screen, button
from handlers.settings.quiet.screens import wall
from handlers.settings.zone.search import place


def settings(t: Texts, person: Person, preferences: Preferences, now: datetime, news: str = "") -> Screen:
    """Everything that the person has chosen, in plain words.

    The languages are each named in themselves, so that one finds the way back from a language one cannot read.
    """
    lines = [
        t.html(
            "settings.zone", place=place(person.zone, t.language), time=phrases.clock(t, now, person.zone)
        ),
        _quiet(t, preferences.quiet),
        _kinds(t, preferences),
        t.html("settings.together" if preferences.digest else "settings.one-by-one"),
        t.html("settings.weekly" if preferences.weekly else "settings.no-weekly"),
    ]
    parts = [*([t.html("settings.news", news=news)] if news else []), t.html("settings.title"), joined(lines)]

    def choice(one: Language) -> str:
        name = t(f"language.{one.value}")
        return t("choice.chosen", label=name) if one is person.language else name

    return Screen(
        joined(parts, "\n\n"),
        (
            [button(choice(one), ChooseLanguage(language=one)) for one in Language],
            [button(t("button.zone"), Go(to=Place.ZONE)), button(t("button.quiet"), Go(to=Place.QUIET))],
            [button(t("button.kinds"), Go(to=Place.KINDS))],
            [button(t("button.digest"), Go(to=Place.DIGEST))],
            [button(t("button.weekly"), Go(to=Place.WEEKLY))],
            [button(t("button.test"), Go(to=Place.TEST))],
            [button(t("button.menu"), Go(to=Place.MENU))],
        ),
    )


def digest(t: Texts, preferences: Preferences) -> Screen:
    """Several warnings in one message, or each by itself."""
    if preferences.digest:
        return Screen(
            t.html("digest.on"), ([button(t("button.digest-off"), SwitchDigest(on=False))], _back(t))
        )
    return Screen(t.html("digest.off"), ([button(t("button.digest-on"), SwitchDigest(on=True))], _back(t)))


def weekly(t: Texts, preferences: Preferences) -> Screen:
    """The summary on Mondays."""
    if preferences.weekly:
        return Screen(
            t.html("weekly.on"), ([button(t("button.weekly-off"), SwitchWeekly(on=False))], _back(t))
        )
    return Screen(t.html("weekly.off"), ([button(t("button.weekly-on"), SwitchWeekly(on=True))], _back(t)))


def _quiet(t: Texts, quiet: QuietHours) -> Html:
    if quiet.off:
        return t.html("settings.no-quiet")
    return t.html("settings.quiet", start=wall(quiet.start), end=wall(quiet.end))


def _kinds(t: Texts, preferences: Preferences) -> Html:
    told = [kind for kind in SWITCHABLE if preferences.tells(kind)]
    if not told:
        return t.html("settings.no-kinds")
    return t.html("settings.kinds", kinds=", ".join(t(f"kind.{kind.value}.short") for kind in told))


def _back(t: Texts) -> Row:
    return [
        button(t("button.to-settings"), Go(to=Place.SETTINGS)),
        button(t("button.menu"), Go(to=Place.MENU)),
    ]
