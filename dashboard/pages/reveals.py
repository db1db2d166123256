"""The page of the log of revealed numbers. Administrators only."""

import streamlit as st

from dashboard.components.duty.reveal_log import reveal_log
from dashboard.components.errors import kindly
from dashboard.components.session import Run
from dashboard.text import _
from data.rights import reach
from geo.words import N_


def show(run: Run) -> None:
    """Who saw whose number, when, and why."""
    with st.container(key="reading"):
        if not reach(run.role, "see_reveals"):
            st.info(_(N_("号码查看记录只由管理员查看。")), icon=":material/lock:")
            return
        with kindly():
            reveal_log(run)
