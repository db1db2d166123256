"""Works of a plan on the map: the ground that each takes, coloured by year or by plan."""

from collections.abc import Iterable, Mapping

import geopandas as gpd
import shapely

from dashboard.components import session
from dashboard.components.planning.place_piece import Told
from dashboard.drawing.sketch import PLANNED, Sketch
from geo.crs import STORED_CRS

SIMPLER_M = 0.4
"""An outline on the map may be this much simpler than the ground that is reckoned with."""


def outline(ground: gpd.GeoSeries, id: str) -> shapely.Geometry | None:
    """The ground of a work as an area to be drawn (EPSG:4490); None for a work that takes none."""
    if id not in ground.index:
        return None
    shape = shapely.simplify(ground[id], SIMPLER_M)
    areas = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and part.area > 0]
    if not areas:
        return None
    placed: shapely.Geometry = gpd.GeoSeries([shapely.union_all(areas)], crs=ground.crs).to_crs(STORED_CRS).iloc[0]
    return placed


def drawn(
    ground: gpd.GeoSeries, kind: str, works: Iterable[tuple[str, int]], first_year: int = 0
) -> tuple[Sketch, ...]:
    """A sketch for each work (id, series) that takes ground; with a first year each series is one."""
    found = [(outline(ground, id), series) for id, series in works]
    year = (lambda series: first_year + series) if first_year else (lambda series: 0)
    return tuple(Sketch(kind, shape, series=at, year=year(at)) for shape, at in found if shape is not None)


def drawn_by_year(ground: gpd.GeoSeries, works: Mapping[str, int], first_year: int) -> tuple[Sketch, ...]:
    """Works (id → year) coloured by their years."""
    return drawn(ground, PLANNED, [(id, year - first_year) for id, year in works.items()], first_year)


def show_work(told: Told) -> None:
    """Show the work that was pressed in a list. For callbacks."""
    session.change(rows=str(told.get("id", ""))[:64], selected="")
    session.fly()
