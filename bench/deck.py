"""A meeting's deck: how long it takes to build, what it weighs, how soon the first slide stands."""

import gzip
import re
import statistics
import time
from base64 import b64decode
from datetime import timedelta
from pathlib import Path

from bench.browser import PAINTED, chromium
from bench.parts import Run
from bench.report import Figure, Part
from dashboard.drawing.inline import inline_script
from dashboard.services.meeting.deck import MOST_BYTES, Deck, build_deck
from data import china_day
from data.demo import load
from data.demo.meetings import load_meetings
from data.demo.people import load_people
from data.demo.projects import load_projects
from data.meetings import add_meeting
from data.store import open_store
from geo.meetings import AgendaItem, Meeting

BUILD_AIM_S = 10.0
START_AIM_S = 5.0
OPENINGS = 5
ITEMS = 490
READY = "() => document.documentElement.dataset.ready === 'yes'"
WALL = {"width": 1920, "height": 1080}


def measure(run: Run) -> Part:
    """The part "deck" of the results."""
    store, photos, today = open_store(f"sqlite:///{run.folder / 'deck.db'}"), run.folder / "photos", china_day.today()
    sample = load(store)
    load_projects(store, sample, today, photos)
    load_people(store, sample, today)
    load_meetings(store, sample, today)
    items = tuple(AgendaItem(f"a{n}", f"第{n}件事") for n in range(ITEMS))
    with store.write("bench") as tx:
        add_meeting(tx, sample.community.id, Meeting("many", today + timedelta(days=9), agenda=items))
    rows, figures, built = [], [], {}
    for name, meeting in (("the sample's agenda", "meeting-3"), (f"{ITEMS} agenda items", "many")):
        start = time.perf_counter()
        deck = build_deck(store, sample.community.id, meeting, photos)
        took = time.perf_counter() - start
        built[name] = deck
        size = len(deck.html)
        figures += [
            Figure(f"build, {name}", took, " s", BUILD_AIM_S, f"{deck.slides} slides in {took:.1f} s"),
            Figure(f"size, {name}, of 15 MB", size / MOST_BYTES, "", 1.0, f"{size / 1e6:.2f} MB"),
        ]
        rows.append((name, f"{deck.slides}", f"{took:.1f} s", f"{size / 1e6:.2f} MB"))
    figures.append(start_to_first_slide(run.folder, built["the sample's agenda"], with_peer=run.with_peers))
    for row in rows:
        run.say(" · ".join(row))
    note = (
        "Start: from opening the file (file://) at 1920 × 1080 until the first slide stands, its map drawn as sharp as "
        "the wall. Beside it: a bare Leaflet page with the same layers by L.geoJSON, without labels and slides."
    )
    return Part("A meeting's deck", tuple(figures), ("deck", "slides", "build", "size"), tuple(rows), (note,))


def start_to_first_slide(folder: Path, deck: Deck, *, with_peer: bool) -> Figure:
    """The deck's start, and beside it that of a bare Leaflet page with the same layers in the same kind of file."""
    ours, peer = folder / "deck.html", folder / "peer.html"
    ours.write_bytes(deck.html)
    peer.write_text(bare_page(deck), encoding="utf-8")
    ours_s = opening(ours)
    told = f"{ours_s:.2f} s" + (f", a bare Leaflet page {opening(peer):.2f} s" if with_peer else "")
    return Figure("start to first slide", ours_s, " s", START_AIM_S, told)


def opening(file: Path) -> float:
    """Seconds (the median) until the file says that it is ready and two frames are painted."""
    found = []
    with chromium() as browser:
        for _ in range(OPENINGS):
            page = browser.new_page(viewport=WALL)  # type: ignore[arg-type]
            start = time.perf_counter()
            page.goto(file.as_uri(), wait_until="commit")
            page.wait_for_function(READY, polling=10)
            page.wait_for_function(PAINTED)
            found.append(time.perf_counter() - start)
            page.close()
    return statistics.median(found)


def bare_page(deck: Deck) -> str:
    """A page with Leaflet and the deck's own layers as they are, drawn by L.geoJSON on a canvas."""
    packed = re.search(r'id="packed">([^<]*)<', deck.html.decode())
    data = gzip.decompress(b64decode(packed[1] if packed else "")).decode().replace("<", "\\u003c")
    return (
        '<!doctype html><meta charset="utf-8"><style>html,body,#map{margin:0;height:100%}</style><div id="map"></div>'
        f"<script>{inline_script('vendor/leaflet/leaflet.js')}</script>"
        f'<script type="application/json" id="data">{data}</script>'
        '<script>const {layers} = JSON.parse(document.getElementById("data").textContent);'
        'const map = L.map("map", {preferCanvas: true}).setView([28.2175, 112.924], 16);'
        "const pointToLayer = (feature, at) => L.circleMarker(at);"
        "for (const layer of Object.values(layers)) L.geoJSON(layer, {pointToLayer}).addTo(map);"
        'document.documentElement.dataset.ready = "yes";</script>'
    )
