"""Adding and changing a public promise, above the ledger; nothing typed is lost."""

import math
from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

import streamlit as st

from dashboard.components.acts import acts, done
from dashboard.components.conflict import settle
from dashboard.components.form import Form, open_form
from dashboard.components.session import Run
from dashboard.services.markdown import plain
from dashboard.services.projects.quantity import SILENT
from dashboard.services.projects.value_words import FIELDS
from dashboard.services.projects.work_words import view_of
from dashboard.services.typed import promise_of, promise_values
from dashboard.text import _, fill
from data.rights import require
from geo.ledger import BOUNDS, Promise
from geo.words import N_
from geo.work_checks import check_promise
from geo.works import UNITS

OPEN, NEW_ID, WHICH = "promise-open", "promise-new-id", "promise-which"
NEW = Promise("", "", math.nan, "=", UNITS[0], "")
TITLES = FIELDS | {
    "title": N_("承诺了什么"), "bound": N_("说法"), "quantity": N_("数量"), "unit": N_("计量单位"),
    "source": N_("出处"), "source_date": N_("公开日期"), "words": N_("原文或说明"), "works": N_("由哪些工作兑现"),
}  # fmt: skip


def promise_button() -> None:
    """The button that opens the form."""
    st.button(
        _(N_("登记或修改承诺")),
        key="promise-edit",
        icon=":material/edit_note:",
        on_click=lambda: st.session_state.update({OPEN: True, NEW_ID: f"said-{uuid4().hex[:12]}"}),
    )


def promise_form(run: Run, known: Sequence[Promise]) -> None:
    """The form, while it is open; which promise is edited is chosen in it."""
    if not st.session_state.get(OPEN):
        return
    require(run.viewer, "edit_promises")
    found = {item.id: item for item in known}
    titles = {"": _(N_("新的承诺")), **{id: item.title for id, item in found.items()}}
    with st.container(key="form", border=True):
        st.header(_(N_("公开承诺")), anchor=False)
        chosen = st.selectbox(_(N_("哪一条")), list(titles), format_func=titles.__getitem__, key=WHICH)
        before = found.get(chosen, NEW)
        form = open_form(run, f"promise-{chosen or 'new'}", lambda: (promise_values(before), before.version))
        if form is None or settle(form, promise_values, TITLES):
            return
        _fields(run, form, new=not chosen)
        if _buttons(form):
            _save(run, form, before)


def _fields(run: Run, form: Form, *, new: bool) -> None:
    form.check(check_promise(promise_of(form.values, NEW)))
    form.text("title", _title("title"), max_chars=200)
    bound, number, unit = st.columns((2, 2, 1))
    with bound:
        form.choice("bound", _title("bound"), {word: _(name) for word, name in BOUNDS})
    with number:
        form.number("quantity", _title("quantity"))
    with unit:
        form.choice("unit", _title("unit"), {unit: _(unit).strip(SILENT) or unit for unit in UNITS})
    source, day = st.columns((3, 1))
    with source:
        form.text("source", _title("source"), max_chars=500)
    with day:
        form.day("source_date", _title("source_date"))
    form.text("words", _title("words"), max_chars=1000)
    works = view_of(run.house.store, run.sight.community, run.role).works
    names = {str(row.Index): f"{row.project_name} · {row.name}" for row in works.itertuples()}
    form.values["works"] = [id for id in form.values["works"] if id in names]
    form.values["works"] = st.multiselect(
        _title("works"), list(names), format_func=lambda id: plain(names.get(id, id)), key=form.put("works"),
        placeholder=_(N_("项目或工作的名称")),
        select_all=False,
    )  # fmt: skip
    form.faults("works")
    if not new:
        form.flag("archived", _(N_("不再列出这一条(记录仍保留)")))
    form.end()


def _title(field: str) -> str:
    return _(TITLES[field])


def _buttons(form: Form) -> bool:
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="form-buttons"):
        pressed = st.button(_(N_("保存")), key="promise-save", type="primary", icon=":material/check:")
        st.button(_(N_("取消")), key="promise-cancel", type="tertiary", on_click=_close, args=(form,))
        if form.state["kept_at"] not in ("", "·"):
            st.caption(fill(N_("草稿已存 {time}"), time=plain(form.state["kept_at"])))
    return pressed


def _close(form: Form) -> None:
    form.forget()
    st.session_state.pop(OPEN, None)


def _save(run: Run, form: Form, before: Promise) -> None:
    """Save what the form says; afterwards it can be taken back."""
    act, new = acts(run), not before.id
    base = replace(NEW, id=st.session_state[NEW_ID]) if new else before
    wanted = promise_of(form.values, base, version=form.state["version"])
    saved = form.save(lambda key: act.put_promise(wanted, key, new=new))
    if saved:
        st.session_state.pop(OPEN, None)
        done(
            fill(N_("已保存“{name}”。"), name=saved.title), lambda: act.restore_promise(saved, None if new else before)
        )
        st.rerun()
