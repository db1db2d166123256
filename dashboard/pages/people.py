"""The page of role-holders: the roll on the left, a person or what is being done on the right. Staff only."""

import streamlit as st

from dashboard.components.duty.people_desk import desk
from dashboard.components.duty.people_list import people_filters, people_list
from dashboard.components.duty.responsible import titles_of
from dashboard.components.errors import kindly
from dashboard.components.session import Run
from dashboard.services.duty.people_list import listed, read_people_sight
from dashboard.text import _
from data.rights import reach
from geo.words import N_

LIST_TO_CARD = (36, 64)


def show(run: Run) -> None:
    """People and what they answer for."""
    if not reach(run.role, "see_people"):
        st.info(_(N_("人员名册只对工作人员开放。要找负责人,请看“谁负责”。")), icon=":material/lock:")
        return
    with kindly():
        titles, sight = titles_of(run), read_people_sight(dict(run.sight.words), run.sight.compound)
        typed = people_filters(run, sight, titles)
        shown = listed(run.house.store, run.viewer, sight, typed, titles)
        with st.container(key="people-page"):
            left, right = st.columns(LIST_TO_CARD, gap="small")
            with left:
                people_list(run, sight, shown)
            with right, kindly():
                desk(run, sight, shown, titles)
