"""The parts of a project's page below its header: works, steps, entries, money, people, history."""

from collections.abc import Callable
from itertools import groupby

import streamlit as st

from dashboard.components import session
from dashboard.components.duty.responsible import responsible
from dashboard.components.projects.project_entries import entries_part, show_more, shown_now
from dashboard.components.projects.project_steps import steps_part
from dashboard.components.projects.work_card import work_card
from dashboard.components.projects.worklist import Told, worklist
from dashboard.components.session import Run
from dashboard.services.changes import ChangeRow
from dashboard.services.markdown import plain
from dashboard.services.projects.project_changes import project_changes
from dashboard.services.projects.project_page import ProjectPage, listed, money, parties_of
from dashboard.services.projects.work_list import icons_of, list_words, work_rows
from dashboard.services.projects.work_words import Places, yuan
from dashboard.text import _, fill
from geo.words import N_
from geo.works import MECHANISMS


def works_part(run: Run, page: ProjectPage) -> None:
    """The works, late ones first; the selected one with what can be done with it."""
    if page.works.empty:
        st.caption(_(N_("这个项目还没有工作。点“新增工作”,在地图上选楼栋或画出范围。")))
        return
    if run.sight.work in page.works.index:
        work_card(run, page, run.sight.work)
    rows = work_rows(listed(page), Places.of(run.layers), 0, shown_now("works"))
    data = {
        "look": "table",
        "narrow": True,
        "words": list_words(),
        "selected": run.sight.work,
        "rows": rows,
        "icons": icons_of(row["kind"] for row in rows),
    }

    def hear(told: Told) -> None:
        if told.get("message") == "select":
            work = str(told.get("work", ""))
            session.unselect() if run.sight.work == work else session.select(run, "work", work)

    with st.container(key="project-works"):
        worklist(run, "project-works-list", data, hear)
    show_more("works", len(page.works))


def money_part(_run: Run, page: ProjectPage) -> None:
    """What it costs and who pays, for the staff."""
    sums = money(page)
    if sums.cost is None and not sums.funding:
        st.caption(_(N_("还没有登记造价和资金。在工作的表单里填写。")))
        return
    with st.container(horizontal=True, gap="large"):
        st.metric(_(N_("造价合计")), yuan(sums.cost) or "—", width="content")
        st.metric(_(N_("资金合计")), yuan(sum(fen for _source, fen in sums.funding)), width="content")
    if sums.unknown:
        st.caption(fill(N_("{count} 项工作没有登记造价,未计入。"), count=sums.unknown))
    with st.container(key="facts", gap=None):
        for source, fen in sums.funding:
            with st.container(horizontal=True, horizontal_alignment="distribute", gap="small"):
                st.caption(plain(source))
                st.text(yuan(fen))


def people_part(run: Run, page: ProjectPage) -> None:
    """Who leads, what the parties do, by which mechanisms, who builds."""
    rows = [*parties_of(page.row)]
    if page.internal and page.row.lead:
        rows.insert(0, (_(N_("负责人")), page.row.lead))
    for title, column in ((N_("施工单位"), "contractor"), (N_("监理"), "supervisor")):
        if column in page.works:
            names = [name for name in dict.fromkeys(page.works[column]) if name]
            if names:
                rows.append((_(title), _(N_("、")).join(names)))
    if not rows:
        st.caption(_(N_("还没有登记参与各方。点“编辑项目”填写。")))
    with st.container(key="facts", gap=None):
        for title, value in rows:
            with st.container(horizontal=True, horizontal_alignment="distribute", gap="small"):
                st.caption(title)
                st.text(value)
    if page.row.mechanisms:
        with st.container(horizontal=True, gap="xsmall"):
            for word in page.row.mechanisms:
                st.badge(_(dict(MECHANISMS).get(word, word)), color="gray")
    responsible(run, "project", page.id)


def history_part(run: Run, page: ProjectPage) -> None:
    """Who changed what, from what to what: what one person did in one minute stands together."""
    found = project_changes(run.house.store, run.sight.community, page, run.layers)
    if not found:
        st.caption(_(N_("还没有任何变更。")))
        return
    with st.container(key="history", gap="small"):
        for (when, who), rows in groupby(found[: shown_now("changes")], key=lambda row: (row.when, row.who)):
            st.caption(f"{plain(when)} · {plain(who)}")
            with st.container(gap="xsmall"):
                for row in rows:
                    _change(row)
    show_more("changes", len(found))


def _change(row: ChangeRow) -> None:
    st.markdown(f"**{plain(row.action[:1].upper() + row.action[1:])}** {plain(row.what)}")
    if row.differences:
        st.text("\n".join(row.differences))


PARTS: tuple[tuple[str, str, Callable[[Run, ProjectPage], None], bool], ...] = (
    ("works", N_("工作"), works_part, False),
    ("steps", N_("七步"), steps_part, False),
    ("entries", N_("进展"), entries_part, False),
    ("money", N_("资金"), money_part, True),
    ("people", N_("各方"), people_part, False),
    ("history", N_("历史"), history_part, True),
)
"""Parts of the page: word in the address, title, what shows it, whether it is internal."""
