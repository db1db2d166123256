"""Setting the names of a printed map: widths from the printed font itself, and a board on which no two may overlap."""

import math
import re
from functools import lru_cache

from fontTools.ttLib import TTFont

from dashboard.drawing.print_fonts import FONT_FILES

CELL = 12.0


@lru_cache(maxsize=2)
def _advances(bold: bool) -> tuple[dict[int, int], int]:
    """Advance width of each character in units of the em, and the em."""
    with TTFont(FONT_FILES["bold" if bold else "regular"], lazy=True) as font:
        widths, em = font["hmtx"].metrics, font["head"].unitsPerEm
        return {code: widths[glyph][0] for code, glyph in font.getBestCmap().items()}, em


@lru_cache(maxsize=8_192)
def text_width(text: str, size: float, bold: bool = False) -> float:
    """Width of a text in the unit of `size`; an unknown character counts as a full em."""
    advances, em = _advances(bold)
    return sum(advances.get(ord(character), em) for character in text) * size / em


def is_chinese(text: str) -> bool:
    """Whether a text may stand upright, one character under another."""
    return re.fullmatch(r"[\u3400-\u9fff0-9]{2,9}", text) is not None


class Board:
    """Places already taken on a sheet; `take` refuses what would overlap or leave it."""

    def __init__(self, width_mm: float, height_mm: float, margin: float = 0.8) -> None:
        self._bounds = (margin, margin, width_mm - margin, height_mm - margin)
        self._cells: dict[tuple[int, int], list[tuple[float, float, float, float]]] = {}

    def take(self, x: float, y: float, wide: float, high: float, angle: float = 0.0) -> bool:
        """Take the rectangle around (x, y) turned by `angle`; False if it is not free."""
        return self.take_all([(x, y, wide, high, angle)])

    def take_all(self, places: list[tuple[float, float, float, float, float]]) -> bool:
        """Take several rectangles or none."""
        boxes = [b for place in places for b in _boxes(*place)]
        if not all(self._is_free(box) for box in boxes):
            return False
        for box in boxes:
            self._put(box)
        return True

    def occupy(self, x: float, y: float, wide: float, high: float) -> None:
        """Take an upright rectangle whatever is there already: it is drawn anyway."""
        self._put((x - wide / 2, y - high / 2, x + wide / 2, y + high / 2))

    def _is_free(self, box: tuple[float, float, float, float]) -> bool:
        left, top, right, bottom = self._bounds
        if box[0] < left or box[1] < top or box[2] > right or box[3] > bottom:
            return False
        taken = (other for cell in _cells(box) for other in self._cells.get(cell, ()))
        return not any(box[0] < o[2] and box[2] > o[0] and box[1] < o[3] and box[3] > o[1] for o in taken)

    def _put(self, box: tuple[float, float, float, float]) -> None:
        for cell in _cells(box):
            self._cells.setdefault(cell, []).append(box)


def _boxes(x: float, y: float, wide: float, high: float, angle: float) -> list[tuple[float, float, float, float]]:
    """Upright boxes that cover a turned rectangle: one where it lies nearly level, else a chain along it."""
    c, s = abs(math.cos(angle)), abs(math.sin(angle))
    count = 1 if s < 0.09 or wide <= high else min(24, math.ceil(wide / high))
    step = wide / count
    w, h = (step * c + high * s) / 2, (step * s + high * c) / 2
    found = []
    for i in range(count):
        t = (i - (count - 1) / 2) * step
        a, b = x + t * math.cos(angle), y + t * math.sin(angle)
        found.append((a - w, b - h, a + w, b + h))
    return found


def _cells(box: tuple[float, float, float, float]) -> list[tuple[int, int]]:
    left, top, right, bottom = (math.floor(side / CELL) for side in box)
    return [(i, j) for i in range(left, right + 1) for j in range(top, bottom + 1)]
