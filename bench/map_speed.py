"""First map, rerun, click and websocket bytes for growing numbers of buildings: ours, embedded, and the floor."""

import functools
import http.server
import math
import shutil
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser
from playwright.sync_api import Error as BrowserError

from bench.browser import Visit, chromium
from bench.generated import LAT, LON, buildings
from bench.parts import Run
from bench.report import Figure, Part
from bench.serving import ROOT, streamlit_server
from bench.subjects import EMBEDDED, FLOOR, OURS, Subject
from data.communities import Community, add_community
from data.features import upsert_frame
from data.store import open_store

REPEATS, FEWER_REPEATS = 5, 3
SLOW_S = 8.0
"""A first map that takes longer is repeated fewer times."""
PATIENCE_S = 300.0
"""What one subject may take for one number of buildings; then the rest of it is left out, and said."""

Measured = dict[tuple[str, int], "Figures"]


@dataclass
class Figures:
    """Raw seconds and bytes of one subject at one number of buildings; empty lists where left out."""

    first_map_s: list[float] = field(default_factory=list)
    rerun_s: list[float] = field(default_factory=list)
    click_s: list[float] = field(default_factory=list)
    first_bytes: int = 0
    rerun_bytes: int = 0
    left_out: str = ""

    def median(self, name: str) -> float:
        """The median of a list of seconds, nan where nothing was measured."""
        values = getattr(self, name)
        return statistics.median(values) if values else math.nan


def measure(run: Run) -> Part:
    """The part "map" of the results."""
    sizes, folder, say = run.sizes, run.folder, run.say
    found: Measured = {}
    store_buildings(sizes, folder)
    environment = {"MAP_FOLDER": str(folder), "MAP_DATABASE": "", "MAP_COMMUNITY": ""}
    with chromium() as browser:
        with streamlit_server(ROOT / "app.py", folder / "ours.log", **environment) as (address, _pid):
            for size in (0, *sizes):
                found["ours", size] = observe(browser, OURS, size, address, say)
        if run.with_peers:
            with floor_server(sizes, folder) as address:
                for size in sizes:
                    found["bare Leaflet", size] = observe(browser, FLOOR, size, address, say)
            peer = ROOT / "bench" / "peers" / "embedded_app.py"
            with streamlit_server(peer, folder / "embedded.log") as (address, _pid):
                for size in sizes:
                    found["embedded", size] = observe(browser, EMBEDDED, size, address, say)
    return Part(
        "Map in Chromium",
        tuple(judged(found, sizes)),
        header=("way", "buildings", "first map s", "rerun s", "click to full card s", "websocket first", "per rerun"),
        rows=tuple(row(key, figures) for key, figures in found.items()),
        notes=tuple(f"{way}, {size:,}: {f.left_out}" for (way, size), f in found.items() if f.left_out),
    )


def store_buildings(sizes: tuple[int, ...], folder: Path) -> None:
    """A store in `folder` with a community "bench<n>" for each size, and an empty one."""
    store = open_store(f"sqlite:///{folder / 'map.db'}")
    for size in (0, *sizes):
        with store.write("bench") as tx:
            add_community(tx, Community(f"bench{size}", f"测试 {size}", lon=LON, lat=LAT, is_sample=True))
            if size:
                upsert_frame(tx, f"bench{size}", "building", buildings(size))
    store.engine.dispose()


def observe(browser: Browser, subject: Subject, size: int, address: str, say: Callable[[str], None]) -> Figures:
    """Everything about one subject at one size, within the patience for it."""
    if size > subject.most:
        return Figures(left_out=f"left out: beyond {subject.most:,} the page is busy for minutes and cannot be closed")
    figures, end = Figures(), time.perf_counter() + PATIENCE_S
    try:
        # One visit that does not count: at the first one the server reads and packs its data.
        with Visit(browser, subject, size, PATIENCE_S) as visit:
            slow = visit.first_map(address) > SLOW_S
        for _ in range(FEWER_REPEATS if slow else REPEATS):
            left_s = end - time.perf_counter()
            if left_s <= 0:
                break
            with Visit(browser, subject, size, left_s) as visit:
                figures.first_map_s.append(visit.first_map(address))
                figures.first_bytes = visit.received_bytes
        with Visit(browser, subject, size, max(end - time.perf_counter(), 1)) as visit:
            visit.first_map(address)
            repeat_in(visit, figures)
    except (BrowserError, TimeoutError) as error:
        reason = str(error).splitlines()[0]
        figures.left_out = f"left out after {PATIENCE_S:.0f} s ({reason})"
    say(" · ".join(row((subject.name, size), figures)))
    return figures


def repeat_in(visit: Visit, figures: Figures) -> None:
    """Clicks and reruns in an open map, by turns; the first of each does not count."""
    if not visit.count:
        return
    for number in range(1, REPEATS + 2):
        click_s = visit.click_to_card(number)
        before = visit.received_bytes
        rerun_s = visit.rerun() if visit.subject.button else None
        if number > 1:
            figures.click_s.append(click_s)
            figures.rerun_bytes = visit.received_bytes - before
            if rerun_s is not None:
                figures.rerun_s.append(rerun_s)


@contextmanager
def floor_server(sizes: tuple[int, ...], folder: Path) -> Iterator[str]:
    """Serve the bare Leaflet page with the same buildings as files."""
    site = folder / "floor"
    shutil.copytree(ROOT / "dashboard" / "assets" / "vendor" / "leaflet", site / "vendor" / "leaflet")
    shutil.copy(ROOT / "bench" / "peers" / "leaflet.html", site)
    for size in sizes:
        buildings(size).to_file(site / f"buildings-{size}.geojson", driver="GeoJSON")
    handler = functools.partial(QuietHandler, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """A file server that does not talk."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def row(key: tuple[str, int], figures: Figures) -> tuple[str, ...]:
    """One line of the table of raw figures."""
    way, size = key
    seconds = [figures.median(name) for name in ("first_map_s", "rerun_s", "click_s")]
    kilobytes = [figures.first_bytes / 1000, figures.rerun_bytes / 1000]
    shown = ["-" if math.isnan(value) else f"{value:.2f}" for value in seconds]
    return way, f"{size:,}", *shown, *(f"{value:,.0f} kB" if value else "-" for value in kilobytes)


def judged(found: Measured, sizes: tuple[int, ...]) -> Iterator[Figure]:
    """The figures that have an aim."""
    least, most = min(sizes), max(sizes)
    for name, title in (("rerun_s", "rerun"), ("click_s", "click to full card")):
        yield ratio(f"{title}, {most:,} : {least:,} buildings", found, name, ("ours", most), ("ours", least), 1.5)
    for size, aim in ((5_000, 5.0), (20_000, 40.0)):
        if ("embedded", size) in found:
            title = f"rerun at {size:,}, embedded : ours"
            yield ratio(title, found, "rerun_s", ("embedded", size), ("ours", size), aim, at_least=True)
    if ("ours", 5_000) in found:
        title = "first map, 5,000 buildings : empty map"
        yield ratio(title, found, "first_map_s", ("ours", 5_000), ("ours", 0), 1.3)


def ratio(
    title: str,
    found: Measured,
    name: str,
    above: tuple[str, int],
    below: tuple[str, int],
    aim: float,
    at_least: bool = False,
) -> Figure:
    """One median over another, with both shown."""
    top, bottom = found[above].median(name), found[below].median(name)
    return Figure(title, top / bottom, "×", aim, f"{top:.2f} s : {bottom:.2f} s", at_least)
