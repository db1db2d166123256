"""The page of the coverage check and the grid editor. For those who may see it."""

import streamlit as st

from dashboard.components.duty.coverage import check, coverage_filters, coverage_stage
from dashboard.components.errors import kindly
from dashboard.components.session import Run
from dashboard.text import _
from data.rights import reach
from geo.words import N_


def show(run: Run) -> None:
    """Where nobody is responsible, and what to do about it."""
    if not reach(run.role, "see_coverage"):
        st.info(_(N_("责任覆盖检查只对工作人员开放。要找负责人,请看“谁负责”。")), icon=":material/lock:")
        return
    with kindly():
        now = check(run)
        coverage_filters(run, now)
        coverage_stage(run, now)
