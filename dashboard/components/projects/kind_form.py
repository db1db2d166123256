"""Kinds of work: the table that a community edits, and the form of one kind."""

from dataclasses import replace

import streamlit as st

from dashboard.components.acts import acts, attempt, done
from dashboard.components.conflict import settle
from dashboard.components.form import Form, open_form
from dashboard.components.session import Run
from dashboard.drawing.kind_mark import swatch
from dashboard.services.markdown import plain
from dashboard.services.projects.kind_values import (
    DRAWN_ON,
    ICONS,
    TITLES,
    icon_of,
    kind_changes,
    kind_of,
    kind_values,
    measurable_fields,
)  # fmt: skip
from dashboard.services.projects.work_words import view_of
from dashboard.text import _, fill
from data.work_kinds import work_kinds
from geo.layers import LAYER_BY_KEY
from geo.words import N_
from geo.work_checks import check_kind
from geo.works import MEASURES, UNITS, WORK_CLASSES, WorkKind

OPEN = "kind-open"
NEW = WorkKind("new", "", "处", "improving", "#7f7f7f", "construction", "count", "", ("building",))


def _named(field: str) -> str:
    return _(TITLES[field])


def kind_table(run: Run, kinds: list[WorkKind]) -> None:
    """Every kind with its look, unit, class and number of works; a press opens its form."""
    counts = view_of(run.house.store, run.sight.community, run.role).works["kind"].value_counts().to_dict()
    classes = dict(WORK_CLASSES)
    with st.container(key="kinds", gap=None):
        for kind in kinds:
            with st.container(key=f"kind-row-{kind.id}", horizontal=True, vertical_alignment="center", gap="small"):
                st.html(swatch(kind.colour), width="content")
                with st.container(gap=None, width="stretch"):
                    st.markdown(f"{icon_of(kind.icon)} **{plain(_(kind.title))}**")
                    unit = _(kind.unit).strip("\u200b")
                    used = fill(N_("{count} 项工作"), count=counts.get(kind.id, 0))
                    st.caption(plain(" · ".join(text for text in (unit, _(classes[kind.work_class]), used) if text)))
                if kind.archived:
                    st.badge(_(N_("已停用")), color="gray")
                st.button(
                    _(N_("编辑")), key=f"kind-edit-{kind.id}", icon=":material/edit:", type="tertiary",
                    on_click=_open, args=(kind.id,),
                )  # fmt: skip
    st.button(_(N_("新增类型")), key="kind-new", icon=":material/add:", type="primary", on_click=_open, args=(NEW.id,))


def _open(kind: str) -> None:
    st.session_state[OPEN] = kind


def _close() -> None:
    st.session_state.pop(OPEN, None)


def open_kind(kinds: list[WorkKind]) -> WorkKind | None:
    """The kind whose form is open."""
    wanted = st.session_state.get(OPEN)
    return NEW if wanted == NEW.id else next((kind for kind in kinds if kind.id == wanted), None)


def kind_form(run: Run, kind: WorkKind) -> None:
    """The form of a kind that is there, or of a new one."""
    new = kind is NEW
    with st.container(key="form"):
        st.subheader(_(N_("新增类型")) if new else plain(_(kind.title)), anchor=False)
        form = open_form(run, f"kind-{kind.id}", lambda: (kind_values(kind), 0 if new else kind.version))
        if form is None or settle(form, kind_values, TITLES):
            return
        _fields(form, kind)
        _buttons(run, form, kind, new=new)


def _fields(form: Form, kind: WorkKind) -> None:
    form.check(check_kind(kind_of(form.values, kind)))
    form.text("title", _named("title"), placeholder=_(N_("例如:加装电梯")))
    with st.container(horizontal=True, gap="small"):
        form.choice("unit", _named("unit"), {unit: _(unit).strip("\u200b") for unit in UNITS})
        form.values["colour"] = st.color_picker(_named("colour"), key=form.put("colour"))
        form.faults("colour")
    form.segments("work_class", _named("work_class"), {word: _(title) for word, title in WORK_CLASSES})
    form.values["icon"] = st.pills(
        _named("icon"), list(ICONS), format_func=icon_of, key=form.put("icon"), required=True
    )
    form.faults("icon")
    titles = {key: _(LAYER_BY_KEY[key].title) for key in DRAWN_ON}
    form.values["layers"] = st.multiselect(
        _(N_("可在地图上点选的对象")), list(titles), format_func=titles.__getitem__, key=form.put("layers"),
        placeholder=_(N_("不选则只能手绘或按小区")),
        select_all=False,
    )  # fmt: skip
    form.faults("layers")
    way = form.choice("measured_by", _named("measured_by"), {word: _(title) for word, title in MEASURES})
    fields = measurable_fields(tuple(form.values["layers"]))
    if way == "field" and fields:
        form.choice("measured_field", _named("measured_field"), fields)
    else:
        form.faults("measured_field")
    form.end()


def _buttons(run: Run, form: Form, kind: WorkKind, *, new: bool) -> None:
    with st.container(horizontal=True, gap="small", key="form-buttons"):
        pressed = st.button(_(N_("保存类型")), key="form-save", type="primary", icon=":material/check:")
        st.button(_(N_("取消")), key="form-cancel", type="tertiary", on_click=_give_up, args=(form,))
        if not new:
            st.button(
                _(N_("重新启用")) if kind.archived else _(N_("停用")), key="kind-archive", type="tertiary",
                icon=":material/archive:", on_click=_archive, args=(run, form, kind),
            )  # fmt: skip
    if pressed:
        id = f"k-{form.key[:12]}" if new else kind.id
        item = replace(kind_of(form.values, kind), id=id, version=1 if new else form.state["version"])
        saved = form.save(lambda key: acts(run).put_kind(item, key, new=new))
        if saved:
            act, version = acts(run), saved.version
            back = replace(saved, archived=True) if new else replace(kind, version=version)
            done(fill(N_("已保存类型“{title}”。"), title=_(saved.title)), lambda: act.put_kind(back))
            _close()
            st.rerun()


def _give_up(form: Form) -> None:
    form.forget()
    _close()


def _archive(run: Run, form: Form, kind: WorkKind) -> None:
    """No longer offer a kind, or offer it again; works that have it keep it. For a callback."""
    act, turned = acts(run), replace(kind, archived=not kind.archived)
    text = N_("已停用“{title}”,已有的工作不变。") if turned.archived else N_("已重新启用“{title}”。")
    back = replace(kind, version=kind.version + 1)
    if attempt(lambda: act.put_kind(turned), fill(text, title=_(kind.title)), lambda: act.put_kind(back)):
        form.forget()
        _close()


def kind_history(run: Run, kinds: list[WorkKind]) -> None:
    """Who changed what."""
    found = kind_changes(run.house.store, run.sight.community, kinds)
    with st.expander(_(N_("历史")), icon=":material/history:"):
        if not found:
            st.caption(_(N_("还没有任何变更。")))
        for row in found:
            st.caption(f"{plain(row.when)} · {plain(row.who)} · {row.action}")
            st.text("\n".join([row.what, *row.differences]))


def all_kinds(run: Run) -> list[WorkKind]:
    """The kinds of the community, those out of use last."""
    return sorted(work_kinds(run.house.store, run.sight.community), key=lambda kind: kind.archived)
