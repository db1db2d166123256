"""Who is responsible here: on cards and project pages, small; on the residents' page, large."""

from datetime import date

import streamlit as st

from dashboard.components import session
from dashboard.components.duty.people_piece import Told, assign_here, open_person, piece
from dashboard.components.session import Run
from dashboard.services.duty.responsible import Found, find, notes, sections
from dashboard.services.planning.place_titles import PlaceTitles
from dashboard.services.projects.work_words import today
from dashboard.text import _, fill
from data.rights import reach
from data.roles import PLACE_KINDS
from geo.words import N_

NEAR_PLACES = ("building", "unit", "grid", "compound", "community")
"""Kinds of places that the residents' page answers for; another selection has none there."""


def titles_of(run: Run) -> PlaceTitles:
    """Names of the places of the community that is looked at."""
    return PlaceTitles(run.layers, run.house.communities[run.sight.community].name)


def responsible(run: Run, layer: str, id: str) -> None:
    """Everybody responsible for a feature, a project or a work today; nothing where it has no place and nobody."""
    titles = titles_of(run)
    found = find(run.house.store, run.viewer, titles, layer, id, today(), run.visible)
    if found is None:
        return
    with st.container(key="responsible", gap="xsmall"):
        heading = _(N_("谁负责"))
        st.markdown(f"**{heading}**")
        answer(run, f"responsible-{layer}", found, titles, "small")
        if layer in PLACE_KINDS and reach(run.role, "edit_assignments") == "all":
            st.button(
                _(N_("在此指派")), key="responsible-assign", icon=":material/add_location_alt:", type="tertiary",
                on_click=assign_here, args=(layer, id),
            )  # fmt: skip
        if layer in NEAR_PLACES:
            label = _(N_("公示页"))
            words = {"place": f"{layer}:{id}", "day": ""}
            st.button(
                label, key="responsible-page", icon=":material/open_in_new:", type="tertiary",
                help=_(N_("居民不用账户就能看到的样子")), on_click=session.go, args=("who",), kwargs=words,
            )  # fmt: skip


def answer(run: Run, key: str, found: Found, titles: PlaceTitles, size: str) -> None:
    """Draw an answer; names of people open their cards for those who may see them."""
    staff = bool(reach(run.role, "see_people"))
    words = {
        "nobody": _(N_("这里还没有登记负责人。")),
        "vacant": _(N_("暂缺")),
        "open": _(N_("打开人员卡片")),
        "call": _(N_("拨打")),
        "assign": _(N_("在此指派")) if reach(run.role, "edit_assignments") == "all" else "",
    }
    data = {
        "look": "answer",
        "size": size,
        "notes": notes(found, titles),
        "sections": sections(found, titles, staff=staff),
        "words": words,
    }

    def hear(told: Told) -> None:
        if told.get("message") == "person":
            open_person(str(told.get("person", "")))
        elif told.get("message") == "assign":
            assign_here(str(told.get("layer", "")), str(told.get("id", "")), str(told.get("role", "")))

    piece(run, key, data, hear)


def on_day(day: date) -> str:
    """The day of an answer, said where it is not today."""
    return "" if day == today() else fill(N_("{day} 的负责人"), day=day)
