"""The map alone, without Streamlit: the real routes over a small hand-drawn community, in a real Chromium."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
import uvicorn
from playwright.sync_api import BrowserContext, Page
from shapely import LineString, Point, box
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from dashboard.drawing.community_map import map_figure
from dashboard.web.routes import routes
from data.communities import Community, add_community
from data.features import upsert_frame
from data.projects import add_project
from data.settings import Settings
from data.store import Store, open_store
from data.works import add_works
from geo.layers import LAYER_BY_KEY
from geo.works import AssetRef, OnAssets, Project, Unknown, WholeCompound, Work, WorkDate

LON, LAT = 112.924, 28.2175
METRIC = "EPSG:4547"
START = {
    "lang": "zh",
    "dark": False,
    "theme": "renovation",
    "visible": ["context", "compound", "building", "garden", "road", "street_light", "pipe", "manhole", "grid"],
    "compound": "",
    "selected": None,
    "revs": {},
    "as": "",
    "fly": 0,
}


def drawn(layer: str, rows: list[dict[str, object]]) -> gpd.GeoDataFrame:
    """A layer's frame of shapes drawn in metres around the middle of the community."""
    centre = gpd.GeoSeries([Point(LON, LAT)], crs="EPSG:4490").to_crs(METRIC).iloc[0]
    fields = [field.key for field in LAYER_BY_KEY[layer].fields]
    defaults = {"name": "", "code": "", "parent": "", "is_sample": True, "version": 1}
    data = [{**dict.fromkeys(["id", *fields, "geometry"]), **defaults, **row} for row in rows]
    frame = gpd.GeoDataFrame(data, geometry="geometry", crs=METRIC).set_index("id")
    moved = shapely.transform(frame.geometry.to_numpy(), lambda xy: xy + np.array([centre.x, centre.y]))
    return frame.set_geometry(moved, crs=METRIC).to_crs("EPSG:4490")


def layers() -> dict[str, gpd.GeoDataFrame]:
    """Two compounds, three buildings (one without a place), 100 m of pipe across the middle, five lights."""
    slab = {"storeys": 7, "units": 3, "households": 42, "compound": "A"}
    return {
        "compound": drawn(
            "compound",
            [
                {"id": "A", "name": "麓山名园", "kind": "old", "geometry": box(-150, -100, 60, 100)},
                {"id": "B", "name": "龙王港", "kind": "commodity", "geometry": box(70, -100, 150, 100)},
            ],
        ),
        "building": drawn(
            "building",
            [
                {
                    "id": "A01",
                    "name": "麓山名园 1栋",
                    "no": "1栋",
                    "renovated": True,
                    "geometry": box(-100, 30, -52, 44),
                    **slab,
                },
                {
                    "id": "A02",
                    "name": "<img src=x onerror=alert(1)>",
                    "no": "2栋",
                    "geometry": box(-30, 30, 18, 44),
                    **slab,
                },
                {
                    "id": "B01",
                    "name": "龙王港 1栋",
                    "no": "1栋",
                    "compound": "B",
                    "households": 144,
                    "geometry": box(90, 30, 130, 60),
                },
                {"id": "A99", "name": "没有位置", "no": "99栋", "geometry": None, **slab},
            ],
        ),
        "garden": drawn(
            "garden", [{"id": "G1", "name": "南花园", "compound": "A", "geometry": box(-100, -90, -20, -60)}]
        ),
        "road": drawn(
            "road",
            [{"id": "R1", "name": "主路", "kind": "main", "width_m": 7, "geometry": LineString([(-150, 0), (150, 0)])}],
        ),
        "street_light": drawn(
            "street_light",
            [
                {"id": f"L{i}", "kind": "main", "state": "working", "geometry": Point(-100 + 40 * i, 6)}
                for i in range(5)
            ],
        ),
        "pipe": drawn(
            "pipe",
            [
                {
                    "id": "P1",
                    "name": "W1",
                    "kind": "foul",
                    "diameter_mm": 300,
                    "geometry": LineString([(-50, -2), (50, -2)]),
                }
            ],
        ),
        "manhole": drawn("manhole", [{"id": "M1", "name": "W-1", "kind": "foul", "geometry": Point(-50, -2)}]),
        "context": drawn(
            "context",
            [
                {
                    "id": "C1",
                    "name": "金星中路",
                    "kind": "city_road",
                    "width_m": 30,
                    "geometry": LineString([(180, -300), (180, 300)]),
                }
            ],
        ),
        "grid": drawn("grid", [{"id": "W1", "name": "第一网格", "geometry": box(-150, -100, 60, 100)}]),
    }


PROJECT = Project("p1", "示例整治", "compound", is_sample=True)


def on(layer: str, *ids: str) -> OnAssets:
    """Assets of one layer."""
    return OnAssets(tuple(AssetRef(layer, id) for id in ids))


WORKS = [
    Work("w-late", "p1", "roof_leak", "2栋屋面", status="planned", location=on("building", "A02"), planned=400.0,
         end=WorkDate(date(2020, 1, 31))),
    Work("w-roof", "p1", "roof_leak", "1栋屋面", status="accepted", location=on("building", "A01"), planned=300.0,
         done=300.0, accepted=300.0),
    Work("w-road", "p1", "asphalt_overlay", "主路罩面", status="under_construction", location=on("road", "R1"),
         planned=2100.0, done=525.0),
    Work("w-words", "p1", "other", "宣传上门", status="preparing", location=WholeCompound("A")),
    Work("w-wish", "p1", "other", "没有位置的愿望", location=Unknown()),
]  # fmt: skip


def filled_store(folder: Path) -> Store:
    """A store with that community and a project of five works: late, accepted, going on, everywhere, nowhere."""
    store = open_store(f"sqlite:///{folder / 'map.db'}")
    with store.write("test") as tx:
        add_community(tx, Community("place", "龙王港社区", lon=LON, lat=LAT, is_sample=True))
        for layer, frame in layers().items():
            upsert_frame(tx, "place", layer, frame)
        add_project(tx, "place", PROJECT)
        add_works(tx, "place", WORKS)
    return store


async def page_of_the_map(_request: Request) -> Response:
    """The folium figure as it is, with nothing around it; the page has an icon, so that none is asked for."""
    html = map_figure("place", LON, LAT).get_root().render()
    return HTMLResponse(html.replace("<head>", '<head><link rel="icon" href="data:,">', 1))


class MapServer:
    """The routes on a port of their own, in a thread."""

    def __init__(self, store: Store) -> None:
        self.store = store
        app = Starlette(routes=[Route("/map", page_of_the_map), *routes(Settings(host="127.0.0.1"), store)])
        self.server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
        self.thread = threading.Thread(target=self.server.run, daemon=True)

    def __enter__(self) -> "MapServer":
        self.thread.start()
        while not self.server.started:
            time.sleep(0.02)
        port = self.server.servers[0].sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/map"
        return self

    def __exit__(self, *_error: object) -> None:
        self.server.should_exit = True
        self.thread.join(10)


@pytest.fixture
def map_server(tmp_path: Path) -> Iterator[MapServer]:
    """A server of the hand-drawn community."""
    with MapServer(filled_store(tmp_path)) as running:
        yield running


class MapPage:
    """A page that shows the map, and what a person or Python does to it."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    def open(self, fragment: str = "", **state: object) -> "MapPage":
        """Open the map in a state and wait until all layers are drawn."""
        self.page.goto(self.url + fragment)
        self.page.evaluate("window.sent = []; window.boots = 1")
        self.page.evaluate("mapview.bridge.on('click', (e) => sent.push(e.layer.toGeoJSON().properties))")
        self.apply(**{**START, **state})
        return self

    def apply(self, **state: object) -> None:
        """What Python's one line does."""
        self.page.evaluate(f"mapview.apply({json.dumps(state)})")
        self.rest()

    def rest(self) -> None:
        """Wait until the map has shown the same view for a while and the panels have followed."""
        self.page.evaluate("window.still = { view: '', since: 0 }")
        self.page.wait_for_function(
            """() => {
                const { app } = window.mapview;
                if (!app?.config || app.store.waiting) return false;
                const view = `${app.map.getZoom()} ${app.map.getCenter()}`;
                if (view !== still.view || app.map._animatingZoom) window.still = { view, since: performance.now() };
                return performance.now() - still.since > 350;
            }"""
        )

    def spot(self, layer: str, id: str) -> tuple[float, float]:
        """Where a feature's label point is on the page."""
        found = self.page.evaluate(
            """([layer, id]) => {
                const { store, map } = mapview.app, feature = store.find(layer, id), scale = 2 ** map.getZoom();
                const corner = map.getPixelBounds().min;
                return [feature.x * scale - corner.x, feature.y * scale - corner.y];
            }""",
            [layer, id],
        )
        return found[0], found[1]

    def click(self, layer: str, id: str) -> None:
        """Click a feature."""
        self.page.mouse.click(*self.spot(layer, id))
        self.page.wait_for_timeout(150)

    def colour(self, layer: str, id: str, dx: int = 0, dy: int = 0) -> tuple[int, int, int]:
        """Colour of the map sheet at a feature's label point, moved by some pixels."""
        x, y = self.spot(layer, id)
        return self.pixel(x + dx, y + dy)

    def pixel(self, x: float, y: float) -> tuple[int, int, int]:
        """Colour of the map sheet at a spot of the page."""
        found = self.page.evaluate(
            """([x, y]) => {
                const sheet = document.querySelector(".mv-sheet-map"), box = sheet.getBoundingClientRect();
                const ratio = sheet.width / box.width;
                return [...sheet.getContext("2d").getImageData((x - box.x) * ratio, (y - box.y) * ratio, 1, 1).data];
            }""",
            [x, y],
        )
        return tuple(found[:3])

    def count(self, sheet: str, colour: tuple[int, int, int]) -> int:
        """How many pixels of a sheet ("map" or "over") have a colour, or nearly so."""
        return self.page.evaluate(
            """([name, colour]) => {
                const sheet = document.querySelector(`.mv-sheet-${name}`);
                const { data } = sheet.getContext("2d").getImageData(0, 0, sheet.width, sheet.height);
                let n = 0;
                for (let i = 0; i < data.length; i += 4) {
                    const off = colour.reduce((sum, value, j) => sum + Math.abs(data[i + j] - value), 0);
                    n += data[i + 3] > 250 && off < 12;
                }
                return n;
            }""",
            [sheet, list(colour)],
        )

    def at(self, east_m: float, north_m: float) -> tuple[float, float]:
        """Where a place in metres from the middle of the community is on the page."""
        place = drawn("garden", [{"id": "x", "geometry": Point(east_m, north_m)}]).geometry.iloc[0]
        found = self.page.evaluate(
            "([lat, lon]) => { const p = mapview.app.map.latLngToContainerPoint([lat, lon]); return [p.x, p.y]; }",
            [place.y, place.x],
        )
        return found[0], found[1]

    def click_at(self, *places: tuple[float, float], last: str = "click") -> None:
        """Click places in metres from the middle, slowly enough for each to be a click of its own."""
        for i, place in enumerate(places):
            x, y = self.at(*place)
            self.page.mouse.move(x, y)
            getattr(self.page.mouse, last if i == len(places) - 1 else "click")(x, y)
            self.page.wait_for_timeout(320)

    @property
    def last(self) -> dict[str, object]:
        """The last message to Python, once the map has told what it holds back for a moment."""
        self.page.wait_for_timeout(320)
        return self.sent[-1]

    @property
    def sent(self) -> list[dict[str, object]]:
        """Messages to Python so far."""
        return self.page.evaluate("window.sent")


@pytest.fixture
def map_page(page: Page, map_server: MapServer) -> MapPage:
    """The map in a desktop window; any error in the browser fails the test."""
    page.set_viewport_size({"width": 1280, "height": 800})
    return MapPage(page, map_server.url)


@pytest.fixture
def new_map(context: BrowserContext, map_server: MapServer) -> Callable[[int, int], MapPage]:
    """Maps in windows of a given size."""

    def make(width: int, height: int) -> MapPage:
        opened = context.new_page()
        opened.set_viewport_size({"width": width, "height": height})
        return MapPage(opened, map_server.url)

    return make
