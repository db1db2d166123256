"""The sample community 龙王港社区, made by a program from the figures in `data.demo.spec`.

Its totals are those that the newspaper reports of the real community; everything else about it is
invented, lies only roughly in place, and is marked `is_sample`. Start reading at `plan` (what stands
where) and `community` (how the layers come together).
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from data.communities import Community, add_community, communities, save_community
from data.demo.community import DemoCommunity, build
from data.features import delete_feature
from data.frames import layer_frame, upsert_frame
from data.store import Store
from data.write import Write
from geo.errors import MapError
from geo.layers import layer_type
from geo.words import N_

WHO = "sample"

ANSWER_KEY = Path(__file__).with_name("answer_key.json")
"""The planted defects: kind, ids by layer, and what an analysis must report of each."""

__all__ = ["ANSWER_KEY", "DemoCommunity", "build", "load"]


def load(store: Store, progress: Callable[[str], None] | None = None) -> DemoCommunity:
    """Write the sample community into a store, in one transaction, and return it.

    Run again it brings the sample back to what it was: changed rows are restored, rows that somebody
    added to it are deleted. Other communities are not touched. `progress` is told each layer's title.
    `MapError` if somebody's own community carries the sample's id.
    """
    sample = build()
    present = {kept.id: kept for kept in communities(store)}.get(sample.community.id)
    if present is not None and not present.is_sample:
        raise MapError(
            N_("社区 {id} 是真实数据,不能用示例数据覆盖。请另设数据库(MAP_DATABASE)来看示例。"), id=present.id
        )
    extra = _added_since(store, sample) if present else []
    with store.write(WHO) as tx:
        _put_community(tx, sample.community, present)
        for layer, id, version in extra:
            delete_feature(tx, sample.community.id, layer, id, version=version)
        for layer, frame in sample.layers.items():
            if progress:
                progress(layer_type(layer).title)
            upsert_frame(tx, sample.community.id, layer, frame)
    return sample


def _put_community(tx: Write, sample: Community, present: Community | None) -> None:
    if present is None:
        add_community(tx, sample)
    else:
        save_community(tx, replace(sample, version=present.version))


def _added_since(store: Store, sample: DemoCommunity) -> list[tuple[str, str, int]]:
    """(layer, id, version) of features in the store that are not part of the sample."""
    found = []
    for layer, frame in sample.layers.items():
        kept = layer_frame(store, sample.community.id, layer)
        strangers = kept.loc[~kept.index.isin(frame.index), "version"]
        found += [(layer, str(id), int(version)) for id, version in strangers.items()]
    return found
