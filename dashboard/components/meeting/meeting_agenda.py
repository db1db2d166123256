"""The agenda: items from projects with one click, places, free ones; moved by buttons, edited in place."""

from typing import Any

import streamlit as st

from dashboard.components.form import Form
from dashboard.components.session import Run
from dashboard.services.markdown import plain
from dashboard.services.meeting.deck_words import short_title
from dashboard.services.meeting.meeting_values import moved, new_item
from dashboard.services.projects.work_words import view_of
from dashboard.text import _, fill
from data.scenarios import scenarios
from geo.layers import LAYER_BY_KEY
from geo.meetings import Meeting, Subject
from geo.words import N_

MOST_OFFERED = 12
PLACES = ("building", "garden", "facility", "road")
ADD_PROJECT, ADD_PLACE, ADD_PLAN = "agenda-add-project", "agenda-add-place", "agenda-add-plan"


def agenda_part(run: Run, form: Form, _kept: Meeting) -> None:
    """The items in their order, and what can be added."""
    projects = {
        str(id): str(name)
        for id, name in view_of(run.house.store, run.sight.community, run.role).projects["name"].items()
    }
    plans = {item.id: item.name for item in scenarios(run.house.store, run.sight.community)}
    rows: list[dict[str, Any]] = form.values["agenda"]
    if not rows:
        st.caption(_(N_("还没有议程。点下面的项目,一次一项。")))
    for place, row in enumerate(rows):
        _row(run, form, row, place, len(rows), {**projects, **plans})
    form.faults("agenda")
    _add(run, form, projects)
    if plans:
        st.selectbox(
            _(N_("加入方案")), list(plans), index=None, format_func=plans.__getitem__, key=ADD_PLAN,
            placeholder=_(N_("在“造价与选择”里保存的方案")), on_change=_add_plan, args=(form, plans),
        )  # fmt: skip
    if form.values["public"] and any(row["subject"] == "plan" for row in rows):
        told = N_("议程公众可见:方案里的工作类型、年份、户数和位置会给所有人看;造价和管线不给看。")
        st.info(_(told), icon=":material/visibility:")


def _row(run: Run, form: Form, row: dict[str, Any], place: int, count: int, names: dict[str, str]) -> None:
    key = f"{form.widget('agenda')}.{row['id']}"
    with st.container(key=f"agenda-row-{row['id']}", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{place + 1}**", width="content")
            row["title"] = _line(f"{key}.title", row["title"], fill(N_("第 {number} 项的标题"), number=place + 1))
            for icon, by, word in (("arrow_upward", -1, N_("上移")), ("arrow_downward", 1, N_("下移"))):
                st.button(
                    "", key=f"agenda-{word}-{row['id']}", icon=f":material/{icon}:", type="tertiary", help=_(word),
                    disabled=not 0 <= place + by < count, on_click=_move, args=(form, row["id"], by),
                )  # fmt: skip
            st.button(
                "", key=f"agenda-drop-{row['id']}", icon=":material/close:", type="tertiary", help=_(N_("去掉这一项")),
                on_click=_drop, args=(form, row["id"]),
            )  # fmt: skip
        row["words"] = _line(
            f"{key}.words", row["words"], _(N_("会上要说的话(公众可见)")), _(N_("会上要说的话(公众可见)"))
        )
        st.caption(plain(_about(run, row, names)))


def _line(key: str, value: str, label: str, placeholder: str = "") -> str:
    if key not in st.session_state:
        st.session_state[key] = value
    return str(st.text_input(label, key=key, label_visibility="collapsed", live="0.6s", placeholder=placeholder))


def _about(run: Run, row: dict[str, Any], names: dict[str, str]) -> str:
    """What the item is about, in words."""
    kind, layer, target = row["subject"], row["layer"], row["target"]
    if kind == "project":
        return fill(N_("项目:{name}"), name=names.get(target, target))
    if kind == "place" and layer in LAYER_BY_KEY:
        there = target in run.layers[layer].frame.index
        return fill(N_("地点:{name}"), name=run.layers[layer].title(target) if there else target)
    return fill(N_("方案:{name}"), name=names.get(target, target)) if kind == "plan" else _(N_("不对应项目或地点"))


def _add(run: Run, form: Form, projects: dict[str, str]) -> None:
    taken = {row["target"] for row in form.values["agenda"] if row["subject"] == "project"}
    left = [id for id in projects if id not in taken]
    with st.container(key="agenda-add", border=True, gap="small"):
        if left:
            st.pills(
                _(N_("加入项目")), left[:MOST_OFFERED], format_func=lambda id: plain(short_title(projects[id])),
                key=ADD_PROJECT, on_change=_add_project, args=(form, projects),
            )  # fmt: skip
        if left[MOST_OFFERED:]:
            st.selectbox(
                _(N_("更多项目")), left[MOST_OFFERED:], format_func=projects.__getitem__, index=None,
                key=f"{ADD_PROJECT}-more", on_change=_add_project, args=(form, projects, f"{ADD_PROJECT}-more"),
            )  # fmt: skip
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            places = {f"{layer}:{id}": (layer, str(id)) for layer in PLACES for id in run.layers[layer].frame.index}
            st.selectbox(
                _(N_("加入地点")), list(places), index=None,
                format_func=lambda word: run.layers[places[word][0]].title(places[word][1]),
                key=ADD_PLACE, placeholder=_(N_("楼栋、花园、设施或道路")), on_change=_add_place,
                args=(run, form, places),
            )  # fmt: skip
            st.button(
                _(N_("加一项其他")),
                key="agenda-add-free",
                icon=":material/add:",
                on_click=_append,
                args=(form, "", Subject()),
            )


def _add_project(form: Form, projects: dict[str, str], key: str = ADD_PROJECT) -> None:
    chosen = st.session_state.pop(key, None)
    if chosen in projects:
        _append(form, short_title(projects[chosen]), Subject("project", "", chosen))


def _add_place(run: Run, form: Form, places: dict[str, tuple[str, str]]) -> None:
    chosen = places.get(st.session_state.pop(ADD_PLACE, None) or "")
    if chosen:
        _append(form, run.layers[chosen[0]].title(chosen[1]), Subject("place", *chosen))


def _add_plan(form: Form, plans: dict[str, str]) -> None:
    chosen = st.session_state.pop(ADD_PLAN, None)
    if chosen in plans:
        _append(form, plans[chosen], Subject("plan", "", chosen))


def _append(form: Form, title: str, subject: Subject) -> None:
    rows = form.values["agenda"]
    form.values["agenda"] = [*rows, new_item(rows, title, subject)]


def _move(form: Form, id: str, by: int) -> None:
    form.values["agenda"] = moved(form.values["agenda"], id, by)


def _drop(form: Form, id: str) -> None:
    form.values["agenda"] = [row for row in form.values["agenda"] if row["id"] != id]
