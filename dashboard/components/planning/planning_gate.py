"""Who may see the planning pages: pipes and plans are no public data."""

import streamlit as st

from dashboard.components.session import Run
from dashboard.components.shell import switches
from dashboard.text import _
from data.rights import reach
from geo.words import N_


def may_see_planning(run: Run) -> bool:
    """Whether this reader may; others are told, and keep the switches to come back."""
    if reach(run.role, "see_planning"):
        return True
    with st.container(key="filters", horizontal=True, horizontal_alignment="right", gap="small"):
        switches(run)
    st.info(_(N_("规划分析只对工作人员开放。")), icon=":material/lock:")
    return False
