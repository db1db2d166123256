"""What stands beside the roll: a person's card, a form, or the roll as a whole."""

import streamlit as st

from dashboard.components.duty.assign_form import assign_form
from dashboard.components.duty.handover_form import handover_form
from dashboard.components.duty.people_roll import roll
from dashboard.components.duty.person_card import person_card
from dashboard.components.duty.person_form import person_form
from dashboard.components.session import Run
from dashboard.services.duty.people_acts import PeopleActs
from dashboard.services.duty.people_list import Listed, PeopleSight
from dashboard.services.duty.person_card import labels_of, names_of
from dashboard.services.planning.place_titles import PlaceTitles
from dashboard.text import _
from data.people import person
from data.records import NoSuchRecord
from data.rights import reach
from geo.words import N_


def desk(run: Run, sight: PeopleSight, shown: Listed, titles: PlaceTitles) -> None:
    """The right half of the page."""
    acts = PeopleActs(run.house.store, run.sight.community, run.viewer)
    may_edit, may_assign = reach(run.role, "edit_people"), reach(run.role, "edit_assignments")
    if not sight.who and not (sight.act == "new" and may_edit) and not (sight.act == "assign" and may_assign):
        roll(run, acts, sight, shown, titles)
        return
    names = names_of(run.house.store, run.viewer, run.sight.community)
    with st.container(key="person", gap="small"):
        if sight.act == "new" and may_edit:
            person_form(run, acts, None)
        elif sight.act == "assign" and may_assign:
            assign_form(run, acts, sight, titles, names, labels_of(run.house.store, names, sight.day, titles))
        else:
            _person(run, acts, sight, titles, names)


def _person(run: Run, acts: PeopleActs, sight: PeopleSight, titles: PlaceTitles, names: dict[str, str]) -> None:
    try:
        found = person(run.house.store, run.viewer, run.sight.community, sight.who)
    except NoSuchRecord:
        st.caption(_(N_("没有这个人,或其信息已删除、已合并。")))
        return
    if sight.act == "edit" and reach(run.role, "edit_people") and not found.is_gone:
        person_form(run, acts, found)
    elif sight.act == "handover" and reach(run.role, "hand_over") and not found.is_gone:
        handover_form(run, acts, found, sight, titles, labels_of(run.house.store, names, sight.day, titles))
    else:
        person_card(run, acts, found, sight, titles, names)
