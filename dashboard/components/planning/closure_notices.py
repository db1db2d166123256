"""The works notices on the screen: days and reason, the file to print, the texts to copy."""

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from dashboard.components.copy_text import copy_words
from dashboard.components.planning.analysis_piece import analysis_piece
from dashboard.components.planning.closure_state import FROM, NAME, SURE, TO, Closing
from dashboard.components.session import Run
from dashboard.services.planning.closure_notices import works_notices
from dashboard.services.planning.closure_page import Shut
from dashboard.services.planning.works_notice import WorksNotice, texts
from dashboard.services.projects.work_words import today
from dashboard.services.public.public_view import public_view
from dashboard.services.public.qr import public_base
from dashboard.services.sheets.board import notice_sheet
from dashboard.services.sheets.shared import in_language
from dashboard.text import _, fill
from geo.words import N_


def closure_notices(run: Run, now: Closing, found: Shut) -> None:
    """Dates and reason, then a notice per building: as a file to print, as text to copy."""
    _dates(now)
    start, end = st.session_state[FROM], st.session_state[TO]
    if not isinstance(start, date) or not isinstance(end, date) or end < start:
        st.error(_(N_("结束日期不能早于开始日期。")), icon=":material/error:")
        return
    made = _made(run, found, start, end)
    words = copy_words() | {
        "copy": _(N_("复制这份")), "copy_all": _(N_("复制全部 {count} 份")),
        "nobody": _(N_("没有楼栋受影响,不需要通知。")),
    }  # fmt: skip
    data = {"look": "notices", "notices": [{"text": notice.text()} for notice in made], "all": texts(made),
            "words": words}  # fmt: skip
    if made:
        _pdf(run, made)
    analysis_piece(run, "notices", data)


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
        icon=":material/download:", on_click="ignore", type="primary",
    )  # fmt: skip


def _made(run: Run, found: Shut, start: date, end: date) -> list[WorksNotice]:
    community = run.house.communities[run.sight.community]
    sure = bool(st.session_state.get(SURE))
    work = str(st.session_state.get(NAME) or "").strip() or _(N_("管网检修"))
    return works_notices(
        run.house.store, run.viewer, run.layers, found, community=community.name, work=work, days=(start, end),
        confirmed=(sure, sure), issued=today(), is_sample=community.is_sample,
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
