"""Maps of public sheets: a visitor's layers and works only, to a round scale."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd

from dashboard.drawing.plan_svg import Drawn, Terrain, Wish, draw, fitted
from dashboard.services.frames import Community as Layers
from dashboard.services.house import VISITOR
from dashboard.services.public.public_facts import VISIBLE, PublicView
from dashboard.text import _, fill
from data.store import Store
from data.work_frames import work_view
from geo.layers import LAYERS
from geo.words import N_

NEAR_M = 26.0
"""So much ground is shown around a building."""

NOT_DRAWN = ("grid",)
WORK_COLUMNS = ("project", "name", "kind", "status", "late", "shown", "compounds", "geometry")


@dataclass(frozen=True)
class PublicGround:
    """What a visitor may see of a community, ready to be drawn on one sheet after another (by one thread).

    `works`: `WORK_COLUMNS` of the visitor's frame, in metres of the terrain's CRS.
    """

    view: PublicView
    terrain: Terrain
    works: gpd.GeoDataFrame

    @classmethod
    def of(cls, store: Store, view: PublicView) -> "PublicGround":
        """The ground of the community as it is now."""
        layers = Layers(store, view.community.id)
        shown = [kind.key for kind in LAYERS if kind.geometry and kind.key in VISIBLE and kind.key not in NOT_DRAWN]
        terrain = Terrain({key: layers[key].frame for key in shown}, view.community.lon)
        works = work_view(store, view.community.id, view.day, role=VISITOR).works
        return cls(view, terrain, works[list(WORK_COLUMNS)].to_crs(terrain.crs))

    def whole(self, width_mm: float, height_mm: float, numbers: Mapping[str, str], lettering: float) -> Drawn | None:
        """The whole community with the numbers of its projects; None where nothing has a place."""
        extent = self.terrain.extent
        if extent is None:
            return None
        sheet = fitted(extent, self.terrain.crs, width_mm, height_mm)
        return draw(self.terrain, sheet, self._wish(numbers=numbers, lettering=lettering))

    def building(self, id: str, width_mm: float, height_mm: float, lettering: float = 1.0) -> Drawn | None:
        """A building and what is around it; None where it was never drawn."""
        frame = self.terrain.all("building")
        if id not in frame.index:
            return None
        bounds = frame.geometry[id].buffer(NEAR_M).bounds
        sheet = fitted(bounds, self.terrain.crs, width_mm, height_mm)
        return draw(self.terrain, sheet, self._wish(own=frozenset({id}), lettering=lettering))

    def project(self, id: str, width_mm: float, height_mm: float, lettering: float = 1.0) -> Drawn | None:
        """The works of a project; None where none of them has a spot of its own."""
        own = self.works[self.works["project"] == id]
        placed = own[~(own.geometry.isna() | own.geometry.is_empty) & own["shown"].ne("compound")]
        if placed.empty:
            return None
        bounds = [float(side) for side in placed.to_crs(self.terrain.crs).buffer(15).total_bounds]
        sheet = fitted((bounds[0], bounds[1], bounds[2], bounds[3]), self.terrain.crs, width_mm, height_mm)
        return draw(self.terrain, sheet, self._wish(works=own, lettering=lettering))

    def _wish(self, **values: Any) -> Wish:
        return Wish(**{"works": self.works, "north": _(N_("北")), **values})


def plan_data(drawn: Drawn | None, file: str, *, left_out: bool = True) -> dict[str, Any]:
    """A map as the templates take it: its file, the line below it, and the legend in the reader's language."""
    if drawn is None:
        return {"file": "", "note": _(N_("这里还没有画在地图上,所以没有地图。")), "legend": []}
    note = [fill(N_("比例尺 1:{scale}(按 100% 打印),上方为北;位置近似,非测绘成果"), scale=f"{drawn.sheet.scale:,}")]
    if left_out and drawn.left_out:
        note.append(fill(N_("另有 {count} 项工程没有具体位置,不在图上"), count=drawn.left_out))
    rows = [{"title": _(row.title), "sample": row.sample, "count": row.count} for row in drawn.legend]
    return {"file": file, "note": _(N_(";")).join(note), "legend": rows}
