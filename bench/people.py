"""Who is responsible: the click, the coverage check, the proposal of grids, each beside the usual way."""

import time
from collections.abc import Callable
from datetime import date

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import shapely

from bench.parts import Run
from bench.report import Figure, Part
from data.demo import build
from geo.balance import balance, greedy, households_of, joined, spread
from geo.coverage import Duty, Norm, coverage_gaps, loads
from geo.crs import metric_crs_of
from geo.duty import COLUMNS
from geo.grid_faults import grid_faults
from geo.grids import households_per_grid
from geo.responsibility import place_index
from geo.tessellation import neighbours, tessellate

DAY = date(2025, 6, 1)
CLICKS = 200
COMMUNITIES = 1_000
PROPOSAL_AIM_S = 10.0


HEADER = ("what", "size", "ours", "the usual way", "ratio")


def measure(run: Run) -> Part:
    """The part "people" of the results."""
    rows, figures = [], []
    for count in (60, 60_000):
        ours_ms, usual_ms = clicks(count)
        rows.append(row("who is responsible here", f"{count:,} buildings", ours_ms, usual_ms, "ms", "geopandas.sjoin"))
        figures.append(ratio(f"who is responsible here, {count:,} buildings, ours : sjoin", ours_ms, usual_ms, "ms"))
    ours_s, usual_s = coverage(COMMUNITIES)
    rows.append(row("coverage check", f"{COMMUNITIES:,} communities", ours_s, usual_s, "s", "one after the other ‡"))
    figures.append(ratio(f"coverage of {COMMUNITIES:,} communities, at once : in a loop", ours_s, usual_s, "s"))
    for compound, grids in (("A", 6), ("B", 3)):
        figures += proposal(compound, grids)
    for told in rows:
        run.say(" · ".join(told))
    note = "‡: the loop did 20 communities and its time is scaled up. The spread is the largest grid less the smallest."
    return Part("Who is responsible", tuple(figures), HEADER, tuple(rows), (note,))


def town(count: int) -> dict[str, gpd.GeoDataFrame]:
    """`count` buildings in rows, a grid for every 20 of them."""
    columns = int(np.ceil(np.sqrt(count)))
    x, y = (np.arange(count) % columns) * 5e-4, (np.arange(count) // columns) * 4e-4
    houses = shapely.box(112.5 + x, 28.0 + y, 112.5 + x + 3e-4, 28.0 + y + 1e-4)
    wide = int(np.ceil(columns / 5))
    i = np.arange(wide * int(np.ceil(columns / 4)))
    left, bottom = 112.5 + (i % wide) * 25e-4, 28.0 + (i // wide) * 16e-4
    areas = shapely.box(left, bottom, left + 25e-4, bottom + 16e-4)
    frame = lambda shapes, name: gpd.GeoDataFrame(  # noqa: E731
        geometry=shapes, crs="EPSG:4490", index=[f"{name}{k}" for k in range(len(shapes))]
    )
    return {"grid": frame(areas, "g"), "building": frame(houses, "b")}


def clicks(count: int) -> tuple[float, float]:
    """Milliseconds of one click by our index and by two `geopandas.sjoin`."""
    frames = town(count)
    index = place_index(frames)
    random = np.random.default_rng(1)
    left, bottom, right, top = frames["building"].total_bounds
    spots = shapely.points(random.uniform(left, right, CLICKS), random.uniform(bottom, top, CLICKS))
    metric = {key: frame.to_crs("EPSG:4547") for key, frame in frames.items()}
    moved = gpd.GeoSeries(spots, crs="EPSG:4490").to_crs("EPSG:4547").to_numpy()

    def usual() -> None:
        for spot in moved[:20]:
            one = gpd.GeoDataFrame(geometry=[spot], crs="EPSG:4547")
            for frame in metric.values():
                gpd.sjoin(one, frame, predicate="dwithin", distance=5.0)

    ours = seconds(lambda: [index.here(spot) for spot in spots]) / CLICKS
    theirs = seconds(usual) / 20
    return ours * 1e3, theirs * 1e3


def coverage(times: int) -> tuple[float, float]:
    """Seconds of the whole check over copies of the sample, and of a loop over them."""
    layers = build().layers
    places = pd.concat(
        [pd.DataFrame({"layer": key, "place": layers[key].index}) for key in ("building", "unit", "grid")],
        ignore_index=True,
    )
    households = pd.concat([layers["building"]["households"], layers["unit"]["households"]])
    counted = households_per_grid(layers["grid"], layers["building"])
    places["households"] = pd.concat([households, counted]).to_numpy(dtype=float).astype(int)
    places["buildings"] = 1
    roles = {"building": "building_head", "unit": "neighbour_head", "grid": "grid_member"}
    held = pd.DataFrame(
        [
            ("p" + row.place, roles[row.layer], row.layer, row.place, date(2024, 1, 1), None, "")
            for row in places.itertuples()
        ],
        columns=list(COLUMNS),
    ).iloc[1:]
    many, all_held = repeated(places, times), repeated(held, times)
    shapes = {key: moved(layers[key], times) for key in ("grid", "compound", "building")}
    duties = tuple(Duty(role, layer) for layer, role in roles.items())
    norms = (Norm("grid_member", 160, 500), Norm("neighbour_head", 10, 30))

    def ours() -> None:
        gaps = coverage_gaps(many, all_held, duties, DAY)
        loads(all_held, many, norms)
        faults = grid_faults(shapes["grid"], shapes["compound"], shapes["building"])
        if len(gaps) != times or len(faults) != times:
            raise ValueError(f"{len(gaps)} gaps, {len(faults)} faults in {times} communities")

    def usual() -> None:
        for _ in range(20):
            coverage_gaps(places, held, duties, DAY)
            loads(held, places, norms)
            grid_faults(layers["grid"], layers["compound"], layers["building"])

    return seconds(ours), seconds(usual) / 20 * times


def proposal(compound: str, n: int) -> list[Figure]:
    """How even the proposed grids are against greedy filling, and how long one waits for them."""
    layers = build().layers
    houses = layers["building"][layers["building"]["compound"] == compound]
    roads = layers["road"][layers["road"]["compound"] == compound]
    site = layers["compound"].geometry[compound]
    crs = metric_crs_of(houses)
    cells = tessellate(
        houses.geometry.to_crs(crs).to_numpy(),
        gpd.GeoSeries([site], crs=houses.crs).to_crs(crs).iloc[0],
        roads.geometry.to_crs(crs).to_numpy(),
    )
    graph: nx.Graph = joined(neighbours(cells), cells)
    weights = households_of(houses)
    drawn = layers["grid"][layers["grid"]["compound"] == compound]
    before = households_per_grid(drawn, houses)
    labels = greedy(graph, weights, n)
    result: list[object] = []
    took = seconds(lambda: result.append(balance(houses, n, site, roads)))
    found = result[0]
    even, filled, drawn_apart = found.spread, spread(labels, weights), int(before.max() - before.min())  # type: ignore[attr-defined]
    shown = f"{even:.0f} households : {filled:.0f}; as drawn {drawn_apart}"
    return [
        Figure(f"spread of {n} proposed grids in {compound}, greedy's as the aim", even, " households", filled, shown),
        Figure(f"proposal of {n} grids in {compound}", took, " s", PROPOSAL_AIM_S, "somebody waits for it"),
    ]


def repeated(frame: pd.DataFrame, times: int) -> pd.DataFrame:
    """The rows again and again, each copy a community of its own."""
    names = np.repeat([f"c{k}" for k in range(times)], len(frame))
    return pd.concat([frame] * times, ignore_index=True).assign(community=names)


def moved(frame: gpd.GeoDataFrame, times: int) -> gpd.GeoDataFrame:
    """The shapes again and again, each copy at a place of its own."""
    shapes = np.tile(frame.geometry.to_numpy(), times)
    at = np.repeat(np.arange(times), len(frame))
    shift = np.column_stack([at % 32 * 0.02, at // 32 * 0.02])
    points, owner = shapely.get_coordinates(shapes, return_index=True)
    placed = shapely.set_coordinates(shapes.copy(), points + shift[owner])
    whole = pd.concat([frame.drop(columns="geometry")] * times)
    return gpd.GeoDataFrame(whole.assign(community=[f"c{k}" for k in at]), geometry=placed, crs=frame.crs)


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def row(what: str, size: str, ours: float, theirs: float, unit: str, peer: str) -> tuple[str, ...]:
    """One line of the raw table."""
    return what, size, f"{ours:,.3f} {unit}", f"{theirs:,.3f} {unit} ({peer})", f"{ours / theirs:.3g}×"


def ratio(name: str, ours: float, theirs: float, unit: str) -> Figure:
    """Ours as a multiple of the peer's time; no slower is the aim."""
    return Figure(name, ours / theirs, "×", 1.0, f"{ours:,.3f} {unit} : {theirs:,.3f} {unit}")
