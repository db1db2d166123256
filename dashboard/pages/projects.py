"""The page of projects: one filter, and five views of what it lets through."""

import streamlit as st

from dashboard.components.errors import kindly
from dashboard.components.projects.project_filters import project_filters
from dashboard.components.projects.project_list import looks, shown, totals
from dashboard.components.session import Run
from dashboard.services.projects.promise_rows import promised_works
from dashboard.services.projects.work_list import summary
from dashboard.services.projects.work_order import choose
from dashboard.services.projects.work_sight import read_work_sight
from dashboard.services.projects.work_words import Places, view_of


def show(run: Run) -> None:
    """All projects and their works."""
    with kindly():
        listed = read_work_sight(dict(run.sight.words), run.sight.compound)
        view = view_of(run.house.store, run.sight.community, run.role)
        places = Places.of(run.layers)
        promised = promised_works(run.house.store, run.sight.community) if listed.promise else {}
        chosen = choose(view, listed, promised)
        project_filters(run, listed, view, places)
        with st.container(key="projects", gap="small"):
            totals(run, summary(view, listed, promised, chosen))
            looks(run, listed, chosen, places)
            shown(run, listed, chosen, places)
