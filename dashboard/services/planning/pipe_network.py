"""The drainage of a community as a network, made once per revision of its layers and kept for the next reader."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any

import pandas as pd

from dashboard.services.frames import Community
from geo.catchment import drains_of, households_above
from geo.hydraulics import capacity
from geo.network import Network, network_of
from geo.network_faults import Fault, network_faults
from geo.profile import with_interpolated_inverts
from geo.rule_values import fillings, flow_coefficients, peaking, sewer_limits

LAYERS = ("pipe", "manhole", "outfall", "gully", "building")
NODES = ("manhole", "outfall", "gully")


@dataclass(frozen=True, eq=False)
class Drainage:
    """A network with what belongs to it. `filled`: missing inverts were filled in because somebody asked."""

    network: Network
    buildings: Any
    values: Mapping[str, float]
    filled: bool = False

    @cached_property
    def drains(self) -> pd.DataFrame:
        """Where each building drains (`geo.catchment.drains_of`)."""
        return drains_of(self.buildings, self.network)

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with the network, by the community's own limits."""
        return tuple(network_faults(self.network, sewer_limits(self.values), self.values["network.gap_m"]))

    @cached_property
    def capacity(self) -> pd.DataFrame:
        """What each pipe can carry beside what it gets (`geo.hydraulics.capacity`), and households above."""
        pipes = self.network.pipes
        above = households_above(self.network, self.drains, self.buildings, pipes.index)
        table = capacity(
            pipes, above, flow_coefficients(self.values), peaking(self.values), fillings(self.values)
        )  # fmt: skip
        return table.assign(households=above)

    def layer_of(self, node: str) -> str:
        """The layer of a node; "" for a joint, which is no feature."""
        role = str(self.network.nodes.at[node, "role"])
        return role if role in NODES else ""


_kept: OrderedDict[Any, Drainage] = OrderedDict()
_lock = Lock()


def drainage(layers: Community, values: Mapping[str, float], *, filled: bool = False) -> Drainage | None:
    """The drainage of a community by its own values; None where it has no pipe with a place."""
    frames = {key: layers[key] for key in LAYERS}
    if not frames["pipe"].placed.any():
        return None
    revisions = tuple(frames[key].revision for key in LAYERS)
    key = (str(layers.store.url), layers.id, revisions, tuple(sorted(values.items())), filled)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    pipes, manholes, outfalls, gullies = (frames[layer].frame for layer in LAYERS[:4])
    network = network_of(pipes, manholes, outfalls, gullies, values["network.tolerance_m"])
    if filled:
        network = with_interpolated_inverts(network)
    made = Drainage(network, frames["building"].frame, dict(values), filled)
    with _lock:
        _kept[key] = made
        while len(_kept) > 6:
            _kept.popitem(last=False)
    return made
