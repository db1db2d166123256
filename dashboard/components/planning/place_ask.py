"""Saying where: what the map's tool reports, a distance, an uploaded outline."""

import streamlit as st

from dashboard.components import session
from dashboard.components.session import Run
from dashboard.drawing.map_tool import Tool
from dashboard.services.map.map_messages import Drawn, Picked
from dashboard.services.markdown import plain
from dashboard.services.planning.asked import FARTHEST_M, Asked, write_asked
from dashboard.services.planning.outline_file import CHOICES, SUFFIXES, Outline, outline_of_file
from dashboard.services.planning.place_answer import ASSETS, PlaceAnswer
from dashboard.text import _, fill
from geo.errors import Problem
from geo.words import N_

SAID, TOOL_N, FILE_N = "place-said", "place-tool-n", "place-file-n"


def hear_place(run: Run, asked: Asked) -> bool:
    """Take over what the map reported: whether something else is asked about now."""
    message = session.heard_tool()
    if isinstance(message, Drawn):
        st.session_state.pop(SAID, None)
        distance = message.radius_m or None if message.geometry is not None else asked.distance_m
        _ask(Asked(message.geometry, distance_m=distance))
    elif isinstance(message, Picked):
        st.session_state.pop(SAID, None)
        _ask(Asked(picked=message.items))
    else:
        return False
    return True


def _ask(asked: Asked) -> None:
    try:
        words, lost = write_asked(asked)
    except ValueError:
        st.session_state[SAID] = [Problem(N_("范围由太多碎块组成,写不进链接:请先合并或化简再上传"))]
        return
    if lost:
        told = Problem(
            N_("边线已化简(误差不超过 {metres} m),以便写进链接"), severity="warning", values={"metres": f"{lost:g}"}
        )
        st.session_state[SAID] = [*st.session_state.get(SAID, []), told]
    session.change(**words, selected="")


def ask_tool(run: Run, answer: PlaceAnswer | None, rows: tuple[tuple[str, str], ...]) -> Tool:
    """What the map lends to this page: a lasso at first, looking once there is an answer."""
    layers = tuple(key for key in ASSETS if key in run.choices.layers)
    mode = "lasso" if answer is None else "look"
    return Tool("ask", geometry=mode, layers=layers, picked=rows, n=int(st.session_state.get(TOOL_N, 0)))


def said(run: Run) -> None:
    """What was wrong with an upload, or what it lost."""
    for problem in st.session_state.get(SAID, []):
        words = plain(fill(problem.message, **problem.values) if problem.values else _(problem.message))
        (st.error if problem.severity == "error" else st.warning)(words)


def distance_field(asked: Asked, used_m: float) -> None:
    """The distance around what was drawn or picked."""
    key = f"place-within-{used_m:g}"

    def changed() -> None:
        value = st.session_state[key]
        session.change(within="" if value is None else f"{value:g}")

    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="place-around", width="content"):
        st.caption(_(N_("周边(m)")), help=_(N_("范围外多少米以内也算")))
        st.number_input(
            _(N_("周边距离(m)")), 0.0, FARTHEST_M, used_m, step=10.0, format="%.10g", key=key, on_change=changed,
            label_visibility="collapsed", width=120,
        )  # fmt: skip


def upload(run: Run) -> None:
    """An outline from a file: GeoJSON, zipped Shapefile or GeoPackage."""
    with st.popover(
        _(N_("上传范围")),
        icon=":material/upload_file:",
        type="tertiary",
        key=f"place-upload-{st.session_state.get(TOOL_N, 0)}",
    ):
        st.caption(_(N_("GeoJSON、压缩成 zip 的 Shapefile 或 GeoPackage。文件只用来划范围,不会存下来。")))
        titles = {key: _(title) for key, title in CHOICES.items()}
        crs = st.selectbox(_(N_("坐标系")), list(titles), format_func=titles.__getitem__, key="place-crs")
        with st.container(key=f"upload-{run.sight.lang}-outline"):
            file = st.file_uploader(
                _(N_("文件")), type=list(SUFFIXES), key=f"place-file-{st.session_state.get(FILE_N, 0)}",
                label_visibility="collapsed",
            )  # fmt: skip
        if file is not None:
            with st.spinner(_(N_("正在读取文件……"))):
                community = run.house.communities[run.sight.community]
                _take(outline_of_file(file.name, file.getvalue(), crs, (community.lon, community.lat)))
            st.session_state[FILE_N] = st.session_state.get(FILE_N, 0) + 1
            st.rerun()


def _take(outline: Outline) -> None:
    st.session_state[SAID] = list(outline.problems)
    if outline.shape is not None:
        _ask(Asked(outline.shape, from_file=True))
        st.session_state[session.FLY] = session.fly_counter() + 1
        st.session_state[TOOL_N] = st.session_state.get(TOOL_N, 0) + 1
