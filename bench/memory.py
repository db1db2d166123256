"""Memory of the server: with the first map open, and what each further reader adds."""

import os
import subprocess
import sys
from contextlib import ExitStack

from bench.browser import Visit, chromium
from bench.parts import Run
from bench.report import Figure, Part
from bench.serving import ROOT, memory_mb, streamlit_server
from bench.subjects import OURS_SAMPLE

READERS = 10
FIRST_AIM_MB, FURTHER_AIM_MB = 300.0, 3.0


def measure(run: Run) -> Part:
    """The part "memory" of the results: the sample community, each reader with a browser profile of their own."""
    environment = {"MAP_FOLDER": str(run.folder / "memory"), "MAP_DATABASE": "", "MAP_COMMUNITY": ""}
    demo = [sys.executable, "-m", "data", "demo"]
    subprocess.run(demo, cwd=ROOT, env={**os.environ, **environment}, check=True, capture_output=True)
    with (
        chromium() as browser,
        streamlit_server(ROOT / "app.py", run.folder / "memory.log", **environment) as (address, pid),
        ExitStack() as open_maps,
    ):
        steps = [memory_mb(pid)]
        for _ in range(READERS + 1):
            visit = open_maps.enter_context(Visit(browser, OURS_SAMPLE, 1))
            visit.first_map(address)
            steps.append(memory_mb(pid))
    # The second reader still fills caches that all share; what comes after is the price of a reader.
    further = (steps[-1] - steps[2]) / (len(steps) - 3)
    run.say(f"memory: idle {steps[0]:.0f} MB, one map {steps[1]:.0f} MB, each further {further:.1f} MB")
    return Part(
        "Memory of the server",
        (
            Figure("one open map", steps[1], " MB", FIRST_AIM_MB, f"{steps[0]:.0f} MB before the first reader"),
            Figure("each further reader", further, " MB", FURTHER_AIM_MB, " · ".join(f"{s:.0f}" for s in steps[1:])),
        ),
    )
