"""Dig once on the screen: works that meet on the map, as a list, and one of them with what to do about it."""

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from dashboard.components import session
from dashboard.components.acts import acts, attempt
from dashboard.components.analysis_stage import analysis_stage, word_tabs
from dashboard.components.kind_rules import kind_rules_editor
from dashboard.components.map.map_view import map_view
from dashboard.components.planning.analysis_piece import Told, analysis_piece
from dashboard.components.session import Run
from dashboard.components.values_editor import values_editor
from dashboard.services.changes import SHOWN_IN
from dashboard.services.duty.person_card import names_of
from dashboard.services.markdown import plain
from dashboard.services.planning.encounters import Meetings, meetings
from dashboard.services.planning.meeting_rows import (
    DECISION_TITLES,
    RULE_TITLES,
    advice,
    facts,
    left_out_words,
    meeting_rows,
    meeting_sketches,
    sentence,
    stake,
)
from dashboard.services.projects.work_words import STATUS_TITLES, day_text, view_of
from dashboard.text import _, fill
from data.decisions import Decision, put_decision
from data.history import changes
from data.rights import reach
from data.rule_values import rule_values
from data.work_frames import WorkView
from data.works import work
from geo.kind_rules import HALF_WIDTH, PHASE, PROTECTED, TRENCH
from geo.rule_values import DIG
from geo.words import N_
from geo.works import WorkDate

CONFLICTS, CHANCES, SETTLED, RULES = "conflicts", "chances", "settled", "rules"
MAP_LAYERS = ("context", "compound", "building", "road", "garden", "work")
WHY, WHAT, WHO = "meeting-why", "meeting-decision", "meeting-person"


@dataclass(frozen=True)
class Meeting:
    """What one run of the page works with: the works, what was found, the tab, the finding that is open."""

    view: WorkView
    met: Meetings
    tab: str
    open: Any

    @property
    def rows(self) -> Any:
        """The findings of the tab."""
        return {CHANCES: self.met.chances, SETTLED: self.met.settled}.get(self.tab, self.met.conflicts)


def meeting_now(run: Run) -> Meeting:
    """Read the address, and find what meets."""
    store, community = run.house.store, run.sight.community
    view = view_of(store, community, run.role)
    met = meetings(store, run.layers, view, rule_values(store, community))
    tab = run.sight.word("show")
    tab = tab if tab in (CHANCES, SETTLED, RULES) else CONFLICTS
    asked = met.found[met.found["decision_id"] == run.sight.word("meeting")]
    return Meeting(view, met, tab, next(asked.itertuples(), None))


def conflicts_bar(run: Run, now: Meeting) -> None:
    """How much is open, then the switches."""
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="small"):
        bad = now.met.conflicts["rule"].value_counts()
        told = " · ".join(f"{_(title)} **{bad[key]}**" for key, title in RULE_TITLES.items() if key in bad)
        with st.container(key="duty-counts", width="content"):
            st.markdown(told or _(N_("没有未处理的冲突")), width="content")


def conflicts_stage(run: Run, now: Meeting) -> None:
    """The map with the places where works meet; beside it the list, one finding, or the rules."""
    analysis_stage(lambda: _side(run, now), lambda: _map(run, now))


def _side(run: Run, now: Meeting) -> None:
    if now.open is not None:
        _one(run, now, now.open)
        return
    _tabs(now)
    if now.tab == RULES:
        _rules(run)
    else:
        _list(run, now)


def _map(run: Run, now: Meeting) -> None:
    rows = now.met.found[now.met.found["decision_id"] == now.open.decision_id] if now.open is not None else now.rows
    works = sorted({*rows["first"], *rows["second"]})
    on = now.open.decision_id if now.open is not None else ""
    map_view(run, only=MAP_LAYERS, theme="none", works=works, sketches=meeting_sketches(rows, on))


def _tabs(now: Meeting) -> None:
    counts = {CONFLICTS: len(now.met.conflicts), CHANCES: len(now.met.chances), SETTLED: len(now.met.settled)}
    titles = {
        CONFLICTS: fill(N_("冲突 {count}"), count=counts[CONFLICTS]),
        CHANCES: fill(N_("可合并 {count}"), count=counts[CHANCES]),
        SETTLED: fill(N_("已处理 {count}"), count=counts[SETTLED]),
        RULES: _(N_("规则")),
    }
    word_tabs(titles, now.tab, key="meeting-tab", meeting="")


NOTHING = {
    CONFLICTS: N_("没有未处理的冲突:各项工程的顺序、保护期和时间都不打架。"),
    CHANCES: N_("眼下没有可以同沟或合并封路的工程。"),
    SETTLED: N_("还没有处理过的冲突。"),
}


def _list(run: Run, now: Meeting) -> None:
    words = {
        "nothing": _(NOTHING[now.tab]), "left_out": left_out_words(now.met), "colon": _(N_(":")),
        "again": _(N_("处理之后工程又有改动,请重新看")),
    }  # fmt: skip
    data = {"look": "meetings", "rows": meeting_rows(now.met, now.rows, now.view.works, ""), "words": words}
    analysis_piece(run, "meetings", data, _hear)


def _hear(told: Told) -> None:
    if told.get("message") == "open":
        open_meeting(str(told.get("id", "")))


def open_meeting(id: str) -> None:
    """Open one finding, and fly there."""
    session.change(meeting=id, selected="")
    session.fly()


def _rules(run: Run) -> None:
    kinds, distances = _(N_("各类工程")), _(N_("距离与天数"))
    st.markdown(f"**{kinds}**")
    st.caption(_(N_("工序小的先做:先管线、后线缆与路灯、再路面、最后绿化。可按社区情况修改,改后立即重新检查。")))
    kind_rules_editor(run, "dig-kinds", (PHASE, PROTECTED, HALF_WIDTH, TRENCH))
    st.markdown(f"**{distances}**")
    values_editor(run, "dig", (DIG,))


def _one(run: Run, now: Meeting, row: Any) -> None:
    """One finding: what, where, what it costs, what to do, who decides, what was decided."""
    st.button(
        _(N_("全部")), key="meeting-back", icon=":material/arrow_back:", type="tertiary",
        on_click=session.change, kwargs={"meeting": ""},
    )  # fmt: skip
    st.subheader(plain(_(RULE_TITLES[row.rule])), anchor=False)
    st.markdown(plain(sentence(row, now.view.works)))
    st.caption(plain(" · ".join(part for part in (facts(row), stake(row)) if part)))
    for id in (row.first, row.second):
        _work(run, now, id)
    st.markdown(f"**{plain(advice(row, now.view.works))}**")
    may = reach(run.role, "edit_projects") == "all"
    if row.move and may:
        st.button(
            _(N_("采用建议日期")), key="meeting-accept", type="primary", icon=":material/event_available:",
            on_click=_accept, args=(run, now, row), help=_(N_("写成“预计”日期,可以撤销")),
        )  # fmt: skip
    st.caption(plain(fill(N_("依据:{source}"), source=_(row.source))))
    _deciding(run, now, row)


def _work(run: Run, now: Meeting, id: str) -> None:
    if id not in now.view.works.index:
        return
    item = now.view.works.loc[id]
    first, last = (day_text(item[f"{key}_day"], bool(item[f"{key}_confirmed"])) for key in ("start", "end"))
    label = f"{item['name']} · {_(STATUS_TITLES[item['status']])} · {first} → {last}"
    st.button(
        plain(label), key=f"meeting-work-{id}", icon=":material/open_in_new:", type="tertiary",
        on_click=session.open_project, args=(str(item["project"]),), kwargs={"work": id, "tab": "works"},
    )  # fmt: skip


def _accept(run: Run, now: Meeting, row: Any) -> None:
    act, store, community = acts(run), run.house.store, run.sight.community
    before = work(store, community, row.move)
    start, end = (WorkDate(day.date()) for day in (row.suggested_start, row.suggested_end))

    def put(first: WorkDate | None, last: WorkDate | None) -> None:
        found = work(store, community, row.move)
        act.put_work(replace(found, start=first, end=last), "", new=False)

    text = fill(N_("“{name}”已改为 {start} 至 {end}(预计)。"), name=before.name, start=start.day, end=end.day)
    if attempt(lambda: put(start, end), text, lambda: put(before.start, before.end)):
        session.change(meeting="")


def _deciding(run: Run, now: Meeting, row: Any) -> None:
    """Who is to decide, and what was decided: kept with its history."""
    kept = now.met.decided.get(row.decision_id)
    names = names_of(run.house.store, run.viewer, run.sight.community)
    if reach(run.role, "plan_renovations") != "all":
        if kept and kept.decision:
            st.caption(plain(f"{_(DECISION_TITLES[kept.decision])}{_(N_(':'))}{kept.words}"))
        return
    st.session_state[WHO] = kept.person if kept and kept.person in names else None
    st.selectbox(
        _(N_("由谁决定")), list(names), format_func=names.__getitem__, key=WHO,
        placeholder=_(N_("还没有指定")), on_change=_assign, args=(run, row, kept),
    )  # fmt: skip
    with st.expander(_(N_("登记处理结果")), expanded=bool(kept and kept.decision)):
        titles = {word: _(title) for word, title in DECISION_TITLES.items()}
        start = kept.decision if kept and kept.decision else next(iter(titles))
        st.segmented_control(
            _(N_("处理结果")), list(titles), format_func=titles.__getitem__, default=start,
            key=f"{WHAT}-{row.decision_id}", required=True,
        )  # fmt: skip
        st.text_area(_(N_("理由")), value=kept.words if kept else "", key=f"{WHY}-{row.decision_id}", height=80)
        st.button(_(N_("保存处理结果")), key="meeting-decide", on_click=_decide, args=(run, row, kept))
    for change in changes(run.house.store, run.sight.community, row_id=row.decision_id, limit=8):
        after = change.after or {}
        title = DECISION_TITLES.get(str(after.get("decision", "")), "")
        said = _(title) if title else names.get(str(after.get("person", "")), "")
        when = f"{change.at.astimezone(SHOWN_IN):%Y-%m-%d %H:%M}"
        st.caption(plain(" · ".join(part for part in (when, change.who, said, after.get("words", "")) if part)))


def _base(row: Any, kept: Decision | None) -> Decision:
    return kept or Decision(row.decision_id, row.rule, row.first, row.second)


def _assign(run: Run, row: Any, kept: Decision | None) -> None:
    person = str(st.session_state[WHO] or "")
    item = replace(_base(row, kept), person=person)
    _put(run, item, _(N_("已登记由谁决定。")))


def _decide(run: Run, row: Any, kept: Decision | None) -> None:
    item = replace(
        _base(row, kept), decision=str(st.session_state.get(f"{WHAT}-{row.decision_id}") or ""),
        words=str(st.session_state.get(f"{WHY}-{row.decision_id}") or "").strip(), fingerprint=row.fingerprint,
    )  # fmt: skip
    if _put(run, item, _(N_("已登记处理结果。工程的日期或位置再有改动时,会重新提示。"))):
        session.change(meeting="", show=SETTLED)


def _put(run: Run, item: Decision, text: str) -> bool:
    store, community = run.house.store, run.sight.community

    def write() -> None:
        with store.write(run.viewer) as tx:
            put_decision(tx, community, item)

    return attempt(write, text)
