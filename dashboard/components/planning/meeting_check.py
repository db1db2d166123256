"""Works that meet, where works are edited: told before anything is saved, with the date that avoids it at hand."""

from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.components import session
from dashboard.components.form import Form
from dashboard.components.session import Run
from dashboard.services.markdown import plain
from dashboard.services.planning.encounters import meetings, meetings_of_draft
from dashboard.services.planning.meeting_rows import RULE_TITLES, advice, most_at_stake_first, sentence, stake
from dashboard.services.projects.project_page import ProjectPage
from dashboard.text import _, fill
from data.rights import reach
from data.rule_values import rule_values
from data.work_frames import WorkView
from geo.words import N_
from geo.works import Work

MOST = 4


def meeting_check(run: Run, view: WorkView, form: Form, draft: Work) -> None:
    """The conflicts that the work would make as it stands in the form; nothing where it makes none."""
    if not reach(run.role, "see_planning"):
        return
    store, community = run.house.store, run.sight.community
    name = draft.name.strip() or _(N_("这项工作"))
    found = meetings_of_draft(store, run.layers, view, rule_values(store, community), replace(draft, name=name))
    rows = most_at_stake_first(found.conflicts)
    if rows.empty:
        return
    works = view.works[["name"]].copy()
    works.loc[draft.id, "name"] = name
    with st.container(key="meeting-check", gap="xsmall"):
        told = fill(N_("与 {count} 项工程冲突"), count=len(rows))
        st.markdown(f":material/construction: **{told}**")
        for at, row in enumerate(rows.head(MOST).itertuples()):
            _line(form, row, works, draft.id, at)
        if len(rows) > MOST:
            with st.expander(fill(N_("另有 {count} 项冲突"), count=len(rows) - MOST), key="meeting-check-more"):
                for at, row in enumerate(rows.iloc[MOST:].itertuples(), MOST):
                    _line(form, row, works, draft.id, at)


def _line(form: Form, row: Any, works: Any, own: str, at: int) -> None:
    words = [f"{_(RULE_TITLES[row.rule])}{_(N_(':'))}{sentence(row, works)}", stake(row)]
    st.markdown(plain(" · ".join(part for part in words if part)))
    if row.move == own:
        label = fill(
            N_("采用建议日期 {start} 至 {end}"), start=f"{row.suggested_start:%Y-%m-%d}",
            end=f"{row.suggested_end:%Y-%m-%d}",
        )  # fmt: skip
        st.button(
            label, key=f"meeting-use-{at}", icon=":material/event_available:", on_click=form.set,
            kwargs={"start": f"{row.suggested_start:%Y-%m-%d}", "end": f"{row.suggested_end:%Y-%m-%d}",
                    "start_confirmed": False, "end_confirmed": False},
        )  # fmt: skip
    else:
        st.caption(plain(advice(row, works)))


def meeting_badge(run: Run, page: ProjectPage) -> None:
    """How many open conflicts the works of a project take part in; a press opens the list."""
    if not reach(run.role, "see_planning"):
        return
    store, community = run.house.store, run.sight.community
    met = meetings(store, run.layers, page.view, rule_values(store, community))
    mine = met.of_works(page.works.index)
    if mine.empty:
        return
    only = str(mine["decision_id"].iloc[0]) if len(mine) == 1 else ""
    st.button(
        fill(N_("施工冲突 {count}"), count=len(mine)), key="project-conflicts", icon=":material/construction:",
        type="tertiary", on_click=session.go, args=("conflicts",),
        kwargs={"meeting": only, "show": "", "selected": "", "project": "", "tab": "", "do": ""},
    )  # fmt: skip
