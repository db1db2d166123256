"""If this is shut or dug, on the screen: choose it, see whom it touches and how they walk, take the notices along."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd
import shapely
import streamlit as st

from dashboard.components import session
from dashboard.components.acts import say_done
from dashboard.components.copy_text import copy_words
from dashboard.components.errors import told_fault
from dashboard.components.map.map_view import map_view
from dashboard.components.planning.analysis_piece import Told, analysis_piece
from dashboard.components.session import Run
from dashboard.drawing.map_tool import Tool
from dashboard.services.map.map_messages import Drawn, Picked
from dashboard.services.markdown import plain
from dashboard.services.planning.closure_page import (
    Shut,
    Wanted,
    closure_figures,
    closure_rows,
    closure_sketches,
    shut,
    works_notices,
)
from dashboard.services.planning.pipe_network import drainage
from dashboard.services.planning.works_notice import WorksNotice, texts
from dashboard.services.projects.work_words import today, view_of
from dashboard.services.public.public_view import public_view
from dashboard.services.public.qr import public_base
from dashboard.services.sheets.board import notice_sheet
from dashboard.services.sheets.shared import in_language
from dashboard.text import _, fill
from data.rule_values import rule_values
from data.work_frames import WorkView
from geo.layers import LAYER_BY_KEY
from geo.words import N_

PICK, DRAW, WORK = "pick", "draw", "work"
HOW = {PICK: N_("点选管道、道路"), DRAW: N_("画一片范围"), WORK: N_("选一项工程")}
EFFECT, NOTICE = "effect", "notice"
MAP_LAYERS = ("context", "compound", "building", "road", "garden", "facility")
MAP_TO_SIDE = (62, 38)
ITEMS, AREA, COUNT, DIG = "closure-items", "closure-area", "closure-n", "closure-dig"
FROM, TO, SURE, NAME = "closure-from", "closure-to", "closure-sure", "closure-name"


@dataclass(frozen=True)
class Closing:
    """What one run of the page works with."""

    view: WorkView
    how: str
    wanted: Wanted
    found: Shut | None
    tool: Tool | None
    tab: str
    on: str


def shut_here(items: tuple[tuple[str, str], ...]) -> None:
    """Open the page with these pipes and roads chosen. For callbacks of other pages."""
    st.session_state[ITEMS] = items
    st.session_state[AREA] = ""
    st.session_state[COUNT] = int(st.session_state.get(COUNT, 0)) + 1
    session.go("closure", do="", show="", selected="", way="", meeting="", job="", place="")


def closing(run: Run) -> Closing:
    """Read the address, the session and what the map reported; compute the effect."""
    how = run.sight.word("do")
    how = how if how in HOW else WORK if run.sight.word("job") else PICK
    _hear_map(how)
    st.session_state.setdefault(COUNT, 1)
    view = view_of(run.house.store, run.sight.community, run.role)
    items = tuple(st.session_state.get(ITEMS, ())) if how == PICK else ()
    area = shapely.from_wkt(st.session_state[AREA]) if how == DRAW and st.session_state.get(AREA) else None
    job = run.sight.word("job")
    work = job if how == WORK and job in view.works.index else ""
    wanted = Wanted(
        tuple(id for layer, id in items if layer == "pipe"), tuple(id for layer, id in items if layer == "road"), area,
        work, bool(st.session_state.get(DIG, True)),
    )  # fmt: skip
    water = drainage(run.layers, rule_values(run.house.store, run.sight.community))
    found = None if wanted.nothing else shut(run.layers, water, view, wanted)
    tab = NOTICE if run.sight.word("show") == NOTICE else EFFECT
    on = run.sight.word("place").partition(":")[2]
    return Closing(view, how, wanted, found, _tool(how, items, area), tab, on)


def _hear_map(how: str) -> None:
    message = session.heard_tool()
    if isinstance(message, Picked) and how == PICK:
        st.session_state[ITEMS] = tuple(item for item in message.items if item[0] in ("pipe", "road"))
    elif isinstance(message, Drawn) and how == DRAW:
        shape = message.geometry
        st.session_state[AREA] = shapely.to_wkt(shape, rounding_precision=9) if shape is not None else ""


def _tool(how: str, items: tuple[tuple[str, str], ...], area: Any) -> Tool | None:
    n = int(st.session_state[COUNT])
    if how == PICK:
        return Tool("pick", layers=("pipe", "road"), picked=items, n=n)
    return Tool("draw", geometry="area", drawn=area, n=n) if how == DRAW else None


def closure_bar(run: Run, now: Closing) -> None:
    """How to choose, then the switches."""
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="small"):
        titles = {word: _(title) for word, title in HOW.items()}
        st.session_state["closure-how"] = now.how
        st.segmented_control(
            _(N_("怎样选")), list(titles), format_func=titles.__getitem__, key="closure-how", required=True,
            label_visibility="collapsed", on_change=_change_how,
        )  # fmt: skip


def _change_how() -> None:
    st.session_state[COUNT] = int(st.session_state.get(COUNT, 0)) + 1
    session.change(do=str(st.session_state["closure-how"] or PICK), place="", selected="")


def closure_stage(run: Run, now: Closing) -> None:
    """The map with what is shut; beside it the choice, the effect and the notices."""
    with st.container(key="analysis-stage"):
        place, side = st.columns(MAP_TO_SIDE, gap="small")
        with side, st.container(key="analysis-side", gap="small"):
            say_done()
            _choice(run, now)
            if now.found is not None:
                _dates(run, now)
                _tabs(now)
                if now.tab == NOTICE:
                    _notices(run, now, now.found)
                else:
                    _effect(run, now, now.found)
        with place:
            more = ("pipe", "manhole", "outfall") if now.how == PICK or now.wanted.pipes else ()
            near = now.how == WORK
            sketches = closure_sketches(now.found, run.layers, now.on, near=near) if now.found is not None else ()
            only = (*MAP_LAYERS, *more, *(("work",) if now.how == WORK else ()))
            works = (now.wanted.work,) if now.wanted.work else ()
            map_view(run, only=only, theme="none", tool=now.tool, sketches=sketches, works=works)


def _choice(run: Run, now: Closing) -> None:
    if now.how == WORK:
        names = {str(id): str(name) for id, name in now.view.works["name"].items()
                 if str(now.view.works.at[id, "status"]) not in ("completed", "accepted")}  # fmt: skip
        if now.wanted.work:
            names.setdefault(now.wanted.work, str(now.view.works.at[now.wanted.work, "name"]))
        st.session_state["closure-work"] = now.wanted.work or None
        st.selectbox(
            _(N_("哪项工程")), list(names), format_func=names.__getitem__, key="closure-work",
            placeholder=_(N_("未完工的工程")), on_change=_choose_work,
        )  # fmt: skip
        return
    if now.wanted.nothing:
        words = N_("在地图上点要关停的管道或封闭的道路,可以选多段,也可以圈选。") if now.how == PICK else N_(
            "在地图上点出要封闭的范围,双击结束。"
        )  # fmt: skip
        st.info(_(words), icon=":material/ads_click:")
        return
    if now.how == PICK:
        told = []
        for layer, ids in (("pipe", now.wanted.pipes), ("road", now.wanted.roads)):
            if ids:
                told.append(fill(N_("{kind} {count} 段"), kind=_(LAYER_BY_KEY[layer].title), count=len(ids)))
        st.markdown(f"**{plain(' · '.join(told))}**")
        if now.wanted.pipes:
            st.toggle(_(N_("开挖管道上方的地面")), value=True, key=DIG)


def _choose_work() -> None:
    id = str(st.session_state["closure-work"] or "")
    for key in (FROM, TO, SURE, NAME):
        st.session_state.pop(key, None)
    session.change(job=id, place="", selected="")
    st.session_state[session.FLY] = st.session_state.get(session.FLY, 0) + 1


def _dates(run: Run, now: Closing) -> None:
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


def _tabs(now: Closing) -> None:
    titles = {EFFECT: _(N_("影响谁")), NOTICE: _(N_("通知"))}
    st.session_state["closure-tab"] = now.tab
    st.segmented_control(
        _(N_("看什么")), list(titles), format_func=titles.__getitem__, key="closure-tab", required=True,
        label_visibility="collapsed", width="stretch",
        on_change=lambda: session.change(show=NOTICE if st.session_state["closure-tab"] == NOTICE else ""),
    )  # fmt: skip


def _effect(run: Run, now: Closing, found: Shut) -> None:
    data = {
        "look": "closure", "figures": closure_figures(found, run.layers),
        "rows": closure_rows(found, run.layers, now.on), "warnings": [told_fault(item) for item in found.problems],
        "words": {"nobody": _(N_("没有楼栋受影响:都还走得到出入口,排水也有别的去路。"))},
    }  # fmt: skip
    analysis_piece(run, "closure", data, _hear)


def _hear(told: Told) -> None:
    if told.get("message") == "house":
        id = str(told.get("id", ""))
        session.change(place=f"building:{id}" if id else "", selected="")
        st.session_state[session.FLY] = st.session_state.get(session.FLY, 0) + 1


def _notices(run: Run, now: Closing, found: Shut) -> None:
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
