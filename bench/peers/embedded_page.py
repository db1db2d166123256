"""The usual way: the frame goes into `folium.GeoJson`, the map into `st_folium`. As good as it gets without tricks:

canvas renderer, the frame cached, only the clicked feature returned.
"""

import folium
import geopandas as gpd
import streamlit as st
from streamlit_folium import st_folium

from bench.generated import LAT, LON, buildings
from dashboard.drawing.assets import point_folium_home

COLOURS = {True: "#2f7d4f", False: "#9aa5b1"}

st.set_page_config(page_title="embedded", layout="wide")
point_folium_home()


@st.cache_data
def frame(count: int) -> gpd.GeoDataFrame:
    """The buildings with their id as a column."""
    return buildings(count).reset_index()


def style(feature: dict) -> dict:
    """Colour by renovation."""
    return {
        "fillColor": COLOURS[feature["properties"]["renovated"]],
        "color": "#1d2b36",
        "weight": 1,
        "fillOpacity": 0.8,
    }


runs = st.session_state["runs"] = st.session_state.get("runs", 0) + 1
st.button("again", key="again")
figure = folium.Map((LAT, LON), zoom_start=16, tiles=None, prefer_canvas=True)
figure.options["max_zoom"] = 22
folium.GeoJson(frame(int(st.query_params["count"])), style_function=style).add_to(figure)
answer = st_folium(figure, key="map", height=700, use_container_width=True, returned_objects=["last_active_drawing"])
clicked = (answer or {}).get("last_active_drawing")
with st.container(key="card"):
    if clicked:
        for name, value in clicked["properties"].items():
            st.text(f"{name}: {value}")
with st.container(key="runs"):
    st.text(f"run {runs}")
