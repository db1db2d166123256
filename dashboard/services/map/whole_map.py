"""All that a map of our own shows, in one text: configuration, the visitor's layers, the works. For page and deck."""

import json
from collections.abc import Sequence
from datetime import date

from dashboard.services.house import VISITOR
from dashboard.services.map.map_config import map_config
from dashboard.services.map.map_layers import layer_geojson
from dashboard.services.map.map_works import works_geojson
from dashboard.text import words
from data.access import may_see
from data.communities import Community
from data.features import layer_counts, layer_frame
from data.store import Store
from data.work_frames import work_view
from data.work_kinds import work_kinds
from geo.layers import LAYER_BY_KEY


def whole_map(store: Store, community: Community, day: date, language: str, keys: Sequence[str]) -> str:
    """JSON: {config, layers: {key: FeatureCollection}} of these layers as far as a visitor may see them.

    The works, as they stand on `day`, are the layer "work".
    """
    layers = [LAYER_BY_KEY[key] for key in keys if may_see(VISITOR, LAYER_BY_KEY[key])]
    counts, kinds = layer_counts(store, community.id), work_kinds(store, community.id)
    config = map_config(community, layers, counts, {}, words(language), kinds)
    parts = [f'"{layer.key}":{_layer(store, community.id, layer.key)}' for layer in layers]
    works = works_geojson(work_view(store, community.id, day, role=VISITOR)).decode()
    told = json.dumps(config, ensure_ascii=False, separators=(",", ":"))
    return f'{{"config":{told},"layers":{{{",".join(parts)},"work":{works}}}}}'


def _layer(store: Store, community: str, key: str) -> str:
    return layer_geojson(layer_frame(store, community, key), LAYER_BY_KEY[key]).decode()
