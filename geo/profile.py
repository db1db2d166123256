"""The longitudinal profile of a way along the flow, and inverts filled in between known ones where asked."""

from dataclasses import replace

import numpy as np
import pandas as pd
import scipy.sparse
from scipy.sparse.linalg import spsolve

from geo.network import Network
from geo.trace import Route, reached


def profile(network: Network, route: Route) -> pd.DataFrame:
    """The profile along a route: one row per node, in the order of the flow.

    Columns: node, role, distance_m (from the start), ground_level_m, invert_level_m (of the node), invert_in_m
    (where the pipe from above arrives), invert_out_m (where the next pipe leaves), and of the pipe that leaves:
    pipe ("" at the end), kind, diameter_mm, material, length_m, slope, interpolated (its inverts were filled in).
    NaN where unknown.
    """
    pipes = network.pipes.loc[list(route.pipes)]
    length = np.nan_to_num(pipes["length_m"].to_numpy(dtype=float))
    nodes = network.nodes.loc[list(route.nodes)]
    leaving = {key: [*pipes[key], default] for key, default in (
        ("kind", ""), ("diameter_mm", np.nan), ("material", ""), ("length_m", np.nan), ("slope", np.nan),
        ("invert_interpolated", False),
    )}  # fmt: skip
    return pd.DataFrame(
        {
            "node": list(route.nodes),
            "role": nodes["role"].to_numpy(),
            "distance_m": np.concatenate([[0.0], np.cumsum(length)]),
            "ground_level_m": nodes["ground_level_m"].to_numpy(dtype=float),
            "invert_level_m": nodes["invert_level_m"].to_numpy(dtype=float),
            "invert_in_m": [np.nan, *pipes["downstream_invert_m"]],
            "invert_out_m": [*pipes["upstream_invert_m"], np.nan],
            "pipe": [*route.pipes, ""],
            **leaving,
        }
    ).rename(columns={"invert_interpolated": "interpolated"})


def with_interpolated_inverts(network: Network) -> Network:
    """The network with missing inverts filled in between known levels, each filled pipe marked `invert_interpolated`.

    Level of a node: its own invert level, else the lowest pipe end known there. Unknown nodes that have a known level
    both upstream and downstream get one by straight lines over the distance (several branches: the harmonic
    mean, each branch weighing 1/length). What is known is not changed; nothing is extended beyond known levels.
    """
    known = _known_levels(network)
    level = _between(network, known)
    pipes = network.pipes
    top, bottom = (pipes[key].to_numpy(dtype=float) for key in ("upstream_invert_m", "downstream_invert_m"))
    new_top, new_bottom = np.where(np.isnan(top), level[network.tail], top), np.where(
        np.isnan(bottom), level[network.head], bottom
    )  # fmt: skip
    filled = (np.isnan(top) & ~np.isnan(new_top)) | (np.isnan(bottom) & ~np.isnan(new_bottom))
    length = pipes["length_m"].to_numpy(dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = np.where(length > 0, (new_top - new_bottom) / length, np.nan)
    changed = pipes.assign(
        upstream_invert_m=new_top, downstream_invert_m=new_bottom, slope=slope,
        invert_interpolated=pipes["invert_interpolated"].to_numpy(dtype=bool) | filled,
    )  # fmt: skip
    return replace(network, pipes=changed)


def _known_levels(network: Network) -> np.ndarray:
    level = network.nodes["invert_level_m"].to_numpy(dtype=float).copy()
    lowest = np.full(len(level), np.inf)
    for ends, key in ((network.tail, "upstream_invert_m"), (network.head, "downstream_invert_m")):
        np.fmin.at(lowest, ends, network.pipes[key].to_numpy(dtype=float))
    return np.where(np.isnan(level) & np.isfinite(lowest), lowest, level)


def _between(network: Network, known: np.ndarray) -> np.ndarray:
    """Levels of all nodes that lie between known ones along the flow; NaN elsewhere."""
    count, fixed = len(known), np.flatnonzero(~np.isnan(known))
    between = np.zeros(count, dtype=bool)
    below = reached(network, fixed, upstream=False)
    above = reached(network, fixed, upstream=True)
    between[np.intersect1d(below, above)] = True
    between &= np.isnan(known)
    free = np.flatnonzero(between)
    result = known.copy()
    if not len(free):
        return result
    usable = (between | ~np.isnan(known))[network.tail] & (between | ~np.isnan(known))[network.head]
    weight = 1 / np.maximum(np.nan_to_num(network.pipes["length_m"].to_numpy(dtype=float), nan=1.0), 1e-3)[usable]
    tail, head = network.tail[usable], network.head[usable]
    pull = scipy.sparse.coo_array((np.r_[weight, weight], (np.r_[tail, head], np.r_[head, tail])), shape=(count, count))
    pull = pull.tocsr()
    matrix = scipy.sparse.diags_array(pull.sum(axis=1)[free]) - pull[free][:, free]
    result[free] = spsolve(matrix.tocsc(), pull[free][:, fixed] @ known[fixed])
    return result
