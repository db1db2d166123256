"""What the person themselves may ask for: everything that is kept about them, and to be erased."""

import json

import streamlit as st

from dashboard.components import session
from dashboard.components.errors import all_told
from dashboard.components.session import Run
from dashboard.services.duty.people_acts import PeopleActs
from dashboard.services.markdown import plain
from dashboard.text import _, fill
from data.people import Person
from data.people_checks import hides_a_number
from data.privacy import SHORTEST_REASON, erase_person, export_person
from data.rights import reach
from geo.errors import MapError
from geo.words import N_


def export_and_erase(run: Run, person: Person) -> None:
    """Both in one place, apart from everyday work."""
    may_export, may_erase = reach(run.role, "export_person"), reach(run.role, "erase_person")
    if not (may_export or may_erase):
        return
    # Its key keeps it the same panel, and open, when an export adds a panel above it.
    with st.expander(_(N_("本人的权利:导出全部信息、删除")), key=f"person-rights-{person.id}", on_change="rerun"):
        if may_export:
            _export(run, person)
        if may_erase:
            _erase(run, person)


def merge_by_hand(run: Run, acts: PeopleActs, person: Person, labels: dict[str, str]) -> None:
    """Two entries that are one person although nothing in them says so."""
    if not reach(run.role, "merge_people"):
        return
    others = {id: label for id, label in labels.items() if id != person.id}
    with st.expander(_(N_("重复录入:与另一条合并")), key=f"person-same-{person.id}", on_change="rerun"):
        double = st.selectbox(
            _(N_("哪一条也是此人")), list(others), index=None, format_func=others.__getitem__, key="same-who",
            placeholder=_(N_("选人,可输入姓名")),
        )  # fmt: skip
        st.caption(_(N_("合并后,另一位的全部责任归到保留的人,一项也不丢。")))
        if st.button(_(N_("合并,保留这一位")), key="same-merge", disabled=not double):
            try:
                acts.merge(person.id, str(double))
            except MapError as error:
                st.error(plain(all_told(error)), icon=":material/info:")
                return
            st.toast(_(N_("已合并")), icon=":material/check:")
            st.rerun()


def _export(run: Run, person: Person) -> None:
    reason = st.text_input(
        _(N_("导出的原因")), key="export-reason", placeholder=_(N_("例如:本人书面申请")), max_chars=100
    )
    refused = hides_a_number(reason)
    if refused:
        fault = _(N_("原因里不能写手机号或身份证号"))
        st.caption(f":red[{fault}]")
    st.download_button(
        _(N_("导出此人的全部信息(JSON)")),
        lambda: _everything(run, person, reason),
        file_name=f"person-{person.id}.json",
        mime="application/json",
        key="export-person",
        icon=":material/download:",
        on_click="ignore",
        disabled=refused or len(reason.strip()) < SHORTEST_REASON,
        help=_(N_("含完整手机号、全部责任、交接和查看记录;导出会记入日志")),
    )


def _everything(run: Run, person: Person, reason: str) -> bytes:
    found = export_person(run.house.store, run.viewer, run.sight.community, person.id, reason)
    return json.dumps(found, ensure_ascii=False, indent=2).encode()


def _erase(run: Run, person: Person) -> None:
    st.divider()
    st.caption(
        _(N_("删除后,姓名、公示姓名、单位和电话都不再保存,责任记录改为“已删除人员”。不能恢复;此前的备份里仍有。"))
    )
    reason = st.text_input(
        _(N_("删除的原因")), key="erase-reason", placeholder=_(N_("例如:本人撤回同意")), max_chars=100
    )
    sure = st.text_input(fill(N_("为防误删,请输入姓名“{name}”"), name=person.name), key="erase-name", max_chars=60)
    if st.button(
        _(N_("永久删除个人信息")),
        key="erase-do",
        icon=":material/delete_forever:",
        disabled=sure.strip() != person.name,
    ):
        try:
            number = erase_person(run.house.store, run.viewer, run.sight.community, person.id, reason)
        except MapError as error:
            st.error(plain(all_told(error)), icon=":material/info:")
            return
        st.toast(fill(N_("已删除;记录中改为“已删除人员 {number}”"), number=number), icon=":material/check:")
        session.change(who="", act="")
        st.rerun()
