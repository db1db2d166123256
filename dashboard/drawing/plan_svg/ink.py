"""What the pens of the printed map are dipped in, and the few SVG elements that it is made of."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from dashboard.drawing.print_fonts import printed
from dashboard.drawing.styles import LIGHT

FAMILY = "Noto Sans CJK SC"

PAPER: dict[str, str] = LIGHT | {
    "paper": "#faf8f3",
    "plot": "#f3efe6",
    "compound_old": "#fdfaf3",
    "compound_commodity": "#fbf9f5",
    "compound_edge": "#8d7f68",
    "river": "#cbe2ec",
    "river_edge": "#7fb0c6",
    "green": "#e1ecd3",
    "garden": "#cfe5b8",
    "garden_edge": "#6f9a50",
    "crown": "#b4d297",
    "city_road": "#fffefb",
    "city_road_edge": "#b3a78f",
    "road": "#ffffff",
    "road_edge": "#a79b85",
    "parking": "#ecebe7",
    "parking_edge": "#aaa89f",
    "building": "#e0d6c5",
    "building_edge": "#6d6150",
    "building_shade": "#d5ccbc",
    "halo": "#ffffff",
}
"""The day's colours, paler on the ground and darker at the edges: paper takes less ink and reads in grey."""


def path(d: str, fill: str = "none", stroke: str = "", width: float = 0.0, **more: str | float) -> str:
    """A path; `more`: further attributes, underscores for hyphens."""
    if not d:
        return ""
    line = f' stroke="{stroke}" stroke-width="{width:.2f}"' if stroke else ""
    return f'<path d="{d}" fill="{fill}"{line}{_attributes(more)}/>'


def disc(x: float, y: float, radius: float, fill: str, stroke: str = "", width: float = 0.0) -> str:
    """A circle filled and outlined."""
    line = f' stroke="{stroke}" stroke-width="{width:.2f}"' if stroke else ""
    return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:.2f}" fill="{fill}"{line}/>'


def box(x: float, y: float, width: float, height: float, fill: str, stroke: str = "", line: float = 0.0,
        round: float = 0.0) -> str:  # fmt: skip
    """An upright rectangle from its upper left corner."""
    pen = f' stroke="{stroke}" stroke-width="{line:.2f}"' if stroke else ""
    corner = f' rx="{round:.2f}"' if round else ""
    size = f'width="{width:.2f}" height="{height:.2f}"'
    return f'<rect x="{x:.2f}" y="{y:.2f}" {size} fill="{fill}"{pen}{corner}/>'


def circles(spots: Iterable[tuple[float, float, float]]) -> str:
    """The `d` of many circles (x, y, radius) in one path."""
    return "".join(
        f"M{x - r:.2f} {y:.2f}a{r:.2f} {r:.2f} 0 1 0 {2 * r:.2f} 0a{r:.2f} {r:.2f} 0 1 0 {-2 * r:.2f} 0Z"
        for x, y, r in spots
    )


def group(parts: Iterable[str], **attributes: str | float) -> str:
    """Several elements under common attributes; "" where there are none."""
    inside = "".join(parts)
    return f"<g{_attributes(attributes)}>{inside}</g>" if inside else ""


@dataclass(frozen=True)
class Type:
    """How a text is set: size in millimetres, `rim` the width of the halo around it, `angle` in radians clockwise."""

    size: float
    colour: str
    bold: bool = False
    halo: str = ""
    rim: float = 0.0
    angle: float = 0.0
    spacing: float = 0.0
    anchor: str = "middle"


def letters(text: str, x: float, y: float, look: Type) -> str:
    """A text whose middle line runs through (x, y)."""
    shift = look.spacing / 2 if look.anchor == "middle" else 0.0
    turned = abs(look.angle) > 1e-3
    turn = f' transform="rotate({math.degrees(look.angle):.2f} {x:.2f} {y:.2f})"' if turned else ""
    weight = ' font-weight="700"' if look.bold else ""
    spread = f' letter-spacing="{look.spacing:.2f}"' if look.spacing else ""
    place = f'x="{x + shift:.2f}" y="{y + 0.37 * look.size:.2f}" font-size="{look.size:.2f}"'
    place += f' text-anchor="{look.anchor}"{weight}{spread}{turn}'
    words, under = escape(printed(text)), ""
    if look.halo and look.rim:
        pen = f'fill="{look.halo}" stroke="{look.halo}" stroke-width="{2 * look.rim:.2f}" stroke-linejoin="round"'
        under = f"<text {place} {pen}>{words}</text>"
    return f'{under}<text {place} fill="{look.colour}">{words}</text>'


def mixed(over: str, strength: float, under: str) -> str:
    """The colour that is seen where one lies over another with a strength from 0 to 1.

    >>> mixed("#000000", 0.5, "#ffffff")
    '#808080'
    """
    pairs = [(int(over[i : i + 2], 16), int(under[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a * strength + b * (1 - strength)):02x}" for a, b in pairs)


def is_dark(colour: str) -> bool:
    """Whether white reads better than ink on a colour (#rrggbb): by relative luminance."""
    red, green, blue = ((int(colour[i : i + 2], 16) / 255) ** 2.2 for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.3


def _attributes(more: dict[str, str | float]) -> str:
    return "".join(f" {name.replace('_', '-')}={quoteattr(str(value))}" for name, value in more.items())
