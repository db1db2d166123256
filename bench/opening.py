"""Opening a layer from the store, against reading the same data from a GeoPackage."""

import statistics
import time
from collections.abc import Callable

import geopandas as gpd

from bench.generated import LAT, LON, buildings
from bench.parts import Run
from bench.report import Figure, Part
from data.communities import Community, add_community
from data.features import layer_frame, upsert_frame
from data.store import open_store

COUNT, REPEATS, AIM = 5_000, 5, 1.0


def measure(run: Run) -> Part:
    """The part "opening" of the results."""
    frame = buildings(COUNT)
    file = run.folder / "opening.gpkg"
    frame.reset_index().to_file(file, layer="building", driver="GPKG")
    store = open_store(f"sqlite:///{run.folder / 'opening.db'}")
    with store.write("bench") as tx:
        add_community(tx, Community("bench", "测试", lon=LON, lat=LAT, is_sample=True))
        upsert_frame(tx, "bench", "building", frame)
    opened = layer_frame(store, "bench", "building")
    if len(opened) != COUNT or len(gpd.read_file(file, layer="building")) != COUNT:
        raise RuntimeError("the two do not hold the same buildings; their times cannot be compared")
    # `layer_frame` keeps nothing: each call asks the database and builds the frame anew.
    store_ms = median_ms(lambda: layer_frame(store, "bench", "building"))
    file_ms = median_ms(lambda: gpd.read_file(file, layer="building"))
    run.say(f"opening {COUNT:,}: store {store_ms:.0f} ms, GeoPackage {file_ms:.0f} ms")
    shown = f"{store_ms:.0f} ms from the store : {file_ms:.0f} ms by geopandas.read_file"
    figure = Figure(f"opening {COUNT:,} buildings, store : GeoPackage", store_ms / file_ms, "×", AIM, shown)
    return Part("Opening a layer", (figure,), notes=("No aim was set beforehand; 1× is as fast as the file.",))


def median_ms(work: Callable[[], object]) -> float:
    """The median time of `work` in milliseconds, after one run that does not count."""
    work()
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)
