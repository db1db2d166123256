"""The card of a role-holder: how to reach them, their duties over time, hand-overs, and what may be done."""

import streamlit as st

from dashboard.components import session
from dashboard.components.duty.duty_panel import duty_panel
from dashboard.components.duty.people_piece import Told, piece
from dashboard.components.duty.person_rights import export_and_erase, merge_by_hand
from dashboard.components.errors import all_told
from dashboard.components.session import Run
from dashboard.services.changes import SHOWN_IN
from dashboard.services.duty.people_acts import PeopleActs
from dashboard.services.duty.people_list import PeopleSight
from dashboard.services.duty.person_card import duties, facts, labels_of, shown_name, timeline, told_handovers
from dashboard.services.markdown import plain
from dashboard.services.planning.place_titles import PlaceTitles
from dashboard.services.projects.work_words import today
from dashboard.text import _, fill
from data.people import Person
from data.privacy import reveal_mobile, reveals
from data.rights import reach
from geo.errors import MapError
from geo.words import N_


def person_card(
    run: Run, acts: PeopleActs, person: Person, sight: PeopleSight, titles: PlaceTitles, names: dict[str, str]
) -> None:
    """Everything about one person."""
    _head(run, person, sight)
    _reach(run, person)
    found = duties(run.house.store, run.viewer, person.id, sight.day, titles, names)
    heading = _(N_("负责的地点"))
    st.markdown(f"**{heading}**")
    if found:
        words = {"today": _(N_("今天")) if sight.day == today() else str(sight.day)}
        may = bool(reach(run.role, "edit_assignments")) and not person.is_gone
        words |= {"open": _(N_("调整"))} if may else {}
        data = {"look": "timeline", **timeline(found, sight.day, sight.duty), "words": words}
        piece(run, "person-time", data, _hear)
        chosen = next((duty for duty in found if duty.item.id == sight.duty), None)
        if chosen and may:
            duty_panel(acts, chosen, sight, labels_of(run.house.store, names, sight.day, titles))
    else:
        st.caption(_(N_("还没有负责的地点。点“指派负责人”为此人选一个地点。")))
    with st.container(key="facts", gap=None):
        for title, value in facts(person):
            with st.container(horizontal=True, horizontal_alignment="distribute", gap="small"):
                st.caption(title)
                st.text(value)
    _handed(run, person, titles, names)
    if person.is_gone:
        return
    merge_by_hand(run, acts, person, labels_of(run.house.store, names, sight.day, titles))
    export_and_erase(run, person)


def _hear(message: Told) -> None:
    if message.get("message") == "duty":
        session.change(duty=str(message.get("duty", "")))


def _head(run: Run, person: Person, sight: PeopleSight) -> None:
    st.button(
        _(N_("返回名册")), key="person-back", icon=":material/arrow_back:", type="tertiary",
        on_click=session.change, kwargs={"who": "", "act": "", "duty": ""},
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="person-head"):
        st.subheader(plain(shown_name(person)), anchor=False, width="content")
        if person.is_sample:
            st.badge(_(N_("示例数据")), color="orange", icon=":material/science:")
        if not person.works_on(sight.day):
            st.badge(_(N_("已离任")), color="gray")
        st.button(
            _(N_("关闭")), key="person-close", icon=":material/close:", type="tertiary",
            on_click=session.change, kwargs={"who": "", "act": "", "duty": ""},
        )  # fmt: skip
    if person.is_gone:
        return
    with st.container(horizontal=True, gap="xsmall", key="person-acts"):
        if reach(run.role, "edit_people"):
            _act(_(N_("编辑")), "edit", ":material/edit:")
        if reach(run.role, "edit_assignments"):
            _act(_(N_("指派负责人")), "assign", ":material/add_location_alt:")
        own = run.viewer.person == person.id
        if reach(run.role, "hand_over") == "all" or (reach(run.role, "hand_over") and own):
            _act(_(N_("办理交接")), "handover", ":material/swap_horiz:")


def _act(label: str, act: str, icon: str) -> None:
    words = {"act": act, "duty": "", "give": "", "give_role": ""}
    st.button(label, key=f"person-{act}", icon=icon, on_click=session.change, kwargs=words)


def _reach(run: Run, person: Person) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="person-phones"):
        if person.office_phone:
            with st.container(gap=None, width="content"):
                st.caption(_(N_("办公电话")))
                st.markdown(f"**{plain(person.office_phone)}**")
        if person.mobile:
            with st.container(gap=None, width="content"):
                st.caption(_(N_("手机")))
                shown = st.session_state.get("revealed")
                clear = shown[1] if shown and shown[0] == person.id else ""
                st.markdown(f"**{plain(clear or person.mobile)}**")
            if reach(run.role, "reveal_mobile"):
                _reveal(run, person, bool(clear))
    st.session_state.pop("revealed", None)


def _reveal(run: Run, person: Person, clear: bool) -> None:
    """The number in clear for as long as the page is not touched; the reason is written down first."""
    if clear:
        st.caption(_(N_("已记录;页面一动就收起")))
        return
    popover = st.popover(_(N_("查看完整号码")), icon=":material/visibility:", key="reveal")
    with popover, st.form("reveal-form", border=False, clear_on_submit=True):
        reason = st.text_input(_(N_("为什么要看?")), placeholder=_(N_("例如:3单元漏水,需通知住户")), max_chars=100)
        st.caption(_(N_("您的姓名、时间和原因会记入日志,日志不能修改。")))
        if st.form_submit_button(_(N_("记录并查看")), type="primary"):
            _look(run, person, reason)


def _look(run: Run, person: Person, reason: str) -> None:
    try:
        number = reveal_mobile(run.house.store, run.viewer, run.sight.community, person.id, reason)
    except MapError as error:
        st.error(plain(all_told(error)), icon=":material/info:")
        return
    st.session_state["revealed"] = (person.id, number)
    st.rerun()


def _handed(run: Run, person: Person, titles: PlaceTitles, names: dict[str, str]) -> None:
    found = told_handovers(run.house.store, person.id, titles, names)
    if found:
        with st.expander(fill(N_("交接记录({count})"), count=len(found)), key=f"person-handed-{person.id}"):
            for day, between, items in found:
                st.markdown(f"**{day}** · {plain(between)}")
                for item in items:
                    st.caption(plain(item))
    if reach(run.role, "see_reveals"):
        seen = reveals(run.house.store, run.viewer, run.sight.community, person=person.id, limit=20)
        if seen:
            with st.expander(fill(N_("谁看过、导出过({count})"), count=len(seen)), key=f"person-seen-{person.id}"):
                for line in seen:
                    st.caption(
                        f"{line.at.astimezone(SHOWN_IN):%Y-%m-%d %H:%M} · {plain(line.who)} · {plain(line.reason)}"
                    )
