"""The A4 walking sheet of a place: its map to a round scale, buildings with their heads, open works, room for notes.

Set with Typst from a constant template; what comes from data goes in as JSON and as an SVG whose text is escaped.
"""

import json
import math
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import geopandas as gpd
import numpy as np
import shapely
import typst

from dashboard.services.frames import Community
from dashboard.services.my_place import MyPlace, building_words
from dashboard.text import _, fill
from geo.crs import STORED_CRS, metric_crs
from geo.words import N_

ASSETS = Path(__file__).resolve().parent.parent / "assets"
TEMPLATE = ASSETS / "print" / "walking_sheet.typ"
FONTS = ASSETS / "fonts" / "print"
SCALES = (200, 250, 500, 750, 1_000, 1_500, 2_000, 2_500, 5_000, 10_000, 20_000)
MAP_MM = (186.0, 112.0)
"""Width and height of the map on the page."""

MARGIN_M = 8.0
MOST_WORKS = 14
ROUND = 'stroke-linecap="round" stroke-linejoin="round"'
BOLD = 'font-weight="700" text-anchor="middle"'
INK, PALE, LINE, ACCENT = "#1d2b36", "#efe9dd", "#8b8272", "#1f5c57"


def walking_sheet(layers: Community, mine: MyPlace, day: date, *, is_sample: bool) -> bytes:
    """The sheet as PDF, one page or more of A4 upright."""
    scale, drawn = sheet_map(layers, mine)
    words = {
        "title": mine.title,
        "who": " · ".join(text for text in (mine.role, mine.person) if text),
        "day": fill(N_("打印日期 {day}"), day=day.isoformat()),
        "sample": _(N_("示例数据:人名与电话均为编造")) if is_sample else "",
        "scale": fill(N_("比例尺 1:{scale}(按 100% 打印)· 上方为北 · 位置近似"), scale=f"{scale:,}") if scale else "",
        "buildings": _(N_("楼栋")),
        "head": _(N_("楼栋长")),
        "phone": _(N_("办公电话")),
        "seen": _(N_("已查看")),
        "works": _(N_("未完成的工程")),
        "noworks": _(N_("没有未完成的工程。")),
        "notes": _(N_("走访记录")),
        "vacant": _(N_("暂缺")),
        "more": fill(N_("另有 {count} 项,见网页"), count=len(mine.works) - MOST_WORKS)
        if len(mine.works) > MOST_WORKS
        else "",
    }
    data = {
        "words": words,
        "buildings": [[item.title, building_words(item), item.head, item.phone] for item in mine.buildings],
        "works": [[work.title, work.words, work.when] for work in mine.works[:MOST_WORKS]],
    }
    inputs = {"data": json.dumps(data, ensure_ascii=False), "map": drawn}
    return typst.compile(TEMPLATE, format="pdf", font_paths=[FONTS], ignore_system_fonts=True, sys_inputs=inputs)


def round_scale(width_m: float, height_m: float) -> int:
    """The largest round scale at which an extent fits the map of the sheet.

    >>> round_scale(100, 50), round_scale(190, 50), round_scale(10, 10)
    (750, 1500, 200)
    """
    needed = 1000 * max(width_m / MAP_MM[0], height_m / MAP_MM[1])
    return next((scale for scale in SCALES if scale >= needed), int(math.ceil(needed / 10_000) * 10_000))


def sheet_map(layers: Community, mine: MyPlace) -> tuple[int, str]:
    """(scale, SVG in millimetres of the page); scale 0 and "" where the place was never drawn."""
    if mine.outline is None:
        return 0, ""
    crs = metric_crs(float(mine.outline.centroid.x))
    outline = gpd.GeoSeries([mine.outline], crs=STORED_CRS).to_crs(crs).iloc[0]
    left, bottom, right, top = outline.buffer(MARGIN_M if mine.layer == "grid" else 30.0).bounds
    scale = round_scale(right - left, top - bottom)
    width, height = (side * scale / 1000 for side in MAP_MM)
    x, y = (left + right) / 2 - width / 2, (bottom + top) / 2 + height / 2
    window = shapely.box(x, y - height, x + width, y)
    pen = _Pen(x, y, 1000 / scale)
    parts = [*_ground(layers, crs, window, pen), _houses(layers, crs, window, pen, {b.id for b in mine.buildings})]
    edge = f'<path d="{pen.path(outline)}" fill="none" stroke="{ACCENT}" stroke-width="0.9" stroke-dasharray="3 1.6"/>'
    wide, high = MAP_MM
    frame = f'<rect width="{wide}" height="{high}" fill="none" stroke="{LINE}" stroke-width="0.4"/>'
    body = "".join([*parts, edge, _bar(scale), _north(), frame])
    size = f'width="{wide}mm" height="{high}mm" viewBox="0 0 {wide} {high}"'
    return scale, f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="Noto Sans CJK SC">{body}</svg>'


class _Pen:
    """From metres on the ground to millimetres on the page."""

    def __init__(self, left: float, top: float, mm_per_m: float) -> None:
        self.left, self.top, self.mm_per_m = left, top, mm_per_m

    def at(self, x: float, y: float) -> tuple[float, float]:
        return round((x - self.left) * self.mm_per_m, 2), round((self.top - y) * self.mm_per_m, 2)

    def path(self, shape: Any) -> str:
        lines = []
        for part in shapely.get_parts(shape):
            rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
            for ring in rings:
                spots = [f"{a} {b}" for a, b in (self.at(x, y) for x, y in np.asarray(ring.coords)[:, :2])]
                lines.append("M" + "L".join(spots) + ("Z" if part.geom_type == "Polygon" else ""))
        return "".join(lines)


def _near(layers: Community, key: str, crs: Any, window: Any) -> gpd.GeoDataFrame:
    frame = layers[key].frame
    frame = frame[layers[key].placed.to_numpy()].to_crs(crs)
    return frame[frame.geometry.intersects(window).to_numpy()] if len(frame) else frame


def _ground(layers: Community, crs: Any, window: Any, pen: _Pen) -> list[str]:
    parts = ['<rect width="100%" height="100%" fill="#ffffff"/>']
    gardens = _near(layers, "garden", crs, window)
    parts += [f'<path d="{pen.path(s.intersection(window))}" fill="#e3ecd8"/>' for s in gardens.geometry]
    roads = _near(layers, "road", crs, window)
    for colour, rim in ((LINE, 0.35), (PALE, 0.0)):
        for shape, width in zip(roads.geometry, roads["width_m"].fillna(3.5), strict=True):
            path = pen.path(shape.intersection(window))
            wide = float(width) * pen.mm_per_m + rim
            parts.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{wide:.2f}" {ROUND}/>')
    return parts


def _houses(layers: Community, crs: Any, window: Any, pen: _Pen, mine: set[str]) -> str:
    parts = []
    houses = _near(layers, "building", crs, window)
    for id, shape in houses.geometry.items():
        own = id in mine
        fill_, edge = ("#cfdcd6", INK) if own else ("#f3f1ec", "#b9b3a6")
        parts.append(
            f'<path d="{pen.path(shape)}" fill="{fill_}" stroke="{edge}" stroke-width="{0.3 if own else 0.15}"/>'
        )
    for id, shape in houses.geometry.items():
        if id not in mine:
            continue
        x, y = pen.at(*shape.representative_point().coords[0])
        number = escape(str(houses.at[id, "no"] or id))
        parts.append(f'<text x="{x}" y="{y + 1.1}" font-size="3.1" {BOLD} fill="{INK}">{number}</text>')
    return "".join(parts)


def _bar(scale: int) -> str:
    """A scale bar of about 40 mm in two parts."""
    metres = next(m for m in (500, 250, 200, 100, 50, 20, 10, 5) if m * 1000 / scale <= 45)
    wide, x, y = metres * 1000 / scale, 5.0, MAP_MM[1] - 6.0
    halo = f'<rect x="{x - 2}" y="{y - 4.6}" width="{wide + 14}" height="8" fill="#ffffff" fill-opacity="0.85"/>'
    half = f'<rect x="{x}" y="{y}" width="{wide / 2}" height="1.2" fill="{INK}"/>'
    rest = f'<rect x="{x}" y="{y}" width="{wide}" height="1.2" fill="none" stroke="{INK}" stroke-width="0.2"/>'
    label = "".join(
        f'<text x="{x + at}" y="{y - 0.9}" font-size="2.9" text-anchor="middle" fill="{INK}">{text}</text>'
        for at, text in ((0, "0"), (wide, f"{metres} m"))
    )
    return halo + half + rest + label


def _north() -> str:
    x, y = MAP_MM[0] - 8, 6.0
    arrow = f"M{x} {y}L{x + 2.6} {y + 8}L{x} {y + 6.2}L{x - 2.6} {y + 8}Z"
    label = _(N_("北"))
    return (
        f'<circle cx="{x}" cy="{y + 5.6}" r="7.4" fill="#ffffff" fill-opacity="0.85"/><path d="{arrow}" fill="{INK}"/>'
        f'<text x="{x}" y="{y + 11.8}" font-size="3.2" {BOLD} fill="{INK}">{escape(label)}</text>'
    )
