"""Vector maps for paper: any extent of a community to a round scale, in millimetres of the page, as SVG.

The planes are those of the screen's map (ground, things, works, labels); what tells works apart is colour, hatch and
sign, so that a black-and-white printer tells them apart too. Nothing of an internal layer is drawn unless its frame
is handed in, so a public sheet is made from a visitor's frames.
"""

from dashboard.drawing.plan_svg.draw import Drawn, Wish, draw
from dashboard.drawing.plan_svg.ground import Terrain
from dashboard.drawing.plan_svg.legend import LegendRow
from dashboard.drawing.plan_svg.sheet import SCALES, Sheet, fitted, round_scale
from dashboard.drawing.plan_svg.signs import status_sign
from dashboard.drawing.plan_svg.tints import Tint, tint_sample

__all__ = [
    "SCALES", "Drawn", "LegendRow", "Sheet", "Terrain", "Tint", "Wish", "draw", "fitted", "round_scale", "status_sign",
    "tint_sample",
]  # fmt: skip
