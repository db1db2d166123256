"""What is measured in the browser, and how each tells that it has drawn, run again, or shown a card."""

from dataclasses import dataclass, replace

from bench.generated import LAT, LON

MAP_FRAME = "streamlit_folium"
"""Part of the address of the frame in which streamlit-folium keeps its map."""


@dataclass(frozen=True)
class Subject:
    """One way to show the map.

    `path` is the address for `count` buildings. `drawn` is JavaScript in the map's frame, true once all
    `count` of them are on the canvas. `button` selects what is pressed for a run ("": there are no runs), always
    after a click on a building, so that ours has a card to close; `mark` is JavaScript in the page whose value
    changes when that run has reached the screen. `card` is JavaScript in the page: the text of the full card.
    """

    name: str
    path: str
    drawn: str
    card: str
    in_frame: bool = True
    button: str = ""
    mark: str = ""
    most: int = 1_000_000
    """More buildings than this are not tried."""


IDLE = """document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === 'notRunning'"""
"""True once Streamlit's script has run to its end."""

SETTLED = (
    "Boolean(window.mapview?.app?.config && window.mapview.app.store.layers.size && !window.mapview.app.store.waiting)"
)
"""True once our map has its configuration and no layer is on its way any more."""

OURS = Subject(
    name="ours",
    path="/?community=bench{count}",
    drawn=f"count => {SETTLED} && window.mapview.app.store.features('building').length === count",
    button=".st-key-card-close button",
    mark="Boolean(document.querySelector('.st-key-card-open'))",
    card="document.querySelector('.st-key-card-open')?.innerText ?? ''",
)
OURS_SAMPLE = replace(
    OURS, path="/", drawn=f"() => {SETTLED} && window.mapview.app.store.features('building').length > 0"
)
"""The sample community, as `make run` shows it."""

EMBEDDED = Subject(
    name="embedded",
    most=20_000,
    path="/?count={count}",
    drawn="count => Boolean(window.map && Object.keys(window.map._layers).length > count)",
    button=".st-key-again button",
    mark="document.querySelector('.st-key-runs')?.innerText",
    card="document.querySelector('.st-key-card')?.innerText ?? ''",
)
FLOOR = Subject(
    name="bare Leaflet",
    path=f"/leaflet.html?count={{count}}&lon={LON}&lat={LAT}",
    drawn="count => Boolean(window.complete)",
    card="document.getElementById('card').textContent",
    in_frame=False,
)
