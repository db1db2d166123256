"""Addresses of our own assets, and folium pointed at them instead of at the public networks."""

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from folium.elements import JSCSSMixin

ASSETS = Path(__file__).resolve().parent.parent / "assets"
CODE_FOLDERS = ("mapview", "worklist", "compare", "people", "duty", "analysis", "account", "public", "fonts")

MAP_BUNDLE = "mapview/bundle.js"
"""The modules of the map as one file: no file of its own, made by `dashboard.drawing.bundle`."""

LOCAL: dict[str, str] = {
    "leaflet.js": "vendor/leaflet/leaflet.js",
    "leaflet.css": "vendor/leaflet/leaflet.css",
    "jquery-3.7.1.min.js": "vendor/jquery/jquery.min.js",
    "bootstrap.bundle.min.js": "vendor/bootstrap/bootstrap.bundle.min.js",
    "bootstrap.min.css": "vendor/bootstrap/bootstrap.min.css",
    "all.min.css": "vendor/fontawesome/css/all.min.css",
    "leaflet.awesome-markers.js": "vendor/awesome-markers/leaflet.awesome-markers.js",
    "leaflet.awesome-markers.css": "vendor/awesome-markers/leaflet.awesome-markers.css",
    "leaflet.markercluster.js": "vendor/markercluster/leaflet.markercluster.js",
    "MarkerCluster.css": "vendor/markercluster/MarkerCluster.css",
    "MarkerCluster.Default.css": "vendor/markercluster/MarkerCluster.Default.css",
    "leaflet.draw.js": "vendor/leaflet-draw/leaflet.draw.js",
    "leaflet.draw.css": "vendor/leaflet-draw/leaflet.draw.css",
    "Control.FullScreen.min.js": "vendor/fullscreen/Control.FullScreen.js",
    "Control.FullScreen.css": "vendor/fullscreen/Control.FullScreen.css",
}
"""The last part of an address that folium asks for → our copy under `dashboard/assets`."""

DROPPED = ("bootstrap-glyphicons.css", "leaflet.awesome.rotate.min.css")
"""Style sheets that folium's map loads for icons which we never use: left out, not replaced."""


@cache
def assets_version() -> str:
    """Ten hex digits over our modules, styles and fonts: the address changes when any of them does."""
    digest = sha256()
    for folder in CODE_FOLDERS:
        for path in sorted((ASSETS / folder).rglob("*")):
            if path.is_file():
                digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:10]


def asset_url(path: str) -> str:
    """The address of a file under `dashboard/assets`, with the version that lets browsers keep it for ever."""
    return f"/assets/{assets_version()}/{path}"


def point_folium_home() -> None:
    """Point every folium class at our copies; classes whose files we do not carry lose their usability, not our safety.

    Folium keeps the addresses as class attributes. A class that needs a file which is not in `LOCAL` is
    given a `render` that refuses, because one missing script makes a map of height 0 without a word.
    """
    for element in folium_classes():
        if "default_js" in vars(element) or "default_css" in vars(element):
            scripts, styles = _at_home(element.default_js), _at_home(element.default_css)
            if scripts is None or styles is None:
                element.default_js, element.default_css = [], []
                element.render = _refuse  # type: ignore[method-assign]
            else:
                element.default_js, element.default_css = scripts, styles


def folium_classes() -> Iterator[type[JSCSSMixin]]:
    """Every class of folium and its plugins that loads scripts or styles."""
    waiting = [JSCSSMixin]
    while waiting:
        for found in waiting.pop().__subclasses__():
            waiting.append(found)
            if found.__module__.startswith("folium."):
                yield found


def _at_home(links: list[tuple[str, str]]) -> list[tuple[str, str]] | None:
    """The links with our addresses, None if one of them is not carried."""
    ours = []
    for name, url in links:
        file = url.rsplit("/", 1)[-1]
        if url.startswith("/assets/"):
            ours.append((name, url))
        elif file in LOCAL:
            ours.append((name, asset_url(LOCAL[file])))
        elif file not in DROPPED:
            return None
    return ours


def _refuse(self: JSCSSMixin, **_kwargs: object) -> None:
    """Stand-in for `render` of a class whose scripts are not vendored."""
    raise RuntimeError(
        f"folium's {type(self).__name__} needs scripts from outside, which this project does not carry; "
        "vendor them in dashboard/assets and list them in dashboard/drawing/assets.py"
    )
