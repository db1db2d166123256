"""Tracing the pipes on the screen: the map, the faults first, the trace and whom it concerns, the profile below."""

from dataclasses import dataclass

import streamlit as st

from dashboard.components import session
from dashboard.components.acts import say_done
from dashboard.components.map.map_view import map_view
from dashboard.components.planning.analysis_piece import Told, analysis_piece
from dashboard.components.planning.closure_state import shut_here
from dashboard.components.session import Run
from dashboard.components.values_editor import values_editor
from dashboard.drawing.sketch import Sketch
from dashboard.services.markdown import plain
from dashboard.services.planning.pipe_faults import count_words, fault_groups, fault_marks, faults_on, settings_words
from dashboard.services.planning.pipe_network import Drainage, drainage
from dashboard.services.planning.pipe_trace import (
    MOST_BUILDINGS,
    OUT,
    TRACED,
    UP,
    WAYS,
    Traced,
    building_rows,
    map_trace,
    trace_rows,
    traced,
)
from dashboard.services.planning.pipe_words import FORMULAS, load_rows, profile_words
from dashboard.services.projects.work_words import today
from dashboard.text import _, fill
from data.rule_values import rule_values
from geo.layers import LAYER_BY_KEY
from geo.rule_values import FLOW, NETWORK, SEWER
from geo.words import N_

FAULTS, TRACE, VALUES = "faults", "trace", "values"
MAP_LAYERS = ("context", "compound", "building", "road", "garden", "pipe", "manhole", "outfall", "gully")
MAP_TO_SIDE = (66, 34)
FIT = "trace-fit"


@dataclass(frozen=True)
class Tracing:
    """What one run of the page works with: the drainage, the feature asked about, the way, what was found."""

    water: Drainage | None
    start: tuple[str, str] | None
    way: str
    found: Traced | None
    tab: str


def tracing(run: Run) -> Tracing:
    """Read the address: what is selected, which way, whether missing levels are to be filled in."""
    values = rule_values(run.house.store, run.sight.community)
    water = drainage(run.layers, values, filled=run.sight.word("fill") == "1")
    start = run.sight.selected if run.sight.selected and run.sight.selected[0] in TRACED else None
    way = run.sight.word("way")
    if way not in [word for word, *_more in WAYS]:
        way = OUT if start and start[0] == "building" else UP
    found = traced(water, *start, way) if water and start else None
    tab = run.sight.word("show")
    if tab not in (FAULTS, TRACE, VALUES):
        tab = TRACE if start else FAULTS
    return Tracing(water, start, way, found, tab)


def pipes_bar(run: Run, now: Tracing) -> None:
    """What is asked about, the three directions with their keys."""
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(key="trace-start-set" if now.start else "trace-start", width="content"):
            st.markdown(f"**{_start_title(run, now)}**", width="content")
        with st.container(key="trace-ways", horizontal=True, gap="small", width="content"):
            for word, title, icon, key in WAYS:
                st.button(
                    _(title), key=f"way-{word}", icon=f":material/{icon}:", shortcut=key,
                    type="primary" if now.found and now.way == word else "secondary", disabled=now.start is None,
                    on_click=_go, args=(word,),
                )  # fmt: skip
            if now.start:
                st.button(
                    _(N_("清除")), key="way-clear", icon=":material/close:", type="tertiary",
                    on_click=session.change, kwargs={"selected": "", "way": "", "show": ""},
                )  # fmt: skip


def _go(way: str) -> None:
    st.session_state[FIT] = int(st.session_state.get(FIT, 0)) + 1
    session.change(way=way, show="")


def _start_title(run: Run, now: Tracing) -> str:
    if now.start is None:
        return _(N_("点选检查井、管道或楼栋"))
    layer, id = now.start
    title = run.layers[layer].title(id)
    return plain(f"{title} {id}" if layer == "pipe" else f"{_(LAYER_BY_KEY[layer].title)} {title}")


def pipes_stage(run: Run, now: Tracing) -> None:
    """The map over the profile, and beside them faults, trace or figures."""
    with st.container(key="analysis-stage"):
        place, side = st.columns(MAP_TO_SIDE, gap="small")
        with side, st.container(key="analysis-side", gap="small"):
            say_done()
            if now.water is None:
                st.info(_(N_("还没有管线数据。导入管线、检查井和排放口图层后即可追溯。")), icon=":material/water_drop:")
            else:
                _tabs(now, now.water)
                {FAULTS: _faults, TRACE: _trace, VALUES: _values}[now.tab](run, now, now.water)
        with place:
            _map(run, now)
            if now.water and now.found:
                _profile(run, now, now.water, now.found)


def _map(run: Run, now: Tracing) -> None:
    marks: tuple[Sketch, ...] = ()
    trace = None
    if now.water:
        faults = list(now.water.faults)
        if now.found and now.tab != FAULTS:
            faults = faults_on(faults, now.found.pipes, now.found.nodes)
        marks = fault_marks(faults)
        trace = map_trace(now.water, now.found, int(st.session_state.get(FIT, 0)) + 1) if now.found else None
    map_view(run, only=MAP_LAYERS, theme="none", sketches=marks, trace=trace)


def _tabs(now: Tracing, water: Drainage) -> None:
    grave = [fault for fault in water.faults if fault.severity != "note"]
    titles = {
        FAULTS: fill(N_("管网问题 {count}"), count=len(grave)), TRACE: _(N_("追溯结果")), VALUES: _(N_("公式与参数")),
    }  # fmt: skip
    st.session_state["pipes-tab"] = now.tab
    st.segmented_control(
        _(N_("看什么")), list(titles), format_func=titles.__getitem__, key="pipes-tab", required=True,
        label_visibility="collapsed", width="stretch",
        on_change=lambda: session.change(show=st.session_state["pipes-tab"] or ""),
    )  # fmt: skip


def _faults(run: Run, now: Tracing, water: Drainage) -> None:
    on = ":".join(now.start) if now.start else ""
    words = {"nothing": _(N_("没有发现断点、倒坡、错接和超限。")), "settings": settings_words(water)}
    data = {"look": "faults", "groups": fault_groups(water.faults, on), "words": words}
    if not water.faults:
        data["words"]["nothing"] = f"{words['nothing']} {words['settings']}"  # type: ignore[index]
    analysis_piece(run, "pipe-faults", data, lambda told: _hear(run, told, tab=FAULTS))


def _trace(run: Run, now: Tracing, water: Drainage) -> None:
    if now.start is None:
        st.info(
            _(N_("在地图上点一个检查井、一段管道或一栋楼,也可以用地图上的搜索框按编号找。")),
            icon=":material/ads_click:",
        )  # fmt: skip
        return
    if now.found is None:
        st.info(_(N_("这个对象没有接入管网,无法追溯。请看“管网问题”。")), icon=":material/link_off:")
        return
    met = faults_on(water.faults, now.found.pipes, now.found.nodes)
    words = {
        "leaves": _(N_("流向:")), "comma": _(N_("、")), "buildings": _(N_("经此排水的楼栋")),
        "nobody": _(N_("暂无楼栋长")), "loads": _(N_("过流能力")),
    }  # fmt: skip
    count = len(now.found.above.buildings)
    shown = (
        f"{count}" if count <= MOST_BUILDINGS else fill(N_("前 {shown} / {count}"), shown=MOST_BUILDINGS, count=count)
    )
    told = fill(N_("这次追溯经过 {count} 处管网问题({words}),结果请核对。"), count=len(met), words=count_words(met))
    data = trace_rows(water, now.found, run.layers) | {
        "look": "traced", "words": words, "title": _traced_title(run, now), "buildings_count": shown,
        "over_faults": told if met else "",
        "buildings": building_rows(run.house.store, run.viewer, run.layers, water, now.found, today()),
        "loads": load_rows(water, now.found),
    }  # fmt: skip
    analysis_piece(run, "pipe-trace", data, lambda told: _hear(run, told, tab=""))
    _filling(now, water)
    st.button(
        _(N_("如果关停这里:影响谁、发通知")), key="pipes-shut", icon=":material/block:", on_click=shut_here,
        args=(_shut_items(now.start, water),),
    )  # fmt: skip


def _traced_title(run: Run, now: Tracing) -> str:
    """What was asked about, for those whose bar has no room to say it."""
    way = next(title for word, title, *_rest in WAYS if word == now.way)
    return f"{_start_title(run, now)} · {_(way)}"


def _shut_items(start: tuple[str, str], water: Drainage) -> tuple[tuple[str, str], ...]:
    """The pipe itself, or those that lead away from the place."""
    layer, id = start
    if layer == "pipe":
        return (start,)
    own = {id} if layer != "building" else set(water.drains.loc[water.drains["building"] == id, "node"])
    leaving = water.network.pipes.index[water.network.pipes["from_id"].isin(list(own))]
    return tuple(("pipe", str(pipe)) for pipe in leaving)


def _filling(now: Tracing, water: Drainage) -> None:
    """Levels that are missing are filled in only where somebody asks, and marked."""
    pipes = water.network.pipes
    missing = int(pipes[["upstream_invert_m", "downstream_invert_m"]].isna().any(axis=1).sum())
    filled = int(pipes["invert_interpolated"].sum())
    if not missing and not water.filled:
        return
    label = fill(N_("按上下游内插缺失的管底标高({count} 段,图上虚线)"), count=filled if water.filled else missing)
    st.session_state["pipes-fill"] = water.filled
    st.toggle(
        label, key="pipes-fill", on_change=lambda: session.change(fill="1" if st.session_state["pipes-fill"] else "")
    )


def _values(run: Run, now: Tracing, water: Drainage) -> None:
    for title, formula, source in FORMULAS:
        st.markdown(f"**{_(title)}**")
        st.text(formula)
        st.caption(plain(_(source)))
    values_editor(run, "pipes", (NETWORK, FLOW, SEWER))


def _profile(run: Run, now: Tracing, water: Drainage, found: Traced) -> None:
    data = profile_words(water, found, run.layers)
    if data is None:
        return
    folded = run.sight.word("size") == "fold"
    data["words"]["size"] = _(N_("展开断面")) if folded else _(N_("收起断面"))
    with st.container(key="profile-folded" if folded else "profile"):
        analysis_piece(run, "pipe-profile", data | {"folded": folded}, lambda told: _hear(run, told, tab=""))


def _hear(run: Run, told: Told, tab: str) -> None:
    if told.get("message") == "see":
        layer, id = str(told.get("layer", "")), str(told.get("id", ""))
        if layer in LAYER_BY_KEY and id in run.layers[layer].frame.index:
            session.change(show=tab)
            session.select(run, layer, id)
    elif told.get("message") == "faults":
        session.change(show=FAULTS)
    elif told.get("message") == "size":
        session.change(size="" if run.sight.word("size") == "fold" else "fold")
