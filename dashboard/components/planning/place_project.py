"""From a place to a project or a work with what lies there already picked."""

import streamlit as st

from dashboard.components import session
from dashboard.components.session import Run
from dashboard.services.choices import told_apart
from dashboard.services.markdown import plain
from dashboard.services.planning.place_answer import PlaceAnswer
from dashboard.services.planning.place_picks import offers
from dashboard.text import _
from data.projects import projects
from data.rights import reach
from data.work_kinds import work_kinds
from geo.words import N_


def make_project(run: Run, answer: PlaceAnswer) -> None:
    """Which kind of work, and whether in a new project: then the project's own forms go on from there."""
    if reach(run.role, "edit_projects") != "all":
        return
    store, community = run.house.store, run.sight.community
    offered = {item.kind: item for item in offers(answer, work_kinds(store, community))}
    with st.popover(_(N_("立项")), icon=":material/add_task:", type="primary", key="place-project"):
        st.markdown(_(N_("做什么?范围里的对象会自动选上。")))
        st.radio(
            _(N_("工程类型")), list(offered), format_func=lambda key: plain(offered[key].words), key="place-kind",
            label_visibility="collapsed",
        )  # fmt: skip
        own = told_apart({item.id: item.name for item in projects(store, community)})
        known = {"": _(N_("新建项目")), **own}
        st.selectbox(_(N_("放进哪个项目")), list(known), format_func=lambda key: known.get(key, key), key="place-into")
        st.button(
            _(N_("继续,填写详情")), key="place-go", type="primary", icon=":material/arrow_forward:",
            on_click=_go,
        )  # fmt: skip


def _go() -> None:
    # Read when it is pressed: arguments would be those of the run before a quick choice.
    kind, project = (str(st.session_state.get(key) or "") for key in ("place-kind", "place-into"))
    if project:
        session.go("project", project=project, do="work", tab="", selected="", pick=kind)
    else:
        session.go("project", project="", do="new", tab="", selected="", pick=kind)
