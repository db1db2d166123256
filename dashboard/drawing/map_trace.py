"""What a trace of the drainage found, as the map shows it: ids only.

The rest of the map fades, the traced pipes stand out with their direction of flow, and the buildings that drain
through the place are tinted.
"""

from dataclasses import dataclass

from dashboard.drawing.map_tool import checked_id, one_of
from geo.layers import LAYER_BY_KEY


@dataclass(frozen=True)
class MapTrace:
    """Ids of what is lit: `pipes`, among them `back` (drawn against their flow), `over` (overloaded) and `route` (those
    of the profile); `nodes` as (layer, id); `buildings`, among them `assumed`. The map fits it into view when
    `fit` differs from what it was.

    Raises:
        ValueError: an id that is none, or a layer that is none.
    """

    pipes: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    route: tuple[str, ...] = ()
    nodes: tuple[tuple[str, str], ...] = ()
    buildings: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    fit: int = 0

    def __post_init__(self) -> None:
        for id in (*self.pipes, *self.back, *self.over, *self.route, *self.buildings, *self.assumed):
            checked_id(id)
        for layer, id in self.nodes:
            one_of(layer, LAYER_BY_KEY, "layer")
            checked_id(id)

    def as_record(self) -> dict[str, object]:
        """Plain values for JSON."""
        return {
            "pipes": list(self.pipes),
            "back": list(self.back),
            "over": list(self.over),
            "route": list(self.route),
            "nodes": [list(node) for node in self.nodes],
            "buildings": list(self.buildings),
            "assumed": list(self.assumed),
            "fit": int(self.fit),
        }
