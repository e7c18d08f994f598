"""Colours of the pictures: marks as in the lists, letters dark enough to be read on white."""

from dataclasses import dataclass

from bot.documents.timeline.layout import Paint

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Tone:
    """A bar, and words of the same meaning."""

    bar: Colour
    words: Colour


TONES = {
    Paint.OVERDUE: Tone((222, 66, 58), (190, 38, 32)),
    Paint.WEEK: Tone((243, 132, 31), (178, 80, 0)),
    Paint.MONTH: Tone((246, 194, 36), (132, 96, 0)),
    Paint.LATER: Tone((76, 175, 104), (30, 115, 58)),
    Paint.FUTURE: Tone((192, 202, 216), (88, 98, 112)),
}

PAPER: Colour = (255, 255, 255)
CARD: Colour = (244, 246, 249)
TRACK: Colour = (229, 233, 239)
GRID: Colour = (232, 236, 241)
GRID_ON_TRACK: Colour = (244, 246, 249)
STRIPES: Colour = (158, 171, 190)
INK: Colour = (27, 34, 44)
FADED: Colour = (88, 98, 112)
TODAY: Colour = (40, 105, 214)
TODAY_BEHIND_WORDS: Colour = (206, 221, 246)
