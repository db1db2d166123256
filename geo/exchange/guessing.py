"""Which layer of ours a table from outside is most likely meant for."""

import shapely

from geo.checks import type_names
from geo.exchange.mapping import match_columns
from geo.exchange.sandbox import Source
from geo.layers import GEOMETRY_TYPES, LAYER_BY_KEY, LAYERS, LayerType

USUAL = ("building", "road", "manhole")
"""What is most often brought along, where neither name nor columns tell."""


def likely_layer(source: Source) -> LayerType:
    """The layer of the table's name (one or many), else the one that takes its geometry and most of its columns.

    Where columns do not tell, it is buildings, roads or manholes.
    """
    for layer in LAYERS:
        if source.layer.casefold() in (layer.key, f"{layer.key}s", layer.title.casefold()):
            return layer
    shapes = source.frame.geometry.to_numpy()
    kinds = set(type_names(shapes[~shapely.is_missing(shapes)]))
    columns = [str(column) for column in source.frame.columns if column != source.frame.geometry.name]
    fitting = [layer for layer in LAYERS if kinds <= _types(layer) and (bool(kinds) == bool(layer.geometry))]
    found = {layer.key: len(match_columns(columns, layer, {}).sources) for layer in fitting or LAYERS}
    return LAYER_BY_KEY[max(found, key=lambda key: (found[key], key in USUAL))]


def _types(layer: LayerType) -> set[str]:
    return {name for kind in layer.geometry for name in GEOMETRY_TYPES[kind]}
