"""What is to be shut: picked or drawn on the map, or a work."""

import streamlit as st

from dashboard.components import session
from dashboard.components.planning.closure_state import ASKED, DIG, PICK, WORK, Closing
from dashboard.services.markdown import plain
from dashboard.text import _, fill
from geo.layers import LAYER_BY_KEY
from geo.words import N_


def closure_choice(now: Closing) -> None:
    """What is to be shut: a work by name, or what was picked or drawn on the map."""
    if now.how == WORK:
        names = {str(id): str(name) for id, name in now.view.works["name"].items()
                 if str(now.view.works.at[id, "status"]) not in ("completed", "accepted")}  # fmt: skip
        if now.wanted.work:
            names.setdefault(now.wanted.work, str(now.view.works.at[now.wanted.work, "name"]))
        st.session_state["closure-work"] = now.wanted.work or None
        st.selectbox(
            _(N_("哪项工程")), list(names), format_func=names.__getitem__, key="closure-work",
            placeholder=_(N_("未完工的工程")), on_change=_choose_work,
        )  # fmt: skip
        return
    if now.wanted.nothing:
        words = N_("在地图上点要关停的管道或封闭的道路,可以选多段,也可以圈选。") if now.how == PICK else N_(
            "在地图上点出要封闭的范围,双击结束。"
        )  # fmt: skip
        st.info(_(words), icon=":material/ads_click:")
        return
    if now.how == PICK:
        told = []
        for layer, ids in (("pipe", now.wanted.pipes), ("road", now.wanted.roads)):
            if ids:
                told.append(fill(N_("{kind} {count} 段"), kind=_(LAYER_BY_KEY[layer].title), count=len(ids)))
        st.markdown(f"**{plain(' · '.join(told))}**")
        if now.wanted.pipes:
            st.toggle(_(N_("开挖管道上方的地面")), value=True, key=DIG)


def _choose_work() -> None:
    id = str(st.session_state["closure-work"] or "")
    for key in ASKED:
        st.session_state.pop(key, None)
    session.change(job=id, place="", selected="")
    st.session_state[session.FLY] = st.session_state.get(session.FLY, 0) + 1
