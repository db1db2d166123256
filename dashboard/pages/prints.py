"""The page of the print desk: choose on the left, see the first page on the right, take the file. For role-holders."""

import streamlit as st

from dashboard.components.errors import kindly
from dashboard.components.session import Run
from dashboard.components.sheets.print_desk import proof, wishes
from dashboard.text import _
from data.rights import reach
from geo.words import N_

WISHES_TO_PROOF = (36, 64)


def show(run: Run) -> None:
    """What to print, and how it will look."""
    if not reach(run.role, "report_progress"):
        st.info(
            _(N_("打印页面供工作人员使用。居民可以在楼栋和项目的页面上直接打印公开的单页。")), icon=":material/lock:"
        )
        return
    with kindly(), st.container(key="print-page"):
        left, right = st.columns(WISHES_TO_PROOF, gap="large")
        with left, kindly():
            order = wishes(run)
        with right, kindly():
            proof(run, order)
