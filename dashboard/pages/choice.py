"""Cost and choice: what works cost, how needed they are, and which a yearly budget should take. For staff."""

import streamlit as st

from dashboard.components.errors import kindly
from dashboard.components.planning.choice_stage import choice_stage
from dashboard.components.session import Run
from dashboard.text import _
from data.rights import reach
from geo.words import N_


def show(run: Run) -> None:
    """Unit prices, scores, plans, and two plans side by side."""
    if not reach(run.role, "see_planning"):
        st.info(_(N_("规划分析只对工作人员开放。")), icon=":material/lock:")
        return
    with kindly():
        choice_stage(run)
