"""The map page: filters, the map, the card beside it."""

import streamlit as st

from dashboard.components.errors import kindly
from dashboard.components.filters import filters
from dashboard.components.map.card import side_card
from dashboard.components.map.map_view import map_view
from dashboard.components.session import Run

MAP_TO_CARD = (72, 28)
"""Shares of the width: the map is the page."""


def show(run: Run) -> None:
    """The community on one map."""
    with kindly():
        filters(run)
    with st.container(key="stage"):
        place, beside = st.columns(MAP_TO_CARD, gap="small")
        with place, kindly():
            map_view(run)
        with beside, kindly():
            side_card(run)
