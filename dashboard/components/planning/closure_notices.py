"""The works notices on the screen: days, reason, what else stops; to be copied, printed, or published for residents."""

from datetime import date, timedelta
from functools import partial

import pandas as pd
import streamlit as st

from dashboard.components.acts import attempt
from dashboard.components.copy_text import copy_words
from dashboard.components.errors import told_fault
from dashboard.components.planning.analysis_piece import analysis_piece
from dashboard.components.planning.closure_state import ALSO, FROM, HOURS, NAME, SURE, TO, WHOM, Closing
from dashboard.components.session import Run
from dashboard.services.markdown import plain
from dashboard.services.planning.closure_notices import touched_by, works_notices
from dashboard.services.planning.closure_page import Shut
from dashboard.services.planning.works_notice import WorksNotice, span_of, texts
from dashboard.services.projects.work_words import today
from dashboard.services.public.public_stops import notice_title
from dashboard.services.public.public_view import public_view
from dashboard.services.public.qr import public_base
from dashboard.services.sheets.board import notice_sheet
from dashboard.text import _, fill, in_language
from data.records import new_id
from data.rights import reach
from data.stop_notices import publish_notice, stop_notices, withdraw_notice
from geo.stop_notice import LONGEST_HOURS, SERVICES, StopNotice, check_notice
from geo.words import N_


def closure_notices(run: Run, now: Closing, found: Shut) -> None:
    """What is asked for a notice, the notices as they will be read, and those that residents read now."""
    _dates(now)
    _ask(run, found)
    start, end = st.session_state[FROM], st.session_state[TO]
    if not isinstance(start, date) or not isinstance(end, date) or end < start:
        st.error(_(N_("结束日期不能早于开始日期。")), icon=":material/error:")
        return
    notice = _drawn_up(run, found, now.wanted.work, start, end)
    faults = check_notice(notice)
    for fault in faults if notice.touched else ():
        st.error(told_fault(fault), icon=":material/error:")
    if not faults or not notice.touched:
        _made(run, [] if faults else _told(run, notice), notice)
    _published(run)


def _told(run: Run, notice: StopNotice) -> list[WorksNotice]:
    name = run.house.communities[run.sight.community].name
    return works_notices(run.house.store, run.viewer, run.layers, notice, community=name, issued=today())


def _made(run: Run, made: list[WorksNotice], notice: StopNotice) -> None:
    """The notices: to publish, to print, to copy."""
    words = copy_words() | {
        "copy": _(N_("复制这份")), "copy_all": _(N_("复制全部 {count} 份")),
        "nobody": _(N_("没有楼栋受影响。要通知别的停供,请在上面选楼栋和停什么。")),
    }  # fmt: skip
    if made:
        _publish(run, notice)
        _pdf(run, made)
    data = {"look": "notices", "notices": [{"text": item.text()} for item in made], "all": texts(made), "words": words}
    analysis_piece(run, "notices", data)


def _ask(run: Run, found: Shut) -> None:
    """What the map cannot know: water, power, gas, parking; the hours; who else is told."""
    titles = {word: _(title) for word, title in SERVICES}
    st.pills(
        _(N_("还停什么")), list(titles), format_func=titles.__getitem__, key=ALSO, selection_mode="multi",
        help=_(N_("排水和道路由地图推算;停水、停电、停气和停车只有社区知道,勾选后写进通知。")),
    )  # fmt: skip
    st.text_input(_(N_("每天几点到几点")), key=HOURS, placeholder="8:00-17:00", max_chars=LONGEST_HOURS)
    buildings = run.layers["building"]
    rest = [str(id) for id in buildings.frame.index if str(id) not in found.affected]
    st.multiselect(
        _(N_("还通知哪些楼")), rest, format_func=buildings.title, key=WHOM,
        placeholder=fill(N_("已通知受影响的 {count} 栋"), count=len(found.affected)),
    )  # fmt: skip


def _drawn_up(run: Run, found: Shut, work: str, start: date, end: date) -> StopNotice:
    sure = bool(st.session_state.get(SURE))
    cause = str(st.session_state.get(NAME) or "").strip() or _(N_("管网检修"))
    return StopNotice(
        new_id("notice"), cause, start, end, sure, sure,
        touched_by(found, run.layers, st.session_state.get(WHOM) or ()),
        services=tuple(st.session_state.get(ALSO) or ()), hours=str(st.session_state.get(HOURS) or "").strip(),
        work=work, issued=today(), is_sample=run.house.communities[run.sight.community].is_sample,
    )  # fmt: skip


def _publish(run: Run, notice: StopNotice) -> None:
    """Put the notice where residents look: their page, and the deck of a meeting. Staff only."""
    if reach(run.role, "publish_notices") != "all":
        st.caption(_(N_("公示到居民页由社区工作人员操作。")))
        return
    words = N_("公示到居民页({count} 栋)")
    st.button(
        fill(words, count=len(notice.touched)), key="closure-publish", icon=":material/campaign:", type="primary",
        on_click=_put_up, args=(run, notice),
    )  # fmt: skip


def _put_up(run: Run, notice: StopNotice) -> None:
    store, community, viewer = run.house.store, run.sight.community, run.viewer
    text = fill(
        N_("已公示:{what},{count} 栋楼的居民页上看得到。"), what=notice_title(notice), count=len(notice.touched)
    )
    attempt(
        lambda: store.perform(viewer, lambda tx: publish_notice(tx, community, notice)), text,
        lambda: store.perform(viewer, lambda tx: withdraw_notice(tx, community, notice.id)),
    )  # fmt: skip


def _pdf(run: Run, made: list[WorksNotice]) -> None:
    """All notices in one file, a page for each building, with a code that opens the building's page."""
    store, community = run.house.store, run.sight.community
    base = public_base(run.house.settings, st.context.url or "")
    large = st.toggle(_(N_("大字版(16 磅)")), key="closure-large")

    def printed() -> bytes:
        return notice_sheet(public_view(store, community), made, base, large=large).printed().content

    language = run.sight.lang
    st.download_button(
        fill(N_("下载 PDF(每栋一页,共 {count} 页)"), count=len(made)), lambda: in_language(language, printed),
        file_name=f"{made[0].title} {made[0].start.isoformat()}.pdf", mime="application/pdf", key="closure-pdf",
        icon=":material/download:", on_click="ignore",
    )  # fmt: skip


def _dates(now: Closing) -> None:
    """Days and title, from the work where there is one; an estimated day stays one until somebody confirms it."""
    start, end, sure, name = today() + timedelta(days=7), today() + timedelta(days=9), False, ""
    if now.wanted.work:
        row = now.view.works.loc[now.wanted.work]
        start = start if pd.isna(row["start_day"]) else row["start_day"].date()
        end = max(start, end if pd.isna(row["end_day"]) else row["end_day"].date())
        sure, name = bool(row["start_confirmed"] and row["end_confirmed"]), str(row["name"])
    for key, value in ((FROM, start), (TO, end), (SURE, sure), (NAME, name)):
        st.session_state.setdefault(key, value)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.date_input(_(N_("从")), key=FROM, format="YYYY-MM-DD", width=140)
        st.date_input(_(N_("到")), key=TO, format="YYYY-MM-DD", width=140)
        st.toggle(_(N_("日期已确认")), key=SURE)
    st.text_input(_(N_("因何施工")), key=NAME, placeholder=_(N_("例如:检查井清淤")))


def _published(run: Run) -> None:
    """What residents read now, each with a way to take it down."""
    shown = stop_notices(run.house.store, run.sight.community, since=today())
    if not shown:
        return
    title = _(N_("居民页上的通知"))
    st.markdown(f"**{title}**")
    may = reach(run.role, "publish_notices") == "all"
    for item in shown:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            count = fill(N_("{count} 栋"), count=len(item.touched))
            st.markdown(plain(f"{notice_title(item)} · {span_of(item)} · {count} · {item.cause}"))
            if may:
                st.button(
                    _(N_("撤下")), key=f"closure-down-{item.id}", icon=":material/visibility_off:", type="tertiary",
                    on_click=partial(_take_down, run, item),
                )  # fmt: skip


def _take_down(run: Run, item: StopNotice) -> None:
    store, community, viewer = run.house.store, run.sight.community, run.viewer
    text = _(N_("已撤下,居民页上不再显示。"))
    attempt(
        lambda: store.perform(viewer, lambda tx: withdraw_notice(tx, community, item.id)), text,
        lambda: store.perform(viewer, lambda tx: withdraw_notice(tx, community, item.id, back=True)),
    )  # fmt: skip
