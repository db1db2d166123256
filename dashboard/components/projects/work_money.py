"""What a work costs and who pays: 元 on the screen, 分 in the store."""

from typing import Literal

import streamlit as st

from dashboard.components.form import Form
from dashboard.text import _
from geo.words import N_


def hear_money(form: Form) -> None:
    """Take over what was typed into the lines; before the check, so that it judges the sum as it stands now."""
    lines = [list(line) for line in form.values["funding"]]
    for number, (source, amount) in enumerate([*lines, ["", None]]):
        own = form.widget(f"funding.{number}")
        typed = [
            st.session_state.get(f"{own}.source", source) or "",
            st.session_state.get(f"{own}.amount", amount),
        ]  # fmt: skip
        lines[number : number + 1] = [typed]
    form.values["funding"] = _without_empty_end(lines)


def _without_empty_end(lines: list[list[object]]) -> list[list[object]]:
    # An emptied line stays where it is: without it the lines below would change places under who is typing.
    while lines and not str(lines[-1][0]).strip() and lines[-1][1] is None:
        lines = lines[:-1]
    return lines


def money_fields(form: Form) -> None:
    """The cost, and one line for each source with an empty one below."""
    form.number("cost", _(N_("造价(元)")))
    form.faults("cost_fen")
    lines = [list(line) for line in form.values["funding"]]
    shown: list[list[object]] = []
    for number, (source, amount) in enumerate([*lines, ["", None]]):
        with st.container(horizontal=True, gap="small", key=f"funding-{number}"):
            visible: Literal["visible", "collapsed"] = "visible" if number == 0 else "collapsed"
            name = st.text_input(
                _(N_("资金来源")), key=form.put(f"funding.{number}.source", source), live="0.6s",
                label_visibility=visible, placeholder=_(N_("例如:中央补助资金")),
            )  # fmt: skip
            key = form.put(f"funding.{number}.amount", None if amount is None else float(amount))
            paid = st.number_input(
                _(N_("金额(元)")), value=None, key=key, format="%.10g", step=1.0, label_visibility=visible
            )
        shown.append([name or "", paid])
    form.values["funding"] = _without_empty_end(shown)
    form.faults("funding")
