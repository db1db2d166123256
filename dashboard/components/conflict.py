"""Somebody else saved meanwhile: both versions side by side, and a choice for each field."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from dashboard.components.form import Form
from dashboard.services.conflict import MINE, THEIRS, Difference, differences, merged
from dashboard.services.markdown import plain
from dashboard.services.projects.project_changes import shown_value
from dashboard.services.typed import Values
from dashboard.text import _, fill
from geo.words import N_


def settle(form: Form, values_of: Callable[[Any], Values], titles: Mapping[str, str]) -> bool:
    """Show the conflict of this form, if it has one; whether it has. Nothing is saved before it is settled."""
    theirs = form.state["stale"]
    if theirs is None:
        return False
    other = values_of(theirs)
    found = differences(form.state["base"], form.values, other)
    who = plain(theirs.updated_by)
    with st.container(key="conflict", border=True):
        st.subheader(fill(N_("{who} 在您之后保存过"), who=who), anchor=False)
        st.caption(_(N_("您填的内容都还在。请逐项选择留下哪一个,再保存。只有一方改动过的,已替您选好那一方。")))
        chosen = {}
        for item in found:
            with st.container(key=f"conflict-{item.key}", gap="xsmall"):
                mark = " :material/priority_high:" if item.both_changed else ""
                st.markdown(f"**{_(titles.get(item.key, item.key))}**{mark}")
                chosen[item.key] = _side(item, who)
        with st.container(horizontal=True, gap="small"):
            if st.button(_(N_("就用选中的内容")), key="conflict-take", type="primary"):
                _take(form, merged(form.values, other, chosen), other, theirs.version)
                st.rerun()
            if st.button(_(N_("放弃我的修改")), key="conflict-drop", type="tertiary"):
                form.forget()
                st.rerun()
    return True


def _side(item: Difference, who: str) -> str:
    """Which version of a field is to stay; both are to be read."""
    sides = {
        MINE: f"{_(N_('我填的'))}: {_shown(item.key, item.mine)}",
        THEIRS: f"{who}: {_shown(item.key, item.theirs)}",
    }
    order = list(sides)
    picked = st.radio(
        item.key, order, index=order.index(item.suggested), key=f"side-{item.key}", format_func=sides.__getitem__,
        label_visibility="collapsed",
    )  # fmt: skip
    return str(picked)


def _take(form: Form, values: Values, theirs: Values, version: int) -> None:
    """Go on with the chosen values, upon what is stored now."""
    form.state |= {"base": theirs, "version": version, "stale": None}
    form.set(**values)


def _shown(key: str, value: Any) -> str:
    if key == "drawn":
        return _(N_("手绘范围")) if value else "—"
    if key == "assets":
        return _(N_("、")).join(str(id) for _layer, id in value) or "—"
    if isinstance(value, dict):
        return _(N_("、")).join(str(item) for item in value.values()) or "—"
    if key == "funding":
        return _(N_("、")).join(f"{source} {amount}" for source, amount in value) or "—"
    return plain(shown_value(key, value))
