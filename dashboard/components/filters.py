"""The one row above the map: what is looked at, coloured by what, with which layers."""

import streamlit as st

from dashboard.components import session
from dashboard.components.map.layer_tree import layer_tree
from dashboard.components.session import Run
from dashboard.components.share import share
from dashboard.drawing.styles import THEMES
from dashboard.services.markdown import plain
from dashboard.text import _, fill
from geo.layers import LAYER_BY_KEY
from geo.words import N_

FEW = 4
"""Up to this many compounds stand side by side; more go into a list."""
WHOLE = ""


def filters(run: Run) -> None:
    """Community, compound, theme, layers, sharing and the switches."""
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="small"):
        _compound(run)
        _theme(run)
        filled = [key for key in run.choices.layers if key not in LAYER_BY_KEY or len(run.layers[key].frame)]
        shown = sum(key in run.sight.layers for key in filled)
        label = fill(N_("图层 {shown}/{all}"), shown=shown, all=len(filled))
        with st.popover(label, icon=":material/layers:", key="layers"):
            layer_tree(run)
        with st.popover(_(N_("分享")), icon=":material/qr_code_2:", key="share"):
            share(run)


def _compound(run: Run) -> None:
    names = {WHOLE: _(N_("全部小区"))}
    names |= {key: run.layers["compound"].title(key) for key in run.choices.compounds}
    if len(names) == 1:
        return
    st.session_state["pick-compound"] = run.sight.compound

    def picked() -> None:
        session.change(compound=st.session_state["pick-compound"] or WHOLE)

    if len(names) <= FEW + 1:
        st.segmented_control(
            _(N_("小区")),
            list(names),
            format_func=lambda key: plain(names[key]),
            key="pick-compound",
            required=True,
            on_change=picked,
            label_visibility="collapsed",
        )
    else:
        st.selectbox(
            _(N_("小区")),
            list(names),
            format_func=names.__getitem__,
            key="pick-compound",
            on_change=picked,
            label_visibility="collapsed",
            width=200,
        )


def _theme(run: Run) -> None:
    titles = {
        theme.key: fill(N_("楼栋按{theme}"), theme=_(theme.title)) if theme.field else _(theme.title)
        for theme in THEMES
    }
    order = [theme.key for theme in THEMES]
    st.session_state["pick-theme"] = run.sight.theme
    st.selectbox(
        _(N_("专题")),
        order,
        format_func=titles.__getitem__,
        key="pick-theme",
        on_change=lambda: session.change(theme=st.session_state["pick-theme"]),
        label_visibility="collapsed",
        width=190,
    )
