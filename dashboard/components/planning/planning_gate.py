"""Who may see the planning pages: pipes and plans are no public data."""

import streamlit as st

from dashboard.components.session import Run
from dashboard.text import _
from data.rights import reach
from geo.words import N_


def may_see_planning(run: Run) -> bool:
    """Whether this reader may; others are told."""
    if reach(run.role, "see_planning"):
        return True
    st.info(_(N_("规划分析只对工作人员开放。")), icon=":material/lock:")
    return False
