"""The plan of a community as a drawing: what the public page shows where no script runs, from the visitor's layers."""

from dashboard.drawing.plan_svg import Terrain, Wish, draw, fitted
from dashboard.services.frames import Community as Layers
from dashboard.services.house import VISITOR
from dashboard.services.public.public_facts import VISIBLE, PublicView
from data.store import Store
from data.work_frames import work_view

SIZE_MM = (180.0, 150.0)
LETTERING = 1.5
"""The drawing is seen at about half its size on a phone."""


def plan_svg(store: Store, view: PublicView, north: str) -> str:
    """The compounds (else the buildings) with the works on them as SVG; "" where nothing has a place."""
    layers = Layers(store, view.community.id)
    terrain = Terrain({key: layers[key].frame for key in VISIBLE}, view.community.lon)
    extent = next((frame for key in ("compound", "building") if not (frame := terrain.all(key)).empty), None)
    if extent is None:
        return ""
    works = work_view(store, view.community.id, view.day, role=VISITOR).works
    left, bottom, right, top = (float(side) for side in extent.total_bounds)
    sheet = fitted((left, bottom, right, top), terrain.crs, *SIZE_MM)
    return draw(terrain, sheet, Wish(works=works, lettering=LETTERING, north=north)).svg
