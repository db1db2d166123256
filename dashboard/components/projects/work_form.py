"""The form of a work beside the map: what, where, how much, when, by whom, for how much."""

from dataclasses import replace

import streamlit as st

from dashboard.components import session
from dashboard.components.acts import acts, attempt, done
from dashboard.components.conflict import settle
from dashboard.components.errors import kindly
from dashboard.components.form import Form, open_form
from dashboard.components.map.map_view import map_view
from dashboard.components.planning.meeting_check import meeting_check
from dashboard.components.planning.place_pick import picked_work, picks_name
from dashboard.components.projects.work_money import hear_money, money_fields
from dashboard.components.projects.work_place import place_fields, tool_of
from dashboard.components.session import Run
from dashboard.services.markdown import plain
from dashboard.services.projects.project_page import ProjectPage
from dashboard.services.projects.value_words import FIELDS
from dashboard.services.projects.work_words import number
from dashboard.services.typed import Values, work_of, work_values
from dashboard.text import _, fill
from data.rights import require
from data.work_kinds import work_kinds
from data.works import problems_of, work
from geo.words import N_
from geo.works import STATUSES, OnAssets, Work, WorkKind

FORM_TO_MAP = (42, 58)
TITLES = FIELDS | {
    "start": N_("开工"), "end": N_("完工"), "cost": N_("造价"), "drawn": N_("手绘范围"),
}  # fmt: skip


def work_form(run: Run, page: ProjectPage) -> None:
    """A new work of the project, or the selected one."""
    require(run.viewer, "edit_projects")
    store, community = run.house.store, run.sight.community
    kinds = {kind.id: kind for kind in work_kinds(store, community)}
    id = run.sight.work if run.sight.work in page.works.index else ""
    base = work(store, community, id) if id else _blank(run, page, kinds)

    def read() -> tuple[Values, int]:
        return work_values(base), base.version if id else 0

    with st.container(key="project"):
        beside, place = st.columns(FORM_TO_MAP, gap="medium")
        with beside, st.container(key="form"):
            st.header(plain(base.name) if id else _(N_("新增工作")), anchor=False)
            st.caption(plain(page.row["name"]))
            form = open_form(run, f"work-{id}" if id else f"work-new-{page.id}{picks_name(run)}", read)
            if form is not None and not settle(form, work_values, TITLES):
                _form(run, page, form, base, kinds, new=not id)
        with place, kindly():
            tool = tool_of(form, kinds) if form is not None else None
            map_view(run, works=tuple(page.works.index), tool=tool, more=tool.layers if tool else ())


def _blank(run: Run, page: ProjectPage, kinds: dict[str, WorkKind]) -> Work:
    """A new work: on what a place was asked for, if that is where the reader comes from."""
    first = next(kind.id for kind in kinds.values() if not kind.archived)
    return picked_work(run, page.id, kinds) or Work("new", page.id, first, "", location=OnAssets(()))


def _form(run: Run, page: ProjectPage, form: Form, base: Work, kinds: dict[str, WorkKind], *, new: bool) -> None:
    hear_money(form)
    draft = work_of(form.values, replace(base, id="new" if new else base.id))
    said = problems_of(run.house.store, run.sight.community, draft)
    # Nobody is told that the place is missing while the map still waits for it; saving says so.
    waits = not form.state["tried"] and not (form.values["assets"] or form.values["drawn"])
    form.check([item for item in said if not (waits and item.column == "location")])
    offered = {key: _(kind.title) for key, kind in kinds.items() if not kind.archived or key == base.kind}
    kind = kinds[form.choice("kind", _(N_("类型")), offered)]
    place_fields(run, form, kind)
    form.text("name", _(N_("名称")), placeholder=_suggested_name(run, form, kind))
    _quantities(run, page, form, kind, base, new=new)
    form.segments("status", _(N_("状态")), {word: _(title) for word, title in STATUSES})
    _dates(form)
    meeting_check(run, page.view, form, work_of(form.values, replace(base, id="new" if new else base.id)))
    with st.expander(_(N_("单位、质保与资金")), expanded=_filled(form, "contractor", "supervisor", "cost")):
        with st.container(horizontal=True, gap="small"):
            form.text("contractor", _(N_("施工单位")))
            form.text("supervisor", _(N_("监理(仅工作人员可见)")))
        form.day("warranty_until", _(N_("质保期至")))
        money_fields(form)
    with st.expander(_(N_("说明与权重")), expanded=_filled(form, "public_words", "internal_words")):
        form.long_text("public_words", _(N_("公开说明(公众可见)")), height=90)
        form.long_text("internal_words", _(N_("内部说明(仅工作人员可见)")), height=90)
        weight_help = _(N_("在项目进度中占多重;1 表示各项同等,也可按造价填写。"))
        form.number("weight", _(N_("权重")), help=weight_help)
    form.end()
    _buttons(run, page, form, base, kind, new=new)


def _suggested_name(run: Run, form: Form, kind: WorkKind) -> str:
    """What the work would be called if nobody says otherwise."""
    assets = form.values["assets"]
    title = _(kind.title)
    if form.values["location"] != OnAssets.word or not assets:
        return title
    layer, id = assets[0]
    first = run.layers[layer].title(id) if id in run.layers[layer].frame.index else id
    return f"{first} {title}" if len(assets) == 1 else fill(N_("{first} 等 {count} 处{title}"), first=first,
                                                            count=len(assets), title=title)  # fmt: skip


def _quantities(run: Run, page: ProjectPage, form: Form, kind: WorkKind, base: Work, *, new: bool) -> None:
    unit = _(kind.unit).strip("\u200b") or _(N_("数"))
    with st.container(horizontal=True, gap="small", key="quantities"):
        form.number("planned", fill(N_("计划({unit})"), unit=unit))
        form.number("contracted", fill(N_("合同({unit})"), unit=unit))
    measured = page.works["measured"].get(base.id)
    if not new and measured == measured and measured is not None:
        st.caption(fill(N_("按已保存的位置量测:{quantity}"), quantity=plain(number(round(measured, 1), kind.unit))))
    if not new:
        with st.container(horizontal=True, gap="small", key="quantities-2"):
            done_help = _(N_("有进展记录时,以最近一条记录的累计数量为准。"))
            form.number("done", fill(N_("完成({unit})"), unit=unit), help=done_help)
            form.number("accepted", fill(N_("验收({unit})"), unit=unit))


def _dates(form: Form) -> None:
    for key, title in (("start", N_("开工")), ("end", N_("完工"))):
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key=f"date-{key}"):
            form.day(key, _(title))
            confirmed = form.widget(f"{key}_confirmed")
            form.put(f"{key}_confirmed")
            form.values[f"{key}_confirmed"] = st.toggle(
                _(N_("已确认")) if form.values[f"{key}_confirmed"] else _(N_("预计")), key=confirmed
            )


def _filled(form: Form, *fields: str) -> bool:
    return any(form.state["base"].get(field) or form.values.get(field) for field in fields)


def _buttons(run: Run, page: ProjectPage, form: Form, base: Work, kind: WorkKind, *, new: bool) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="form-buttons"):
        pressed = st.button(_(N_("保存工作")), key="form-save", type="primary", icon=":material/check:")
        st.button(_(N_("取消")), key="form-cancel", type="tertiary", on_click=_leave, args=(form, page, base, new))
        if not new:
            st.button(
                _(N_("移出项目")), key="work-archive", type="tertiary", icon=":material/archive:", on_click=_put_away,
                args=(run, page, base),
            )  # fmt: skip
        if form.state["kept_at"] not in ("", "·"):
            st.caption(fill(N_("草稿已存 {time}"), time=plain(form.state["kept_at"])))
    if pressed:
        if not form.values["name"].strip():
            form.set(name=_suggested_name(run, form, kind))
        id = f"w-{form.key[:16]}" if new else base.id
        item = replace(work_of(form.values, base), id=id, version=1 if new else form.state["version"])
        saved = form.save(lambda key: acts(run).put_work(item, key, new=new))
        if saved:
            act, back = acts(run), replace(saved, archived=True) if new else replace(base, version=saved.version)
            done(fill(N_("已保存“{name}”。"), name=saved.name), lambda: act.put_work(back, "", new=False))
            session.open_project(page.id, work=saved.id, tab="works")
            st.rerun()


def _leave(form: Form, page: ProjectPage, base: Work, new: bool) -> None:
    form.forget()
    session.open_project(page.id, work="" if new else base.id, tab="works")


def _put_away(run: Run, page: ProjectPage, base: Work) -> None:
    act = acts(run)
    text = fill(N_("已把“{name}”移出项目,不再计入进度。"), name=base.name)
    if attempt(lambda: act.archive_work(base.id, True), text, lambda: act.archive_work(base.id, False)):
        session.open_project(page.id, tab="works")
