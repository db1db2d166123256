"""One map for one sheet: ground, things, works, marks, names, and the legend of exactly that."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import shapely

from dashboard.drawing.plan_svg import things
from dashboard.drawing.plan_svg.furniture import framed, north_arrow, scale_bar
from dashboard.drawing.plan_svg.ground import Terrain, ground
from dashboard.drawing.plan_svg.ink import PAPER, box, mixed, path
from dashboard.drawing.plan_svg.labels import Names
from dashboard.drawing.plan_svg.legend import LegendRow, legend
from dashboard.drawing.plan_svg.lettering import Board
from dashboard.drawing.plan_svg.sheet import Sheet
from dashboard.drawing.plan_svg.tints import Tint, tint_numbers, tint_plane
from dashboard.drawing.plan_svg.works import (
    HATCHES,
    ORDER,
    draw_mark,
    finished_signs,
    marks_of,
    placed_works,
    settle,
    without_spot,
    works_plane,
)
from dashboard.drawing.styles import STATUS


@dataclass(frozen=True)
class Wish:
    """What a sheet's map shows beside its layers.

    `works`: a frame as `WorkView.works`, in any CRS (None: none); `numbers`: work or project id → its number in the
    sheet's list; `own`: ids of the buildings that the sheet is about; `outline`: a place in EPSG:4490 drawn as a dashed
    line; `tints`: works of a plan by year; `lettering` enlarges type and signs (1 is for reading in the hand);
    `north`: the word at the arrow.
    """

    works: gpd.GeoDataFrame | None = None
    numbers: Mapping[str, str] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    outline: Any = None
    tints: tuple[Tint, ...] = ()
    lettering: float = 1.0
    north: str = "N"


@dataclass(frozen=True)
class Drawn:
    """A finished map: `svg` in millimetres of the page, its legend; `left_out`: works that have no spot at all."""

    svg: str
    sheet: Sheet
    legend: tuple[LegendRow, ...]
    left_out: int = 0


def draw(terrain: Terrain, sheet: Sheet, wish: Wish | None = None) -> Drawn:
    """The map of a sheet. Names never overlap; what finds no room is left out, least important first."""
    wish = wish or Wish()
    works = placed_works(wish.works, sheet)
    board = Board(sheet.width_mm, sheet.height_mm)
    furniture = scale_bar(sheet, board, wish.lettering) + north_arrow(sheet, board, wish.north, wish.lettering)
    parts = [box(0, 0, sheet.width_mm, sheet.height_mm, PAPER["paper"]), *ground(terrain, sheet)]
    parts += things.buildings(terrain, sheet, wish.own)
    parts += works_plane(works, sheet) if works is not None else []
    parts += [*tint_plane(wish.tints, sheet), *things.focus(terrain, sheet, wish.own)]
    parts += [*things.pipes(terrain, sheet), *things.nodes(terrain, sheet), *things.lights(terrain, sheet)]
    parts += [*_outline(wish.outline, sheet), *things.facilities(terrain, sheet, wish.lettering)]
    parts += _names(terrain, sheet, board, wish, works)
    rows = legend(terrain, sheet, works, wish.own, wish.lettering)
    return Drawn(framed(sheet, "".join(parts) + furniture), sheet, rows, without_spot(wish.works))


def _names(terrain: Terrain, sheet: Sheet, board: Board, wish: Wish, works: gpd.GeoDataFrame | None) -> list[str]:
    names = Names(terrain, sheet, board, wish.own, wish.lettering)
    names.reserve_signs()
    parts = names.gardens()
    marks = settle(marks_of(works, sheet, wish.numbers, wish.lettering), board) if works is not None else []
    parts += [*names.compounds(), *names.buildings(_colours(terrain, sheet, works))]
    parts += finished_signs(works, sheet, board) if works is not None else []
    parts += tint_numbers(wish.tints, sheet, board, wish.lettering)
    parts += [*names.facilities(), *names.streets(), *names.pipes()]
    return [*parts, *(draw_mark(mark) for mark in reversed(marks))]


def _colours(terrain: Terrain, sheet: Sheet, works: gpd.GeoDataFrame | None) -> dict[str, str]:
    """What colour lies under each building's number, for its halo."""
    if works is None:
        return {}
    found: dict[str, str] = {}
    frame = terrain.near("building", sheet)
    middles = frame.geometry.representative_point().to_numpy()
    for status in ORDER:
        shapes = works.geometry[works["status"].eq(status)].to_numpy()
        areas = [part for shape in shapes for part in shapely.get_parts(shape) if shapely.get_dimensions(part) == 2]
        if areas:
            covered = shapely.covers(shapely.union_all(areas), middles)
            colour = mixed(STATUS[status][0], HATCHES[status].strength, "#ffffff")
            found |= {str(id): colour for id in frame.index[covered]}
    return found


def _outline(place: Any, sheet: Sheet) -> list[str]:
    if place is None or place.is_empty:
        return []
    shape = gpd.GeoSeries([place], crs=4490).to_crs(sheet.crs).iloc[0]
    d = sheet.path(shape)
    rim = path(d, "none", "#ffffff", 1.6, opacity=0.7)
    return [rim, path(d, "none", PAPER["accent"], 0.8, stroke_dasharray="3 1.6")]
