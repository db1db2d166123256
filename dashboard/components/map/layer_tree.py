"""The tree of layers: groups and layers with their counts, each on or off with one click."""

from collections.abc import Sequence

import streamlit as st

from dashboard.components import session
from dashboard.components.session import Run
from dashboard.services.projects.quantity import amount
from dashboard.services.projects.work_words import view_of
from dashboard.services.sight import WORK
from dashboard.text import _, fill
from geo.layers import LAYER_GROUPS, LAYERS, LayerType
from geo.words import N_


def layer_tree(run: Run) -> None:
    """Each group with its layers; layers without any feature are not offered."""
    for group, title in LAYER_GROUPS:
        members = [kind for kind in LAYERS if kind.group == group and kind.key in run.choices.layers]
        filled = [kind for kind in members if len(run.layers[kind.key].frame)]
        if filled:
            _group(run, group, _(title), filled)
    _works(run)
    if run.sight.visitor:
        st.caption(_(N_("内部图层(如排水管网)不对公众显示。")))


def _works(run: Run) -> None:
    """The works lie over all layers and are turned on and off like one."""
    view = view_of(run.house.store, run.sight.community, run.role)
    if len(view.works) and WORK in run.choices.layers:
        with st.container(gap=None, key="group-work"):
            st.session_state["layer-on-work"] = WORK in run.sight.layers
            count = amount(len(view.works), "项")
            label = f"{_(N_('微更新工作'))} :gray[{count}]"
            st.toggle(label, key="layer-on-work", on_change=_turn, args=(run, [WORK], "layer-on-work"))


def _group(run: Run, group: str, title: str, members: Sequence[LayerType]) -> None:
    keys = [kind.key for kind in members]
    with st.container(gap=None, key=f"group-{group}"):
        st.session_state[f"group-on-{group}"] = all(key in run.sight.layers for key in keys)
        st.toggle(title, key=f"group-on-{group}", on_change=_turn, args=(run, keys, f"group-on-{group}"))
        for kind in members:
            st.session_state[f"layer-on-{kind.key}"] = kind.key in run.sight.layers
            st.checkbox(
                _label(run, kind),
                key=f"layer-on-{kind.key}",
                on_change=_turn,
                args=(run, [kind.key], f"layer-on-{kind.key}"),
                help=_(N_("内部图层,不对公众显示")) if kind.internal else None,
            )


def _label(run: Run, kind: LayerType) -> str:
    layer = run.layers[kind.key]
    count = amount(len(layer.frame), kind.measure_word)
    if layer.unplaced:
        count = fill(N_("{count},其中 {without} 个无位置"), count=count, without=layer.unplaced)
    return f"{_(kind.title)} :gray[{count}]"


def _turn(run: Run, keys: Sequence[str], widget: str) -> None:
    """Turn layers on or off as the widget says; for callbacks."""
    others = set(run.sight.layers) - set(keys)
    wanted = others | set(keys) if st.session_state[widget] else others
    session.show_layers(wanted, run)
