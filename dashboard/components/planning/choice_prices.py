"""Unit prices and seasons: tables to be edited, with sources, and the works that are left without a cost."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components import session
from dashboard.components.acts import attempt
from dashboard.components.change_list import change_table
from dashboard.components.kind_rules import kind_rules_editor
from dashboard.components.session import Run
from dashboard.components.values_editor import values_editor
from dashboard.services.markdown import plain
from dashboard.services.planning.plan_pool import Pool
from dashboard.services.planning.price_table import COLUMNS, prices_of, table_of
from dashboard.text import _, fill
from data.history import changes_of
from data.rights import reach
from data.unit_prices import save_prices, unit_prices
from data.work_kinds import work_kinds
from geo.cost import MISSING_TITLES, UnitPrice, check_prices
from geo.kind_rules import CLOSES, FROM_MONTH, TO_MONTH
from geo.rule_values import PLAN
from geo.words import N_

ROUND = "prices-round"


def prices_panel(run: Run, pool: Pool) -> None:
    """The table, what is wrong with it, and what it cannot price."""
    store, community = run.house.store, run.sight.community
    kinds = [kind for kind in work_kinds(store, community) if not kind.archived]
    now = unit_prices(store, community)
    if any(price.is_sample for price in now):
        st.warning(
            _(N_("标“示例”的单价是编造的,只为演示,不能作为依据。改成当地造价信息后,示例标记随之去掉。")),
            icon=":material/science:",
        )
    may = reach(run.role, "plan_renovations") == "all"
    titles = {key: _(title) for key, title in COLUMNS.items()}
    edited: Any = st.data_editor(
        table_of(kinds, now), key=f"prices-{st.session_state.get(ROUND, 0)}", hide_index=True, width="stretch",
        placeholder="",
        height=38 + 35 * len(kinds), disabled=["kind", "unit", "sample"] if may else True,
        column_order=["kind", "unit", "low", "high", "year", "sample", "source"],
        column_config={
            "kind": st.column_config.TextColumn(titles["kind"], width=112),
            "unit": st.column_config.TextColumn(titles["unit"], width=60),
            "low": st.column_config.NumberColumn(titles["low"], min_value=0, format="localized", width=85),
            "high": st.column_config.NumberColumn(titles["high"], min_value=0, format="localized", width=85),
            "year": st.column_config.NumberColumn(titles["year"], format="%d", step=1, width=72),
            "source": st.column_config.TextColumn(titles["source"], max_chars=120),
            "sample": st.column_config.TextColumn(titles["sample"], width=55),
        },
    )  # fmt: skip
    if may:
        _buttons(run, now, prices_of(edited, kinds, now))
    _without_cost(pool)
    _seasons(run)
    kept = changes_of(store, community, {"unit_price": [kind.id for kind in kinds]}, limit=30)
    if kept:
        with st.expander(_(N_("修改记录"))):
            change_table(kept)


def _buttons(run: Run, now: list[UnitPrice], wanted: list[UnitPrice]) -> None:
    changed = {item.kind: item for item in wanted} != {item.kind: item for item in now}
    problems = check_prices(wanted) if changed else []
    names = {kind.id: _(kind.title) for kind in work_kinds(run.house.store, run.sight.community)}
    for problem in problems:
        values = {**problem.values, "kind": names.get(str(problem.values.get("kind")), "")}
        (st.error if problem.severity == "error" else st.warning)(plain(fill(problem.message, **values)))
    broken = any(problem.severity == "error" for problem in problems)
    st.button(
        _(N_("保存单价")), key="prices-save", type="primary", icon=":material/check:", disabled=not changed or broken,
        on_click=_save, args=(run, now, wanted),
    )  # fmt: skip


def _save(run: Run, before: list[UnitPrice], wanted: list[UnitPrice]) -> None:
    session.speak_again()
    store, community = run.house.store, run.sight.community

    def write(table: list[UnitPrice]) -> None:
        store.perform(run.viewer, lambda tx: save_prices(tx, community, table))

    def back() -> None:
        version = {item.kind: item.version for item in unit_prices(store, community)}
        write([replace(item, version=version.get(item.kind, item.version)) for item in before])
        st.session_state[ROUND] = int(st.session_state.get(ROUND, 0)) + 1

    if attempt(lambda: write(wanted), _(N_("已保存单价,造价和方案随之更新。")), back):
        st.session_state[ROUND] = int(st.session_state.get(ROUND, 0)) + 1


def _seasons(run: Run) -> None:
    """When in a year works of each kind are planned, and what is renewed along with a road."""
    heading = _(N_("工期与合并"))
    st.markdown(f"**{heading}**")
    st.caption(_(N_("方案立项时按这里的月份定预计日期;比较方案时,封闭月数和冲突也按它推算。")))
    kind_rules_editor(run, "plan-kinds", (FROM_MONTH, TO_MONTH, CLOSES))
    values_editor(run, "plan", (PLAN,))


def _without_cost(pool: Pool) -> None:
    """Every work that has no cost, and why."""
    lost = pool.works[pool.works["missing"] != ""]
    if lost.empty:
        st.caption(_(N_("每项工程都算得出造价。")))
        return
    heading = fill(N_("算不出造价的工程:{count} 项"), count=len(lost))
    st.markdown(f"**{heading}**")
    rows = pd.DataFrame(
        {_(N_("工程")): lost["name"], _(N_("原因")): [_(MISSING_TITLES[word]) for word in lost["missing"]]}
    )
    st.dataframe(rows, hide_index=True, width="stretch", height=min(38 + 35 * len(rows), 280))
