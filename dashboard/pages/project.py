"""The page of one project: what it is, how far it is, and the forms that change it."""

import streamlit as st

from dashboard.components import session
from dashboard.components.acts import say_done
from dashboard.components.errors import kindly
from dashboard.components.projects.entry_form import entry_form
from dashboard.components.projects.photo_form import photo_form
from dashboard.components.projects.project_form import copy_form, edit_form, new_form
from dashboard.components.projects.project_view import nothing_open, overview
from dashboard.components.projects.work_form import work_form
from dashboard.components.projects.work_split import split_form
from dashboard.components.session import Run
from dashboard.services.projects.project_page import project_page
from dashboard.text import _
from geo.words import N_

DOING = {
    "edit": edit_form, "copy": copy_form, "work": work_form, "entry": entry_form, "split": split_form,
    "photo": photo_form,
}  # fmt: skip
"""What can be done with a project: word in the address → the form."""


def show(run: Run) -> None:
    """One project, or the form for a new one."""
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="small"):
        back = _(N_("全部项目"))
        st.button(back, key="to-list", icon=":material/arrow_back:", type="tertiary", on_click=session.to_list)
    with kindly():
        say_done()
        if run.sight.word("do") == "new":
            new_form(run)
            return
        page = project_page(run.house.store, run.sight.community, run.sight.word("project"), run.role)
        if page is None:
            nothing_open(run)
            return
        DOING.get(run.sight.word("do"), overview)(run, page)
