"""The map inside a deck: the visitor's layers, works and configuration, packed into one text."""

import gzip
from base64 import b64encode
from datetime import date

from dashboard.services.map.whole_map import whole_map
from data.communities import Community
from data.store import Store

SHOWN = ("context", "compound", "road", "parking", "garden", "building", "street_light", "facility")
"""The layers that a wall can show; each only as far as a visitor may see it."""

GZIP_LEVEL = 6


def packed_map(store: Store, community: Community, day: date, language: str) -> str:
    """Gzipped JSON in base64: {config, layers: {key: FeatureCollection}}, with the works as the layer "work"."""
    text = whole_map(store, community, day, language, SHOWN)
    return b64encode(gzip.compress(text.encode(), GZIP_LEVEL, mtime=0)).decode()
