"""The legend of a printed map: only what is on it, each row a small drawing and a title to be translated."""

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import shapely

from dashboard.drawing.plan_svg.ground import Terrain, column
from dashboard.drawing.plan_svg.ink import FAMILY, PAPER, box, circles, disc, mixed, path
from dashboard.drawing.plan_svg.sheet import Sheet
from dashboard.drawing.plan_svg.signs import facility_sign, status_sign
from dashboard.drawing.plan_svg.things import GULLY_FROM, NODE_FROM, pipe_width, sign_half
from dashboard.drawing.plan_svg.works import URGENCY, area_fill
from geo.layers import layer_type
from geo.words import N_
from geo.works import STATUSES

WIDE, HIGH = 8.0, 4.4
"""Millimetres of one sample."""


@dataclass(frozen=True)
class LegendRow:
    """`title` is still to be translated; `sample` a whole SVG of `WIDE` × `HIGH` mm; `count`: how many, 0 unsaid."""

    title: str
    sample: str
    count: int = 0


def legend(
    terrain: Terrain, sheet: Sheet, works: gpd.GeoDataFrame | None, own: frozenset[str], lettering: float
) -> tuple[LegendRow, ...]:
    """Statuses of works first, then things, then the ground."""
    rows = [*_statuses(works), *_things(terrain, sheet, own, lettering), *_grounds(terrain, sheet)]
    return tuple(rows)


def sample_of(*parts: str) -> str:
    """A sample for a legend: a whole SVG of `WIDE` × `HIGH` mm."""
    size = f'width="{WIDE}mm" height="{HIGH}mm" viewBox="0 0 {WIDE} {HIGH}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FAMILY}">{"".join(parts)}</svg>'


def _swatch(fill: str, edge: str, *more: str) -> str:
    return sample_of(box(0.3, 0.3, WIDE - 0.6, HIGH - 0.6, fill, edge, 0.22, 0.5), *more)


def _paper() -> tuple[Sheet, shapely.Polygon]:
    """A sheet of the sample's own, a metre to the millimetre, and the area to fill on it."""
    return Sheet(None, 0.0, HIGH, WIDE, HIGH, 1_000), shapely.box(0.3, 0.3, WIDE - 0.3, HIGH - 0.3)


def _statuses(works: gpd.GeoDataFrame | None) -> Iterator[LegendRow]:
    if works is None or works.empty:
        return
    titles = dict(STATUSES)
    sheet, area = _paper()
    for status in URGENCY:
        count = int(works["status"].eq(status).sum())
        if count:
            sign = status_sign(status, WIDE - 2.3, HIGH / 2, 1.45)
            yield LegendRow(titles[status], sample_of(*area_fill(status, area, sheet), sign), count)
    late = int(works["late"].sum())
    if late:
        yield LegendRow(N_("逾期"), sample_of(box(0.5, 0.5, WIDE - 1, HIGH - 1, "#ffffff", PAPER["late"], 0.6)), late)


def _things(terrain: Terrain, sheet: Sheet, own: frozenset[str], lettering: float) -> Iterator[LegendRow]:
    ids = set(map(str, terrain.near("building", sheet).index))
    if ids & own:
        yield LegendRow(N_("本单所列楼栋"), _swatch(mixed(PAPER["accent"], 0.24, "#ffffff"), PAPER["ink"]))
    if ids - own:
        fill = mixed(PAPER["building"], 0.55, "#ffffff") if own else PAPER["building"]
        yield LegendRow(N_("其他楼栋") if ids & own else N_("楼栋"), _swatch(fill, PAPER["building_edge"]))
    if sheet.scale <= 5_000:
        yield from _signs(terrain, sheet, lettering)
    lights = terrain.near("street_light", sheet)
    states = set(column(lights, "state", "working")) if sheet.scale <= 4_000 else set()
    if states - {"faulty"}:
        lamp = disc(WIDE / 2, HIGH / 2, 0.85, PAPER["light_core"], PAPER["light_edge"], 0.18)
        yield LegendRow(layer_type("street_light").title, sample_of(lamp))
    if "faulty" in states:
        yield LegendRow(
            N_("故障路灯"), sample_of(disc(WIDE / 2, HIGH / 2, 0.85, "#ffffff", PAPER["light_faulty"], 0.25))
        )
    yield from _drains(terrain, sheet)


def _signs(terrain: Terrain, sheet: Sheet, lettering: float) -> Iterator[LegendRow]:
    titles = dict(layer_type("facility").field("kind").values)
    there = set(column(terrain.near("facility", sheet), "kind", ""))
    for kind, title in titles.items():
        if kind in there and sign_half(sheet, kind, lettering):
            yield LegendRow(title, sample_of(facility_sign(kind, WIDE / 2, HIGH / 2, 1.9, PAPER["facility"])))


def _drains(terrain: Terrain, sheet: Sheet) -> Iterator[LegendRow]:
    kinds = set(column(terrain.near("pipe", sheet), "kind", "storm"))
    titles = {"foul": N_("污水管(W)"), "storm": N_("雨水管(Y)"), "combined": N_("合流管(H)")}
    for kind, title in titles.items():
        if kind in kinds:
            dash = {"storm": "3.2 0.7", "combined": "1.4 0.9"}.get(kind)
            more = {"stroke_dasharray": dash} if dash else {}
            line = path(f"M0.3 {HIGH / 2}H{WIDE - 0.3}", "none", PAPER[kind], pipe_width(400), **more)
            yield LegendRow(title, sample_of(line))
    for layer, least, sign in (
        ("manhole", NODE_FROM, disc(WIDE / 2, HIGH / 2, 1.0, "#ffffff", PAPER["foul"], 0.32)),
        ("gully", GULLY_FROM, box(WIDE / 2 - 0.6, HIGH / 2 - 0.6, 1.2, 1.2, "#ffffff", PAPER["storm"], 0.3)),
        ("outfall", 99_999, path(f"M{WIDE / 2 - 1.5} {HIGH / 2 - 1.1}h3l-1.5 2.7Z", PAPER["storm"])),
    ):
        if sheet.scale <= least and len(terrain.near(layer, sheet)):
            yield LegendRow(layer_type(layer).title, sample_of(sign))


def _grounds(terrain: Terrain, sheet: Sheet) -> Iterator[LegendRow]:
    if len(terrain.near("garden", sheet)):
        trees = path(circles(((2.2, 1.6, 0.7), (4.4, 2.9, 0.9), (6.2, 1.5, 0.6))), PAPER["crown"])
        yield LegendRow(layer_type("garden").title, _swatch(PAPER["garden"], PAPER["garden_edge"], trees))
    if len(terrain.near("road", sheet)):
        d = f"M-1 {HIGH / 2}H{WIDE + 1}"
        road = [path(d, "none", PAPER["road_edge"], 2.6), path(d, "none", PAPER["road"], 2.2)]
        yield LegendRow(layer_type("road").title, sample_of(*road))
    if sheet.scale <= 5_000 and len(terrain.near("parking", sheet)):
        bays = path(f"M2.8 .3v{HIGH - 0.6}M5.2 .3v{HIGH - 0.6}", "none", PAPER["parking_edge"], 0.14)
        yield LegendRow(layer_type("parking").title, _swatch(PAPER["parking"], PAPER["parking_edge"], bays))
    if _edge_is_seen(terrain.near("compound", sheet), sheet):
        line = path(f"M0 {HIGH / 2}H{WIDE}", "none", PAPER["compound_edge"], 0.34, stroke_dasharray="2.4 0.8 0.5 0.8")
        yield LegendRow(N_("小区范围"), sample_of(line))


def _edge_is_seen(compounds: gpd.GeoDataFrame, sheet: Sheet) -> bool:
    return bool(len(compounds)) and bool(shapely.intersects(compounds.boundary.to_numpy(), sheet.window).any())
