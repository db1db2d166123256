"""Adding and changing a public promise."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import uuid4

import streamlit as st

from dashboard.components.errors import told
from dashboard.components.session import Run
from dashboard.services.markdown import plain
from dashboard.services.quantity import SILENT
from dashboard.services.work_words import view_of
from dashboard.text import _, fill
from data.promises import add_promises, save_promise
from data.records import Refused, new_id
from data.rights import require
from data.write import Write
from geo.errors import MapError, Problem
from geo.ledger import BOUNDS, Promise
from geo.words import N_
from geo.works import UNITS

EDIT, NEW = "edit_projects", ""
OPEN, KEY = "promise-open", "promise-key"


def promise_form(run: Run, known: Sequence[Promise]) -> None:
    """A button that opens the form; which promise is edited is chosen in it."""
    st.button(
        _(N_("登记或修改承诺")),
        key="promise-edit",
        icon=":material/edit_note:",
        on_click=lambda: st.session_state.update({OPEN: True, KEY: uuid4().hex}),
    )
    if st.session_state.get(OPEN):
        shown = st.dialog(_(N_("公开承诺")), width="large", on_dismiss=lambda: st.session_state.pop(OPEN, None))
        shown(_form)(run, {item.id: item for item in known})


def _form(run: Run, known: dict[str, Promise]) -> None:
    titles = {NEW: _(N_("新的承诺")), **{id: item.title for id, item in known.items()}}
    chosen = st.selectbox(_(N_("哪一条")), list(titles), format_func=titles.__getitem__, key="promise-which")
    before = known.get(chosen) or Promise("", "", 0.0, "=", UNITS[0], "")
    after = _fields(run, before)
    slot = st.container()
    archive = chosen != NEW and st.checkbox(_(N_("不再列出这一条(记录仍保留)")), key=f"promise-archive-{chosen}")
    if st.button(_(N_("保存")), key="promise-save", type="primary"):
        problems = _save(run, replace(after, archived=bool(archive)))
        if not problems:
            st.session_state.pop(OPEN, None)
            st.rerun()
        for problem in problems:
            slot.error(plain(fill(problem.message, **problem.values) if problem.values else _(problem.message)))


def _fields(run: Run, item: Promise) -> Promise:
    """The promise as the widgets say it; each promise has widgets of its own, so that nothing typed gets mixed up."""
    key = f"promise-{item.id or 'new'}"
    works = view_of(run.house.store, run.sight.community, run.role).works
    names = {
        str(id): f"{row.project_name} · {row.name}" for id, row in zip(works.index, works.itertuples(), strict=True)
    }
    title = st.text_input(_(N_("承诺了什么")), item.title, max_chars=200, key=f"{key}-title")
    bound_column, number_column, unit_column = st.columns((2, 2, 1))
    bounds = {word: _(name) for word, name in BOUNDS}
    bound = bound_column.selectbox(
        _(N_("说法")),
        list(bounds),
        list(bounds).index(item.bound),
        format_func=bounds.__getitem__,
        key=f"{key}-bound",
    )
    quantity = number_column.number_input(_(N_("数量")), value=item.quantity, min_value=0.0, key=f"{key}-quantity")
    unit = unit_column.selectbox(_(N_("计量单位")), UNITS, UNITS.index(item.unit), format_func=_unit, key=f"{key}-unit")
    source_column, day_column = st.columns((3, 1))
    source = source_column.text_input(_(N_("出处")), item.source, max_chars=500, key=f"{key}-source")
    day = day_column.date_input(_(N_("公开日期")), item.source_date, key=f"{key}-day", format="YYYY-MM-DD")
    words = st.text_input(_(N_("原文或说明")), item.words, max_chars=1000, key=f"{key}-words")
    linked = st.multiselect(
        _(N_("由哪些工作兑现")),
        list(names),
        [id for id in item.works if id in names],
        format_func=names.__getitem__,
        key=f"{key}-works",
    )
    return replace(
        item,
        title=title.strip(),
        bound=bound,
        quantity=float(quantity),
        unit=unit,
        source=source.strip(),
        source_date=day if isinstance(day, date) else None,
        words=words.strip(),
        works=tuple(linked),
    )


def _unit(unit: str) -> str:
    """A unit to choose; itself where a language has no word for it, so that no choice looks empty."""
    return _(unit).strip(SILENT) or unit


def _save(run: Run, wanted: Promise) -> list[Problem]:
    """What hinders saving; nothing if it was saved."""

    def work(tx: Write) -> None:
        if wanted.id:
            save_promise(tx, run.sight.community, wanted)
        else:
            add_promises(tx, run.sight.community, [replace(wanted, id=new_id("said"))])

    try:
        require(run.viewer, EDIT)
        run.house.store.perform(run.viewer, work, f"{st.session_state.get(KEY, '')}-{wanted.id}")
    except Refused as refused:
        return [problem for problem in refused.problems if problem.severity == "error"]
    except MapError as error:
        return [Problem(told(error))]
    return []
