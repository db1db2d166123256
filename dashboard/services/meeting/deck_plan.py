"""A plan on the agenda, as the wall may show it: kinds, years, households, places that all may see; no money."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.drawing.sketch import PLANNED, sketched
from dashboard.services.frames import Community as Layers
from dashboard.services.house import VISITOR
from dashboard.services.projects.quantity import amount
from dashboard.services.public.public_facts import VISIBLE, PublicView
from dashboard.text import _, fill
from data.scenarios import scenarios
from data.store import Store
from data.work_frames import work_view
from data.work_kinds import work_kinds
from geo.crs import STORED_CRS, to_metric
from geo.layers import LAYER_BY_KEY
from geo.scenario import PlannedWork
from geo.words import N_

REACH_M = 4.0
"""How wide a light or a line is drawn, so that its year is seen from the last row."""


@dataclass(frozen=True)
class ShownPlan:
    """A plan by year: rows {text, detail, series}, its drawings, and how many of its works are not on the map."""

    rows: tuple[Mapping[str, object], ...]
    sketches: tuple[Mapping[str, object], ...]
    unseen: int


def shown_plan(store: Store, view: PublicView, id: str) -> ShownPlan | None:
    """The plan of that id; None where it is gone or put away."""
    community = view.community.id
    plan = next((item for item in scenarios(store, community) if item.id == id), None)
    if plan is None:
        return None
    titles = {kind.id: _(kind.title) for kind in work_kinds(store, community)}
    years = sorted({work.year for work in plan.works})
    rows, sketches, unseen = [], list[Mapping[str, object]](), 0
    shapes = _shapes(store, view, plan.works)
    for series, year in enumerate(years):
        works = [work for work in plan.works if work.year == year]
        counts = Counter(titles.get(work.kind, work.kind) for work in works)
        told = [f"{title} {amount(count, '项')}" for title, count in counts.most_common(3)]
        households = sum(work.households for work in works)
        detail = fill(N_("惠及 {households}"), households=amount(households, "户")) if households else ""
        rows.append({"text": f"{year}", "lines": told, "detail": detail, "series": series})
        for work in works:
            shape = shapes.get(work.id)
            unseen += shape is None
            sketches += [item.as_record() for item in sketched(PLANNED, shape, series=series)]
    return ShownPlan(tuple(rows), tuple(sketches), unseen)


def _shapes(store: Store, view: PublicView, works: tuple[PlannedWork, ...]) -> dict[str, BaseGeometry]:
    """Where each work lies, as areas; a work on things that the visitor may not see has no place."""
    layers = Layers(store, view.community.id)
    frames = {key: layers[key].frame for key in VISIBLE if LAYER_BY_KEY[key].geometry}
    known = work_view(store, view.community.id, view.day, role=VISITOR).works
    found = {}
    for work in works:
        if work.is_possible:
            parts = [frames[key].geometry[id] for key, id in work.assets if key in frames and id in frames[key].index]
        else:
            parts = [known.geometry[work.id]] if work.id in known.index else []
        shape = shapely.union_all([part for part in parts if part is not None and not part.is_empty])
        if not shape.is_empty:
            found[work.id] = shape
    return _areas(found)


def _areas(shapes: Mapping[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """The shapes as areas: what has no width gets `REACH_M` on each side (EPSG:4490 in and out)."""
    if not shapes:
        return {}
    lines = gpd.GeoDataFrame(geometry=list(shapes.values()), index=list(shapes), crs=STORED_CRS)
    metric = to_metric(lines)
    areas = [shape.buffer(0 if shape.area > 0 else REACH_M) for shape in metric.geometry]
    back = gpd.GeoSeries(areas, index=metric.index, crs=metric.crs).to_crs(STORED_CRS)
    return {str(id): shape for id, shape in back.items() if not shape.is_empty}
