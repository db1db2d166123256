"""The A4 walking sheet of a place: its map to a round scale, buildings with their heads, open works, room for notes.

Set with Typst from a constant template; what comes from data goes in as JSON and as an SVG whose text is escaped.
"""

from datetime import date
from pathlib import Path

import geopandas as gpd

from dashboard.drawing.plan_svg import Terrain, Wish, draw, fitted
from dashboard.drawing.typesetting import typeset
from dashboard.services.duty.my_place import MyPlace, building_words
from dashboard.services.frames import Community
from dashboard.services.sheets.shared import missing_words
from dashboard.text import _, fill, language
from geo.crs import STORED_CRS
from geo.words import N_

ASSETS = Path(__file__).resolve().parents[2] / "assets"
MAP_MM = (186.0, 112.0)
"""Width and height of the map on the page."""

MARGIN_M = 8.0
MOST_WORKS = 14
MAP_LAYERS = ("context", "compound", "garden", "road", "parking", "building", "street_light", "facility")


def walking_sheet(layers: Community, mine: MyPlace, day: date, *, is_sample: bool, community: str = "") -> bytes:
    """The sheet as PDF, one page or more of A4 upright."""
    scale, drawn = sheet_map(layers, mine)
    words = {
        "kind": _(N_("走访单")),
        "internal": _(N_("内部使用")),
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
        "title": mine.title, "community": community, "sample": _(N_("示例数据")) if is_sample else "",
        "lang": language(), "large": False, "note": words["sample"], "words": words, "signs": {},
        "map": "map.svg" if drawn else "",
        "buildings": [[item.title, building_words(item), item.head, item.phone] for item in mine.buildings],
        "works": [[work.title, work.words, work.when] for work in mine.works[:MOST_WORKS]],
    }  # fmt: skip
    return typeset("walking_sheet.typ", data, {"map.svg": drawn.encode()}, warn=missing_words).content


def sheet_map(layers: Community, mine: MyPlace) -> tuple[int, str]:
    """(scale, SVG in millimetres of the page); scale 0 and "" where the place was never drawn."""
    if mine.outline is None:
        return 0, ""
    terrain = Terrain({key: layers[key].frame for key in MAP_LAYERS}, float(mine.outline.centroid.x))
    outline = gpd.GeoSeries([mine.outline], crs=STORED_CRS).to_crs(terrain.crs).iloc[0]
    around = outline.buffer(MARGIN_M if mine.layer == "grid" else 30.0)
    own = frozenset(item.id for item in mine.buildings)
    wish = Wish(own=own, outline=mine.outline, north=_(N_("北")))
    drawn = draw(terrain, fitted(around.bounds, terrain.crs, *MAP_MM), wish)
    return drawn.sheet.scale, drawn.svg
