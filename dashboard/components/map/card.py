"""The full card beside the map: one feature, everything known about it, and the way to what touches it."""

from dataclasses import replace

import streamlit as st

from dashboard.components import session
from dashboard.components.change_list import change_lines
from dashboard.components.duty.responsible import responsible
from dashboard.components.map.glance import glance
from dashboard.components.session import Run
from dashboard.components.sheets.print_link import print_link
from dashboard.drawing.gallery import gallery
from dashboard.services.house import ADMINISTRATOR, VISITOR
from dashboard.services.map.card_photos import photos_here
from dashboard.services.map.cards import Card, card
from dashboard.services.map.nearby import LinkGroup
from dashboard.services.markdown import plain
from dashboard.services.projects.work_cards import building_works, work_card
from dashboard.services.projects.work_words import Places, today, view_of
from dashboard.services.sight import WORK
from dashboard.text import _, fill, language
from data.access import ROLE_BY_KEY
from geo.words import N_


def side_card(run: Run) -> None:
    """The card of the selection; the community at a glance while nothing is selected."""
    found = None
    if run.sight.selected:
        found = _found(run, *run.sight.selected)
    with st.container(key="card-open" if found else "card-idle", gap="small"):
        if found:
            _show(run, found)
            return
        if run.sight.selected:
            st.caption(fill(N_("没有找到 {id}:它可能已被删除,或不对当前视图开放。"), id=plain(run.sight.selected[1])))
        glance(run)


def _found(run: Run, layer: str, feature: str) -> Card | None:
    """The card of a feature with the works on it, or of a work."""
    said = (language(), run.role, run.visible, today())
    return run.layers.kept(("card", layer, feature, *said), lambda: _made(run, layer, feature))


def _made(run: Run, layer: str, feature: str) -> Card | None:
    staff, store, community = run.role == ADMINISTRATOR, run.house.store, run.sight.community
    view = view_of(store, community, run.role)
    if layer == WORK:
        found = work_card(view, Places.of(run.layers), feature, staff=staff)
    else:
        found = card(store, run.layers, layer, feature, run.visible, with_history=staff)
    if found is None:
        return None
    works = building_works(view, feature) if layer == "building" else []
    public_only = not ROLE_BY_KEY[run.role].sees_internal
    pictures = photos_here(store, community, view, layer, feature, public_only=public_only)
    return replace(found, groups=(*works, *found.groups), photos=pictures)


def _show(run: Run, shown: Card) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="card-head"):
        st.subheader(plain(shown.title), anchor=False)
        close = _(N_("关闭"))
        st.button(close, key="card-close", icon=":material/close:", type="tertiary", on_click=session.unselect)
    with st.container(horizontal=True, gap="xsmall"):
        st.badge(shown.kind, color="gray")
        if shown.is_sample:
            st.badge(_(N_("示例数据")), color="orange", icon=":material/science:")
        if shown.internal:
            st.badge(_(N_("内部")), color="violet", icon=":material/lock:")
    _facts(shown)
    if shown.layer == WORK:
        _to_project(run, shown.id)
    if shown.layer == "building":
        print_link(run, "building", shown.id, title=N_("打印一楼一档"))
    responsible(run, shown.layer, shown.id)
    _photos(run, shown)
    for group in shown.groups:
        _links(run, shown, group)
    if shown.changes:
        with st.expander(fill(N_("最近的变更({count})"), count=len(shown.changes))):
            change_lines(shown.changes)


def _to_project(run: Run, work: str) -> None:
    project = str(view_of(run.house.store, run.sight.community, run.role).works.at[work, "project"])
    st.button(
        _(N_("打开项目")),
        key="card-project",
        icon=":material/arrow_forward:",
        on_click=session.open_project,
        args=(project,),
        kwargs={"work": work},
    )


def _facts(shown: Card) -> None:
    with st.container(key="facts", gap=None):
        for fact in shown.facts:
            with st.container(horizontal=True, horizontal_alignment="distribute", gap="small"):
                st.caption(fact.title, help=plain(fact.hint) if fact.hint else None)
                st.text(fact.value)
    if shown.not_recorded:
        names = _(N_("、")).join(shown.not_recorded)
        st.caption(fill(N_("尚未登记:{names}"), names=names))
    if not shown.has_place:
        st.caption(_(N_("没有位置,地图上看不到它。")))


def _links(run: Run, shown: Card, group: LinkGroup) -> None:
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key=f"links-{group.key}"):
        st.caption(group.title)
        for link in group.links:
            # "5栋 3单元" on the card of "5栋" is "3单元".
            title = link.title.removeprefix(shown.title).strip() or link.title
            label = plain(f"{title} {link.note}".strip())
            key = f"go-{group.key}-{link.layer}-{link.id}"
            st.button(label, key=key, on_click=session.select, args=(run, link.layer, link.id))
        if group.more:
            st.caption(fill(N_("另有 {count} 个"), count=group.more))


def _photos(run: Run, shown: Card) -> None:
    if shown.photos:
        audience = "" if ROLE_BY_KEY[run.role].sees_internal else VISITOR
        st.caption(_(N_("照片")))
        st.html(gallery(run.sight.community, shown.photos, audience))
