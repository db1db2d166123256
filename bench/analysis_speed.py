"""The analyses against what one would write otherwise: plain geopandas, networkx, scipy, all pairs, dense arrays.

Every comparison checks first that both give the same answer. A peer too slow for a whole run does a stated
part of the work, and its time is scaled up.
"""

from collections.abc import Callable

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import shapely
from scipy.sparse import csgraph

from bench import analysis_data as data
from bench.opening import median_ms
from bench.parts import Run
from bench.report import Figure, Part
from geo.dig_once import dig_once, meet_in_space
from geo.lighting import illuminance_lx, lamps_of, walk_of
from geo.luminaires import lambertian
from geo.network import Network
from geo.trace import Trace, trace_node

INTERACTIVE_MS = 500.0
HEADER = ("analysis", "size", "ours", "peer", "ratio")


def measure(run: Run) -> Part:
    """The part "analysis" of the results."""
    rows: list[tuple[str, ...]] = []
    figures: list[Figure] = []
    for work in (traces, conflicts, lights):
        found, told = work()
        figures += found
        rows += told
        for row in told:
            run.say(" · ".join(row))
    return Part("Planning by place", tuple(figures), HEADER, tuple(rows), (
        "Each pair was checked to give the same answer. ‡: the peer did a part of the work and its time is scaled up.",
        "Ours on 500,000 pipes and features is asked of data that is already indexed, as a second question is.",
    ))  # fmt: skip


def traces() -> tuple[list[Figure], list[tuple[str, ...]]]:
    """What is upstream of a side sewer (200 pipes) and of the outfall (everything), in 5,000 and 500,000 pipes.

    Against networkx's ancestors and scipy's breadth_first_order on a matrix that is ready; both name no pipes.
    """
    figures, rows = [], []
    for count in (5_000, 500_000):
        network = data.drainage(count)
        graph = nx.DiGraph()
        graph.add_edges_from(zip(network.tail.tolist(), network.head.tolist(), strict=True))
        matrix = network.up_matrix
        for place, node in (("a side sewer", network.pipes.at["p0", "from_id"]), ("the outfall", "o0")):
            start = network.node(node)
            peers: dict[str, Callable[[], object]] = {
                "networkx": lambda graph=graph, start=start: nx.ancestors(graph, start),
                "scipy csgraph": lambda matrix=matrix, start=start: csgraph.breadth_first_order(
                    matrix, start, return_predecessors=False
                ),
            }

            def ours(network: Network = network, node: str = node) -> Trace:
                return trace_node(network, node)

            same(len(ours().nodes), len(peers["networkx"]()) + 1)  # type: ignore[arg-type]
            mine, size = median_ms(ours), f"{len(network.pipes):,} pipes, {place} ({len(ours().pipes):,})"
            for name, peer in peers.items():
                rows.append(row("trace", size, mine, median_ms(peer), name))
            if place == "the outfall":
                figures.append(ratio(f"trace of {size}, ours : networkx", mine, median_ms(peers["networkx"]), 1.0))
            figures.append(at_most(f"trace of {size}", mine))
    return figures, rows


def conflicts() -> tuple[list[Figure], list[tuple[str, ...]]]:
    """Pairs of 200 and 20,000 works within 15 m, with their dates judged: ours against the distance of all pairs."""
    figures, rows = [], []
    for count, part in ((200, 1), (20_000, 100)):
        table, ground = data.works(count)
        shapes, some = ground.to_numpy(), np.arange(0, count, part)

        def all_pairs(shapes: np.ndarray = shapes, some: np.ndarray = some) -> int:
            return sum(int((shapely.distance(shapes[at], shapes[at + 1 :]) <= 15.0).sum()) for at in some)

        def ours(table: pd.DataFrame = table, ground: gpd.GeoSeries = ground) -> int:
            return len(dig_once(table, ground).found)

        if part == 1:
            same(len(meet_in_space(ground, 15.0)), all_pairs())
        mine, theirs = median_ms(ours), median_ms(all_pairs) * part
        rows.append(row("conflicts", f"{count:,} works", mine, theirs, "all pairs" + " ‡" * (part > 1)))
        figures.append(
            ratio(f"conflicts among {count:,} works, ours : all pairs", mine, theirs, 1.0 if part > 1 else 10.0)
        )
    figures.append(at_most("conflicts among 200 works", float(rows[0][2].split()[0].replace(",", ""))))
    return figures, rows


def lights() -> tuple[list[Figure], list[tuple[str, ...]]]:
    """Illuminance every 2 m along 6 and 600 km of paths: ours against every light at every point."""
    figures, rows = [], []
    for kilometres, part in ((6.0, 1), (600.0, 500)):
        roads, lamps_frame = data.streets(kilometres)
        walk = walk_of(roads)
        lamps = lamps_of(lamps_frame, walk.crs)

        def dense(walk: object = walk, lamps: pd.DataFrame = lamps, part: int = part) -> np.ndarray:
            away = np.hypot(*(walk.xy[::part, None, :] - lamps[["x", "y"]].to_numpy()[None]).transpose(2, 0, 1))
            height = lamps["height_m"].to_numpy()
            candela = lambertian(1.0).intensity(np.degrees(np.arctan2(away, height))) * lamps["lumens"].to_numpy()
            return (candela * height / (height**2 + away**2) ** 1.5).sum(axis=1)

        def ours(walk: object = walk, lamps: pd.DataFrame = lamps) -> np.ndarray:
            return illuminance_lx(walk.xy, lamps)

        same(float(np.abs(ours()[::part] - dense()).max() < 0.05), 1.0)  # ours leaves out what is beyond 8 heights
        mine, theirs = median_ms(ours), median_ms(dense) * part
        rows.append(
            row("light", f"{kilometres:,.0f} km, {len(walk.xy):,} points", mine, theirs, "dense" + " ‡" * (part > 1))
        )
        figures.append(ratio(f"light on {kilometres:,.0f} km of paths, ours : dense", mine, theirs, 1.0))
        if part == 1:
            figures.append(at_most(f"light on {kilometres:,.0f} km of paths", mine))
    return figures, rows


def same(ours: float, theirs: float, tolerance: float = 0.0) -> None:
    """RuntimeError unless both answers are alike: times of different answers cannot be compared."""
    if abs(ours - theirs) > tolerance * abs(theirs):
        raise RuntimeError(f"different answers: ours {ours}, the peer's {theirs}")


def row(what: str, size: str, ours_ms: float, theirs_ms: float, peer: str) -> tuple[str, ...]:
    """One line of the raw table."""
    return what, size, f"{ours_ms:,.2f} ms", f"{theirs_ms:,.2f} ms ({peer})", f"{ours_ms / theirs_ms:.3g}×"


def ratio(name: str, ours_ms: float, theirs_ms: float, aim: float) -> Figure:
    """Ours as a multiple of the peer's time."""
    return Figure(name, ours_ms / theirs_ms, "×", aim, f"{ours_ms:,.2f} ms : {theirs_ms:,.2f} ms")


def at_most(name: str, ours_ms: float) -> Figure:
    """An answer that somebody waits for."""
    return Figure(name, ours_ms, " ms", INTERACTIVE_MS, "an interactive answer")
