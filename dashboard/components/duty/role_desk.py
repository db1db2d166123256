"""The roles that people hold here: the table, and the form of one of them for those who may change it."""

from collections import Counter
from dataclasses import replace

import streamlit as st

from dashboard.components import session
from dashboard.components.conflict import settle
from dashboard.components.form import Form, open_form
from dashboard.components.session import Run
from dashboard.services.duty.role_table import TITLES, role_of, role_rows, role_values, title_of
from dashboard.services.projects.work_words import today
from dashboard.text import _, fill
from data.assignments import assignments
from data.records import new_id
from data.rights import reach
from data.roles import PLACE_KINDS, PersonRole, add_role, check_role, person_roles, save_role
from geo.words import N_

NEW = "new"


def role_desk(run: Run) -> None:
    """The table; beside it nothing: the form of the row that was pressed stands below."""
    roles = person_roles(run.house.store, run.sight.community)
    held = assignments(run.house.store, run.sight.community, day=today())
    holders = Counter(role for role, _person in {(item.role, item.person) for item in held})
    st.subheader(_(N_("岗位与标准")), anchor=False)
    st.caption(
        _(
            N_(
                "岗位可指派到哪些地点、一处能有几人、哪里必须有人、每人多少户:责任覆盖检查按这张表。户数标准是各地常见值,可改。"
            )
        )
    )
    may = reach(run.role, "edit_roles") == "all"
    event = st.dataframe(
        role_rows(roles, holders), hide_index=True, key="roles",
        on_select="rerun", selection_mode="single-row",
        column_config={_(N_("每人户数标准")): st.column_config.Column(width=165)},
    )  # fmt: skip
    if not may:
        st.caption(_(N_("岗位表由管理员修改。")))
        return
    picked = event["selection"]["rows"]
    chosen = roles[picked[0]] if picked and picked[0] < len(roles) else None
    if chosen is None and run.sight.word("act") != NEW:
        st.caption(_(N_("点选一行以修改。")))
        st.button(
            _(N_("新增岗位")), key="role-new", icon=":material/add:", on_click=session.change, kwargs={"act": NEW}
        )
        return
    last = max((role.position for role in roles), default=0)
    _role_form(run, chosen or PersonRole("", "", ("building",), position=last + 10))


def _role_form(run: Run, role: PersonRole) -> None:
    form = open_form(run, f"role-{role.id or NEW}", lambda: (role_values(role), role.version))
    if form is None or settle(form, role_values, TITLES):
        return
    with st.container(border=True, key="role-form"):
        heading = _(N_("修改岗位")) if role.id else _(N_("新增岗位"))
        st.markdown(f"**{heading}**")
        form.check(check_role(role_of(form.values, role)))
        _fields(form, role)
        form.end()
        with st.container(horizontal=True, gap="small"):
            if st.button(_(N_("保存")), key="role-save", type="primary"):
                _save(run, form, role)
            if st.button(_(N_("取消")), key="role-cancel", type="tertiary"):
                form.forget()
                session.change(act="")
                st.session_state.pop("roles", None)
                st.rerun()


def _fields(form: Form, role: PersonRole) -> None:
    left, right = st.columns(2, gap="medium")
    with left:
        form.text("title", title_of("title"), max_chars=40)
        form.values["place_kinds"] = st.multiselect(
            title_of("place_kinds"), list(PLACE_KINDS), format_func=lambda kind: _(PLACE_KINDS[kind]),
            key=form.put("place_kinds"),
            select_all=False,
        )  # fmt: skip
        form.faults("place_kinds")
        kinds = {"": _(N_("无此要求")), **{kind: _(PLACE_KINDS[kind]) for kind in form.values["place_kinds"]}}
        form.choice("expected_on", title_of("expected_on"), kinds, help=_(N_("没有人的会列在责任覆盖里")))
    with right:
        low, high = st.columns(2)
        with low:
            form.number("households_low", title_of("households_low"), min_value=0.0, max_value=100_000.0)
        with high:
            form.number("households_high", title_of("households_high"), min_value=0.0, max_value=100_000.0)
        form.number("position", title_of("position"), min_value=0.0, max_value=10_000.0, help=_(N_("小的排在前面")))
        form.flag("single_holder", title_of("single_holder"), help=_(N_("代班的人不算")))
        form.flag("public", title_of("public"), help=_(N_("在“谁负责”上给没有账户的居民看")))
        if role.id:
            form.flag("archived", title_of("archived"), help=_(N_("不再可选;已有的责任照旧")))


def _save(run: Run, form: Form, role: PersonRole) -> None:
    community, store = run.sight.community, run.house.store
    wanted = replace(role_of(form.values, role), version=int(form.state["version"]))

    def write(key: str) -> PersonRole:
        if role.id:
            return store.perform(run.viewer, lambda tx: save_role(tx, run.viewer, community, wanted), key)
        new = replace(wanted, id=new_id("role"))
        return store.perform(run.viewer, lambda tx: add_role(tx, run.viewer, community, new), key)

    if saved := form.save(write):
        st.toast(fill(N_("已保存“{role}”"), role=_(saved.title)), icon=":material/check:")
        session.change(act="")
        st.session_state.pop("roles", None)
        st.rerun()
