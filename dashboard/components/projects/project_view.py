"""A project as a whole: its header with progress, its parts, its map."""

import streamlit as st

from dashboard.components import session
from dashboard.components.acts import acts, attempt
from dashboard.components.errors import kindly
from dashboard.components.map.map_view import map_view
from dashboard.components.planning.meeting_check import meeting_badge
from dashboard.components.projects.project_parts import PARTS
from dashboard.components.projects.work_card import STATUS_COLOURS
from dashboard.components.session import Run
from dashboard.components.sheets.print_link import print_link
from dashboard.components.sheets.public_link import public_door
from dashboard.drawing.progress import share_bar
from dashboard.services.markdown import plain
from dashboard.services.projects.project_page import ProjectPage, archived_project, progress_words
from dashboard.services.projects.work_words import STATUS_TITLES, line_text, percent
from dashboard.text import _, fill
from data.rights import reach
from geo.steps import STEP_BY_KEY
from geo.words import N_
from geo.works import Project

PARTS_TO_MAP = (50, 50)


def overview(run: Run, page: ProjectPage) -> None:
    """Header, then the parts beside the map."""
    with kindly():
        _header(run, page)
    with st.container(key="project"):
        beside, place = st.columns(PARTS_TO_MAP, gap="medium")
        with beside, st.container(key="project-parts"), kindly():
            _progress(page)
            _parts(run, page)
        with place, kindly():
            map_view(run, works=tuple(page.works.index))


def _header(run: Run, page: ProjectPage) -> None:
    row = page.row
    with st.container(key="project-head", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="project-title"):
            st.header(plain(row["name"]), anchor=False)
            _doing(run, page)
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            st.badge(_(STATUS_TITLES[row.status]), color=STATUS_COLOURS[row.status])
            st.badge(line_text(row["line_of_work"]), color="gray")
            st.badge(_step(row["step"]), color="gray")
            if row["late"]:
                late = fill(N_("{count} 项逾期"), count=int(row["late"]))
                st.badge(late, color="red", icon=":material/schedule:")
            meeting_badge(run, page)
            if row["is_sample"]:
                st.badge(_(N_("示例数据")), color="orange", icon=":material/science:")


def _progress(page: ProjectPage) -> None:
    """What it is for and how far it is."""
    row = page.row
    if row["public_words"]:
        st.text(row["public_words"])
    if page.internal and row.get("internal_words"):
        st.caption(f":material/lock: {plain(row['internal_words'])}")
    with st.container(key="project-progress", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{percent(row['share'])}**", width="content")
        st.html(share_bar(row["accepted"], row["unaccepted"], late=bool(row["late"])))
    st.caption(progress_words(row))


def _step(word: str) -> str:
    step = STEP_BY_KEY.get(word)
    return (
        fill(N_("第 {number} 步 {title}"), number=step.number, title=_(step.title)) if step else _(N_("七步均已完成"))
    )


def _doing(run: Run, page: ProjectPage) -> None:
    """One thing stands out; the rest is one press away."""
    with st.container(horizontal=True, horizontal_alignment="right", gap="small", key="project-doing", width="content"):
        if page.may_report and len(page.works):
            _button("entry", N_("填报进展"), ":material/add_a_photo:", page, primary=True)
        public_door(run, "project", page.id)
        if page.may_edit:
            _button("work", N_("新增工作"), ":material/add_location_alt:", page, primary=not len(page.works))
            with st.popover(_(N_("更多")), icon=":material/more_horiz:", key="project-more"):
                print_link(run, "project", page.id, title=N_("打印项目单"))
                _button("edit", N_("编辑项目"), ":material/edit:", page)
                _button("copy", N_("复制为模板"), ":material/content_copy:", page)
                _archive(run, page)


def _button(do: str, title: str, icon: str, page: ProjectPage, *, primary: bool = False) -> None:
    st.button(
        _(title), key=f"project-{do}", icon=icon, type="primary" if primary else "secondary",
        on_click=session.open_project, args=(page.id,), kwargs={"do": do, "tab": session.word("tab")},
    )  # fmt: skip


def _archive(run: Run, page: ProjectPage) -> None:
    st.button(_(N_("归档项目")), key="project-archive", icon=":material/archive:", on_click=_put_away, args=(run, page))


def _put_away(run: Run, page: ProjectPage) -> None:
    act, name = acts(run), str(page.row["name"])
    text = fill(N_("已归档“{name}”,列表中不再显示,内容都还在。"), name=name)
    attempt(lambda: act.archive_project(page.id, True), text, lambda: act.archive_project(page.id, False))


def _parts(run: Run, page: ProjectPage) -> None:
    parts = [part for part in PARTS if page.internal or not part[3]]
    titles = {key: _(title) for key, title, _show, _internal in parts}
    wanted = run.sight.word("tab")
    chosen = wanted if wanted in titles else "works"
    st.session_state["project-tab"] = chosen
    st.segmented_control(
        _(N_("内容")), list(titles), format_func=titles.__getitem__, key="project-tab", required=True,
        label_visibility="collapsed", on_change=lambda: session.change(tab=st.session_state["project-tab"] or ""),
    )  # fmt: skip
    next(show for key, _title, show, _internal in parts if key == chosen)(run, page)


def _bring_back(run: Run, found: Project) -> None:
    act = acts(run)
    attempt(lambda: act.archive_project(found.id, False), fill(N_("已恢复“{name}”。"), name=found.name))


def nothing_open(run: Run) -> None:
    """No project of that id is in use: it was put away, or never was."""
    found = archived_project(run.house.store, run.sight.community, run.sight.word("project"))
    may = bool(reach(run.role, "edit_projects"))
    with st.container(key="reading", horizontal_alignment="center"):
        if found and may:
            st.subheader(fill(N_("“{name}”已归档"), name=plain(found.name)), anchor=False, width="content")
            st.button(
                _(N_("恢复项目")), key="project-restore", type="primary", icon=":material/unarchive:",
                on_click=_bring_back, args=(run, found),
            )  # fmt: skip
            return
        st.subheader(_(N_("没有打开项目")), anchor=False, width="content")
        st.caption(_(N_("它可能已被归档,或链接写错了。请从项目列表中选择一个。")), width="content")
        st.button(_(N_("全部项目")), key="to-list-2", type="primary", on_click=session.to_list)
