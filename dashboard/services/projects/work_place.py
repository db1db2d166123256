"""Places of works in words: names of assets, and what is picked or drawn measures."""

from collections.abc import Iterable, Sequence

import geopandas as gpd
import pandas as pd
import shapely

from dashboard.services.frames import Community
from dashboard.services.projects.quantity import amount
from dashboard.services.projects.work_words import number
from dashboard.text import _, fill
from geo.crs import STORED_CRS, metric_crs_of
from geo.layers import LAYER_BY_KEY
from geo.words import N_
from geo.work_places import asset_quantities, measured_quantities
from geo.works import WorkKind


def asset_titles(layers: Community, keys: Iterable[str], compound: str = "") -> dict[str, str]:
    """Names of the features that a kind of work may lie on, by "layer:id"; those of one compound, if given."""
    found = {}
    several = len(tuple(keys)) > 1
    for key in keys:
        layer = layers[key]
        frame = layer.frame
        if compound and "compound" in frame:
            frame = frame[frame["compound"] == compound]
        mark = f"{_(LAYER_BY_KEY[key].title)} " if several else ""
        for id in frame.index:
            title = layer.title(str(id))
            found[f"{key}:{id}"] = f"{mark}{title}" if title != str(id) else f"{mark}{id}"
    return found


def picked_words(layers: Community, assets: Sequence[Sequence[str]], kind: WorkKind) -> str:
    """How many assets are picked, and what they measure by the kind of work."""
    count = fill(N_("已选 {count} 个"), count=len(assets))
    rows = pd.DataFrame([["draft", layer, id] for layer, id in assets], columns=["work", "layer", "id"], dtype=object)
    frames = {key: layers[key].frame for key in {"compound", "building", "road", "parking", *rows["layer"]}}
    rows["quantity"] = asset_quantities(rows, {"draft": kind}, frames)
    works = pd.DataFrame({"kind": [kind.id], "location": ["assets"]}, index=["draft"])
    drawn = gpd.GeoSeries([], crs=STORED_CRS)
    measured = measured_quantities(works, rows, drawn, {kind.id: kind}, frames)["draft"]
    if pd.isna(measured):
        return count
    return f"{count} · {fill(N_('量测 {quantity}'), quantity=number(round(float(measured), 1), kind.unit))}"


def drawn_words(shape: shapely.Geometry) -> str:
    """What is drawn, and its length or area."""
    frame = gpd.GeoDataFrame(geometry=[shape], crs=STORED_CRS)
    dimension = int(shapely.get_dimensions(shape))
    if dimension == 0:
        return _(N_("已标出一个点")) if shape.geom_type == "Point" else _(N_("已标出几个点"))
    metres = frame.to_crs(metric_crs_of(frame)).geometry.iloc[0]
    if dimension == 1:
        return fill(N_("已画线,长 {length}"), length=amount(metres.length, "m", 1))
    return fill(N_("已画面,面积 {area}"), area=amount(metres.area, "m²", 1))
