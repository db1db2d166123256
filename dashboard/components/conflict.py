"""Somebody else saved meanwhile: both versions side by side, and a choice for each field."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.components.form import Form
from dashboard.services.conflict import MINE, THEIRS, Difference, differences, merged
from dashboard.services.markdown import plain
from dashboard.services.projects.value_words import Names, shown_value
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
        names = Names.of(form.run.house.store, form.run.layers)
        chosen = sides(found, who, titles, lambda key, value: shown_value(key, value, names=names))
        with st.container(horizontal=True, gap="small"):
            if st.button(_(N_("就用选中的内容")), key="conflict-take", type="primary"):
                _take(form, merged(form.values, other, chosen), other, theirs.version)
                st.rerun()
            if st.button(_(N_("放弃我的修改")), key="conflict-drop", type="tertiary"):
                form.forget()
                st.rerun()
    return True


def sides(
    found: Sequence[Difference], who: str, titles: Mapping[str, str], shown: Callable[[str, Any], str]
) -> dict[str, str]:
    """Both versions of each field, and which is to stay; `shown` says a field's value as people read it."""
    chosen = {}
    for item in found:
        with st.container(key=f"conflict-{item.key}", gap="xsmall"):
            mark = " :material/priority_high:" if item.both_changed else ""
            st.markdown(f"**{_(titles.get(item.key, item.key))}**{mark}")
            chosen[item.key] = _side(item, who, shown)
    return chosen


def _side(item: Difference, who: str, shown: Callable[[str, Any], str]) -> str:
    """Which version of a field is to stay; both are to be read."""
    said = {
        MINE: f"{_(N_('我填的'))}: {plain(shown(item.key, item.mine))}",
        THEIRS: f"{who}: {plain(shown(item.key, item.theirs))}",
    }
    order = list(said)
    picked = st.radio(
        item.key, order, index=order.index(item.suggested), key=f"side-{item.key}", format_func=said.__getitem__,
        label_visibility="collapsed",
    )  # fmt: skip
    return str(picked)


def _take(form: Form, values: Values, theirs: Values, version: int) -> None:
    """Go on with the chosen values, upon what is stored now."""
    form.state |= {"base": theirs, "version": version, "stale": None}
    form.set(**values)
