"""The community at a glance: how much of everything there is, and what is left out for want of a place."""

from collections.abc import Collection
from dataclasses import dataclass

import geopandas as gpd

from dashboard.services.frames import Community, Layer
from dashboard.services.projects.quantity import amount
from dashboard.text import _, fill
from geo.layers import LAYERS, SEWER_KINDS, layer_type
from geo.measure import paved_area_m2
from geo.words import N_


@dataclass(frozen=True)
class Total:
    """One figure: its title, the figure with its unit, how it came about."""

    title: str
    value: str
    hint: str = ""


@dataclass(frozen=True)
class Figure:
    """A total in no language yet: `title`, `unit` and `hint` are msgids, `values` fill the first and the last.

    The value of "kind" among them is a msgid too.
    """

    title: str
    value: float
    unit: str = ""
    hint: str = ""
    values: tuple[tuple[str, str], ...] = ()

    def said(self) -> Total:
        """The figure in the reader's language."""
        values = {key: _(value) if key == "kind" else value for key, value in self.values}
        return Total(fill(self.title, **values), amount(self.value, self.unit), fill(self.hint, **values))


@dataclass(frozen=True)
class LeftOut:
    """Features that no map can show: how many of which layer."""

    layer: str
    title: str
    count: int


def totals(community: Community, compound: str, visible: Collection[str]) -> list[Total]:
    """Figures of the community or of one compound ("": all); only of layers in `visible` that hold anything."""
    return [figure.said() for figure in figures(community, compound, visible)]


def figures(community: Community, compound: str, visible: Collection[str]) -> list[Figure]:
    """The same in no language, for whoever keeps them."""
    seen = tuple(sorted(visible))
    return community.kept(("figures", compound, seen), lambda: _figures(community, compound, seen))


def _figures(community: Community, compound: str, visible: Collection[str]) -> list[Figure]:
    found: list[Figure] = []
    for key in ("building", "garden", "street_light", "manhole"):
        frame = _frame(community, key, compound, visible)
        if frame is not None:
            kind = layer_type(key)
            found.append(Figure(kind.title, len(frame), kind.measure_word))
            if key == "building" and frame["households"].notna().any():  # what nobody recorded is not zero
                found.append(Figure(N_("户数"), float(frame["households"].sum())))
    return [*found, *_pipes(community, compound, visible), *_paving(community, compound, visible)]


def left_out(community: Community, visible: Collection[str]) -> list[LeftOut]:
    """How many features of each layer have no place, where there are any."""
    found = []
    for kind in LAYERS:
        if kind.geometry and kind.key in visible:
            count = community[kind.key].unplaced
            if count:
                found.append(LeftOut(kind.key, _(kind.title), count))
    return found


def _frame(community: Community, key: str, compound: str, visible: Collection[str]) -> gpd.GeoDataFrame | None:
    """The features of a layer in a compound; None if the layer is empty or off limits."""
    if key not in visible or community[key].frame.empty:
        return None
    return in_compound(community, community[key], compound)


def in_compound(community: Community, layer: Layer, compound: str) -> gpd.GeoDataFrame:
    """The features that say they belong to a compound, or, where a layer does not say, whose middle lies in it."""
    if not compound:
        return layer.frame
    if any(field.key == "compound" for field in layer.type.fields):
        return layer.frame[layer.frame["compound"] == compound]
    outlines = community["compound"].metric
    if compound not in outlines.index or layer.metric.empty:
        return layer.frame.iloc[0:0]
    inside = layer.metric.representative_point().within(outlines[compound])
    return layer.frame.loc[layer.metric.index[inside]]


def _pipes(community: Community, compound: str, visible: Collection[str]) -> list[Figure]:
    frame = _frame(community, "pipe", compound, visible)
    if frame is None:
        return []
    lengths = community["pipe"].measured.loc[frame.index].groupby(frame["kind"]).sum()
    crs = community["pipe"].crs_name
    return [
        Figure(
            N_("{kind}管"), float(lengths[kind]), "m", N_("在投影坐标系 {crs} 中量算"), (("kind", title), ("crs", crs))
        )
        for kind, title in SEWER_KINDS
        if kind in lengths.index
    ]


def _paving(community: Community, compound: str, visible: Collection[str]) -> list[Figure]:
    roads = _frame(community, "road", compound, visible)
    bays = _frame(community, "parking", compound, visible)
    if roads is None or bays is None:
        return []
    hint = N_("道路中心线按宽度展开并与停车位合并,重叠处只计一次")
    return [Figure(N_("铺装路面"), paved_area_m2(roads, bays), "m²", hint)]
