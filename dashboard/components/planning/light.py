"""Light on the screen: the ways coloured by lux, before and after new lights, dark stretches, where more would help."""

import streamlit as st

from dashboard.components import session
from dashboard.components.analysis_stage import analysis_stage, word_tabs
from dashboard.components.map.map_view import map_view
from dashboard.components.planning.analysis_piece import Told, analysis_piece
from dashboard.components.planning.light_more import light_more
from dashboard.components.planning.light_state import CHOICE, DARK, MORE, ROADS, VALUES, Lit
from dashboard.components.planning.light_values import light_values
from dashboard.components.session import Run
from dashboard.services.planning.light_page import (
    ALL_ADDED,
    BEFORE,
    NOW,
    Light,
    assumed_words,
    before_choices,
    dark_rows,
    dark_sketches,
    figures,
    lamp_sketches,
    lux_sketches,
    proposal_rows,
    road_rows,
)
from dashboard.text import _, fill
from geo.words import N_

MAP_LAYERS = ("context", "compound", "building", "road", "garden", "street_light")


def light_bar(run: Run, lit: Lit) -> None:
    """Before or after, and before what."""
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="small"):
        titles = {NOW: _(N_("现在")), BEFORE: _(N_("新灯之前"))}
        st.session_state["light-way"] = lit.way
        st.segmented_control(
            _(N_("看什么时候")), list(titles), format_func=titles.__getitem__, key="light-way", required=True,
            label_visibility="collapsed",
            on_change=lambda: session.change(way="" if st.session_state["light-way"] == NOW else BEFORE, stretch=""),
        )  # fmt: skip
        choices = before_choices(lit.view)
        if st.session_state.get(CHOICE) not in choices:
            st.session_state[CHOICE] = ALL_ADDED
        st.selectbox(
            _(N_("以哪批灯为界")), list(choices), format_func=choices.__getitem__, key=CHOICE,
            label_visibility="collapsed", width=190,
        )  # fmt: skip


def light_stage(run: Run, lit: Lit) -> None:
    """The map of light; beside it roads, dark stretches, proposals or figures."""
    analysis_stage(lambda: _side(run, lit), lambda: _map(run, lit))


def _side(run: Run, lit: Lit) -> None:
    if lit.shown is None:
        st.info(_(N_("还没有道路数据。导入道路和路灯图层后即可计算照度。")), icon=":material/lightbulb:")
        return
    titles = {
        ROADS: _(N_("各条道路")), DARK: fill(N_("暗段 {count}"), count=len(lit.shown.dark)),
        MORE: _(N_("建议加灯")), VALUES: _(N_("公式")),
    }  # fmt: skip
    word_tabs(titles, lit.tab, key="light-tab", stretch="")
    if lit.tab == VALUES:
        light_values(run, lit)
        return
    if lit.tab == MORE:
        light_more(run, lit)
    _piece(run, lit, lit.shown)


def _map(run: Run, lit: Lit) -> None:
    marks = lux_sketches(lit.shown) if lit.shown is not None else ()
    if lit.shown is not None and lit.tab == DARK:
        marks += dark_sketches(lit.shown, lit.stretch)
    if lit.proposed is not None:
        marks += lamp_sketches(lit.proposed)
    map_view(run, only=MAP_LAYERS, theme="none", sketches=marks)


def _piece(run: Run, lit: Lit, shown: Light) -> None:
    on = run.sight.selected[1] if run.sight.selected and run.sight.selected[0] == "road" else ""
    words = {
        "road": _(N_("道路")), "average": _(N_("平均 lx")), "minimum": _(N_("最小 lx")), "lit": _(N_("达标路长")),
        "no_dark": fill(N_("没有超过 {length} m 的暗段。"), length=f"{lit.values['light.dark_m']:g}"),
        "no_more": _(N_("没有低于最小照度的路段,不需要加灯。")),
    }  # fmt: skip
    data = {
        "look": "light", "part": lit.tab, "words": words, "notes": assumed_words(shown, run.layers),
        "figures": figures(shown, lit.before if lit.way == NOW else None),
        "roads": road_rows(shown, run.layers, on) if lit.tab == ROADS else [],
        "stretches": dark_rows(shown, run.layers, lit.stretch) if lit.tab == DARK else [],
        "proposed": proposal_rows(lit.proposed, run.layers) if lit.proposed is not None else [],
    }  # fmt: skip
    analysis_piece(run, "light", data, lambda told: _hear(run, told))


def _hear(run: Run, told: Told) -> None:
    id = told.get("id")
    if told.get("message") == "road" and str(id) in run.layers["road"].frame.index:
        session.select(run, "road", str(id))
    elif told.get("message") == "dark" and isinstance(id, int | float):
        session.change(stretch=str(int(id)), selected="")
        st.session_state[session.FLY] = st.session_state.get(session.FLY, 0) + 1
