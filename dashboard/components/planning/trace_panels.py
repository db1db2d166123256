"""What stands beside the map of pipes: the faults first, the trace and whom it concerns, formulas and numbers."""

import streamlit as st

from dashboard.components import session
from dashboard.components.planning.analysis_piece import analysis_piece
from dashboard.components.planning.closure_state import shut_here
from dashboard.components.planning.trace_state import FAULTS, Tracing, hear, start_title
from dashboard.components.session import Run
from dashboard.components.values_editor import values_editor
from dashboard.services.markdown import plain
from dashboard.services.planning.pipe_faults import count_words, fault_groups, faults_on, settings_words
from dashboard.services.planning.pipe_network import Drainage
from dashboard.services.planning.pipe_trace import MOST_BUILDINGS, WAYS, building_rows, trace_rows
from dashboard.services.planning.pipe_words import FORMULAS, load_rows
from dashboard.services.projects.work_words import today
from dashboard.text import _, fill
from geo.rule_values import FLOW, NETWORK, SEWER
from geo.words import N_


def faults(run: Run, now: Tracing, water: Drainage) -> None:
    """Every fault by kind; a press flies there."""
    on = ":".join(now.start) if now.start else ""
    words = {"nothing": _(N_("没有发现断点、倒坡、错接和超限。")), "settings": settings_words(water)}
    data = {"look": "faults", "groups": fault_groups(water.faults, on), "words": words}
    if not water.faults:
        data["words"]["nothing"] = f"{words['nothing']} {words['settings']}"  # type: ignore[index]
    analysis_piece(run, "pipe-faults", data, lambda told: hear(run, told, tab=FAULTS))


def trace(run: Run, now: Tracing, water: Drainage) -> None:
    """What the trace found, and the way on to its closure."""
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
    analysis_piece(run, "pipe-trace", data, lambda told: hear(run, told, tab=""))
    _filling(now, water)
    st.button(
        _(N_("如果关停这里:影响谁、发通知")), key="pipes-shut", icon=":material/block:", on_click=shut_here,
        args=(_shut_items(now.start, water),),
    )  # fmt: skip


def _traced_title(run: Run, now: Tracing) -> str:
    """What was asked about, for those whose bar has no room to say it."""
    way = next(title for word, title, *_rest in WAYS if word == now.way)
    return f"{start_title(run, now)} · {_(way)}"


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


def values(run: Run, now: Tracing, water: Drainage) -> None:
    """The formulas with their sources, and the numbers that they take."""
    for title, formula, source in FORMULAS:
        st.markdown(f"**{_(title)}**")
        st.text(formula)
        st.caption(plain(_(source)))
    values_editor(run, "pipes", (NETWORK, FLOW, SEWER))
