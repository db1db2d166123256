"""Tracing the pipes on the screen: the map over the profile, beside them the faults first, the trace, the figures."""

import streamlit as st

from dashboard.components import session
from dashboard.components.analysis_stage import analysis_stage, word_tabs
from dashboard.components.map.map_view import map_view
from dashboard.components.planning.trace_panels import faults, trace, values
from dashboard.components.planning.trace_profile import trace_profile
from dashboard.components.planning.trace_state import FAULTS, TRACE, VALUES, Tracing, start_title
from dashboard.components.session import Run
from dashboard.drawing.sketch import Sketch
from dashboard.services.planning.pipe_faults import fault_marks, faults_on
from dashboard.services.planning.pipe_trace import WAYS, map_trace
from dashboard.text import _, fill
from geo.words import N_

MAP_LAYERS = ("context", "compound", "building", "road", "garden", "pipe", "manhole", "outfall", "gully")
MAP_TO_SIDE = (66, 34)
FIT = "trace-fit"


def pipes_bar(run: Run, now: Tracing) -> None:
    """What is asked about, the three directions with their keys."""
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(key="trace-start-set" if now.start else "trace-start", width="content"):
            st.markdown(f"**{start_title(run, now)}**", width="content")
        with st.container(key="trace-ways", horizontal=True, gap="small", width="content"):
            for word, title, icon, key in WAYS:
                st.button(
                    _(title), key=f"way-{word}", icon=f":material/{icon}:", shortcut=key,
                    type="primary" if now.found and now.way == word else "secondary", disabled=now.start is None,
                    on_click=_go, args=(word,),
                )  # fmt: skip
            if now.start:
                st.button(
                    _(N_("清除")), key="way-clear", icon=":material/close:", type="tertiary",
                    on_click=session.change, kwargs={"selected": "", "way": "", "show": ""},
                )  # fmt: skip


def _go(way: str) -> None:
    st.session_state[FIT] = int(st.session_state.get(FIT, 0)) + 1
    session.change(way=way, show="")


def pipes_stage(run: Run, now: Tracing) -> None:
    """The map over the profile, and beside them faults, trace or figures."""
    analysis_stage(lambda: _side(run, now), lambda: _place(run, now), widths=MAP_TO_SIDE)


def _side(run: Run, now: Tracing) -> None:
    if now.water is None:
        st.info(_(N_("还没有管线数据。导入管线、检查井和排放口图层后即可追溯。")), icon=":material/water_drop:")
        return
    grave = [fault for fault in now.water.faults if fault.severity != "note"]
    titles = {
        FAULTS: fill(N_("管网问题 {count}"), count=len(grave)), TRACE: _(N_("追溯结果")), VALUES: _(N_("公式与参数")),
    }  # fmt: skip
    word_tabs(titles, now.tab, key="pipes-tab")
    {FAULTS: faults, TRACE: trace, VALUES: values}[now.tab](run, now, now.water)


def _place(run: Run, now: Tracing) -> None:
    _map(run, now)
    if now.water and now.found:
        trace_profile(run, now.water, now.found)


def _map(run: Run, now: Tracing) -> None:
    marks: tuple[Sketch, ...] = ()
    lit = None
    if now.water:
        faults = list(now.water.faults)
        if now.found and now.tab != FAULTS:
            faults = faults_on(faults, now.found.pipes, now.found.nodes)
        marks = fault_marks(faults)
        lit = map_trace(now.water, now.found, int(st.session_state.get(FIT, 0)) + 1) if now.found else None
    map_view(run, only=MAP_LAYERS, theme="none", sketches=marks, trace=lit)
