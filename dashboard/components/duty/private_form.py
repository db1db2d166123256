"""Forms about people: like every form, but nothing that is typed is written down before it is saved.

A draft in the store would keep names and numbers that nobody could erase; these forms live in the session only.
"""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from dashboard.components import form as forms
from dashboard.components.form import Form, open_form
from dashboard.components.session import Run
from dashboard.services.conflict import MINE, THEIRS, differences, merged
from dashboard.services.markdown import plain
from dashboard.services.typed import Values
from dashboard.text import _
from geo.words import N_


class PrivateForm(Form):
    """A form without a draft."""

    def _keep(self) -> None:
        """Nothing is kept."""

    def forget(self) -> None:
        """Saved or given up: the form starts anew when it is opened again."""
        forms.clear(self.name)


def open_private_form(run: Run, name: str, read: Callable[[], tuple[Values, int]]) -> PrivateForm:
    """The form of this name, filled with what was typed, or with what `read` gives and its version."""
    found = open_form(run, name, read)
    if found is None:  # a draft is offered, and nothing here ever keeps one
        raise RuntimeError(f"a draft was kept of the private form {name}")
    return PrivateForm(run, name, found.state)


def stale_choice(form: Form, theirs: Values, version: int, titles: Mapping[str, str]) -> None:
    """Both versions of a record that somebody else saved meanwhile, field by field, each to be chosen."""
    st.warning(_(N_("您填写时,别人保存了这份资料。请逐项选择要保留的内容,然后再保存。")), icon=":material/call_split:")
    words = {MINE: _(N_("我的")), THEIRS: _(N_("别人的"))}
    chosen: dict[str, str] = {}
    for difference in differences(form.state["base"], form.values, theirs):
        sides = {MINE: f"{words[MINE]}: {plain(_said(difference.mine))}"}
        sides[THEIRS] = f"{words[THEIRS]}: {plain(_said(difference.theirs))}"
        chosen[difference.key] = st.radio(
            titles.get(difference.key, difference.key),
            list(sides),
            index=list(sides).index(difference.suggested),
            format_func=sides.__getitem__,
            key=f"{form.name}-side-{difference.key}",
        )

    def take() -> None:
        values = merged(form.values, theirs, chosen)
        forms.clear(form.name)
        state = {**form.state, "values": values, "base": theirs, "version": version, "stale": None, "error": ""}
        st.session_state[f"{forms.OPEN}:{form.name}"] = state

    st.button(_(N_("按所选合并")), key=f"{form.name}-merge", type="primary", on_click=take)


def _said(value: Any) -> str:
    return "—" if value in (None, "", False) else str(value)
