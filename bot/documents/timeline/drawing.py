"""Drawing one picture of the timeline."""

from datetime import date

from PIL import Image

from bot.documents.plain import firm
from bot.documents.timeline import wording
from bot.documents.timeline.axis import Axis
from bot.documents.timeline.layout import HEADER, MARGIN, POINT, WIDTH, Block, Box, Paint, Picture, Row
from bot.documents.timeline.lettering import Weight, fitted, font, legible, width
from bot.documents.timeline.palette import (
    CARD,
    FADED,
    GRID,
    GRID_ON_TRACK,
    INK,
    PAPER,
    STRIPES,
    TODAY,
    TODAY_BEHIND_WORDS,
    TONES,
    TRACK,
    Colour,
)
from bot.documents.timeline.shapes import Canvas
from bot.texts import Texts

SIZE_TITLE = 21 * POINT
SIZE_NAME = 15 * POINT
SIZE_TEXT = 13 * POINT
BETWEEN = 7 * POINT
ROUND = 5 * POINT
CARD_ROUND = 9 * POINT

# Base lines of the header, in pixels from the top.
_TITLE, _HEADLINE, _LEGEND, _MONTHS, _FLAG = (y * POINT for y in (31, 51, 75, 99, 121))
_TICK = 2 * POINT
_DOT = 10 * POINT
_DOT_TO_WORDS = 4 * POINT
_TODAY_LINE = 2 * POINT
_GRID_LINE = 3


class Painter:
    """Draws pictures in one language."""

    def __init__(self, t: Texts, today: date, total: int, pictures: int) -> None:
        self._t = t
        self._today = today
        self._total = total
        self._pictures = pictures

    def paint(self, picture: Picture) -> Image.Image:
        """The picture."""
        canvas = Canvas(WIDTH, picture.height, PAPER)
        self._header(canvas, picture)
        for block in picture.blocks:
            canvas.rounded(block.box, CARD_ROUND, CARD)
        self._grid(canvas, picture)
        for block in picture.blocks:
            self._title(canvas, block)
            for row in block.rows:
                self._row(canvas, row, picture.axis.begin(self._today))
        return canvas.image

    def _header(self, canvas: Canvas, picture: Picture) -> None:
        left, right = picture.axis.left, picture.axis.right
        _write(canvas, left, _TITLE, self._t("timeline.title"), Weight.BOLD, SIZE_TITLE, INK)
        number = wording.page_number(self._t, picture, self._pictures)
        taken = width(number, Weight.REGULAR, SIZE_TEXT)
        _write(canvas, right - taken, _TITLE, number, Weight.REGULAR, SIZE_TEXT, FADED)
        headline = wording.headline(self._t, self._today, self._total)
        _write(canvas, left, _HEADLINE, headline, Weight.REGULAR, SIZE_TEXT, FADED)
        x = left
        for paint, key in wording.LEGEND.items():
            words = self._t(key)
            canvas.rounded(Box(x, _LEGEND - _DOT, x + _DOT, _LEGEND), _DOT / 2, TONES[paint].bar)
            x += _DOT + _DOT_TO_WORDS
            _write(canvas, x, _LEGEND, words, Weight.REGULAR, SIZE_TEXT, FADED)
            x += width(words, Weight.REGULAR, SIZE_TEXT) + 2 * BETWEEN

    def _grid(self, canvas: Canvas, picture: Picture) -> None:
        """Months and today: strong where they cross bars, faint behind words."""
        axis, bottom = picture.axis, picture.height - MARGIN
        months = list(axis.months())
        today = axis.begin(self._today)
        self._month_names(canvas, axis, months)
        for month in months:
            canvas.line(axis.begin(month), _MONTHS + BETWEEN, bottom, _GRID_LINE, GRID)
        canvas.line(today, HEADER, bottom, _TODAY_LINE, TODAY_BEHIND_WORDS)
        self._today_flag(canvas, today)
        for row in (row for block in picture.blocks for row in block.rows):
            canvas.rounded(row.track, ROUND, TRACK)
            for month in months:
                canvas.line(axis.begin(month), row.track.top, row.track.bottom, _GRID_LINE, GRID_ON_TRACK)

    def _month_names(self, canvas: Canvas, axis: Axis, months: list[date]) -> None:
        """Every other month, January among them: there is no room for all."""
        for month in months[months[0].month % 2 == 0 :: 2]:
            words = wording.month_name(self._t, month)
            weight = Weight.BOLD if month.month == 1 else Weight.REGULAR
            half = width(words, weight, SIZE_TEXT) / 2
            x = axis.begin(month)
            if half <= x <= WIDTH - half:
                _write(canvas, x - half, _MONTHS, words, weight, SIZE_TEXT, FADED)

    def _today_flag(self, canvas: Canvas, x: float) -> None:
        words = self._t("timeline.today")
        half = width(words, Weight.MEDIUM, SIZE_TEXT) / 2
        flag = Box(x - half - BETWEEN, _FLAG - 14 * POINT, x + half + BETWEEN, _FLAG + 5 * POINT)
        canvas.line(x, _FLAG, HEADER, _TODAY_LINE, TODAY)
        canvas.rounded(flag, ROUND, TODAY)
        _write(canvas, x - half, _FLAG, words, Weight.MEDIUM, SIZE_TEXT, PAPER)

    def _title(self, canvas: Canvas, block: Block) -> None:
        room, base = block.title.right - block.title.left, block.title.bottom - 8 * POINT
        if block.continued:
            words = self._t("timeline.continued")
            taken = width(words, Weight.REGULAR, SIZE_TEXT)
            _write(canvas, block.title.right - taken, base, words, Weight.REGULAR, SIZE_TEXT, FADED)
            room -= taken + BETWEEN
        name = legible(firm(block.name)) or "—"
        shown = fitted(name, Weight.BOLD, SIZE_NAME, room)
        _write(canvas, block.title.left, base, shown, Weight.BOLD, SIZE_NAME, INK)

    def _row(self, canvas: Canvas, row: Row, today: float) -> None:
        self._label(canvas, row)
        bar, future = row.bar, row.paint is Paint.FUTURE
        arrows = {"arrow_left": bar.goes_on_left, "arrow_right": bar.goes_on_right}
        canvas.rounded(bar.box, ROUND, TONES[row.paint].bar, **arrows)
        if future:
            canvas.rounded(bar.box, ROUND, STRIPES, striped=True, **arrows)
        canvas.line(today, row.track.top - _TICK, row.track.bottom + _TICK, _TODAY_LINE, TODAY)

    def _label(self, canvas: Canvas, row: Row) -> None:
        """The service at the left, its date at the right; the service gives way."""
        base, x = row.label.bottom - 5 * POINT, row.label.right
        span = wording.span(self._t, row.service.term, self._today)
        x -= width(span.left, Weight.MEDIUM, SIZE_TEXT)
        _write(canvas, x, base, span.left, Weight.MEDIUM, SIZE_TEXT, TONES[row.paint].words)
        if span.when:
            x -= width(span.when, Weight.REGULAR, SIZE_TEXT) + BETWEEN
            _write(canvas, x, base, span.when, Weight.REGULAR, SIZE_TEXT, FADED)
        product, tariff = wording.service_name(row.service)
        room = x - BETWEEN - row.label.left
        shown = fitted(product, Weight.MEDIUM, SIZE_TEXT, room)
        _write(canvas, row.label.left, base, shown, Weight.MEDIUM, SIZE_TEXT, INK)
        after = row.label.left + width(shown, Weight.MEDIUM, SIZE_TEXT) + BETWEEN
        beside = fitted(tariff, Weight.REGULAR, SIZE_TEXT, x - BETWEEN - after)
        _write(canvas, after, base, beside, Weight.REGULAR, SIZE_TEXT, FADED)


def _write(
    canvas: Canvas, x: float, base: float, words: str, weight: Weight, size: int, colour: Colour
) -> None:
    canvas.draw.text((round(x), round(base)), words, colour, font(weight, size), anchor="ls")
