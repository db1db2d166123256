"""Who changed what, when, from what to what."""

from collections.abc import Sequence

import streamlit as st

from dashboard.services.changes import rows_of
from dashboard.services.duty.duty_changes import DutyWords
from dashboard.services.recent_changes import recent_rows
from dashboard.text import _
from data.history import Change
from geo.words import N_


def change_lines(found: Sequence[Change]) -> None:
    """A few changes, one under the other, as plain text."""
    for row in rows_of(found):
        st.caption(row.when)
        st.text(f"{row.who} · {row.action}")
        for line in row.differences:
            st.text(line)


def change_table(found: Sequence[Change], duties: DutyWords | None = None) -> None:
    """Many changes as a table that can be sorted and searched; `duties` calls people and duties by name."""
    rows = recent_rows(found, duties)
    columns = {
        _(N_("时间")): [row.when for row in rows],
        _(N_("谁")): [row.who for row in rows],
        _(N_("对象")): [row.what for row in rows],
        _(N_("动作")): [row.action for row in rows],
        _(N_("变更前 → 变更后")): ["; ".join(row.differences) for row in rows],
    }
    st.dataframe(columns, hide_index=True, height=min(420, 38 + 35 * max(1, len(rows))))
