"""A new project, a changed one, one after the pattern of another."""

from dataclasses import replace

import streamlit as st

from dashboard.components import session
from dashboard.components.acts import acts, done
from dashboard.components.conflict import settle
from dashboard.components.form import Form, open_form
from dashboard.components.planning.place_pick import picked_place
from dashboard.components.session import Run
from dashboard.services.markdown import plain
from dashboard.services.projects.project_page import ProjectPage
from dashboard.services.projects.value_words import FIELDS
from dashboard.services.typed import project_of, project_values
from dashboard.text import _, fill
from data.projects import project
from data.records import new_id
from data.rights import require
from geo.words import N_
from geo.work_checks import check_project
from geo.works import LINES_OF_WORK, MECHANISMS, PARTIES, Project

NEW = Project("new", "", LINES_OF_WORK[1][0])


def new_form(run: Run) -> None:
    """The form for a project that is not there yet; a work is asked for next."""
    require(run.viewer, "edit_projects")
    with st.container(key="form"):
        st.header(_(N_("新建项目")), anchor=False)
        form = open_form(run, "project-new", lambda: (project_values(NEW), 0))
        if form is None:
            return
        picked_place(run)
        _fields(form)
        if _buttons(form, _(N_("建立项目,下一步选位置")), leave=session.to_list):
            new = project_of(form.values, Project(f"p-{form.key[:16]}", "", ""))
            if form.save(lambda key: acts(run).put_project(new, key, new=True)):
                done(fill(N_("已建立“{name}”。现在添加第一项工作。"), name=new.name))
                session.open_project(new.id, do="work")
                st.rerun()


def edit_form(run: Run, page: ProjectPage) -> None:
    """The form of a project that is there."""
    require(run.viewer, "edit_projects")
    store, community = run.house.store, run.sight.community

    def read() -> tuple[dict[str, object], int]:
        found = project(store, community, page.id)
        return project_values(found), found.version

    with st.container(key="form"):
        st.header(_(N_("编辑项目")), anchor=False)
        form = open_form(run, f"project-{page.id}", read)
        if form is None:
            return
        if settle(form, project_values, FIELDS | {"roles": N_("参与各方")}):
            return
        _fields(form)
        if _buttons(form, _(N_("保存")), leave=lambda: session.open_project(page.id)):
            base = project(store, community, page.id)
            changed = project_of(form.values, replace(base, version=form.state["version"]))
            saved = form.save(lambda key: acts(run).put_project(changed, key, new=False))
            if saved:
                act, back = acts(run), replace(base, version=saved.version)
                done(_(N_("已保存项目。")), lambda: act.put_project(back, "", new=False))
                session.open_project(page.id)
                st.rerun()


def copy_form(run: Run, page: ProjectPage) -> None:
    """Another project after this pattern: its works as planned, nothing else."""
    require(run.viewer, "edit_projects")
    with st.container(key="form"):
        st.header(_(N_("复制为模板")), anchor=False)
        sentence = N_("复制“{name}”的 {count} 项工作:类型、位置、计划数量和权重照搬,进度、日期、单位和资金不带。")
        st.caption(fill(sentence, name=plain(page.row["name"]), count=len(page.works)))
        start = {"name": fill(N_("{name} 副本"), name=page.row["name"])}
        form = open_form(run, f"copy-{page.id}", lambda: (start, 0))
        if form is None:
            return
        form.check(check_project(replace(NEW, name=str(form.values["name"]))))
        form.text("name", _(N_("新项目的名称")))
        form.end()
        if _buttons(form, _(N_("复制")), leave=lambda: session.open_project(page.id)):
            copied = form.save(lambda key: acts(run).copy(page.id, str(form.values["name"]), key))
            if copied:
                act = acts(run)
                text = fill(N_("已复制为“{name}”。"), name=copied.name)
                done(text, lambda: act.archive_project(copied.id, True))
                session.open_project(copied.id)
                st.rerun()


def _fields(form: Form) -> None:
    form.check(check_project(project_of(form.values, NEW)))
    form.text("name", _(N_("名称")), placeholder=_(N_("例如:三栋楼屋面渗漏治理")))
    form.segments("line_of_work", _(N_("工作方向")), {word: _(title) for word, title in LINES_OF_WORK})
    form.long_text("public_words", _(N_("公开说明(公众可见)")), height=90)
    form.long_text("internal_words", _(N_("内部说明(仅工作人员可见)")), height=90)
    form.text("lead", _(N_("负责人(仅工作人员可见)")))
    titles = {word: _(title) for word, title in MECHANISMS}
    form.values["mechanisms"] = st.pills(
        _(N_("机制")), list(titles), format_func=titles.__getitem__, selection_mode="multi",
        key=form.put("mechanisms"),
    )  # fmt: skip
    with st.expander(_(N_("五社联动:各方做什么")), expanded=bool(form.values["roles"])):
        roles = dict(form.values["roles"])
        for word, title in PARTIES:
            key = form.put(f"roles.{word}", roles.get(word, ""))
            roles[word] = st.text_input(_(title), key=key, live="0.6s")
        form.values["roles"] = {word: role for word, role in roles.items() if role}
        form.faults("parties")
    form.end()


def _buttons(form: Form, title: str, leave: object) -> bool:
    """Save and cancel; whether save was pressed."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="form-buttons"):
        pressed = st.button(title, key="form-save", type="primary", icon=":material/check:")
        st.button(_(N_("取消")), key="form-cancel", type="tertiary", on_click=_leave, args=(form, leave))
        if form.state["kept_at"] not in ("", "·"):
            st.caption(fill(N_("草稿已存 {time}"), time=plain(form.state["kept_at"])))
    return pressed


def _leave(form: Form, leave: object) -> None:
    form.forget()
    leave()  # type: ignore[operator]


__all__ = ["copy_form", "edit_form", "new_form", "new_id"]
