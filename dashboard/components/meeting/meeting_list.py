"""The meetings of a community: the next one first and large, then those that were held."""

from collections.abc import Sequence

import streamlit as st

from dashboard.components import session
from dashboard.components.session import Run
from dashboard.services.markdown import plain
from dashboard.services.meeting.deck_words import day_text, kind_text
from dashboard.services.meeting.meeting_text import heading
from dashboard.services.projects.work_words import today
from dashboard.text import _, fill
from data.meetings import PublicMeeting, meetings, public_meetings
from geo.meetings import Meeting
from geo.words import N_


def meeting_list(run: Run, *, staff: bool) -> None:
    """Cards of all meetings that the reader may know of."""
    store, community = run.house.store, run.sight.community
    found: Sequence[Meeting | PublicMeeting] = (meetings if staff else public_meetings)(store, community)
    if not found:
        hint = N_("还没有会议。点“新建会议”,从项目里挑议题,幻灯片随之生成。") if staff else N_("还没有公示的会议。")
        st.info(_(hint), icon=":material/groups:")
        return
    ahead = [item for item in reversed(found) if not item.held]
    held = [item for item in found if item.held]
    for title, items in ((N_("将要开的"), ahead), (N_("开过的"), held)):
        if items:
            st.subheader(_(title), anchor=False)
            for item in items:
                _card(item)


def _card(item: Meeting | PublicMeeting) -> None:
    now = today()
    with st.container(key=f"meeting-card-{item.id}", border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.button(
                plain(heading(item.kind, item.title)), key=f"open-{item.id}", type="tertiary",
                on_click=session.change, kwargs={"meeting": item.id, "do": ""},
            )  # fmt: skip
            st.badge(kind_text(item.kind))
            if item.is_sample:
                st.badge(_(N_("示例数据")), color="orange")
            if isinstance(item, Meeting) and not item.public:
                st.badge(_(N_("未公开")), color="grey", icon=":material/lock:")
        when = " ".join(part for part in (day_text(item.day, now, year=True), item.time) if part)
        facts = [when, item.place, fill(N_("{count} 项议程"), count=len(item.agenda))]
        if item.people:
            facts.append(fill(N_("到会 {count} 人"), count=item.people))
        if item.decisions:
            open_ones = sum(decision.state == "open" for decision in item.decisions)
            facts.append(fill(N_("{count} 条决定,{open} 条待落实"), count=len(item.decisions), open=open_ones))
        st.caption(plain(" · ".join(fact for fact in facts if fact)))
