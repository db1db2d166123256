"""The page of the kinds of work: unit, class, colour and icon of each, as the community wants them."""

import streamlit as st

from dashboard.components.acts import say_done
from dashboard.components.errors import kindly
from dashboard.components.projects.kind_form import all_kinds, kind_form, kind_history, kind_table, open_kind
from dashboard.components.session import Run
from dashboard.text import _
from data.rights import reach
from geo.words import N_


def show(run: Run) -> None:
    """The table, the form of one kind, and who changed what."""
    with st.container(key="reading"):
        st.header(_(N_("工作类型")), anchor=False)
        st.caption(
            _(
                N_(
                    "项目里的工作属于哪一类:按什么单位计、属于哪类改造、在图上是什么颜色。类别依国办发〔2020〕23号,其余可改。"
                )
            )
        )
        if not reach(run.role, "edit_work_kinds"):
            st.info(_(N_("工作类型只由管理员修改。")), icon=":material/lock:")
            return
        with kindly():
            say_done()
            kinds = all_kinds(run)
            chosen = open_kind(kinds)
            if chosen:
                kind_form(run, chosen)
            kind_table(run, kinds)
            kind_history(run, kinds)
