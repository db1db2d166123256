"""Whom a closure touches, what else it takes, and the numbers that it works with."""

import streamlit as st

from dashboard.components import session
from dashboard.components.errors import told_fault
from dashboard.components.planning.analysis_piece import Told, analysis_piece
from dashboard.components.planning.closure_state import Closing
from dashboard.components.session import Run
from dashboard.components.values_editor import values_editor
from dashboard.services.markdown import plain
from dashboard.services.planning.closure_page import Shut
from dashboard.services.planning.closure_rows import closure_figures, closure_rows, closure_takes
from dashboard.text import _
from geo.rule_values import CLOSURE
from geo.words import N_


def effect(run: Run, now: Closing, found: Shut) -> None:
    """Figures, the buildings by gravity, and what else lies in the ground."""
    data = {
        "look": "closure", "figures": closure_figures(found, run.layers),
        "rows": closure_rows(found, run.layers, now.on), "warnings": [told_fault(item) for item in found.problems],
        "takes": closure_takes(found, run.layers),
        "words": {"nobody": _(N_("没有楼栋受影响:都还走得到出入口,排水也有别的去路。")),
                  "takes": _(N_("占用的道路、车位和绿地"))},
    }  # fmt: skip
    analysis_piece(run, "closure", data, _hear)


def _hear(told: Told) -> None:
    if told.get("message") == "house":
        id = str(told.get("id", ""))
        session.change(place=f"building:{id}" if id else "", selected="")
        st.session_state[session.FLY] = st.session_state.get(session.FLY, 0) + 1


def closure_values(run: Run, now: Closing, found: Shut) -> None:
    """How wide a road has to stay open; what is not reckoned with."""
    words = N_("沿路每 0.25 m 取一个横断面,看封闭后最宽的一段余宽:不够步行即全幅封闭,只够步行则车辆不能通过。")
    st.caption(plain(_(words)))
    st.caption(plain(_(N_("只计图上的道路;没有测绘的小径、楼间空地不计入。"))))
    values_editor(run, "closure", (CLOSURE,))
