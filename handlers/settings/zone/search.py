"""Which time zone a person means: «екб», «Asia/Yekaterinburg», «МСК+2», «UTC+5», «Казахстан»."""

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from difflib import get_close_matches
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location

from bot.cabinet.person import Language
from bot.cabinet.warnings.choices import zones
from handlers.settings.zone.cities import CITIES, RUSSIAN

MOST_FOUND = 12
_LONGEST = 64
_SHORTEST_BEGINNING = 3
_MOST_GUESSED = 5
_MOSCOW_HOURS = 3
_MINUTES_AN_HOUR = 60
_CONTINENTS = ("Europe", "Asia", "America")
_OFFSET = re.compile(
    r"(?P<base>utc|gmt|мск|msk)?\s*(?P<sign>[+\-−–])\s*(?P<hours>\d{1,2})(?::(?P<minutes>[0-5]\d))?"
)
_SEPARATORS = re.compile(r"[\s_,.()«»\"'’\-–—/]+")
_TOWN = re.compile(r"^(г|город)\s")


def find(said: str, now: datetime) -> tuple[str, ...]:
    """The zones that may be meant: none, the one, or several to choose from.

    Args:
        said: What the person typed.
        now: Offsets are those of this moment.
    """
    text = said.strip().casefold()[:_LONGEST]
    if (offset := _OFFSET.fullmatch(text)) is not None:
        return _at_offset(offset, now)
    name = _plain(text)
    if not name:
        return ()
    known = _names()
    if name in known:
        return _sorted(known[name])
    begun = {zone for key, named in known.items() if key.startswith(name) for zone in named}
    if len(name) >= _SHORTEST_BEGINNING and begun:
        return _sorted(begun)
    alike = get_close_matches(name, known, _MOST_GUESSED, 0.8)
    return _sorted({zone for key in alike for zone in known[key]})


def place(zone: str, language: str) -> str:
    """What the zone is called: by its main city."""
    return str(get_timezone_location(zone, locale=language, return_city=True))


def _at_offset(offset: re.Match[str], now: datetime) -> tuple[str, ...]:
    minutes = int(offset["hours"]) * _MINUTES_AN_HOUR + int(offset["minutes"] or 0)
    from_utc = timedelta(minutes=minutes if offset["sign"] == "+" else -minutes)
    if offset["base"] in {"мск", "msk"}:
        from_utc += timedelta(hours=_MOSCOW_HOURS)

    def matching(zone: str) -> bool:
        return now.astimezone(ZoneInfo(zone)).utcoffset() == from_utc

    return tuple(filter(matching, RUSSIAN)) or _sorted(set(filter(matching, _places())))


def _sorted(found: set[str] | frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(found, key=_nearest_first)[:MOST_FOUND])


def _nearest_first(zone: str) -> tuple[int, int, str]:
    continent = zone.partition("/")[0]
    return (
        RUSSIAN.index(zone) if zone in RUSSIAN else len(RUSSIAN),
        _CONTINENTS.index(continent) if continent in _CONTINENTS else len(_CONTINENTS),
        zone,
    )


def _plain(text: str) -> str:
    spaced = _SEPARATORS.sub(" ", text.casefold().replace("ё", "е")).strip()
    return _TOWN.sub("", spaced)


@cache
def _places() -> Mapping[str, str]:
    """Zones and the countries that they lie in."""
    territories: Mapping[str, str] = get_global("zone_territories")
    known = zones()
    return {zone: land for zone, land in territories.items() if zone in known and not zone.startswith("Etc/")}


@cache
def _names() -> Mapping[str, frozenset[str]]:
    names: defaultdict[str, set[str]] = defaultdict(set)
    for language in Language:
        lands = Locale(language.value).territories
        for zone, land in _places().items():
            names[_plain(place(zone, language.value))].add(zone)
            names[_plain(lands[land])].add(zone)
    for zone in _places():
        names[_plain(zone)].add(zone)
        names[_plain(zone.rpartition("/")[2])].add(zone)
    former: Mapping[str, str] = get_global("zone_aliases")
    for name, zone in former.items():
        if zone in _places():
            names[_plain(name)].add(zone)
            names[_plain(name.rpartition("/")[2])].add(zone)
    for zone, cities in CITIES.items():
        for city in cities.split(","):
            names[_plain(city)].add(zone)
    # The whole of a country that has a picker of its own.
    for language in Language:
        names[_plain(Locale(language.value).territories["RU"])] = set(RUSSIAN)
    return {name: frozenset(found) for name, found in names.items() if name}
