"""The report on a place as one page of A4: its map to a round scale, figures, what is there, who is responsible."""

from collections.abc import Mapping
from typing import Any

import geopandas as gpd

from dashboard.drawing.plan_svg import Terrain, Wish, draw, fitted
from dashboard.drawing.typesetting import typeset
from dashboard.services.duty.responsible import Found
from dashboard.services.planning.place_answer import PlaceAnswer, problem_words
from dashboard.services.planning.place_report_words import area_text, report_data
from dashboard.services.projects.work_words import today
from dashboard.services.sheets.shared import missing_words
from dashboard.text import _, fill, language
from geo.words import N_

MAP_MM = (186.0, 112.0)
MOST_LINES = 13
"""So many lines of a group fit the page; more are counted."""

NARROW_M = 15.0
"""At least so much ground is shown around an area."""

MAP_LAYERS = ("context", "compound", "garden", "road", "parking", "building", "street_light", "facility", "pipe",
              "manhole")  # fmt: skip


def place_sheet(answer: PlaceAnswer, people: Found | None, community: str) -> bytes:
    """The page as PDF. Raises `PrintersBusy`."""
    scale, svg = _map(answer)
    report = report_data(answer, people)
    groups = [_group(group) for group in report["groups"]]
    sample = _(N_("示例数据")) if answer.has_sample else ""
    data = {
        "title": answer.title,
        "lang": language(),
        "facts": " · ".join(filter(None, (area_text(answer.report.area_m2), _(N_("、")).join(answer.where[:6])))),
        "map": "map.svg",
        "figures": [
            [item["title"], f"{item['value']} {item['unit']}".strip(), item["note"]] for item in report["figures"]
        ],
        "left": groups[:1],
        "right": groups[1:],
        "said": [words for _severity, words in problem_words(answer)],
        "words": {
            "community": community, "day": fill(N_("打印日期 {day}"), day=today().isoformat()), "sample": sample,
            "scale": fill(N_("比例尺 1:{scale}(按 100% 打印)· 上方为北 · 位置近似"), scale=f"{scale:,}"),
            "note": _(N_("来源:本社区微更新一张图,工作人员视图;长度和面积只算范围内的部分")),
        },
    }  # fmt: skip
    return typeset("place.typ", data, {"map.svg": svg.encode()}, warn=missing_words).content


def _group(group: Mapping[str, Any]) -> list[Any]:
    rows = [[row["title"], row.get("amount", ""), row["count"], row.get("note", "")] for row in group["rows"]]
    more = fill(N_("另有 {count} 项,见网页"), count=len(rows) - MOST_LINES) if len(rows) > MOST_LINES else ""
    return [group["title"], rows[:MOST_LINES], more]


def _map(answer: PlaceAnswer) -> tuple[int, str]:
    """(scale, SVG in millimetres of the page) of the area and a little around it."""
    shown = {key: answer.layers[key].frame for key in MAP_LAYERS if key in answer.layers.revisions or key == "context"}
    terrain = Terrain(shown, float(answer.area.geometry.centroid.x))
    outline = gpd.GeoSeries([answer.area.geometry], crs=4490).to_crs(terrain.crs).iloc[0]
    reach = max(NARROW_M, 0.08 * float(outline.length) / 4)
    works = answer.report.works
    own = answer.view.works.loc[[*works.past, *works.now, *works.planned]]
    wish = Wish(works=own, outline=answer.area.geometry, north=_(N_("北")))
    drawn = draw(terrain, fitted(outline.buffer(reach).bounds, terrain.crs, *MAP_MM), wish)
    return drawn.sheet.scale, drawn.svg
