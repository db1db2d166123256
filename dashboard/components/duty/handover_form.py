"""The hand-over of everything that somebody leaves: each thing needs a taker, nothing is forgotten."""

from datetime import date
from uuid import uuid4

import streamlit as st

from dashboard.components import session
from dashboard.components.errors import all_told
from dashboard.components.session import Run
from dashboard.services.duty.people_acts import PeopleActs
from dashboard.services.duty.people_list import PeopleSight
from dashboard.services.duty.person_card import item_text
from dashboard.services.markdown import plain
from dashboard.services.planning.place_titles import PlaceTitles
from dashboard.text import _, fill
from data.handovers import DUTY, ITEM_TITLES, VACANT, WORDS, HandoverItem, to_hand_over
from data.people import Person
from geo.errors import MapError
from geo.words import N_

MOST_WORDS = 3


def handover_form(
    run: Run, acts: PeopleActs, person: Person, sight: PeopleSight, titles: PlaceTitles, names: dict[str, str]
) -> None:
    """What is open, and who takes it; one taker for everything, or another for each."""
    st.subheader(fill(N_("{name} 的交接"), name=plain(person.name)), anchor=False)
    day = st.date_input(_(N_("从哪天起由接手人负责")), value=sight.day, key="hand-day", format="YYYY-MM-DD", width=220)
    if not isinstance(day, date):
        return
    open_items = to_hand_over(run.house.store, run.sight.community, person.id, day)
    if not open_items:
        st.caption(fill(N_("{day} 起没有要交接的责任。"), day=day))
        st.button(_(N_("返回")), key="hand-back", on_click=session.change, kwargs={"act": ""})
        return
    others = {id: name for id, name in names.items() if id != person.id}
    everything = st.selectbox(
        _(N_("全部交给")), list(others), index=None, format_func=others.__getitem__, key="hand-all",
        placeholder=_(N_("选人,可输入姓名")),
    )  # fmt: skip
    items = [_row(run, number, item, others, everything, titles) for number, item in enumerate(open_items)]
    items += _more(others, everything)
    reason = st.text_input(_(N_("原因")), key="hand-reason", placeholder=_(N_("例如:岗位调整")), max_chars=100)
    missing = sum(not item.taker for item in items)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if st.button(_(N_("办理交接")), key="hand-save", type="primary", disabled=bool(missing)):
            _save(acts, person, day, items, reason)
        st.button(_(N_("取消")), key="hand-cancel", type="tertiary", on_click=session.change, kwargs={"act": ""})
        if missing:
            st.caption(fill(N_("还有 {count} 项没有接手人"), count=missing))


def _row(
    run: Run, number: int, item: HandoverItem, others: dict[str, str], everything: str | None, titles: PlaceTitles
) -> HandoverItem:
    """One thing with its taker; a duty may knowingly be left vacant."""
    text = item_text(run.house.store, item.kind, item.role, item.layer, item.ref, item.words, titles)
    choices = {**({VACANT: _(N_("暂缺(覆盖检查会提醒)"))} if item.kind == DUTY else {}), **others}
    what, who = st.columns((3, 2), vertical_alignment="center", gap="small")
    with what:
        st.markdown(f"{plain(text)} :gray[· {_(ITEM_TITLES[item.kind])}]")
    with who:
        # The key names the common taker: choosing one anew sets every row again.
        taker = st.selectbox(
            _(N_("接手人")), list(choices), index=list(choices).index(everything) if everything else None,
            format_func=choices.__getitem__, key=f"hand-{number}-{everything}", placeholder=_(N_("接手人")),
            label_visibility="collapsed",
        )  # fmt: skip
    return HandoverItem(item.kind, taker or "", item.role, item.layer, item.ref, item.words)


def _more(others: dict[str, str], everything: str | None) -> list[HandoverItem]:
    """Keys, papers, promises made: whatever else is handed over, in words."""
    found = []
    with st.expander(_(N_("另外交接的事(钥匙、资料、答应过的事…)"))):
        for number in range(MOST_WORDS):
            what, who = st.columns((3, 2), gap="small")
            with what:
                label = _(N_("交接什么"))
                words = st.text_input(label, key=f"hand-words-{number}", label_visibility="collapsed", max_chars=200)
            with who:
                taker = st.selectbox(
                    _(N_("接手人")), list(others), index=list(others).index(everything) if everything else None,
                    format_func=others.__getitem__, key=f"hand-word-taker-{number}-{everything}",
                    label_visibility="collapsed", placeholder=_(N_("接手人")),
                )  # fmt: skip
            if words.strip():
                found.append(HandoverItem(WORDS, taker or "", words=words.strip()))
    return found


def _save(acts: PeopleActs, person: Person, day: date, items: list[HandoverItem], reason: str) -> None:
    try:
        acts.hand_over(person.id, day, items, reason.strip(), uuid4().hex)
    except MapError as error:
        st.error(plain(all_told(error)), icon=":material/info:")
        return
    st.toast(_(N_("交接已办理")), icon=":material/check:")
    session.change(act="")
    st.rerun()
