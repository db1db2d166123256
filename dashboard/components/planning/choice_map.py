"""Works of a plan on the map: the ground that each takes, coloured by year or by plan."""

from collections.abc import Iterable

import geopandas as gpd
import shapely

from dashboard.components import session
from dashboard.components.planning.place_piece import Told
from dashboard.drawing.sketch import Sketch
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


def drawn(ground: gpd.GeoSeries, kind: str, works: Iterable[tuple[str, int]]) -> tuple[Sketch, ...]:
    """A sketch for each work (id, series) that takes ground."""
    found = [(outline(ground, id), series) for id, series in works]
    return tuple(Sketch(kind, shape, series=series) for shape, series in found if shape is not None)


def show_work(told: Told) -> None:
    """Show the work that was pressed in a list. For callbacks."""
    session.change(rows=str(told.get("id", ""))[:64], selected="")
    session.fly()
