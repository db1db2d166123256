"""The map as one constant instrument, and the single line that changes it.

The figure's script never holds data: it makes a canvas map and loads the `mapview` modules, which
fetch their layers by address. What changes goes through `state_group`, as ids and enumerated words
that are checked here. Browsers therefore never remount the map, and data never becomes script.
"""

import json
from dataclasses import dataclass, field

import folium
from branca.element import MacroElement
from folium.template import Template

from dashboard.drawing.assets import MAP_BUNDLE, asset_url, point_folium_home
from dashboard.drawing.map_tool import ID, Tool, checked_id, one_of
from dashboard.drawing.map_trace import MapTrace
from dashboard.drawing.sketch import Sketch
from dashboard.drawing.styles import COVERAGE_THEME, MARKS, THEME_KEYS
from geo.layers import LAYER_BY_KEY

__all__ = ["ID", "WORK", "CommunityMap", "MapState", "Tool", "checked_id", "map_figure", "state_group"]

WORK = "work"
"""The layer of the works: not a layer of the table, drawn over all of them."""

MAP_LAYERS = (*LAYER_BY_KEY, WORK)
LANGUAGES = ("zh", "en")
AUDIENCES = ("", "visitor")
THEMES_ADMITTED = (*THEME_KEYS, COVERAGE_THEME.key)
MAX_ZOOM = 22
MIN_ZOOM = 11
START_ZOOM = 16

point_folium_home()


@dataclass(frozen=True)
class MapState:
    """What the map shows now: ids, enumerated words and revision numbers, never text from data.

    `visible` are layer keys, `compound` a compound's id or "", `selected` (layer, id) or None,
    `revisions` layer → revision, `audience` "" (staff) or "visitor". The map flies to the selected
    feature when `fly` differs from what it was. "work" is a layer like the others; `works` are the ids
    of those to show (None: all). `tool` is what a form lets people do on the map, None for looking.
    `marks` are (building id, word of `MARKS`) for the theme "coverage"; `sketches` are drawn over all layers;
    `trace` is what a trace of the drainage found.

    Raises:
        ValueError: anything is not what its place admits.
    """

    language: str = "zh"
    dark: bool = False
    theme: str = "renovation"
    visible: tuple[str, ...] = ()
    compound: str = ""
    selected: tuple[str, str] | None = None
    revisions: dict[str, int] = field(default_factory=dict)
    audience: str = ""
    fly: int = 0
    works: tuple[str, ...] | None = None
    tool: Tool | None = None
    marks: tuple[tuple[str, str], ...] = ()
    sketches: tuple[Sketch, ...] = ()
    trace: MapTrace | None = None

    def __post_init__(self) -> None:
        one_of(self.language, LANGUAGES, "language")
        one_of(self.theme, THEMES_ADMITTED, "theme")
        one_of(self.audience, AUDIENCES, "audience")
        for layer in (*self.visible, *self.revisions):
            one_of(layer, MAP_LAYERS, "layer")
        if self.compound:
            checked_id(self.compound)
        if self.selected:
            one_of(self.selected[0], MAP_LAYERS, "layer")
            checked_id(self.selected[1])
        for work in self.works or ():
            checked_id(work)
        for building, mark in self.marks:
            checked_id(building)
            one_of(mark, MARKS, "mark")

    def as_json(self) -> str:
        """The one line that the browser is given: pure ASCII, free of anything a script could trip over."""
        selected = {"layer": self.selected[0], "id": self.selected[1]} if self.selected else None
        return json.dumps(
            {
                "lang": self.language,
                "dark": bool(self.dark),
                "theme": self.theme,
                "visible": list(self.visible),
                "compound": self.compound,
                "selected": selected,
                "revs": {layer: int(revision) for layer, revision in sorted(self.revisions.items())},
                "as": self.audience,
                "fly": int(self.fly),
                "works": None if self.works is None else list(self.works),
                "tool": self.tool.as_record() if self.tool else None,
                "marks": dict(self.marks),
                "sketches": [sketch.as_record() for sketch in self.sketches],
                "trace": self.trace.as_record() if self.trace else None,
            }
        )


class CommunityMap(folium.Map):
    """A folium map that loads Leaflet and our style sheet only."""

    default_js = [("leaflet", asset_url("vendor/leaflet/leaflet.js"))]  # noqa: RUF012 - folium's own shape
    default_css = [  # noqa: RUF012
        ("leaflet_css", asset_url("vendor/leaflet/leaflet.css")),
        ("fonts_css", asset_url("fonts/fonts.css")),
        ("mapview_css", asset_url("mapview/mapview.css")),
    ]


class MapView(MacroElement):
    """Starts the `mapview` modules on the map it belongs to.

    The bridge is a feature group which is on the map before streamlit-folium listens to layers, so
    that a `click` fired on it reaches Python. Calls of `apply` are kept until the modules have come.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            window.mapview = {waiting: [], apply: function (state) { this.waiting.push(state); }};
            window.mapview.bridge = L.featureGroup().addTo({{ this._parent.get_name() }});
            import({{ this.module|tojson }})
                .then(() => window.mapMain.boot({{ this._parent.get_name() }}, {{ this.options|tojson }}))
                .catch((error) => {
                    const line = document.createElement("p");
                    line.className = "mapview-failed";
                    line.textContent = "地图程序未能加载,请刷新页面 · Please reload: " + error;
                    document.body.prepend(line);
                });
        {% endmacro %}
        """
    )

    def __init__(self, community: str, center: tuple[float, float]) -> None:
        super().__init__()
        self._name = "MapView"
        self.module = asset_url(MAP_BUNDLE)
        self.options = {"community": community, "assets": asset_url(""), "home": [*center, START_ZOOM]}


class StateGroup(folium.FeatureGroup):
    """An empty feature group whose script is one call: `mapview.apply({...})`."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.featureGroup();
            mapview.apply({{ this.line }});
        {% endmacro %}
        """
    )

    def __init__(self, state: MapState) -> None:
        super().__init__(name="state", control=False)
        self.line = state.as_json()


def map_figure(community: str, lon: float, lat: float) -> folium.Map:
    """A new map of a community, the same script for the same arguments.

    Make one for each run of the page: streamlit-folium hangs the state group into the object.
    """
    figure = CommunityMap(
        location=(lat, lon),
        zoom_start=START_ZOOM,
        min_zoom=MIN_ZOOM,
        max_zoom=MAX_ZOOM,
        tiles=None,
        prefer_canvas=True,
        zoom_control=False,
        attributionControl=False,
        boxZoom=False,
        wheelPxPerZoomLevel=90,
        zoomSnap=0.5,
    )
    figure.options["max_zoom"] = MAX_ZOOM
    figure.options["min_zoom"] = MIN_ZOOM
    MapView(checked_id(community), (lat, lon)).add_to(figure)
    return figure


def state_group(state: MapState) -> folium.FeatureGroup:
    """What streamlit-folium evaluates when it changes: one line that sets the map's state."""
    return StateGroup(state)
