"""The public page: its first map beside a bare Leaflet page, and how many residents one process answers at once."""

import asyncio
import functools
import gzip
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from bench.browser import Visit, chromium
from bench.map_speed import floor_server, store_buildings
from bench.parts import Run
from bench.report import Figure, Part
from bench.serving import ROOT, free_port, streamlit_server, wait_until_it_answers
from bench.subjects import FLOOR, SETTLED, Subject

SIZES = (500, 5_000)
REPEATS = 5
CLIENTS, REQUESTS = 200, 6_000
LONGEST_S = 30.0
MAP_AIM, RATE_AIM, TAIL_AIM, BYTES_AIM = 1.5, 1.0, 1.0, 60.0
SAMPLE = "/public/longwanggang"

PUBLIC = Subject(
    name="public page",
    path="/public/bench{count}",
    drawn=f"count => {SETTLED} && window.mapview.app.store.features('building').length === count",
    card="''",
    in_frame=False,
)


@dataclass(frozen=True)
class Load:
    """What many clients at once saw: answers per second, the 99th percentile of the waits in ms, answers in all."""

    rate: float
    p99_ms: float
    answers: int


def measure(run: Run) -> Part:
    """The part "public" of the results."""
    environment = {"MAP_FOLDER": str(run.folder), "MAP_DATABASE": "", "MAP_COMMUNITY": ""}
    store_buildings(SIZES, run.folder)
    demo = [sys.executable, "-m", "data", "demo", "--rebuild"]
    subprocess.run(demo, cwd=ROOT, env={**os.environ, **environment}, check=True, capture_output=True)
    ours_server = streamlit_server(ROOT / "app.py", run.folder / "public.log", **environment)
    with ours_server as (address, _pid), floor_server(SIZES, run.folder) as bare:
        maps = {size: first_maps(size, {PUBLIC: address, FLOOR: bare}) for size in SIZES}
        page, style = (packed(address + path) for path in (SAMPLE, _style_of(address)))
        load = asyncio.run(clients(address + SAMPLE))
    with static_server(run.folder, page) as address:
        static = asyncio.run(clients(f"{address}/index.html"))
    figures = [
        Figure(
            f"first map, {size:,} buildings, public page : bare Leaflet", took[PUBLIC] / took[FLOOR], "×", MAP_AIM,
            f"{took[PUBLIC]:.2f} s : {took[FLOOR]:.2f} s",
        )
        for size, took in maps.items()
    ]  # fmt: skip
    kilobytes = (len(page) + len(style)) / 1000
    figures += [
        Figure("HTML and CSS of the first page", kilobytes, " kB", BYTES_AIM, f"{len(page):,} + {len(style):,} B"),
        Figure(
            f"answers a second to {CLIENTS} clients, public page : static file", load.rate / static.rate, "×",
            RATE_AIM, f"{load.rate:,.0f} : {static.rate:,.0f} a second", at_least=True,
        ),
        Figure(
            f"99th percentile under {CLIENTS} clients, public page : static file", load.p99_ms / static.p99_ms, "×",
            TAIL_AIM, f"{load.p99_ms:.0f} ms : {static.p99_ms:.0f} ms",
        ),
    ]  # fmt: skip
    for figure in figures:
        run.say(figure.row())
    note = (
        f"{REQUESTS:,} requests over kept connections, clients on the same machine; the static file is the same packed "
        "page, served by Starlette's StaticFiles in one process."
    )
    return Part("Public page", tuple(figures), notes=(note,))


def first_maps(count: int, subjects: dict[Subject, str]) -> dict[Subject, float]:
    """The median seconds from each address to all buildings drawn, by turns; the first visits do not count."""
    times: dict[Subject, list[float]] = {subject: [] for subject in subjects}
    with chromium() as browser:
        for _ in range(REPEATS + 1):
            for subject, address in subjects.items():
                with Visit(browser, subject, count, LONGEST_S) as visit:
                    times[subject].append(visit.first_map(address))
    return {subject: statistics.median(found[1:]) for subject, found in times.items()}


def packed(url: str) -> bytes:
    """An answer as a browser gets it, gzipped."""
    with urlopen(Request(url, headers={"Accept-Encoding": "gzip"}), timeout=10) as answer:
        return bytes(answer.read())


def _style_of(address: str) -> str:
    """The path of the style sheet that the page names."""
    html = gzip.decompress(packed(address + SAMPLE)).decode()
    return html.partition('<link rel="stylesheet" href="')[2].partition('"')[0]


async def clients(url: str) -> Load:
    """Many clients that ask again as soon as they are answered, until enough has been asked or the time is over."""
    parts = urlsplit(url)
    head = f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    waits: list[float] = []
    left = iter(range(REQUESTS))
    end = time.perf_counter() + LONGEST_S
    ask = functools.partial(_client, parts.hostname or "", parts.port or 80, head)
    await ask(iter(range(20)), [], end)  # whatever is made at the first request is made
    start = time.perf_counter()
    await asyncio.gather(*(ask(left, waits, end) for _ in range(CLIENTS)))
    took = time.perf_counter() - start
    tail = statistics.quantiles(waits, n=100)[98] * 1000
    return Load(len(waits) / took, tail, len(waits))


async def _client(host: str, port: int, head: bytes, left: Iterator[int], waits: list[float], end: float) -> None:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        for _ in left:
            start = time.perf_counter()
            if start > end:
                return
            writer.write(head)
            answer = await reader.readuntil(b"\r\n\r\n")
            if not answer.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(answer[:80].decode("latin-1"))
            length = int(answer.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
            await reader.readexactly(length)
            waits.append(time.perf_counter() - start)
    finally:
        writer.close()


@contextmanager
def static_server(folder: Path, page: bytes) -> Iterator[str]:
    """The same packed page as a file, served by one process of Starlette's StaticFiles."""
    site, log, port = folder / "static", folder / "static.log", free_port()
    site.mkdir()
    (site / "index.html").write_bytes(page)
    command = [sys.executable, "-m", "bench.peers.static_page", str(site), str(port)]
    with log.open("w") as output:
        server = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
        try:
            wait_until_it_answers(f"http://127.0.0.1:{port}/index.html", server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(10)
