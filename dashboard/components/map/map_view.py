"""The map itself: one constant figure, told what to show."""

from collections.abc import Collection

import streamlit as st
from streamlit_folium import st_folium

from dashboard.components import session
from dashboard.components.session import Run
from dashboard.drawing.community_map import MapState, Tool, map_figure, state_group
from dashboard.drawing.map_trace import MapTrace
from dashboard.drawing.sketch import Sketch
from dashboard.services.sight import WORK
from geo.layers import LAYER_BY_KEY

HEIGHT_PX = 700
"""What the component asks for; the style sheet gives it all the height that the window has."""


def map_view(
    run: Run,
    *,
    works: Collection[str] | None = None,
    tool: Tool | None = None,
    more: Collection[str] = (),
    only: Collection[str] | None = None,
    theme: str = "",
    marks: Collection[tuple[str, str]] = (),
    sketches: Collection[Sketch] = (),
    trace: MapTrace | None = None,
) -> None:
    """The community's map. Everything that changes goes through the state; the map is never made anew.

    `works` are the ids of the works to show (None: all), `tool` what a form lets people do on the map,
    `more` layers that are on whatever the reader chose (those that the tool needs), `only` those that are on
    instead of the reader's, `theme` another colouring of buildings than the reader's, with its `marks`.
    `sketches` are drawn over all layers, `trace` is what a trace of the drainage found.
    """
    community = run.house.communities[run.sight.community]
    sight = run.sight
    state = MapState(
        language=sight.lang,
        dark=sight.dark,
        theme=theme or sight.theme,
        visible=sight.with_layers({*(sight.layers if only is None else only), *more}, run.choices).layers,
        compound=sight.compound,
        selected=_on_the_map(run),
        revisions={key: value for key, value in run.layers.revisions.items() if key in (*LAYER_BY_KEY, WORK)},
        audience="visitor" if sight.visitor else "",
        fly=session.fly_counter(),
        works=None if works is None else tuple(works),
        tool=tool,
        marks=tuple(marks),
        sketches=tuple(sketches),
        trace=trace,
    )
    with st.container(key="map-place"):
        st_folium(
            map_figure(community.id, community.lon, community.lat),
            key=session.MAP_KEY,
            height=HEIGHT_PX,
            use_container_width=True,
            returned_objects=["last_active_drawing"],
            feature_group_to_add=state_group(state),
        )


def _on_the_map(run: Run) -> tuple[str, str] | None:
    """The selected feature, or the one it is part of where it has no place of its own (a unit: its building)."""
    if not run.sight.selected:
        return None
    layer, feature = run.sight.selected
    if layer == WORK:
        return run.sight.selected
    kind, frame = LAYER_BY_KEY[layer], run.layers[layer].frame
    if kind.geometry or feature not in frame.index:
        return run.sight.selected
    return (kind.parent, str(frame.at[feature, "parent"])) if frame.at[feature, "parent"] else None
