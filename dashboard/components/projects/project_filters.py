"""The row above every view of the works: one filter, kept in the address line."""

from collections.abc import Callable, Mapping

import streamlit as st

from dashboard.components import session
from dashboard.components.session import Run
from dashboard.services.projects.work_sight import CLEARED, MOST_WORDS, WorkSight
from dashboard.services.projects.work_words import Places
from dashboard.text import _
from data.work_frames import WorkView
from geo.steps import STEPS
from geo.words import N_
from geo.work_filter import PERSON_COLUMNS, WorkFilter
from geo.works import STATUSES

WIDTH = 138
OPEN = "filters-open"


def refilter(**words: str) -> None:
    """Change the filter; the first page of what it gives. For callbacks."""
    session.change(**{"page": "", **words})


def project_filters(run: Run, listed: WorkSight, view: WorkView, places: Places) -> None:
    """Search, what kind, where, how far, whose; and back to everything."""
    chosen = listed.filter
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="xsmall"):
        _search(chosen.text)
        _folded(chosen)
        with st.container(key="filters-more-open" if st.session_state.get(OPEN) else "filters-more", horizontal=True,
                          gap="xsmall", width="content"):  # fmt: skip
            _choice("status", _(N_("状态")), {key: _(title) for key, title in STATUSES}, chosen.status)
            _choice("kind", _(N_("类型")), _kinds(view), chosen.kind)
            _choice("compound", _(N_("小区")), places.compounds, chosen.compound)
            _choice("building", _(N_("楼栋")), places.buildings, chosen.building)
            _choice("step", _(N_("步骤")), {step.key: _(step.title) for step in STEPS}, chosen.step)
            _choice("person", _(N_("人员")), {name: name for name in people(view)}, chosen.person)
        if not listed.is_open or chosen.compound:
            everything = {**CLEARED, "compound": ""}
            st.button(
                _(N_("清除")),
                key="filter-clear",
                icon=":material/filter_alt_off:",
                type="tertiary",
                on_click=session.change,
                kwargs=everything,
            )


def _folded(chosen: WorkFilter) -> None:
    """On a phone the lists lie behind one button, which says how many of them filter."""
    used = sum(bool(word) for word in (chosen.status, chosen.kind, chosen.compound, chosen.building, chosen.step,
                                       chosen.person))  # fmt: skip
    st.button(
        f"{_(N_('筛选'))} · {used}" if used else _(N_("筛选")), key="filters-fold", icon=":material/tune:",
        on_click=lambda: st.session_state.update({OPEN: not st.session_state.get(OPEN)}),
    )  # fmt: skip


def _search(text: str) -> None:
    session.hold("filter-text", text)
    st.text_input(
        _(N_("文字")),
        key="filter-text",
        placeholder=_(N_("搜索工作、项目、单位…")),
        icon=":material/search:",
        max_chars=MOST_WORDS,
        label_visibility="collapsed",
        width=236,
        on_change=lambda: refilter(text=(st.session_state["filter-text"] or "").strip()),
    )


def _choice(word: str, title: str, options: Mapping[str, str], chosen: str) -> None:
    key = f"filter-{word}"
    names = dict(options)
    if chosen:
        names.setdefault(chosen, chosen)
    st.session_state[key] = chosen or None
    st.selectbox(
        title,
        list(names),
        format_func=names.__getitem__,
        key=key,
        placeholder=title,
        label_visibility="collapsed",
        width=WIDTH,
        on_change=_picked(word, key),
    )


def _picked(word: str, key: str) -> Callable[[], None]:
    return lambda: refilter(**{word: st.session_state[key] or ""})


def _kinds(view: WorkView) -> dict[str, str]:
    kinds = view.works.drop_duplicates("kind")
    return {key: _(title) for key, title in zip(kinds["kind"], kinds["kind_title"], strict=True)}


def people(view: WorkView) -> list[str]:
    """Everybody that a work names, as far as the reader may see them."""
    names = {name for column in PERSON_COLUMNS if column in view.works for name in view.works[column].unique()}
    return sorted(name for name in names if isinstance(name, str) and name)
