"""The accounts as a table to choose from, and the log of what happened to them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zlib import crc32
from zoneinfo import ZoneInfo

import streamlit as st
from streamlit.elements.arrow import DataframeStateInput

from dashboard.components.session import Run
from dashboard.services.access.accounts import holders_of, places_held
from dashboard.services.projects.work_words import today
from dashboard.text import _, fill
from data.access import ROLE_BY_KEY
from data.account_log import ACTION_TITLES, account_log, refused_lately
from data.accounts import LOCAL_ROLES, Account, accounts
from data.refusals import TITLES
from geo.words import N_

ZONE = ZoneInfo("Asia/Shanghai")
RECENT, PICKED = 100, "account-picked"


def account_list(run: Run) -> Account | None:
    """Every account with role, place and when it was last seen; the one that was chosen."""
    found = accounts(run.house.store, run.viewer)
    st.subheader(_(N_("账户")), anchor=False)
    if run.identity.is_local:
        st.caption(
            _(
                N_(
                    "现在没有账户,坐在这台电脑前的人就是管理员。建立第一个账户(管理员)后,所有人都要登录,包括在这台电脑上。"
                )
            )
        )
    if not found:
        return None
    held = places_held(run.house.store, found, today())
    rows = {
        _(N_("账户名")): [item.name for item in found],
        _(N_("角色")): [_(ROLE_BY_KEY[item.role].title) for item in found],
        _(N_("范围")): [_where(run, item, held.get(item.id, ())) for item in found],
        _(N_("人员")): [holders_of(run.house.store, run.viewer, item) for item in found],
        _(N_("最近使用")): [_moment(item.seen_at) if item.seen_at else "—" for item in found],
        _(N_("状态")): [_(N_("已停用")) if item.disabled else _(N_("启用")) for item in found],
    }
    st.caption(fill(N_("共 {count} 个账户;点选一行以修改。"), count=len(found)))
    return _picked(rows, {item.id: item for item in found})


def _picked(rows: Mapping[str, Sequence[str]], found: Mapping[str, Account]) -> Account | None:
    """The account that was clicked on. It stays the chosen one when the list grows above it in another's hands."""
    ids = list(found)
    table = f"accounts-{crc32(' '.join(ids).encode())}"
    seen, id = st.session_state.get(PICKED, ("", ""))
    kept: DataframeStateInput | None = (
        {"selection": {"rows": [ids.index(id)], "columns": [], "cells": []}} if seen != table and id in found else None
    )
    event = st.dataframe(
        rows, hide_index=True, on_select="rerun", selection_mode="single-row", selection_default=kept, key=table
    )
    picked = event["selection"]["rows"]
    st.session_state[PICKED] = (table, ids[picked[0]] if picked else "")
    return found[ids[picked[0]]] if picked else None


def log_section(run: Run) -> None:
    """What happened lately: logins, failures, changes."""
    lines = account_log(run.house.store, run.viewer, limit=RECENT)
    if not lines:
        return
    st.subheader(_(N_("账户日志")), anchor=False)
    st.caption(fill(N_("最近 {count} 条,不可修改;时间为北京时间。"), count=len(lines)))
    rows = {
        _(N_("时间")): [_moment(line.at) for line in lines],
        _(N_("操作者")): [line.who for line in lines],
        _(N_("账户名")): [line.account or "—" for line in lines],
        _(N_("事件")): [_(ACTION_TITLES.get(line.action, line.action)) for line in lines],
    }
    st.dataframe(rows, hide_index=True)


def refusals_section(run: Run) -> None:
    """What this server refused since it began: whoever knocks at a door that is not theirs is seen here."""
    lines = refused_lately(run.viewer)
    if not lines:
        return
    st.subheader(_(N_("被拒绝的尝试")), anchor=False)
    st.caption(_(N_("服务启动以来,同样的只列一行;全部见服务器日志。偶尔几次多半是误点或登录过期,成百上千次请查一查。")))
    rows = {
        _(N_("最近一次")): [_moment(line.at) for line in lines],
        _(N_("次数")): [line.count for line in lines],
        _(N_("规则")): [_(TITLES[line.kind]) for line in lines],
        _(N_("谁")): [line.who or "—" for line in lines],
        _(N_("详情")): [_(line.what) or "—" for line in lines],
    }
    st.dataframe(rows, hide_index=True, key="refusals")


def _where(run: Run, item: Account, held: tuple[str, ...]) -> str:
    """The community, and of roles that reach no further, the places of the day."""
    community = run.house.communities[item.community].name if item.community in run.house.communities else ""
    places = (_(N_("、")).join(held) or _(N_("今天没有负责的地点"))) if item.role in LOCAL_ROLES else ""
    return " · ".join(filter(None, (community or _(N_("全部社区")), places)))


def _moment(at: datetime) -> str:
    return str(at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M"))
