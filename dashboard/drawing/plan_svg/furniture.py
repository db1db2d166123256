"""What stands on every map sheet: scale bar, north arrow, neat line."""

from xml.sax.saxutils import escape

from dashboard.drawing.plan_svg.ink import FAMILY, PAPER, Type, box, letters, path
from dashboard.drawing.plan_svg.lettering import Board, text_width
from dashboard.drawing.plan_svg.sheet import Sheet

BAR_M = (500, 250, 200, 100, 50, 20, 10, 5, 2, 1)
BAR_MM = 42.0


def scale_bar(sheet: Sheet, board: Board, lettering: float) -> str:
    """A bar of four parts in the lower left corner, with the ratio above it."""
    metres = next((m for m in BAR_M if m * sheet.mm_per_m <= BAR_MM * lettering), 1)
    wide, size = metres * sheet.mm_per_m, 2.5 * lettering
    x, y = 4.5, sheet.height_mm - 4.2
    ratio = f"1 : {sheet.scale:,}"
    plate = max(wide + text_width(f"{metres} m", size) / 2, text_width(ratio, size, True)) + 3.6, 3.4 + 2.6 * size
    board.occupy(x - 1.8 + plate[0] / 2, sheet.height_mm - 1.8 - plate[1] / 2, *plate)
    parts = [box(x - 2.4, sheet.height_mm - 1.6 - plate[1], *plate, PAPER["halo"], round=0.8)]
    for i in range(4):
        fill = PAPER["ink"] if i % 2 == 0 else PAPER["halo"]
        parts.append(box(x + i * wide / 4, y, wide / 4, 1.1, fill, PAPER["ink"], 0.18))
    for at, text in ((0.0, "0"), (0.5, f"{metres / 2:g}"), (1.0, f"{metres} m")):
        parts.append(letters(text, x + at * wide, y - size * 0.68, Type(size, PAPER["ink"])))
    ratio_at = x, y - size * 1.95
    return "".join(parts) + letters(ratio, *ratio_at, Type(size, PAPER["ink"], bold=True, anchor="start"))


def north_arrow(sheet: Sheet, board: Board, label: str, lettering: float) -> str:
    """North in the upper right corner."""
    size = 2.8 * lettering
    x, y = sheet.width_mm - 6.4 * lettering, 3.2
    tip, foot = y + 0.6, y + 9.4 * lettering
    board.occupy(x, (y + foot) / 2 + size, 9 * lettering, foot - y + 2 * size)
    plate = box(x - 4.4 * lettering, y - 0.8, 8.8 * lettering, foot - y + size * 1.5, PAPER["halo"], round=0.8)
    wing, notch = 2.3 * lettering, foot - 1.9 * lettering
    dark = path(f"M{x} {tip}L{x - wing} {foot}L{x} {notch}Z", PAPER["ink"])
    light = path(f"M{x} {tip}L{x + wing} {foot}L{x} {notch}Z", PAPER["halo"], PAPER["ink"], 0.22)
    return plate + light + dark + letters(label, x, foot + size * 0.55, Type(size, PAPER["ink"], bold=True))


def framed(sheet: Sheet, body: str) -> str:
    """The whole drawing, cut at the neat line."""
    wide, high = sheet.width_mm, sheet.height_mm
    size = f'width="{wide}mm" height="{high}mm" viewBox="0 0 {wide} {high}"'
    clip = f'<clipPath id="edge"><rect width="{wide}" height="{high}"/></clipPath>'
    frame = box(0.15, 0.15, wide - 0.3, high - 0.3, "none", PAPER["ink"], 0.3)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{escape(FAMILY)}">'
    return f'{head}<defs>{clip}</defs><g clip-path="url(#edge)">{body}</g>{frame}</svg>'
