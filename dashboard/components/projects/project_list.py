"""The list of projects and works: how it is looked at, and the views of one filter."""

from typing import Any

import streamlit as st

from dashboard.components import session
from dashboard.components.errors import kindly
from dashboard.components.map.card import side_card
from dashboard.components.map.map_view import map_view
from dashboard.components.projects.bulk_edit import bulk_bar, picked_works
from dashboard.components.projects.project_filters import refilter
from dashboard.components.projects.worklist import Told, worklist
from dashboard.components.session import Run
from dashboard.services.house import ADMINISTRATOR
from dashboard.services.projects.work_export import works_workbook
from dashboard.services.projects.work_list import icons_of, list_words, pages, project_cards, work_rows
from dashboard.services.projects.work_order import Chosen
from dashboard.services.projects.work_overview import overview
from dashboard.services.projects.work_sight import GROUPS, LOOKS, SORTS, WorkSight
from dashboard.services.projects.work_words import Places, today
from dashboard.services.sheets.site_plan import SitePlan
from dashboard.services.sight import WORK
from dashboard.text import _, fill
from data.rights import reach
from geo.words import N_

LIST_TO_MAP = (30, 70)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def hear(run: Run, told: Told) -> None:
    """What a press in a list means. For callbacks."""
    message, word = told.get("message"), {key: str(value) for key, value in told.items() if isinstance(value, str)}
    if message == "select" and word.get("work"):
        again = run.sight.work == word["work"]
        session.unselect() if again else session.select(run, WORK, word["work"])
    elif message == "open" and word.get("project"):
        session.open_project(word["project"])
    elif message == "filter":
        refilter(**{key: word[key] for key in ("status", "late") if key in word})
    elif message == "group" and word.get("key"):
        by = run.sight.word("by") or "project"
        session.open_project(word["key"]) if by == "project" else refilter(**{by: word["key"], "show": "table"})
    elif message == "pick":
        picked_works.turn([str(id) for id in told.get("works", ())], bool(told.get("on")))


def totals(run: Run, data: dict[str, Any]) -> None:
    """Progress of everything chosen, and statuses to filter by."""
    worklist(run, "list-totals", {**data, "words": list_words()}, lambda told: hear(run, told))


def looks(run: Run, listed: WorkSight, chosen: Chosen, places: Places) -> None:
    """Which view, in which order, how many there are, and the way out to a spreadsheet."""
    with st.container(key="looks", horizontal=True, vertical_alignment="center", gap="small"):
        titles = {key: f":material/{icon}: {_(title)}" for key, title, icon in LOOKS}
        _segments("show", _(N_("视图")), titles, listed.look)
        works, projects = len(chosen.work_rows), len(chosen.project_rows)
        st.caption(fill(N_("{projects} 个项目 · {works} 项工作"), projects=f"{projects:,}", works=f"{works:,}"))
        if listed.look == "progress":
            _segments("by", _(N_("汇总")), {key: _(title) for key, title in GROUPS}, listed.by)
        else:
            _sort(listed.sort)
        st.download_button(
            _(N_("导出 Excel")),
            session.spoken(lambda: works_workbook(chosen, places, staff=run.role == ADMINISTRATOR)),
            file_name=f"works-{today():%Y%m%d}.xlsx",
            mime=XLSX,
            key="export",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
            disabled=not works,
        )
        if reach(run.role, "edit_projects"):
            st.button(
                _(N_("新建项目")), key="new-project", icon=":material/add:", type="primary",
                on_click=session.open_project, args=("",), kwargs={"do": "new"},
            )  # fmt: skip


def _segments(word: str, title: str, titles: dict[str, str], chosen: str) -> None:
    key = f"list-{word}"
    st.session_state[key] = chosen
    st.segmented_control(
        title,
        list(titles),
        format_func=titles.__getitem__,
        key=key,
        required=True,
        label_visibility="collapsed",
        on_change=lambda: refilter(**{word: st.session_state[key] or ""}),
    )


def _sort(chosen: str) -> None:
    titles = {key: _(title) for key, title in SORTS}
    st.session_state["list-sort"] = chosen
    st.selectbox(
        _(N_("排序")),
        list(titles),
        format_func=titles.__getitem__,
        key="list-sort",
        label_visibility="collapsed",
        width=150,
        on_change=lambda: refilter(sort=st.session_state["list-sort"]),
    )


def shown(run: Run, listed: WorkSight, chosen: Chosen, places: Places) -> None:
    """The view itself; what to do next where it is empty."""
    if not len(chosen.project_rows):
        _empty(listed, chosen)
        return
    first, last, count = pages(chosen, listed)
    data: dict[str, Any] = {"look": listed.look, "words": list_words(), "selected": run.sight.work}
    staff = run.role == ADMINISTRATOR
    if listed.look == "cards":
        plan = SitePlan(run.layers)
        data |= {"rows": project_cards(chosen, places, first, last, staff=staff, plan=plan), "ground": plan.ground()}
    elif listed.look == "progress":
        rows, length = overview(chosen, listed.by, places, first, last)
        data["rows"], count = rows, count if length > last else 1
    else:
        data["rows"] = work_rows(chosen, places, first, last)
    works_shown = [line for row in data["rows"] for line in row.get("works", (row,))]
    data["icons"] = icons_of(line["kind"] for line in works_shown if "kind" in line)
    if listed.look == "map":
        works = None if listed.is_open else list(chosen.view.works.index[chosen.work_rows])
        _beside_map(run, {**data, "look": "table", "narrow": True}, listed.page, count, works)
        return
    if listed.look == "table" and staff:
        data |= {"boxes": True, "picked": sorted(picked_works.all())}
        with kindly():
            bulk_bar(run, chosen)
    worklist(run, f"list-{listed.look}", data, lambda told: hear(run, told))
    _pager(listed.page, count)


def _beside_map(run: Run, data: dict[str, Any], page: int, count: int, works: list[str] | None) -> None:
    """The list and the map side by side; below the list the card of what is selected in either."""
    with st.container(key="stage"):
        beside, place = st.columns(LIST_TO_MAP, gap="small")
        with beside, st.container(key="list-beside", gap="small"):
            with st.container(key="list-scroll"):
                worklist(run, "list-map", data, lambda told: hear(run, told))
                _pager(page, count)
            if run.sight.selected:
                with kindly():
                    side_card(run)
        with place, kindly():
            map_view(run, works=works, more=(WORK,))


def _pager(page: int, count: int) -> None:
    if count <= 1:
        return
    page = min(page, count)
    with st.container(key="pager", horizontal=True, vertical_alignment="center", horizontal_alignment="center"):
        for key, icon, target in (
            ("previous", ":material/chevron_left:", page - 1),
            ("next", ":material/chevron_right:", page + 1),
        ):
            label = _(N_("上一页")) if key == "previous" else _(N_("下一页"))
            if key == "next":
                st.caption(fill(N_("第 {page} / {count} 页"), page=f"{page:,}", count=f"{count:,}"))
            st.button(
                label,
                key=f"page-{key}",
                icon=icon,
                type="tertiary",
                disabled=not 1 <= target <= count,
                on_click=session.change,
                kwargs={"page": str(target) if target > 1 else ""},
            )


def _empty(listed: WorkSight, chosen: Chosen) -> None:
    with st.container(key="list-empty", horizontal_alignment="center"):
        if chosen.view.projects.empty:
            st.subheader(_(N_("还没有项目")), anchor=False)
            st.caption(_(N_("新建第一个项目,或运行 make demo 看看示例社区。")))
        else:
            st.subheader(_(N_("没有符合筛选的工作")), anchor=False)
            st.caption(_(N_("放宽或清除上面的筛选条件。")))
