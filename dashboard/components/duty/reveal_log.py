"""The log of numbers that were looked at, data that was taken out and people who were erased."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta

import streamlit as st

from dashboard.components.session import Run
from dashboard.services.changes import SHOWN_IN
from dashboard.services.duty.person_card import names_of
from dashboard.services.projects.work_words import today
from dashboard.text import _, fill
from data.access import ROLE_BY_KEY
from data.privacy import ERASE, EXPORT, EXPORT_LIST, REVEAL, Reveal, reveals
from geo.words import N_

ACTION_TITLES = {
    REVEAL: N_("查看号码"),
    EXPORT: N_("导出某人的信息"),
    EXPORT_LIST: N_("导出完整号码"),
    ERASE: N_("删除个人信息"),
}
MOST = 1000
DAYS = 30


def reveal_log(run: Run) -> None:
    """Who looked most of late, and every line, the newest first."""
    lines = reveals(run.house.store, run.viewer, run.sight.community, limit=MOST)
    st.subheader(_(N_("号码查看记录")), anchor=False)
    st.caption(
        _(N_("谁在什么时候、为什么看过或导出过谁的完整手机号。只能追加,不能修改;记录里没有号码。时间为北京时间。"))
    )
    if not lines:
        st.info(_(N_("还没有人查看或导出过完整号码。")), icon=":material/visibility_off:")
        return
    since = today() - timedelta(days=DAYS)
    late = [line for line in lines if line.at.astimezone(SHOWN_IN).date() > since]
    for who, count in Counter(line.who for line in late).most_common(5):
        words = fill(N_("最近 {days} 天:{who} {count} 次"), days=DAYS, who=who, count=count)
        st.text(words)
    whose = st.text_input(
        _(N_("找")), key="reveals-find", placeholder=_(N_("操作者、姓名或原因…")), icon=":material/search:",
        label_visibility="collapsed", live="0.4s", max_chars=40,
    )  # fmt: skip
    names = names_of(run.house.store, run.viewer, run.sight.community)
    told = [_told(line, names) for line in lines]
    shown = [row for row in told if whose.strip().casefold() in " ".join(row).casefold()]
    st.caption(fill(N_("{count} 条"), count=f"{len(shown):,}"))
    heads = (N_("时间"), N_("操作者"), N_("角色"), N_("做了什么"), N_("谁的"), N_("原因"))
    st.dataframe({_(head): [row[i] for row in shown] for i, head in enumerate(heads)}, hide_index=True, key="reveals")
    if len(lines) == MOST:
        st.caption(fill(N_("只列出最近 {count} 条。"), count=MOST))


def _told(line: Reveal, names: Mapping[str, str]) -> tuple[str, ...]:
    role = ROLE_BY_KEY.get(line.viewer_role)
    return (
        f"{line.at.astimezone(SHOWN_IN):%Y-%m-%d %H:%M}",
        line.who,
        _(role.title) if role else line.viewer_role,
        _(ACTION_TITLES.get(line.action, line.action)),
        names.get(line.person, _(N_("已删除或已合并"))),
        line.reason,
    )
