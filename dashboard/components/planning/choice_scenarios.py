"""Plans under a name: keep one, compare two, turn one into projects, take that back."""

from dataclasses import replace
from uuid import uuid4

import geopandas as gpd
import pandas as pd
import streamlit as st

from dashboard.components import session
from dashboard.components.acts import attempt, done
from dashboard.components.errors import told
from dashboard.components.planning.choice_map import drawn, drawn_by_year, show_work
from dashboard.components.planning.place_piece import place_piece
from dashboard.components.session import Run
from dashboard.drawing.sketch import COMPARED, Sketch
from dashboard.services.choices import told_apart
from dashboard.services.markdown import plain
from dashboard.services.planning.plan_made import MadePlan
from dashboard.services.planning.plan_pool import Pool
from dashboard.services.planning.plan_terms import Terms
from dashboard.services.planning.scenario_words import (
    compare_data,
    ground_of,
    scenario_line,
    scenario_of,
    titles_of_projects,
    what_is_made,
)  # fmt: skip
from dashboard.text import _, fill
from data.rights import reach
from data.rule_values import rule_values
from data.scenarios import add_scenario, save_scenario, scenarios, take_back, turn_into_projects
from data.work_kinds import work_kinds
from geo.errors import MapError
from geo.kind_rules import seasons
from geo.scenario import Scenario
from geo.words import N_

ASKED = "scenario-asked"


def keep_plan(run: Run, plan: MadePlan) -> None:
    """Save the plan under a name; drawn into the row that is open."""
    if reach(run.role, "plan_renovations") != "all":
        return
    name = st.text_input(
        _(N_("存为方案")), key="plan-name", placeholder=_(N_("例如:每年 300 万,先管后路")), max_chars=60, live="0.6s"
    )
    st.button(
        _(N_("保存")), key="plan-save", icon=":material/bookmark_add:", disabled=not name.strip(), on_click=_keep,
        args=(run, plan, name),
    )  # fmt: skip


def _keep(run: Run, plan: MadePlan, name: str) -> None:
    session.speak_again()
    store, community = run.house.store, run.sight.community
    new = scenario_of(plan, f"s-{uuid4().hex[:16]}", name)

    def undo() -> None:
        kept = next(item for item in scenarios(store, community) if item.id == new.id)
        store.perform(run.viewer, lambda tx: save_scenario(tx, community, replace(kept, archived=True)))

    text = fill(N_("已保存方案“{name}”。"), name=new.name)
    if attempt(lambda: store.perform(run.viewer, lambda tx: add_scenario(tx, community, new)), text, undo):
        st.session_state["plan-name"] = ""
        session.change(one=new.id)


def scenarios_panel(run: Run, pool: Pool, terms: Terms) -> tuple[Sketch, ...]:
    """The plans, two of them side by side; both on the map."""
    kept = {item.id: item for item in scenarios(run.house.store, run.sight.community)}
    if not kept:
        st.info(
            _(N_("还没有保存的方案。在“方案”里填预算、算出方案,起个名字保存,就能在这里比较和立项。")),
            icon=":material/bookmark:",
        )
        return ()
    one = kept.get(run.sight.word("one")) or next(iter(kept.values()))
    rest = {id: item for id, item in kept.items() if id != one.id}
    other = rest.get(run.sight.word("other"))
    if any(price.is_sample for price in pool.prices):
        st.caption(_(N_("造价由示例单价算出,未经核实,只供演示比较方法。")))
    _choose("one", N_("方案甲"), kept, one.id)
    _about(run, one)
    if rest:
        _choose("other", N_("与它比较"), {"": None, **rest}, other.id if other else "")
    if other is None:
        st.caption(
            _(N_("再选一个方案,就能并排比较造价、户数、冲突和封闭月数。"))
            if rest
            else _(N_("再保存一个方案,就能并排比较。"))
        )
        years = {work.id: work.year for work in one.works}
        return drawn_by_year(ground_of(one, pool, run.layers), years, min(years.values(), default=0))
    place_piece(run, "plan-compare", compare_data(one, other, pool, run.layers, run.sight.word("rows")), show_work)
    mine, theirs = ({work.id for work in item.works} for item in (one, other))
    series = [(id, 2 if id in mine and id in theirs else 0 if id in mine else 1) for id in sorted(mine | theirs)]
    both = [ground_of(item, pool, run.layers) for item in (one, other)]
    ground = gpd.GeoSeries(pd.concat(both), crs=both[0].crs)
    return drawn(ground[~ground.index.duplicated()], COMPARED, series)


def _choose(word: str, title: str, kept: dict[str, Scenario | None] | dict[str, Scenario], chosen: str) -> None:
    names = told_apart({id: item.name if item else _(N_("不比较")) for id, item in kept.items()})
    key = f"scenario-{word}"
    st.session_state[key] = chosen
    st.selectbox(
        _(title), list(names), format_func=lambda id: names.get(id, id), key=key,
        on_change=lambda: session.change(**{word: st.session_state[key] or "", "rows": ""}),
    )  # fmt: skip


def _about(run: Run, item: Scenario) -> None:
    """What the plan is, and what can be done with it."""
    st.caption(plain(scenario_line(item)))
    if reach(run.role, "plan_renovations") != "all":
        return
    with st.container(key="scenario-acts", horizontal=True, gap="small"):
        open_it = {"plan": item.terms, "tab": "plan", "rows": ""}
        st.button(
            _(N_("打开")), key="scenario-open", icon=":material/open_in_full:", on_click=session.change, kwargs=open_it
        )
        if item.made or item.moved:
            st.button(
                _(N_("撤回立项")), key="scenario-back", icon=":material/undo:", on_click=_take_back, args=(run, item)
            )
        else:
            st.button(
                _(N_("转为项目")), key="scenario-turn", type="primary", icon=":material/add_task:",
                on_click=lambda: st.session_state.update({ASKED: (item.id, uuid4().hex)}),
            )  # fmt: skip
        st.button(
            _(N_("删除方案")),
            key="scenario-drop",
            type="tertiary",
            icon=":material/delete:",
            on_click=_drop,
            args=(run, item),
        )
    if item.made or item.moved:
        st.success(fill(N_("已立项:新建 {count} 个项目。"), count=len(item.made)), icon=":material/task_alt:")
    asked = st.session_state.get(ASKED)
    if asked and asked[0] == item.id:
        shown = st.dialog(_(N_("转为项目")), width="large", on_dismiss=lambda: st.session_state.pop(ASKED, None))
        shown(_confirm)(run, item, asked[1])


def _confirm(run: Run, item: Scenario, key: str) -> None:
    """What will be made, line by line; one press makes it."""
    store, community = run.house.store, run.sight.community
    kinds = {kind.id: kind for kind in work_kinds(store, community)}
    st.markdown(plain(fill(N_("将按“{name}”建立:"), name=item.name)))
    for line in what_is_made(item, kinds, seasons(rule_values(store, community))):
        st.markdown(f"- {plain(line)}")
    st.caption(_(N_("所有日期都标为“预计”,以后可以逐项确认;立项后可以撤回。")))
    if st.button(_(N_("确认立项")), key="scenario-confirm", type="primary", icon=":material/check:"):
        titles = titles_of_projects(item, kinds)
        try:
            made = store.perform(
                run.viewer, lambda tx: turn_into_projects(tx, community, item.id, item.version, titles), key
            )
        except MapError as error:
            st.error(plain(told(error)))
            return
        st.session_state.pop(ASKED, None)
        done(fill(N_("已立项:新建 {count} 个项目。"), count=len(made.made)), lambda: _back(run, made.id))
        st.rerun()


def _back(run: Run, id: str) -> None:
    store, community = run.house.store, run.sight.community
    item = next(item for item in scenarios(store, community) if item.id == id)
    store.perform(run.viewer, lambda tx: take_back(tx, community, id, item.version))


def _take_back(run: Run, item: Scenario) -> None:
    session.speak_again()
    attempt(lambda: _back(run, item.id), _(N_("已撤回立项:新建的项目已归档,日期已还原。")))


def _drop(run: Run, item: Scenario) -> None:
    session.speak_again()
    store, community = run.house.store, run.sight.community

    def put(archived: bool, version: int) -> Scenario:
        changed = replace(item, archived=archived, version=version)
        return store.perform(run.viewer, lambda tx: save_scenario(tx, community, changed))

    text = fill(N_("已删除方案“{name}”。"), name=item.name)
    attempt(lambda: put(True, item.version), text, lambda: put(False, item.version + 1))
