"""The full card of one feature: what it is, how large, what touches it, who changed it."""

from collections.abc import Collection
from dataclasses import dataclass, field

from dashboard.services.frames import Community, Layer
from dashboard.services.map.nearby import LinkGroup, links
from dashboard.services.projects.quantity import field_text, is_missing, measure_text
from dashboard.text import _, fill
from data.history import Change, changes
from data.store import Store
from geo.layers import LAYER_BY_KEY
from geo.words import N_

MOST_CHANGES = 5


@dataclass(frozen=True)
class Fact:
    """One line of a card. `hint` is the source or method, shown on hover."""

    title: str
    value: str
    hint: str = ""


@dataclass(frozen=True)
class Card:
    """Everything that the card of a feature shows, in the reader's language; text from data is unescaped."""

    layer: str
    id: str
    title: str
    kind: str
    is_sample: bool
    internal: bool
    has_place: bool
    facts: tuple[Fact, ...]
    not_recorded: tuple[str, ...]
    groups: tuple[LinkGroup, ...]
    changes: tuple[Change, ...] = field(default=())
    photos: tuple[tuple[str, str], ...] = ()
    """Id and what it shows, of the latest photos of what is done here."""


def card(
    store: Store, community: Community, layer: str, feature_id: str, visible: Collection[str], with_history: bool
) -> Card | None:
    """The card of a feature, or None if there is no such feature or the reader may not see its layer.

    `visible` are the layers that the reader may see. Who changed what is for staff: `with_history`.
    """
    if layer not in LAYER_BY_KEY or layer not in visible or feature_id not in community[layer].frame.index:
        return None
    source = community[layer]
    row = source.frame.loc[feature_id]
    history = changes(store, community.id, layer=layer, row_id=feature_id, limit=MOST_CHANGES) if with_history else []
    fields = [item for item in source.type.fields if item.kind != "reference"]
    return Card(
        layer=layer,
        id=feature_id,
        title=source.title(feature_id),
        kind=_(source.type.title),
        is_sample=bool(row["is_sample"]),
        internal=source.type.internal,
        has_place=bool(source.placed[feature_id]) or not source.type.geometry,
        facts=(
            *(Fact(_(f.title), field_text(f, row[f.key])) for f in fields if not is_missing(row[f.key])),
            *_measure(source, feature_id),
            *_codes(source, feature_id),
        ),
        not_recorded=tuple(_(f.title) for f in fields if is_missing(row[f.key])),
        groups=tuple(links(community, layer, feature_id, visible)),
        changes=tuple(history),
    )


def _measure(source: Layer, feature_id: str) -> list[Fact]:
    """Length or area, with the CRS that it was measured in."""
    value = source.measured[feature_id]
    if not source.type.measure or is_missing(value):
        return []
    title = {"length_m": N_("长度(按图形量算)"), "area_m2": N_("面积(按图形量算)")}[source.type.measure]
    hint = fill(N_("在投影坐标系 {crs} 中量算"), crs=source.crs_name)
    return [Fact(_(title), measure_text(float(value), source.type.measure), hint)]


def _codes(source: Layer, feature_id: str) -> list[Fact]:
    """Its own code, and the component code of its kind with the standard that numbers it so."""
    row = source.frame.loc[feature_id]
    facts = [] if is_missing(row["code"]) else [Fact(_(N_("编码")), str(row["code"]))]
    component = source.type.component_code(row.get("kind", ""))
    if component:
        facts.append(Fact(_(N_("部件代码")), component, fill(N_("依据 {standard}"), standard=source.type.standard)))
    return [*facts, Fact(_(N_("编号")), feature_id)]
