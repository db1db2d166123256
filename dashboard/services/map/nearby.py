"""What touches a thing: its parts, what it refers to, the pipes and manholes it is joined to, what lies near.

Which layers matter to which, and up to what distance, is the table `NEAR`. Internal layers are left out
for readers who may not see them, because only the layers handed in are looked at.
"""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from dashboard.services.frames import Community, Layer
from dashboard.services.projects.quantity import amount, is_missing, metres_away
from dashboard.text import _, fill
from geo.layers import LAYERS, layer_type
from geo.words import N_

MOST_LINKS = 8
"""More than this many links of one kind are counted, not listed."""


@dataclass(frozen=True)
class Link:
    """A way to another feature: where it leads, what it is called, and a word on it."""

    layer: str
    id: str
    title: str
    note: str = ""


@dataclass(frozen=True)
class LinkGroup:
    """Links of one kind. `key` tells the groups of a card apart, `more` is how many are not listed."""

    key: str
    title: str
    links: tuple[Link, ...]
    more: int = 0


@dataclass(frozen=True)
class Near:
    """Features of `other` within `within_m` metres of one of `layer`; 0: those that touch or hold it."""

    layer: str
    other: str
    within_m: float


NEAR: tuple[Near, ...] = (
    Near("building", "grid", 0),
    Near("building", "garden", 60),
    Near("building", "road", 15),
    Near("building", "parking", 30),
    Near("building", "street_light", 20),
    Near("building", "pipe", 10),
    Near("building", "facility", 80),
    Near("garden", "street_light", 5),
    Near("garden", "facility", 30),
    Near("garden", "building", 40),
    Near("road", "street_light", 6),
    Near("road", "pipe", 5),
    Near("road", "building", 15),
    Near("parking", "road", 10),
    Near("parking", "building", 30),
    Near("street_light", "road", 6),
    Near("street_light", "building", 25),
    Near("facility", "grid", 0),
    Near("facility", "building", 50),
    Near("pipe", "road", 5),
    Near("pipe", "building", 10),
    Near("manhole", "building", 20),
    Near("gully", "road", 6),
    Near("gully", "pipe", 3),
    Near("outfall", "pipe", 3),
    Near("grid", "facility", 0),
    Near("grid", "building", 0),
)

NODE_LAYERS = ("manhole", "gully", "outfall")
"""Layers whose features a pipe begins or ends at."""


def links(community: Community, layer: str, feature_id: str, visible: Collection[str]) -> list[LinkGroup]:
    """Everything that touches a feature, in groups; only layers in `visible` are looked at."""
    groups = [
        *_parts(community, layer, feature_id, visible),
        *_references(community, layer, feature_id, visible),
        *_joints(community, layer, feature_id, visible),
        *(_near(community, rule, feature_id) for rule in NEAR if rule.layer == layer and rule.other in visible),
    ]
    return [group for group in groups if group.links]


def _group(
    key: str, title: str, source: Layer, ids: Collection[str], notes: Collection[str] | None = None
) -> LinkGroup:
    pairs = list(zip(ids, notes or [""] * len(ids), strict=True))
    found = tuple(Link(source.type.key, i, source.title(i), note) for i, note in pairs[:MOST_LINKS])
    return LinkGroup(f"{key}-{source.type.key}", title, found, max(0, len(pairs) - MOST_LINKS))


def _parts(community: Community, layer: str, feature_id: str, visible: Collection[str]) -> list[LinkGroup]:
    """The feature it is part of, its own parts, and what says it lies in it."""
    groups = []
    parent_layer = layer_type(layer).parent
    if parent_layer in visible:
        parents, parent = community[parent_layer], str(community[layer].frame.at[feature_id, "parent"])
        if parent in parents.frame.index:
            groups.append(_group("part-of", _(parents.type.title), parents, [parent]))
    for kind in LAYERS:
        keys = [field.key for field in kind.fields if field.refers_to == layer] + ["parent"] * (kind.parent == layer)
        for key in keys if kind.key in visible else ():
            source = community[kind.key]
            inside = list(source.frame.index[source.frame[key] == feature_id])
            groups.append(_group(f"by-{key}", _(kind.title), source, inside))
    return groups


def _references(community: Community, layer: str, feature_id: str, visible: Collection[str]) -> list[LinkGroup]:
    """What the fields of a feature refer to, such as its compound."""
    row, groups = community[layer].frame.loc[feature_id], []
    for field in layer_type(layer).fields:
        if field.refers_to in visible:
            source = community[field.refers_to]
            wanted = [str(row[field.key])] if row[field.key] in source.frame.index else []
            groups.append(_group(field.key, _(field.title), source, wanted))
    return groups


def _joints(community: Community, layer: str, feature_id: str, visible: Collection[str]) -> list[LinkGroup]:
    """A pipe's two nodes; the pipes that run into a node and out of it."""
    if "pipe" not in visible:
        return []
    pipes = community["pipe"]
    if layer == "pipe":
        return [
            _group(key, _(pipes.type.field(key).title), community[other], [pipes.frame.at[feature_id, key]])
            for key in ("from_node", "to_node")
            for other in NODE_LAYERS
            if other in visible and pipes.frame.at[feature_id, key] in community[other].frame.index
        ]
    if layer not in NODE_LAYERS:
        return []
    groups = []
    for title, key in ((N_("流入的管段"), "to_node"), (N_("流出的管段"), "from_node")):
        joined = pipes.frame[pipes.frame[key] == feature_id]
        notes = [_diameter(row) for _id, row in joined.iterrows()]
        groups.append(_group(key, _(title), pipes, list(joined.index), notes))
    return groups


def _diameter(pipe: pd.Series) -> str:
    """The diameter as engineers write it, unless the pipe's name says it."""
    text = "" if is_missing(pipe["diameter_mm"]) else f"DN{int(pipe['diameter_mm'])}"
    return "" if text in str(pipe["name"]) else text


def _near(community: Community, rule: Near, feature_id: str) -> LinkGroup:
    here, there = community[rule.layer], community[rule.other]
    title = _(there.type.title)
    if feature_id not in here.metric.index or there.metric.empty:
        return _group("near", title, there, [])
    place = here.metric[feature_id]
    if rule.within_m == 0:
        # Of a surface, what it holds; of a thing, the surfaces that hold its middle.
        holds = rule.layer == "grid"
        spot = place if holds else place.representative_point()
        positions = there.tree.query(spot, predicate="intersects")
        found = there.metric.iloc[sorted(positions)]
        if holds:
            found = found[found.representative_point().within(place)]
        return _group("in", title, there, list(found.index))
    found = there.metric.iloc[there.tree.query(place, predicate="dwithin", distance=rule.within_m)]
    distances = found.distance(place).sort_values(kind="stable")
    distances = distances[distances.index != feature_id] if rule.layer == rule.other else distances
    title = fill(N_("{layer}({distance} 内)"), layer=title, distance=amount(rule.within_m, "m"))
    return _group("near", title, there, list(distances.index), [metres_away(d) for d in distances])
