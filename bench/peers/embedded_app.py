"""Server of the embedded peer: a Streamlit app with our copies of Leaflet at hand, as the machine may be offline."""

from pathlib import Path

import streamlit as st
from starlette.routing import Route

from dashboard.web.assets import asset

app = st.App(
    Path(__file__).with_name("embedded_page.py"),
    routes=[Route("/assets/{version}/{path:path}", asset)],
)
