"""The numbers of the planning rules on the screen: value, unit, bounds and source; changed, kept, put back."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.acts import attempt
from dashboard.components.session import Run
from dashboard.services.markdown import plain
from dashboard.text import _, fill
from data.rights import reach
from data.rule_values import kept_values, rule_values, save_rule_values
from geo.rule_values import RULE_VALUE_BY_KEY, of_group, rule_value_of
from geo.words import N_

ROUND = "values-round"


def values_editor(run: Run, key: str, groups: Sequence[str]) -> None:
    """A table of the numbers of these groups; only those who plan may change them."""
    store, community = run.house.store, run.sight.community
    items, now, kept = of_group(groups), rule_values(store, community), kept_values(store, community)
    may = reach(run.role, "plan_renovations") == "all"
    names, unit, value, bounds, source = (_(word) for word in COLUMNS)
    table = pd.DataFrame(
        {
            names: [f"{_(item.title)} {_(item.of)}".strip() for item in items],
            value: [now[item.key] for item in items],
            unit: [_(item.unit) for item in items],
            source: [
                _(item.source) if item.key not in kept else _changed(kept[item.key], item.value) for item in items
            ],
            bounds: [f"{item.low:g}-{item.high:g}" for item in items],
        }
    )
    edited: Any = st.data_editor(
        table, key=slot_of(key), hide_index=True, width="stretch", height=min(38 + 35 * len(items), 430),
        disabled=[names, unit, bounds, source] if may else True,
        column_config={value: st.column_config.NumberColumn(format="%.6g", width=80),
                       unit: st.column_config.Column(width=70)},
    )  # fmt: skip
    if not may:
        return
    changed = {
        item.key: float(number)
        for item, number in zip(items, edited[value], strict=True)
        if pd.notna(number) and float(number) != now[item.key]
    }
    own = {item.key: RULE_VALUE_BY_KEY[item.key].value for item in items if item.key in kept}
    save_buttons(run, key, changed, own)


def save_buttons(run: Run, key: str, changed: dict[str, float], own: dict[str, float]) -> None:
    """Keep what was changed in a table, or put back what the community has of its `own` (key → the usual number)."""
    with st.container(horizontal=True, gap="small"):
        st.button(
            fill(N_("保存 {count} 处修改"), count=len(changed)) if changed else _(N_("保存修改")),
            key=f"{key}-values-save", type="primary", disabled=not changed, on_click=_save, args=(run, key, changed),
        )  # fmt: skip
        st.button(
            _(N_("恢复常用值")), key=f"{key}-values-reset", type="tertiary", icon=":material/restart_alt:",
            disabled=not own, on_click=_save, args=(run, key, own),
        )  # fmt: skip


COLUMNS = (N_("参数"), N_("计量单位"), N_("取值"), N_("可取范围"), N_("来源"))
"""In the order in which they are unpacked; the table shows value and source first."""


def slot_of(key: str) -> str:
    """The key of a table: a new one after its own save, so that it starts from what is kept."""
    return f"values-{key}-{st.session_state.get(f'{ROUND}-{key}', 0)}"


def _changed(item: Any, usual: float) -> str:
    return fill(N_("本社区修改({who}),常用值 {usual}"), who=plain(item.updated_by), usual=f"{usual:g}")


def _save(run: Run, key: str, changed: dict[str, float]) -> None:
    store, community = run.house.store, run.sight.community
    now = rule_values(store, community)
    before = {name: now.get(name, item.value) for name in changed if (item := rule_value_of(name))}

    def write(values: dict[str, float]) -> None:
        with store.write(run.viewer) as tx:
            save_rule_values(tx, community, values)

    text = fill(N_("已保存 {count} 个参数。"), count=len(changed))
    if attempt(lambda: write(changed), text, lambda: write(before)):
        st.session_state[f"{ROUND}-{key}"] = int(st.session_state.get(f"{ROUND}-{key}", 0)) + 1
