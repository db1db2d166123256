"""What can be done with one duty of a person: end it, let somebody stand in, take it back."""

from collections.abc import Callable
from datetime import timedelta

import streamlit as st

from dashboard.components import session
from dashboard.components.errors import all_told
from dashboard.services.duty.people_acts import PeopleActs
from dashboard.services.duty.people_list import PeopleSight
from dashboard.services.duty.person_card import NOW, Duty
from dashboard.services.markdown import plain
from dashboard.text import _
from geo.errors import MapError
from geo.words import N_


def duty_panel(acts: PeopleActs, duty: Duty, sight: PeopleSight, names: dict[str, str]) -> None:
    """The duty that was pressed, and three ways to change it."""
    with st.container(key="duty-panel", border=True, gap="small"):
        st.markdown(f"**{plain(duty.title)}**")
        ending, leave, back = st.tabs([_(N_("结束")), _(N_("请假代班")), _(N_("录错了"))])
        with ending:
            _end(acts, duty, sight)
        with leave:
            _leave(acts, duty, sight, names)
        with back:
            st.caption(_(N_("撤销后,这项责任在任何一天都不算数;历史里仍看得到。")))
            if st.button(_(N_("撤销这项责任")), key="duty-withdraw"):
                _try(lambda: acts.withdraw(duty.item), _(N_("已撤销")))


def _end(acts: PeopleActs, duty: Duty, sight: PeopleSight) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first = duty.item.since
        start = max(first, sight.day)
        last = st.date_input(_(N_("最后一天")), value=start, min_value=first, key="duty-last", format="YYYY-MM-DD")
        if st.button(_(N_("结束")), key="duty-end", type="primary") and last:
            _try(lambda: acts.end(duty.item, last), _(N_("已结束;之后由谁负责,请用“指派负责人”")))
    if duty.state == NOW:
        st.caption(_(N_("有人接手时用“办理交接”,不会漏掉未完的事。")))


def _leave(acts: PeopleActs, duty: Duty, sight: PeopleSight, names: dict[str, str]) -> None:
    if duty.item.stands_in_for:
        st.caption(_(N_("这本身就是代班。")))
        return
    others = {id: name for id, name in names.items() if id != duty.item.person}
    begin = max(duty.item.since, sight.day)
    who, since, until = st.columns((2, 1, 1), vertical_alignment="bottom")
    with who:
        taker = st.selectbox(
            _(N_("谁来代")), list(others), index=None, format_func=others.__getitem__, key="leave-who",
            placeholder=_(N_("选人,可输入姓名")),
        )  # fmt: skip
    with since:
        first = st.date_input(_(N_("从")), value=begin, key="leave-since", format="YYYY-MM-DD")
    with until:
        last = st.date_input(_(N_("到(含)")), value=begin + timedelta(days=6), key="leave-until", format="YYYY-MM-DD")
    if st.button(_(N_("安排代班")), key="leave-save", type="primary", disabled=not (taker and first and last)):
        key = f"leave-{duty.item.id}-{taker}-{first}-{last}"
        _try(lambda: acts.cover(duty.item, str(taker), first, last, key), _(N_("代班已安排")))


def _try(write: Callable[[], object], done: str) -> None:
    try:
        write()
    except MapError as error:
        st.error(plain(all_told(error)), icon=":material/info:")
        return
    st.toast(done, icon=":material/check:")
    session.change(duty="")
    st.rerun()
