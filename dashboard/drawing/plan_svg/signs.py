"""Signs that need no colour: statuses of works, kinds of facilities; on squares of 24 units as on the screen."""

from dashboard.drawing.plan_svg.ink import is_dark
from dashboard.drawing.styles import STATUS

_CIRCLE = "M12 5.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13z"
STATUS_SIGNS: dict[str, tuple[str, str]] = {
    "planned": (_CIRCLE, ""),
    "preparing": (_CIRCLE, "M12 12V5.5a6.5 6.5 0 0 1 6.5 6.5z"),
    "under_construction": (_CIRCLE, "M12 5.5a6.5 6.5 0 0 1 0 13z"),
    "completed": (_CIRCLE, _CIRCLE),
    "accepted": ("M5.5 12.8L10 17.2L18.6 7.4", ""),
}
"""Status → (what is stroked, what is filled)."""

FACILITY_SIGNS: dict[str, str] = {
    "library_branch": "M4 6c3-1.6 6-1.2 8 .8 2-2 5-2.4 8-.8v12c-3-1.4-6-1-8 .8-2-1.8-5-2.2-8-.8zM12 7v11.4",
    "cultural_centre": "M3.5 10L12 4.5L20.5 10zM6 10.5v7M10 10.5v7M14 10.5v7M18 10.5v7M3.5 19.5h17",
    "notice_board": "M4.5 5h15v10h-15zM8 15v5M16 15v5M7.5 8.5h9M7.5 11.5h6",
    "waste_point": "M6.5 8h11l-1 12h-9zM4.5 8h15M9.5 8V5h5v3M10.3 11.5v5M13.7 11.5v5",
    "property_office": "M4 11.5L12 5l8 6.5V20H4zM10 20v-5h4v5",
    "gate": "M5 20V6h3v14M16 20V6h3v14M8 9h8M8 13.5h8",
}
LANDMARKS = ("library_branch", "cultural_centre", "gate")
"""Facilities by which people find their way."""

_ROUND = 'stroke-linecap="round" stroke-linejoin="round"'


def status_sign(status: str, x: float, y: float, radius: float, *, late: bool = False) -> str:
    """A disc in the colour of a status with its sign, a red ring around it when late."""
    colour = STATUS[status][0]
    stroked, filled = STATUS_SIGNS[status]
    ink = "#ffffff" if is_dark(colour) else "#1d2b36"
    rim = ("#c0271b", 0.17) if late else ("#ffffff", 0.1)
    wide = 3.6 if status == "accepted" else 2.4
    scale = radius * 0.86 / 12
    place = f'transform="translate({x:.2f} {y:.2f}) scale({scale:.4f}) translate(-12 -12)"'
    inner = f'<path d="{filled}" fill="{ink}"/>' if filled else ""
    inner += f'<path d="{stroked}" fill="none" stroke="{ink}" stroke-width="{wide}" {_ROUND}/>'
    circle = f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:.2f}" fill="{colour}"'
    return f'{circle} stroke="{rim[0]}" stroke-width="{radius * rim[1]:.2f}"/><g {place}>{inner}</g>'


def facility_sign(kind: str, x: float, y: float, half: float, colour: str) -> str:
    """The pictogram of a kind of facility on a square with round corners; what is no landmark is outlined only."""
    landmark = kind in LANDMARKS
    fill, pen = (colour, "#ffffff") if landmark else ("#ffffff", colour)
    square = f'<rect x="{x - half:.2f}" y="{y - half:.2f}" width="{2 * half:.2f}" height="{2 * half:.2f}"'
    square += f' rx="{half * 0.45:.2f}" fill="{fill}" stroke="{pen}" stroke-width="{half * 0.12:.2f}"/>'
    place = f'transform="translate({x:.2f} {y:.2f}) scale({half / 14:.4f}) translate(-12 -12)"'
    sign = FACILITY_SIGNS.get(kind, "M12 6v12M6 12h12")
    return f'{square}<path {place} d="{sign}" fill="none" stroke="{pen}" stroke-width="1.9" {_ROUND}/>'
