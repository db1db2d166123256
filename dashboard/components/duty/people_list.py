"""The roll of role-holders: one row of filters, and the list that it lets through."""

import streamlit as st

from dashboard.components import session
from dashboard.components.duty.people_piece import Told, piece
from dashboard.components.duty.who import day_chooser
from dashboard.components.session import Run
from dashboard.services.duty.people_list import CLEARED, Listed, PeopleSight
from dashboard.services.planning.place_titles import PlaceTitles, read_place
from dashboard.text import _, fill
from data.rights import reach
from geo.words import N_

FIND = "people-find"
PLACE_KINDS_FILTERED = ("grid", "building", "garden", "facility")


def people_filters(run: Run, sight: PeopleSight, titles: PlaceTitles) -> str:
    """Search, where, on which day, also those of the past; what was typed is returned and stays out of the address."""
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="small"):
        typed = st.text_input(
            _(N_("姓名")), key=FIND, placeholder=_(N_("姓名、拼音或单位…")), icon=":material/search:", max_chars=40,
            label_visibility="collapsed", live="0.4s", width=220,
        )  # fmt: skip
        _compound(run)
        _place(sight, titles)
        day_chooser(sight.day)
        st.session_state["people-past"] = sight.past
        st.toggle(
            _(N_("含以往")), key="people-past", help=_(N_("也列出已离任的人和已结束的责任")),
            on_change=lambda: session.change(past="1" if st.session_state["people-past"] else "", page=""),
        )  # fmt: skip
        if not sight.is_open:
            st.button(
                _(N_("清除")), key="people-clear", icon=":material/filter_alt_off:", type="tertiary",
                on_click=session.change, kwargs={**CLEARED, "compound": ""},
            )  # fmt: skip
    return str(typed).strip()


def _compound(run: Run) -> None:
    names = {key: run.layers["compound"].title(key) for key in run.choices.compounds}
    if len(names) < 2:
        return
    st.session_state["people-compound"] = run.sight.compound or None
    st.selectbox(
        _(N_("小区")), list(names), format_func=names.__getitem__, key="people-compound", placeholder=_(N_("小区")),
        label_visibility="collapsed", width=140,
        on_change=lambda: session.change(compound=st.session_state["people-compound"] or "", page=""),
    )  # fmt: skip


def _place(sight: PeopleSight, titles: PlaceTitles) -> None:
    names = {f"{layer}:{id}": title for (layer, id), title in titles.choices(PLACE_KINDS_FILTERED).items()}
    chosen = ":".join(sight.place) if sight.place else None
    if chosen:
        names.setdefault(chosen, titles.title(*read_place(chosen) or ("", chosen)))
    st.session_state["people-place"] = chosen
    st.selectbox(
        _(N_("地点")), list(names), format_func=names.__getitem__, key="people-place", placeholder=_(N_("地点")),
        label_visibility="collapsed", width=170,
        on_change=lambda: session.change(place=st.session_state["people-place"] or "", page=""),
    )  # fmt: skip


def people_list(run: Run, sight: PeopleSight, shown: Listed) -> None:
    """How many there are, the roles to filter by, the people, and what can be done to the roll."""
    with st.container(key="people-list", gap="small"):
        _head(run, sight, shown)
        if not shown.people:
            _empty(run, sight)
        piece(run, "people-rows", _data(sight, shown), _hear)
        _pager(sight, shown)


def _head(run: Run, sight: PeopleSight, shown: Listed) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="people-head"):
        count = fill(N_("共 {count} 人"), count=f"{len(shown.people):,}")
        st.markdown(f"**{count}**", width="content")
        with st.container(horizontal=True, horizontal_alignment="right", gap="xsmall"):
            if reach(run.role, "edit_assignments"):
                _act(_(N_("指派负责人")), "assign", ":material/add_location_alt:")
            if reach(run.role, "edit_people"):
                busy = bool(sight.who or sight.act)
                _act(_(N_("新增人员")), "new", ":material/person_add:", "secondary" if busy else "primary")


def _act(label: str, act: str, icon: str, kind: str = "tertiary") -> None:
    st.button(
        label, key=f"people-{act}", icon=icon, type=kind, on_click=session.change,  # type: ignore[arg-type]
        kwargs={"act": act, "who": "", "duty": "", "give": "", "give_role": ""},
    )  # fmt: skip


def _data(sight: PeopleSight, shown: Listed) -> dict[str, object]:
    roles = [
        {"id": role.id, "title": _(role.title), "count": shown.counts.get(role.id, 0), "on": role.id == sight.role}
        for role in shown.roles
        if shown.counts.get(role.id) or role.id == sight.role
    ]
    return {"look": "people", "roles": roles, "rows": list(shown.rows), "words": {"left": _(N_("已离任"))}}


def _hear(told: Told) -> None:
    if told.get("message") == "role":
        session.change(role=str(told.get("role", "")), page="")
    elif told.get("message") == "person":
        session.change(who=str(told.get("person", "")), act="", duty="")


def _empty(run: Run, sight: PeopleSight) -> None:
    if sight.is_open and not st.session_state.get(FIND):
        st.caption(_(N_("还没有人员。点“新增人员”,或导入一份 Excel 名册。")))
    else:
        st.caption(_(N_("没有符合条件的人。放宽或清除上面的筛选条件。")))


def _pager(sight: PeopleSight, shown: Listed) -> None:
    if shown.pages <= 1:
        return
    page = shown.page
    with st.container(key="people-pager", horizontal=True, vertical_alignment="center", horizontal_alignment="center"):
        _turn(_(N_("上一页")), "previous", ":material/chevron_left:", page - 1, shown.pages)
        st.caption(fill(N_("第 {page} / {count} 页"), page=page, count=shown.pages), width="content")
        _turn(_(N_("下一页")), "next", ":material/chevron_right:", page + 1, shown.pages)


def _turn(label: str, key: str, icon: str, target: int, pages: int) -> None:
    st.button(
        label, key=f"people-{key}", icon=icon, type="tertiary", disabled=not 1 <= target <= pages,
        on_click=session.change, kwargs={"page": str(target)},
    )  # fmt: skip
