"""Screens of the time zone."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.texts import Texts
from handlers import phrases
from handlers.buttons import ChooseZone, Go, Place
from handlers.screen import Row, Screen, button
from handlers.settings.zone.cities import RUSSIAN
from handlers.settings.zone.search import place

_HOUR = timedelta(hours=1)
_MOSCOW = ZoneInfo("Europe/Moscow")


def picker(t: Texts, chosen: str, now: datetime) -> Screen:
    """Russia's zones; others are typed."""
    text = t.html("zone.title", place=place(chosen, t.language), time=phrases.clock(t, now, chosen))
    return Screen(text, (*_choices(t, RUSSIAN, chosen, now), _back(t)))


def several(t: Texts, found: Sequence[str], chosen: str, now: datetime) -> Screen:
    """What was typed may mean more than one zone."""
    return Screen(t.html("zone.several"), (*_choices(t, found, chosen, now), _back(t)))


def nothing(t: Texts, said: str) -> Screen:
    """What was typed is no zone that the bot knows."""
    text = t.html("zone.nothing", said=phrases.cut(said, phrases.LABEL_LENGTH))
    return Screen(text, ([button(t("button.pick-zone"), Go(to=Place.ZONE))], _back(t)))


def _choices(t: Texts, zones: Sequence[str], chosen: str, now: datetime) -> list[Row]:
    return [[button(label(t, zone, chosen, now), ChooseZone(zone=zone))] for zone in zones]


def label(t: Texts, zone: str, chosen: str, now: datetime) -> str:
    """«Екатеринбург, МСК+2 — 14:00»."""
    local = now.astimezone(ZoneInfo(zone))
    key, offset = "zone.from-utc", local.utcoffset() or timedelta()
    if zone in RUSSIAN:
        key, offset = "zone.from-moscow", offset - (now.astimezone(_MOSCOW).utcoffset() or timedelta())
    name = phrases.cut(place(zone, t.language), _NAME_LENGTH)
    time = phrases.clock(t, now, zone)
    label = t("zone.choice", place=name, offset=t(key, hours=_signed(offset)), time=time)
    return t("choice.chosen", label=label) if zone == chosen else label


_NAME_LENGTH = 26


def _signed(offset: timedelta) -> str:
    """«+2», «−1», «+5:30»; nothing for none."""
    if not offset:
        return ""
    hours, rest = divmod(abs(offset), _HOUR)
    minutes = f":{rest // timedelta(minutes=1):02}" if rest else ""
    return f"{'+' if offset > timedelta() else '−'}{hours}{minutes}"


def _back(t: Texts) -> Row:
    return [
        button(t("button.to-settings"), Go(to=Place.SETTINGS)),
        button(t("button.menu"), Go(to=Place.MENU)),
    ]
