"""Preparing and recording a meeting: one form with its parts, whose words are never lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import streamlit as st

from dashboard.components import session
from dashboard.components.acts import attempt, done
from dashboard.components.conflict import settle
from dashboard.components.form import Form, open_form
from dashboard.components.meeting.meeting_agenda import agenda_part
from dashboard.components.meeting.meeting_deck import deck_bar, slides_part
from dashboard.components.meeting.meeting_record import attendance_part, decisions_part, minutes_part
from dashboard.components.meeting.meeting_since import since_part
from dashboard.components.session import Run
from dashboard.services.markdown import plain
from dashboard.services.meeting.deck_words import kind_text
from dashboard.services.meeting.meeting_acts import MeetingActs
from dashboard.services.meeting.meeting_text import heading
from dashboard.services.meeting.meeting_values import TITLES, meeting_of, meeting_values
from dashboard.services.projects.work_words import today
from dashboard.text import _, fill
from data.meetings import meeting
from data.records import NoSuchRecord
from data.rights import require
from geo.meeting_checks import check_meeting
from geo.meetings import MEETING_KINDS, Meeting
from geo.words import N_

HEAD = ("title", "kind", "day", "time", "place")
"""The fields that are folded away; a fault in one of them opens the fold."""

Part = Callable[[Run, Form, Meeting], None]
PARTS: tuple[tuple[str, str, Part], ...] = (
    ("agenda", N_("议程"), agenda_part),
    ("attendance", N_("到会"), attendance_part),
    ("decisions", N_("决定"), decisions_part),
    ("minutes", N_("纪要"), minutes_part),
    ("slides", N_("幻灯片"), slides_part),
    ("since", N_("上次以来"), since_part),
)


def acts(run: Run) -> MeetingActs:
    """What this reader may do to meetings here."""
    return MeetingActs(run.house.store, run.sight.community, run.viewer)


def new_meeting(run: Run) -> None:
    """The form for a meeting that is not there yet: when, where, which kind; the agenda comes next."""
    require(run.viewer, "edit_meetings")
    blank = Meeting("new", today() + timedelta(days=7))
    with st.container(key="form"):
        st.header(_(N_("新建会议")), anchor=False)
        form = open_form(run, "meeting-new", lambda: (meeting_values(blank), 0))
        if form is None:
            return
        form.check(check_meeting(meeting_of(form.values, blank), today()))
        _head(form, run)
        form.end()
        with st.container(horizontal=True, gap="small", key="form-buttons"):
            pressed = st.button(
                _(N_("建立会议,下一步排议程")), key="form-save", type="primary", icon=":material/check:"
            )
        if pressed:
            new = meeting_of(form.values, replace(blank, id=f"m-{form.key[:16]}"))
            if form.save(lambda key: acts(run).put(new, key, new=True)):
                done(fill(N_("已建立“{name}”。现在从项目里挑议题。"), name=heading(new.kind, new.title)))
                session.change(meeting=new.id, do="", tab="agenda")
                st.rerun()


def meeting_desk(run: Run, id: str) -> None:
    """One meeting for those who prepare it."""
    require(run.viewer, "edit_meetings")
    store, community = run.house.store, run.sight.community

    def read() -> tuple[dict[str, object], int]:
        found = meeting(store, community, id)
        return meeting_values(found), found.version

    try:
        kept = meeting(store, community, id)
    except NoSuchRecord:
        st.info(_(N_("没有这次会议。")), icon=":material/groups:")
        return
    with st.container(key="meeting-desk"):
        form = open_form(run, f"meeting-{id}", read)
        if form is None or settle(form, meeting_values, TITLES):
            return
        typed = meeting_of(form.values, kept)
        form.check(check_meeting(typed, today()))
        st.header(plain(heading(typed.kind, typed.title)), anchor=False)
        _head(form, run, kept)
        deck_bar(run, form, kept)
        part = _chosen_part(run)
        part(run, form, kept)
        form.end()
        _buttons(run, form, kept)


def _head(form: Form, run: Run, kept: Meeting | None = None) -> None:
    """When, where, what kind: folded where the meeting is there already, so that the evening's work comes first."""
    with st.container(key="meeting-head", gap="xsmall"):
        if kept is None:
            _fields(form)
        else:
            wrong = any(problem.column in HEAD for problem in form.said)
            with st.expander(plain(_in_short(form)), expanded=wrong, key="meeting-head-fold"):
                _fields(form)
                if not form.changed:
                    st.button(
                        _(N_("归档会议")), key="meeting-archive", type="tertiary", icon=":material/archive:",
                        on_click=_archive, args=(run, kept),
                    )  # fmt: skip
        with st.container(horizontal=True, gap="medium"):
            form.flag(
                "public",
                _(N_("公众可见")),
                help=_(N_("公示后,公众能看到议程;会开过后还能看到决定、纪要和到会总人数。")),
            )
            form.flag("held", _(N_("已召开")))


def _fields(form: Form) -> None:
    left, right = st.columns((3, 2), gap="small")
    with left:
        form.text("title", _(N_("会议名称")), placeholder=_(N_("例如:三季度进度会")))
        form.segments("kind", _(N_("会议类型")), {word: _(title) for word, title in MEETING_KINDS})
    with right:
        day, time = st.columns((3, 2), gap="small")
        with day:
            form.day("day", _(N_("日期")))
        with time:
            form.text("time", _(N_("时间")), placeholder="19:30")
        form.text("place", _(N_("地点")))


def _in_short(form: Form) -> str:
    """The folded head in one line: kind, day, time, place."""
    values = form.values
    said = [kind_text(str(values["kind"])), f"{values['day'] or ''} {values['time']}".strip(), str(values["place"])]
    return " · ".join(part for part in said if part)


def _chosen_part(run: Run) -> Part:
    titles = {key: _(title) for key, title, _part in PARTS}
    now = run.sight.word("tab") if run.sight.word("tab") in titles else "agenda"
    st.session_state["meeting-part"] = now
    st.segmented_control(
        _(N_("会议内容")), list(titles), format_func=titles.__getitem__, key="meeting-part", required=True,
        label_visibility="collapsed", on_change=lambda: session.change(tab=st.session_state["meeting-part"]),
    )  # fmt: skip
    return {key: part for key, _title, part in PARTS}[now]


def _buttons(run: Run, form: Form, kept: Meeting) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="form-buttons"):
        pressed = st.button(
            _(N_("保存")), key="form-save", type="primary", icon=":material/check:", disabled=not form.changed
        )
        if form.changed:
            st.button(_(N_("放弃修改")), key="form-cancel", type="tertiary", on_click=form.forget)
            if form.state["kept_at"] not in ("", "·"):
                st.caption(fill(N_("草稿已存 {time}"), time=plain(form.state["kept_at"])))
    if pressed:
        changed = meeting_of(form.values, replace(kept, version=form.state["version"]))
        saved = form.save(lambda key: acts(run).put(changed, key, new=False))
        if saved:
            done(_(N_("已保存会议。")), lambda: acts(run).take_back(saved.id, saved.version))
            st.rerun()


def _archive(run: Run, kept: Meeting) -> None:
    act = acts(run)
    if attempt(lambda: act.archive(kept.id, True), _(N_("会议已归档。")), lambda: act.archive(kept.id, False)):
        session.change(meeting="", tab="")
