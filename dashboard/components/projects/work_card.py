"""One work: how far it is, when, by whom, and what can be done with it."""

from typing import Any, Literal

import streamlit as st

from dashboard.components import session
from dashboard.components.session import Run
from dashboard.drawing.progress import share_bar
from dashboard.services.markdown import plain
from dashboard.services.projects.project_page import ProjectPage
from dashboard.services.projects.work_words import (
    STATUS_TITLES,
    Places,
    day_text,
    late_text,
    number,
    percent,
    quantity_text,
    reason_text,
    yuan,
)
from dashboard.text import _, fill
from geo.words import N_

Colour = Literal["gray", "yellow", "orange", "blue", "green"]
STATUS_COLOURS: dict[str, Colour] = {
    "planned": "gray", "preparing": "yellow", "under_construction": "orange", "completed": "blue", "accepted": "green",
}  # fmt: skip


def work_card(run: Run, page: ProjectPage, work: str) -> None:
    """The selected work of a project."""
    row = next(page.works.loc[[work]].itertuples())
    with st.container(key="work-card", border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", key="work-card-head"):
            st.markdown(f"**{plain(row.name)}**")
            close = _(N_("关闭"))
            st.button(close, key="work-card-close", icon=":material/close:", type="tertiary", on_click=session.unselect)
        with st.container(horizontal=True, gap="xsmall"):
            st.badge(_(STATUS_TITLES[row.status]), color=STATUS_COLOURS[row.status])
            st.badge(_(row.kind_title), color="gray")
            if row.late:
                st.badge(late_text(row), color="red", icon=":material/schedule:", help=reason_text(row))
        st.html(share_bar(row.share_accepted, row.share_unaccepted, late=bool(row.late)))
        _facts(run, page, row)
        if page.internal and row.internal_words:
            st.caption(f":material/lock: {plain(row.internal_words)}")
        _actions(run, page, row)


def _facts(run: Run, page: ProjectPage, row: Any) -> None:
    facts = [(title, value) for title, value in _lines(run, page, row) if value]
    with st.container(key="facts", gap=None):
        for title, value in facts:
            with st.container(horizontal=True, horizontal_alignment="distribute", gap="small"):
                st.caption(title)
                st.text(value)


def _lines(run: Run, page: ProjectPage, row: Any) -> list[tuple[str, str]]:
    get = row.__getattribute__
    span = " → ".join(day_text(get(f"{end}_day"), get(f"{end}_confirmed")) or _(N_("待定")) for end in ("start", "end"))
    measured = get("measured")
    return [
        (_(N_("完成 / 计划")), f"{quantity_text(row)} · {percent(get('share'))}"),
        (_(N_("几何量测")), number(round(measured, 1), get("unit")) if measured == measured else ""),
        (_(N_("超出计划")), number(get("surplus"), get("unit")) if get("surplus") > 0 else ""),
        (_(N_("位置")), Places.of(run.layers).text(row)),
        (_(N_("工期(≈ 为预计)")), span),
        (_(N_("施工单位")), get("contractor")),
        (_(N_("造价")), yuan(get("cost_fen")) if page.internal else ""),
        (_(N_("公开说明")), get("public_words")),
        (_(N_("已不存在的对象")), fill(N_("{count} 个"), count=len(get("gone"))) if get("gone") else ""),
    ]


def _actions(_run: Run, page: ProjectPage, row: Any) -> None:
    work = str(row.__getattribute__("Index"))
    with st.container(horizontal=True, gap="small", key="work-actions"):
        for do, title, icon, may in (
            ("entry", N_("填报进展"), ":material/add_a_photo:", page.may_report),
            ("work", N_("编辑"), ":material/edit:", page.may_edit),
            ("split", N_("拆分"), ":material/call_split:", page.may_edit),
        ):
            if may:
                st.button(
                    _(title), key=f"work-{do}", icon=icon, on_click=session.open_project,
                    args=(page.id,), kwargs={"work": work, "do": do, "tab": "works"},
                )  # fmt: skip
