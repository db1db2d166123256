"""Ask a place: the map with its lasso, and beside it what lies there. For those who may see planning."""

import streamlit as st

from dashboard.components.errors import kindly
from dashboard.components.planning.place_stage import place_filters, place_stage
from dashboard.components.session import Run
from dashboard.text import _
from data.rights import reach
from geo.words import N_


def show(run: Run) -> None:
    """What lies here, whom it touches, what is planned."""
    if not reach(run.role, "see_planning"):
        st.info(_(N_("规划分析只对工作人员开放。")), icon=":material/lock:")
        return
    with kindly():
        place_filters(run)
        place_stage(run)
