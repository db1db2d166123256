"""Which column of the file feeds which field, what is the same for all rows, what may stay empty."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.services.importing.upload import Upload
from dashboard.services.markdown import plain
from dashboard.text import _, fill
from geo.exchange.mapping import match_columns
from geo.layers import LayerType
from geo.words import N_

NO_COLUMN = "—"
ATTRIBUTES = {"name": N_("名称"), "code": N_("部件编码"), "parent": N_("所属对象")}


def import_fields(
    upload: Upload, table: str, layer: LayerType, slot: str
) -> tuple[dict[str, str], dict[str, str], tuple[str, ...]]:
    """(column by field, value by field, fields that may be empty): only what differs from the names that match."""
    columns = upload.columns(table)
    matched = match_columns(columns, layer, {}).sources
    titles = ATTRIBUTES | {item.key: item.title for item in layer.fields}
    if not layer.parent:
        titles.pop("parent")
    needed = {item.key for item in layer.fields if item.required} | ({"parent"} if layer.parent else set())
    keys = list(titles)
    field, source, same, empty = _(N_("字段")), _(N_("取自列")), _(N_("统一填")), _(N_("可留空"))
    frame = pd.DataFrame(
        {
            field: [f"{_(titles[key])}{' *' if key in needed else ''}" for key in keys],
            source: [matched.get(key, NO_COLUMN) for key in keys], same: [""] * len(keys), empty: [False] * len(keys),
        }
    )  # fmt: skip
    missing = [key for key in needed if key not in matched]
    head = fill(N_("字段对照({matched} / {all} 个字段已对上)"), matched=len(matched), all=len(keys))
    with st.expander(head, expanded=bool(missing)):
        edited: Any = st.data_editor(
            frame, hide_index=True, width="stretch", key=f"import-fields-{slot}-{table}-{layer.key}",
            disabled=[field], height=min(38 + 35 * len(keys), 420),
            column_config={field: st.column_config.Column(width=120),
                           source: st.column_config.SelectboxColumn(options=[NO_COLUMN, *columns], width=130),
                           same: st.column_config.TextColumn(max_chars=200, width=110),
                           empty: st.column_config.CheckboxColumn(width=70)},
        )  # fmt: skip
        st.caption(plain(_(N_("* 必填。没有用到的列按原名留存;选项可以填中文名或代号。"))))
    return told_of(edited, keys, matched, source, same, empty)


def told_of(
    edited: Any, keys: Sequence[str], matched: Mapping[str, str], source: str, same: str, empty: str
) -> tuple[dict[str, str], dict[str, str], tuple[str, ...]]:
    """What the edited table wants beyond the names that match; `source`, `same` and `empty` are its columns."""
    fields, constants = {}, {}
    for key, column, value in zip(keys, edited[source], edited[same], strict=True):
        column = "" if pd.isna(column) or column == NO_COLUMN else str(column)  # an emptied cell comes as None
        if column != matched.get(key, ""):
            fields[key] = column
        if not pd.isna(value) and str(value).strip():
            constants[key] = str(value).strip()
    without = tuple(key for key, may in zip(keys, edited[empty], strict=True) if may)
    return fields, constants, without
