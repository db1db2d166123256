"""Generated places for the analyses: drainage trees, roads with lights, works and plans, the same every time."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.network import Network, network_of

METRIC = "EPSG:4547"
EAST_M, NORTH_M = 394_000.0, 3_122_000.0
SEED = 7


def drainage(count: int) -> Network:
    """About `count` pipes of 25 m: combs of 200 pipes (a spine of 50 with branches of 3) side by side, each led by its
    spine to a manhole "c0", "c1" … of a collector, which ends in the outfall "o0"."""
    combs = max(round(count / 201), 1)
    comb, along = np.divmod(np.arange(200 * combs), 200)
    spine, branch = np.divmod(along, 4)  # the pipe 0 of each group lies on the spine, 1 to 3 are its branch
    x, y = EAST_M + 110.0 * comb + 25.0 * branch, NORTH_M + 25.0 * spine
    to_x, to_y = np.where(branch == 0, x, x - 25.0), np.where(branch == 0, y - 25.0, y)
    low_x = EAST_M + 110.0 * np.arange(combs)
    low_y = np.full(combs, NORTH_M - 25.0)
    starts = np.column_stack([np.r_[x, low_x], np.r_[y, low_y]])
    ends = np.column_stack([np.r_[to_x, low_x - 110.0], np.r_[to_y, low_y]])
    lines = shapely.linestrings(np.stack([starts, ends], axis=1))
    foul = {"kind": "foul"}
    pipes = gpd.GeoDataFrame(foul | {"diameter_mm": 300}, geometry=lines, index=_ids("p", len(lines)), crs=METRIC)
    names = [*_ids("m", 200 * combs), *_ids("c", combs)]
    manholes = gpd.GeoDataFrame(foul, geometry=shapely.points(starts), index=names, crs=METRIC)
    outfall = gpd.GeoDataFrame(foul, geometry=[shapely.Point(ends[200 * combs])], index=["o0"], crs=METRIC)
    return network_of(pipes, manholes, outfall)


def streets(kilometres: float) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Straight roads of 200 m in a block, and a light every 25 m beside them."""
    count = max(int(kilometres * 5), 1)
    column, row = np.divmod(np.arange(count), 200)
    x, y = EAST_M + column * 220.0, NORTH_M + row * 40.0
    ends = np.stack([np.column_stack([x, y]), np.column_stack([x + 200, y])], axis=1)
    roads = gpd.GeoDataFrame(
        {"kind": "cluster", "width_m": 5.5}, geometry=shapely.linestrings(ends), index=_ids("r", count), crs=METRIC
    )
    spots = np.column_stack([np.repeat(x, 8) + np.tile(12.5 + 25.0 * np.arange(8), count), np.repeat(y, 8) + 3.3])
    columns = {"kind": "cluster", "mounting_height_m": 6.0, "power_w": 60.0, "state": "working"}
    return roads, gpd.GeoDataFrame(columns, geometry=shapely.points(spots), index=_ids("l", 8 * count), crs=METRIC)


def works(count: int) -> tuple[pd.DataFrame, gpd.GeoSeries]:
    """Strips of 60 m × 4 m, at random over a place that grows with their number, in ten years; and their ground."""
    chance = np.random.default_rng(SEED)
    side = 60.0 * np.sqrt(count)
    x, y = EAST_M + chance.uniform(0, side, count), NORTH_M + chance.uniform(0, side, count)
    start = np.datetime64("2025-01-06") + chance.integers(0, 3650, count).astype("timedelta64[D]")
    table = pd.DataFrame(
        {
            "kind": chance.choice(["sewer_renewal", "street_lights", "asphalt_overlay", "garden"], count),
            "status": "planned", "start_day": start,
            "end_day": start + chance.integers(5, 60, count).astype("timedelta64[D]"),
            "start_confirmed": False, "end_confirmed": False, "contractor": "",
        },
        index=_ids("w", count),
    )  # fmt: skip
    return table, gpd.GeoSeries(shapely.box(x, y, x + 60, y + 4), index=table.index, crs=METRIC)


def plan(count: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series, dict[int, int], list[tuple[str, str]]]:
    """Works with costs, whom they serve, households by building, three yearly budgets (a tenth of all), precedence."""
    chance = np.random.default_rng(SEED)
    ids = _ids("w", count)
    table = pd.DataFrame({"cost_fen": chance.integers(5, 100, count) * 1_000_000}, index=ids)
    served = [(id, f"b{b}") for id in ids for b in chance.choice(count, chance.integers(1, 8), replace=False)]
    households = pd.Series(chance.integers(20, 144, count), index=_ids("b", count))
    yearly = int(table["cost_fen"].sum()) // 30
    before = [(ids[at], ids[at + 1]) for at in range(0, count - 1, 8)]
    return (
        table,
        pd.DataFrame(served, columns=["work", "building"]),
        households,
        dict.fromkeys((2026, 2027, 2028), yearly),
        before,
    )


def _ids(letter: str, count: int) -> list[str]:
    return [f"{letter}{number}" for number in range(count)]
