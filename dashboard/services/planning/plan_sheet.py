"""A plan on paper: the map with its works by year, what each costs and whom it reaches, what was left out and why."""

from typing import Any

import geopandas as gpd
import shapely

from dashboard.drawing.plan_svg import Terrain, Tint, Wish, draw, fitted, tint_sample
from dashboard.drawing.typesetting import typeset
from dashboard.services.frames import Community
from dashboard.services.planning.plan_made import MadePlan, what_if
from dashboard.services.planning.plan_words import plan_data, what_if_words
from dashboard.services.projects.work_words import today
from dashboard.services.sheets.shared import missing_words
from dashboard.text import _, fill, language
from geo.choice import GOALS
from geo.crs import STORED_CRS
from geo.words import N_

MAP_MM = (186.0, 118.0)
MOST_LEFT = 12
"""So many works of a reason are named; more are counted."""

MAP_LAYERS = ("context", "compound", "garden", "road", "parking", "building")


def plan_title(plan: MadePlan) -> str:
    """What the sheet and its file are called."""
    years = plan.terms.years
    span = f"{years[0]}-{years[-1]}" if len(years) > 1 else f"{years[0]}"
    return fill(N_("微更新方案 {years}"), years=span)


def plan_sheet(layers: Community, plan: MadePlan, community: str) -> bytes:
    """The sheet as PDF. Raises `PrintersBusy`."""
    data, files = plan_sheet_data(layers, plan, community)
    return typeset("plan.typ", data, files, warn=missing_words).content


def plan_sheet_data(layers: Community, plan: MadePlan, community: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What the sheet says, and its pictures: the map and a sample of each year."""
    told = plan_data(plan, "", False)
    numbers = {str(id): f"{place}" for place, id in enumerate(plan.chosen.index, 1)}
    scale, svg = _map(layers, plan, numbers)
    samples = {f"year-{year['series']}.svg": tint_sample(year["series"]).encode() for year in told["years"]}
    data = {
        "title": plan_title(plan),
        "lang": language(),
        "facts": " · ".join((_(GOALS[plan.terms.goal]), told["proof"])),
        "figures": [[one["title"], f"{one['value']} {one['unit']}".strip(), one["note"]] for one in told["figures"]],
        "years": [_year(year, numbers) for year in told["years"]],
        "left": [_left(group) for group in told["left"]],
        "if": what_if_words(what_if(plan.pool, plan.terms)),
        "words": {
            "community": community, "day": fill(N_("打印日期 {day}"), day=today().isoformat()),
            "sample": _(N_("示例数据")) if plan.pool.sample_priced(plan.chosen.index) else "",
            "scale": fill(N_("比例尺 1:{scale}(按 100% 打印)· 上方为北 · 位置近似"), scale=f"{scale:,}"),
            "left": _(N_("没有选入")), "if": _(N_("预算变了会怎样")), "none": _(N_("这一年没有工程")),
            "note": _(N_("来源:微更新一张图,工作人员视图;造价为单价 × 数量")),
        },
    }  # fmt: skip
    return data, {"map.svg": svg.encode(), **samples}


def _year(year: dict[str, Any], numbers: dict[str, str]) -> list[Any]:
    rows = [[numbers[item["id"]], item["title"], item["words"], item["cost"]] for item in year["items"]]
    return [year["year"], f"year-{year['series']}.svg", f"{year['spent']} / {year['budget']}", rows]


def _left(group: dict[str, Any]) -> list[str]:
    names = [item["title"] for item in group["items"][:MOST_LEFT]]
    more = len(group["items"]) - len(names)
    told = _(N_("、")).join(names) + (fill(N_(" 等 {count} 项"), count=len(group["items"])) if more > 0 else "")
    return [group["title"], group["count"], told]


def _map(layers: Community, plan: MadePlan, numbers: dict[str, str]) -> tuple[int, str]:
    """(scale, SVG in millimetres of the page) of the community with the plan on it."""
    shown = {key: layers[key].frame for key in MAP_LAYERS if key in layers.revisions or key == "context"}
    placed = shown["building"].geometry.dropna()
    terrain = Terrain(shown, float(placed.iloc[0].centroid.x) if len(placed) else 114.0)
    ground = plan.pool.ground[plan.pool.ground.index.isin(numbers)]
    own = gpd.GeoSeries(ground, crs=plan.pool.ground.crs).to_crs(STORED_CRS)
    first = plan.terms.first_year
    tints = tuple(
        Tint(shape, int(plan.choice.works.at[id, "year"]) - first, numbers[str(id)]) for id, shape in own.items()
    )
    around = gpd.GeoSeries([*placed, *own], crs=STORED_CRS).to_crs(terrain.crs)
    bounds = shapely.box(*around.total_bounds).buffer(15).bounds
    made = draw(terrain, fitted(bounds, terrain.crs, *MAP_MM), Wish(tints=tints, north=_(N_("北"))))
    return made.sheet.scale, made.svg
