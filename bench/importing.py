"""Import of many buildings, against the least that any import does: read the file and write it again."""

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bench.generated import LAT, LON, buildings
from bench.parts import Run
from bench.report import Figure, Part
from bench.serving import ROOT
from data.communities import Community, add_community
from data.features import layer_counts
from data.store import open_store

COUNT, REPEATS = 100_000, 3
TIME_AIM, MEMORY_AIM_MB = 5.0, 1_500.0
PLAIN = "import sys, pyogrio; pyogrio.write_dataframe(pyogrio.read_dataframe(sys.argv[1]), sys.argv[2])"


@dataclass(frozen=True)
class Took:
    """What one process took; the peak is of the largest process among it and its children."""

    seconds: float
    peak_mb: float


def measure(run: Run) -> Part:
    """The part "import" of the results."""
    file = run.folder / "import.gpkg"
    columns = ["name", "no", "storeys", "units", "households", "year_built", "renovated", "geometry"]
    buildings(COUNT).reset_index()[["id", *columns]].to_file(file, layer="building", driver="GPKG")
    ours = [import_once(file, run.folder / f"import-{number}") for number in range(REPEATS)]
    plain = [
        process([sys.executable, "-c", PLAIN, str(file), str(run.folder / f"plain-{n}.gpkg")]) for n in range(REPEATS)
    ]
    ours_s, plain_s = (statistics.median(item.seconds for item in runs) for runs in (ours, plain))
    ours_mb, plain_mb = (max(item.peak_mb for item in runs) for runs in (ours, plain))
    run.say(f"import {COUNT:,}: ours {ours_s:.1f} s {ours_mb:.0f} MB, plain {plain_s:.1f} s {plain_mb:.0f} MB")
    shown = f"{ours_s:.1f} s : {plain_s:.1f} s"
    return Part(
        f"Import of {COUNT:,} buildings",
        (
            Figure("time, import : plain read + write by pyogrio", ours_s / plain_s, "×", TIME_AIM, shown),
            Figure("memory peak", ours_mb, " MB", MEMORY_AIM_MB, f"plain: {plain_mb:.0f} MB"),
        ),
        notes=(
            "Whole processes, start included. The import also checks every row and writes history and revision.",
            "No aims were set beforehand; these are the bounds we hold ourselves to.",
        ),
    )


def import_once(file: Path, folder: Path) -> Took:
    """Import the file into a store of its own by the command that people use.

    Raises RuntimeError unless every building arrived.
    """
    url = f"sqlite:///{folder / 'map.db'}"
    folder.mkdir()
    with open_store(url).write("bench") as tx:
        add_community(tx, Community("bench", "测试", lon=LON, lat=LAT, is_sample=True))
    command = [sys.executable, "-m", "data", "import", str(file), "--community", "bench", "--layer", "building"]
    took = process(command, MAP_FOLDER=str(folder), MAP_DATABASE=url)
    arrived = layer_counts(open_store(url), "bench")["building"][0]
    if arrived != COUNT:
        raise RuntimeError(f"{arrived:,} of {COUNT:,} buildings arrived")
    return took


def process(command: list[str], **variables: str) -> Took:
    """Run a process to its end; RuntimeError with what it said where it failed."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **variables}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    said = process.stderr.read()
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{said[-2000:]}")
    unit = 1 if sys.platform == "darwin" else 1024  # macOS says bytes
    return Took(time.perf_counter() - start, usage.ru_maxrss * unit / 1e6)
