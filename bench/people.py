"""Who is responsible, measured: `python -m bench.people`. Every figure beside the usual way, in the same run."""

import time
from collections.abc import Callable
from datetime import date

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import shapely

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


def main() -> None:
    """Print the three tables."""
    for count in (60, 60_000):
        print_row("responsible here", f"{count} buildings", *clicks(count))
    print_row("coverage check", "1,000 communities", *coverage(1000))
    for compound, n in (("A", 6), ("B", 3)):
        proposal(compound, n)


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


def clicks(count: int) -> tuple[float, float, str]:
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
    return ours * 1e3, theirs * 1e3, "ms a click; the other: geopandas.sjoin"


def coverage(times: int) -> tuple[float, float, str]:
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

    return seconds(ours), seconds(usual) / 20 * times, "s in one go; the other: one after the other"


def proposal(compound: str, n: int) -> None:
    """Households of the grids: as drawn, greedy, proposed."""
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
    filled = np.bincount(labels, weights=weights).astype(int).tolist()
    rows = (
        ("as drawn", sorted(before), before.max() - before.min()),
        ("greedy", sorted(filled), spread(labels, weights)),
        ("proposed", sorted(found.grids["households"]), found.spread),  # type: ignore[attr-defined]
    )
    for name, households, gap in rows:
        print(f"grids of {compound}: {name:9} households {households}, spread {gap}")
    print(f"proposed in {took:.2f} s")


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


def print_row(what: str, size: str, ours: float, theirs: float, unit: str) -> None:
    """One line of the table."""
    print(f"{what:18} {size:18} {ours:9.3f} {theirs:9.3f}  {unit}")


if __name__ == "__main__":
    main()
