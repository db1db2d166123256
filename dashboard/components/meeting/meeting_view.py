"""A meeting as everybody may read it."""

import streamlit as st

from dashboard.components.session import Run
from dashboard.services.markdown import plain
from dashboard.services.meeting.deck_words import day_text, kind_text
from dashboard.services.meeting.meeting_text import heading, safe_minutes
from dashboard.services.projects.work_words import today
from dashboard.text import _, fill
from data.meetings import PublicMeeting, public_meetings
from geo.meetings import DECISION_STATES, Decision, hands
from geo.words import N_


def public_meeting(run: Run, id: str) -> None:
    """Agenda, attendance, decisions and minutes of a public meeting."""
    found = next((item for item in public_meetings(run.house.store, run.sight.community) if item.id == id), None)
    if found is None:
        st.info(_(N_("没有这次会议,或它没有公示。")), icon=":material/groups:")
        return
    with st.container(key="meeting-read"):
        _head(found)
        st.subheader(_(N_("议程")), anchor=False)
        for number, item in enumerate(found.agenda, 1):
            st.markdown(f"**{number}. {plain(item.title)}**")
            if item.words:
                st.text(item.words)
        if found.decisions:
            st.subheader(_(N_("决定")), anchor=False)
            for decision in found.decisions:
                _decision(decision)
        if found.minutes:
            st.subheader(_(N_("纪要")), anchor=False)
            st.markdown(safe_minutes(found.minutes))


def _head(found: PublicMeeting) -> None:
    now = today()
    st.header(plain(heading(found.kind, found.title)), anchor=False)
    facts = [kind_text(found.kind), day_text(found.day, now, year=True), found.time, found.place]
    if found.people:
        facts.append(fill(N_("到会 {count} 人"), count=found.people))
    if found.is_sample:
        facts.append(_(N_("示例数据")))
    st.caption(plain(" · ".join(fact for fact in facts if fact)))


def _decision(decision: Decision) -> None:
    st.markdown(f":material/how_to_vote: {plain(decision.words)}")
    told = [_(dict(DECISION_STATES)[decision.state])]
    if hands(decision) is not None:
        told.append(hands_text(decision))
    if decision.state == "open" and decision.due_day:
        told.append(fill(N_("预计 {day}"), day=day_text(decision.due_day, today())))
    st.caption(plain(" · ".join(told)))


def hands_text(decision: Decision) -> str:
    """The show of hands in words; only what was counted."""
    counted = (
        (N_("同意"), decision.votes_for), (N_("反对"), decision.votes_against), (N_("弃权"), decision.abstained),
    )  # fmt: skip
    return _(N_("、")).join(f"{_(title)} {count}" for title, count in counted if count is not None)
