"""The promise ledger: cards with bars on the scale of what was said, a matrix of buildings, the form."""

import streamlit as st

from dashboard.components import session
from dashboard.components.projects.promise_form import promise_button, promise_form
from dashboard.components.projects.worklist import Told, worklist
from dashboard.components.session import Run
from dashboard.components.sheets.print_link import print_link
from dashboard.services.projects.promise_rows import ledger_data, matrix, unfinished_text, verdict_counts
from dashboard.services.projects.work_list import list_words
from dashboard.services.projects.work_sight import CLEARED
from dashboard.services.projects.work_words import Places, today, view_of
from dashboard.text import _, fill
from data.promise_ledger import ledger
from data.rights import reach
from geo.words import N_


def promises(run: Run) -> None:
    """What was said in public, each beside what there is, with a plain verdict."""
    rows = ledger(run.house.store, run.sight.community, today())
    may = bool(reach(run.role, "edit_promises"))
    with st.container(key="ledger-head", horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(_(N_("公开承诺对账")), anchor=False)
        if run.house.communities[run.sight.community].is_sample:
            # What was said is from the newspaper; what is measured, contracted and accepted here is invented.
            st.badge(_(N_("示例数据")), color="orange", icon=":material/science:")
        if rows:
            counts = " · ".join(f"{title} {count}" for _word, title, count in verdict_counts(rows))
            st.caption(fill(N_("{count} 条承诺:{counts}"), count=len(rows), counts=counts))
        print_link(run, "ledger")
        if may:
            promise_button()
    if may:
        promise_form(run, [row.promise for row in rows])
    st.caption(_(N_("“≥”表示公开时说的是下限。竖线是承诺的数量;只有验收的数量才算兑现。点一条,在地图上看它的工作。")))
    if not rows:
        st.caption(_(N_("还没有登记公开承诺。")))
        return
    worklist(run, "ledger-rows", {**ledger_data(rows), "chosen": run.sight.word("promise")}, _hear)


def buildings(run: Run) -> None:
    """Which of the renovated buildings has unfinished work."""
    view = view_of(run.house.store, run.sight.community, run.role)
    data = matrix(view, Places.of(run.layers))
    if not data["columns"]:
        return
    st.subheader(_(N_("整治楼栋还差什么")), anchor=False)
    st.caption(unfinished_text(data))
    worklist(run, "ledger-matrix", {**data, "words": list_words()}, _hear)


def _hear(told: Told) -> None:
    """A press on a promise shows its works on the map; one on a building, the building's works. For callbacks."""
    if told.get("message") == "promise":
        session.go("projects", **{**CLEARED, "promise": str(told.get("promise", "")), "show": "map"})
    elif told.get("message") == "building":
        session.go("projects", **{**CLEARED, "building": str(told.get("building", "")), "show": "table"})
