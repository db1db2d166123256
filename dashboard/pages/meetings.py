"""The page of residents' meetings: what was held and what is to come; one of them with all that belongs to it."""

import streamlit as st

from dashboard.components import session
from dashboard.components.acts import say_done
from dashboard.components.errors import kindly
from dashboard.components.meeting.meeting_form import meeting_desk, new_meeting
from dashboard.components.meeting.meeting_list import meeting_list
from dashboard.components.meeting.meeting_view import public_meeting
from dashboard.components.session import Run
from dashboard.text import _
from data.rights import reach
from geo.words import N_


def show(run: Run) -> None:
    """All meetings, one of them, or the form for a new one."""
    staff, chosen, doing = bool(reach(run.role, "edit_meetings")), run.sight.word("meeting"), run.sight.word("do")
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="small"):
        if chosen or doing == "new":
            back = _(N_("全部会议"))
            leave = {"meeting": "", "do": "", "tab": ""}
            st.button(
                back, key="to-meetings", icon=":material/arrow_back:", type="tertiary", on_click=session.change,
                kwargs=leave,
            )  # fmt: skip
        elif staff:
            st.button(
                _(N_("新建会议")), key="meeting-new", icon=":material/add:", type="primary", on_click=session.change,
                kwargs={"do": "new"},
            )  # fmt: skip
    with kindly(), st.container(key="meetings"):
        say_done()
        if staff and doing == "new":
            new_meeting(run)
        elif chosen:
            (meeting_desk if staff else public_meeting)(run, chosen)
        else:
            meeting_list(run, staff=staff)
