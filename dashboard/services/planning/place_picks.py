"""Which kinds of work a place offers, and the location that a work starts with there."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.services.planning.place_answer import PlaceAnswer
from dashboard.services.projects.quantity import amount
from dashboard.text import _, fill
from geo.layers import LAYER_BY_KEY
from geo.words import N_
from geo.works import AssetRef, Drawn, Location, OnAssets, WorkKind


@dataclass(frozen=True)
class Offer:
    """A kind of work for a place: its id, and in words what it would lie on."""

    kind: str
    words: str


def offers(answer: PlaceAnswer, kinds: Sequence[WorkKind]) -> list[Offer]:
    """Every kind in use, those with something to lie on in the area first."""
    found = []
    for kind in kinds:
        if kind.archived:
            continue
        place = location_for(answer, kind)
        if isinstance(place, OnAssets):
            counts = {layer: sum(asset.layer == layer for asset in place.assets) for layer in kind.layers}
            words = _(N_("、")).join(
                f"{_(LAYER_BY_KEY[layer].title)} {amount(count, LAYER_BY_KEY[layer].measure_word)}"
                for layer, count in counts.items() if count
            )  # fmt: skip
            found.append((0, Offer(kind.id, f"{_(kind.title)} · {words}")))
        else:
            found.append((1, Offer(kind.id, fill(N_("{kind} · 以范围为位置"), kind=_(kind.title)))))
    return [offer for _rank, offer in sorted(found, key=lambda pair: pair[0])]


def location_for(answer: PlaceAnswer, kind: WorkKind) -> Location:
    """What the kind may lie on of what is in the area; the area itself where that is nothing.

    Of buildings only those that count (at least half inside).
    """
    here = dict(answer.assets)
    if "building" in here:
        here["building"] = answer.report.buildings
    assets = tuple(AssetRef(layer, id) for layer in kind.layers for id in here.get(layer, ()))
    return OnAssets(assets) if assets else Drawn(answer.area.geometry)
