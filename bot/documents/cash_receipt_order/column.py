"""A column of the form, filled from top to bottom: words on ruled lines, with explanations under them."""

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from bot.documents.cash_receipt_order.lettering import BOLD, REGULAR, fitted, width

SIZE = 8.5
CAPTION_SIZE = 5.5
LINE = 4.9 * mm
CAPTION = 2.4 * mm
_GAP = 1.2 * mm
_RAISE = 1.0 * mm  # of letters above their rule
_RULE = 0.5


class Column:
    """Draws between two verticals; `y` is the rule written on last, in points from the bottom."""

    def __init__(self, canvas: Canvas, left: float, right: float, top: float) -> None:
        self.canvas = canvas
        self.left = left
        self.right = right
        self.y = top
        canvas.setLineWidth(_RULE)

    def skip(self, height: float) -> None:
        """Leave room."""
        self.y -= height

    def words(self, text: str, *, size: float = SIZE, bold: bool = False, align: str = "left") -> None:
        """A line without a rule."""
        self.y -= LINE
        room = self.right - self.left
        self.put(text, self.left, room, size=size, font=BOLD if bold else REGULAR, align=align)

    def field(self, label: str, value: str, *, lines: int = 1, caption: str = "") -> None:
        """A label and its value on so many ruled lines; the value shrinks to fit them."""
        begin = self.left + (width(label, SIZE) + _GAP if label else 0)
        rooms = (self.right - begin, *([self.right - self.left] * (lines - 1)))
        size, written = fitted(value, rooms, SIZE)
        for number in range(lines):
            self.y -= LINE
            start = begin if number == 0 else self.left
            if number == 0 and label:
                self.canvas.setFont(REGULAR, SIZE)
                self.canvas.drawString(self.left, self.y + _RAISE, label)
            self.canvas.line(start, self.y, self.right, self.y)
            if number < len(written):
                self.canvas.setFont(REGULAR, size)
                self.canvas.drawString(start, self.y + _RAISE, written[number])
        if caption:
            self.caption(caption, begin if lines == 1 else self.left, self.right)
            self.y -= CAPTION

    def signature(self, label: str, name: str, room: float, captions: tuple[str, str]) -> None:
        """A place to sign, and the name of who signs; the label takes the room given, or a line above if none."""
        self.y -= LINE
        self.canvas.setFont(REGULAR, SIZE)
        self.canvas.drawString(self.left, self.y + _RAISE, label)
        if not room:
            self.y -= LINE
        begin = self.left + room
        middle = begin + (self.right - begin) * 0.42
        for start, end, caption in (
            (begin, middle - _GAP, captions[0]),
            (middle + _GAP, self.right, captions[1]),
        ):
            self.canvas.line(start, self.y, end, self.y)
            self.caption(caption, start, end)
        self.put(name, middle + _GAP, self.right - middle - _GAP, align="centre")
        self.y -= CAPTION

    def caption(self, text: str, left: float, right: float) -> None:
        """What stands in small letters under a rule."""
        self.canvas.setFont(REGULAR, CAPTION_SIZE)
        self.canvas.drawCentredString((left + right) / 2, self.y - CAPTION + 0.4 * mm, text)

    def put(
        self,
        text: str,
        left: float,
        room: float,
        *,
        size: float = SIZE,
        font: str = REGULAR,
        align: str = "left",
    ) -> None:
        """One line of words over the present rule, shrunk to the room."""
        size, lines = fitted(text, (room,), size, font)
        written = "".join(lines)
        shift = {"left": 0.0, "centre": 0.5, "right": 1.0}[align] * (room - width(written, size, font))
        self.canvas.setFont(font, size)
        self.canvas.drawString(left + shift, self.y + _RAISE, written)

    def box(
        self, left: float, right: float, height: float, text: str, *, size: float = SIZE, lines: int = 1
    ) -> None:
        """A cell whose top is the present height; the words stand in its middle."""
        self.canvas.rect(left, self.y - height, right - left, height)
        room = right - left - 1.2 * mm
        size, written = fitted(text, (room,) * lines, size)
        leading = size * 1.15
        base = self.y - height / 2 + leading * len(written) / 2 - size * 0.9
        self.canvas.setFont(REGULAR, size)
        for number, line in enumerate(written):
            self.canvas.drawCentredString((left + right) / 2, base - number * leading, line)
