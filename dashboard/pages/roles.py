"""The page of the roles that people hold and their norms. Staff read it, administrators change it."""

import streamlit as st

from dashboard.components.duty.role_desk import role_desk
from dashboard.components.errors import kindly
from dashboard.components.session import Run
from dashboard.text import _
from data.rights import reach
from geo.words import N_


def show(run: Run) -> None:
    """The table, and one of its rows to change."""
    with st.container(key="reading"):
        if not reach(run.role, "see_coverage"):
            st.info(_(N_("岗位表只对工作人员开放。要找负责人,请看“谁负责”。")), icon=":material/lock:")
            return
        with kindly():
            role_desk(run)
