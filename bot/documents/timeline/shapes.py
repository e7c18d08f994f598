"""Smooth shapes: Pillow's own have ragged edges."""

from PIL import Image, ImageDraw

from bot.documents.timeline.layout import Box
from bot.documents.timeline.palette import Colour

FINER = 4
_HATCH = 15  # pixels from one stripe to the next


class Canvas:
    """A picture in the making."""

    def __init__(self, width: int, height: int, colour: Colour) -> None:
        self.image = Image.new("RGB", (width, height), colour)
        self.draw = ImageDraw.Draw(self.image)

    def rounded(
        self,
        box: Box,
        radius: float,
        colour: Colour,
        *,
        striped: bool = False,
        arrow_right: bool = False,
        arrow_left: bool = False,
    ) -> None:
        """A filled rectangle with round corners; a side with an arrow ends in a point instead."""
        left, top, right, bottom = _whole(box)
        mask = Image.new("L", ((right - left) * FINER, (bottom - top) * FINER))
        _silhouette(
            ImageDraw.Draw(mask), mask.size, radius * FINER, arrow_left=arrow_left, arrow_right=arrow_right
        )
        if striped:
            _stripe(mask, left)
        self.image.paste(colour, (left, top), mask.resize((right - left, bottom - top), Image.Resampling.BOX))

    def line(self, x: float, top: float, bottom: float, thickness: int, colour: Colour) -> None:
        """An upright line around `x`."""
        left = round(x - thickness / 2)
        self.draw.rectangle((left, round(top), left + thickness - 1, round(bottom) - 1), fill=colour)


def _whole(box: Box) -> tuple[int, int, int, int]:
    left, top = round(box.left), round(box.top)
    return left, top, max(round(box.right), left + 1), max(round(box.bottom), top + 1)


def _silhouette(
    pen: ImageDraw.ImageDraw,
    size: tuple[int, int],
    radius: float,
    *,
    arrow_left: bool,
    arrow_right: bool,
) -> None:
    width, height = size
    point = min(height / 2, width / 2)
    left, right = point if arrow_left else 0, width - 1 - (point if arrow_right else 0)
    corners = (not arrow_left, not arrow_right, not arrow_right, not arrow_left)
    pen.rounded_rectangle((left, 0, right, height - 1), min(radius, (right - left) / 2), 255, corners=corners)
    if arrow_left:
        pen.polygon([(left, 0), (0, height / 2), (left, height - 1)], 255)
    if arrow_right:
        pen.polygon([(right, 0), (width - 1, height / 2), (right, height - 1)], 255)


def _stripe(mask: Image.Image, origin: int) -> None:
    """Leave slanting stripes only; they run on from one bar to the next."""
    width, height = mask.size
    pen = ImageDraw.Draw(mask)
    step, thickness = _HATCH * FINER, _HATCH * FINER // 2
    for x in range(-height - origin * FINER % step - step, width + step, step):
        pen.line([(x, height), (x + height, 0)], 0, thickness)
