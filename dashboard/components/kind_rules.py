"""The rules that every kind of work has for itself, as one table: a row for each kind, a column for each rule."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.session import Run
from dashboard.components.values_editor import save_buttons, slot_of
from dashboard.text import _
from data.rights import reach
from data.rule_values import kept_values, rule_values
from data.work_kinds import work_kinds
from geo.kind_rules import KindRule
from geo.words import N_

NUMBER, FLAG = 95, 85
"""Widths of columns in pixels: all fit beside the map of a laptop."""


def kind_rules_editor(run: Run, key: str, rules: Sequence[KindRule]) -> None:
    """The table of some rules; only those who plan may change it. What each means stands one hover away."""
    store, community = run.house.store, run.sight.community
    kinds = {kind.id: _(kind.title) for kind in work_kinds(store, community) if not kind.archived}
    now, kept = rule_values(store, community), kept_values(store, community)
    columns = {rule.key: [now.get(rule.name(kind), rule.usual_of(kind)) for kind in kinds] for rule in rules}
    table = pd.DataFrame({"kind": list(kinds.values()), **columns}, index=list(kinds))
    table = table.astype({rule.key: bool if rule.flag else int if rule.whole else float for rule in rules})
    may = reach(run.role, "plan_renovations") == "all"
    edited: Any = st.data_editor(
        table, key=slot_of(key), hide_index=True, width="stretch", height=38 + 35 * len(table),
        disabled=["kind"] if may else True,
        column_config={"kind": st.column_config.TextColumn(_(N_("工程类型")), width=165),
                       **{rule.key: _column(rule) for rule in rules}},
    )  # fmt: skip
    if not may:
        return
    changed = {
        rule.name(str(kind)): float(edited.at[kind, rule.key])
        for rule in rules
        for kind in table.index
        if pd.notna(edited.at[kind, rule.key]) and edited.at[kind, rule.key] != table.at[kind, rule.key]
    }
    usual = {rule.name(kind): rule.usual_of(kind) for rule in rules for kind in kinds}
    save_buttons(run, key, changed, {name: number for name, number in usual.items() if name in kept})


def _column(rule: KindRule) -> Any:
    title = f"{_(rule.title)} {_(rule.unit)}".strip() if rule.unit else _(rule.title)
    told = f"{_(rule.hint)} · {_(rule.source)}"
    if rule.flag:
        return st.column_config.CheckboxColumn(title, help=told, width=FLAG)
    return st.column_config.NumberColumn(
        title, help=told, min_value=rule.low, max_value=rule.high, step=1 if rule.whole else None,
        format="%d" if rule.whole else "%.4g", width=NUMBER,
    )  # fmt: skip
