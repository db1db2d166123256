"""If this is shut or dug, on the screen: the map with what is shut, beside it the choice, the effect, the notices."""

import streamlit as st

from dashboard.components import session
from dashboard.components.analysis_stage import analysis_stage, word_tabs
from dashboard.components.map.map_view import map_view
from dashboard.components.planning.closure_choice import closure_choice
from dashboard.components.planning.closure_effect import closure_values, effect
from dashboard.components.planning.closure_notices import closure_notices
from dashboard.components.planning.closure_state import COUNT, DRAW, EFFECT, NOTICE, PICK, VALUES, WORK, Closing
from dashboard.components.session import Run
from dashboard.services.planning.closure_rows import closure_sketches
from dashboard.text import _
from geo.words import N_

MAP_LAYERS = ("context", "compound", "building", "road", "parking", "garden", "facility")


def closure_bar(run: Run, now: Closing) -> None:
    """How to choose."""
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="small"):
        titles = {PICK: _(N_("点选管道、道路")), DRAW: _(N_("画一片范围")), WORK: _(N_("选一项工程"))}
        st.session_state["closure-how"] = now.how
        st.segmented_control(
            _(N_("怎样选")), list(titles), format_func=titles.__getitem__, key="closure-how", required=True,
            label_visibility="collapsed", on_change=_change_how,
        )  # fmt: skip


def _change_how() -> None:
    st.session_state[COUNT] = int(st.session_state.get(COUNT, 0)) + 1
    session.change(do=str(st.session_state["closure-how"] or PICK), place="", selected="")


def closure_stage(run: Run, now: Closing) -> None:
    """The map with what is shut; beside it the choice, the effect and the notices."""
    analysis_stage(lambda: _side(run, now), lambda: _map(run, now))


def _side(run: Run, now: Closing) -> None:
    closure_choice(now)
    if now.found is not None:
        titles = {EFFECT: _(N_("影响谁")), NOTICE: _(N_("通知")), VALUES: _(N_("计算参数"))}
        word_tabs(titles, now.tab, key="closure-tab")
        {EFFECT: effect, NOTICE: closure_notices, VALUES: closure_values}[now.tab](run, now, now.found)


def _map(run: Run, now: Closing) -> None:
    more = ("pipe", "manhole", "outfall") if now.how == PICK or now.wanted.pipes else ()
    sketches = closure_sketches(now.found, run.layers, now.on, near=now.near) if now.found is not None else ()
    only = (*MAP_LAYERS, *more, *(("work",) if now.how == WORK else ()))
    works = (now.wanted.work,) if now.wanted.work else ()
    map_view(run, only=only, theme="none", tool=now.tool, sketches=sketches, works=works)
