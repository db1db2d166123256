"""The map inside a deck: the visitor's layers, works and configuration, packed into one text."""

import gzip
import json
from base64 import b64encode
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

SHOWN = ("context", "compound", "road", "parking", "garden", "building", "street_light", "facility")
"""The layers that a wall can show; each only as far as a visitor may see it."""

GZIP_LEVEL = 6


def packed_map(store: Store, community: Community, day: date, language: str) -> str:
    """Gzipped JSON in base64: {config, layers: {key: FeatureCollection}}, with the works as the layer "work"."""
    layers = [LAYER_BY_KEY[key] for key in SHOWN if may_see(VISITOR, LAYER_BY_KEY[key])]
    counts = layer_counts(store, community.id)
    kinds = work_kinds(store, community.id)
    config = map_config(community, layers, counts, {}, words(language), kinds)
    parts = [f'"{layer.key}":{_layer(store, community.id, layer.key)}' for layer in layers]
    works = works_geojson(work_view(store, community.id, day, role=VISITOR)).decode()
    text = f'{{"config":{json.dumps(config, ensure_ascii=False)},"layers":{{{",".join(parts)},"work":{works}}}}}'
    return b64encode(gzip.compress(text.encode(), GZIP_LEVEL, mtime=0)).decode()


def _layer(store: Store, community: str, key: str) -> str:
    return layer_geojson(layer_frame(store, community, key), LAYER_BY_KEY[key]).decode()
