"""Light on the screen: the ways coloured by lux, before and after new lights, dark stretches, where more would help."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import shapely
import streamlit as st

from dashboard.components import session
from dashboard.components.acts import acts, attempt, say_done
from dashboard.components.errors import told as told_error
from dashboard.components.map.map_view import map_view
from dashboard.components.planning.analysis_piece import Told, analysis_piece
from dashboard.components.session import Run
from dashboard.components.values_editor import values_editor
from dashboard.services.markdown import plain
from dashboard.services.planning.light_page import (
    ALL_ADDED,
    BEFORE,
    NOW,
    Light,
    assumed_words,
    before_choices,
    dark_rows,
    dark_sketches,
    figures,
    lamp_sketches,
    light_of,
    lights_of_choice,
    luminaire_of,
    lux_sketches,
    proposal_rows,
    proposals,
    road_rows,
)
from dashboard.services.projects.work_words import view_of
from dashboard.text import _, fill
from data.rights import reach
from data.rule_values import rule_values
from data.work_frames import WorkView
from geo.errors import MapError
from geo.light_proposals import NewLight
from geo.rule_values import LIGHT, ROAD_KINDS
from geo.words import N_
from geo.works import Drawn, Work

ROADS, DARK, MORE, VALUES = "roads", "dark", "more", "values"
MAP_LAYERS = ("context", "compound", "building", "road", "garden", "street_light")
MAP_TO_SIDE = (62, 38)
FILES, NUMBER, HEIGHT, POWER, CHOICE = "light-files", "light-number", "light-height", "light-power", "light-choice"


@dataclass(frozen=True)
class Lit:
    """What one run of the page works with: the light shown, that of before, tab, chosen stretch, proposals."""

    view: WorkView
    values: dict[str, float]
    shown: Light | None
    now: Light | None
    before: Light | None
    way: str
    tab: str
    stretch: int
    proposed: Any


def lit_now(run: Run) -> Lit:
    """Read the address and the session, and compute the light."""
    store, community = run.house.store, run.sight.community
    view, values = view_of(store, community, run.role), rule_values(store, community)
    files = st.session_state.get(FILES, {})
    choice = str(st.session_state.get(CHOICE) or ALL_ADDED)
    now = light_of(run.layers, values, files=files)
    before = light_of(run.layers, values, without=lights_of_choice(run.layers, view, choice), files=files)
    way = BEFORE if run.sight.word("way") == BEFORE else NOW
    tab = run.sight.word("show")
    tab = tab if tab in (DARK, MORE, VALUES) else ROADS
    shown = before if way == BEFORE else now
    stretch = run.sight.word("stretch")
    at = int(stretch) if stretch.isdecimal() and len(stretch) < 4 else -1
    lamp = NewLight(float(st.session_state.get(HEIGHT) or 6.0), float(st.session_state.get(POWER) or 60.0))
    number = int(st.session_state.get(NUMBER) or 5)
    proposed = proposals(shown, values, number, lamp) if shown is not None and tab == MORE else None
    return Lit(view, values, shown, now, before, way, tab, at, proposed)


def light_bar(run: Run, lit: Lit) -> None:
    """Before or after, and before what."""
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="small"):
        titles = {NOW: _(N_("现在")), BEFORE: _(N_("新灯之前"))}
        st.session_state["light-way"] = lit.way
        st.segmented_control(
            _(N_("看什么时候")), list(titles), format_func=titles.__getitem__, key="light-way", required=True,
            label_visibility="collapsed",
            on_change=lambda: session.change(way="" if st.session_state["light-way"] == NOW else BEFORE, stretch=""),
        )  # fmt: skip
        choices = before_choices(lit.view)
        if st.session_state.get(CHOICE) not in choices:
            st.session_state[CHOICE] = ALL_ADDED
        st.selectbox(
            _(N_("以哪批灯为界")), list(choices), format_func=choices.__getitem__, key=CHOICE,
            label_visibility="collapsed", width=190,
        )  # fmt: skip


def light_stage(run: Run, lit: Lit) -> None:
    """The map of light; beside it roads, dark stretches, proposals or figures."""
    with st.container(key="analysis-stage"):
        place, side = st.columns(MAP_TO_SIDE, gap="small")
        with side, st.container(key="analysis-side", gap="small"):
            say_done()
            if lit.shown is None:
                st.info(_(N_("还没有道路数据。导入道路和路灯图层后即可计算照度。")), icon=":material/lightbulb:")
            else:
                _tabs(lit)
                if lit.tab == VALUES:
                    _values(run)
                else:
                    if lit.tab == MORE:
                        _more(run, lit)
                    _piece(run, lit, lit.shown)
        with place:
            _map(run, lit)


def _map(run: Run, lit: Lit) -> None:
    marks = lux_sketches(lit.shown) if lit.shown is not None else ()
    if lit.shown is not None and lit.tab == DARK:
        marks += dark_sketches(lit.shown, lit.stretch)
    if lit.proposed is not None:
        marks += lamp_sketches(lit.proposed)
    map_view(run, only=MAP_LAYERS, theme="none", sketches=marks)


def _tabs(lit: Lit) -> None:
    count = len(lit.shown.dark) if lit.shown is not None else 0
    titles = {
        ROADS: _(N_("各条道路")), DARK: fill(N_("暗段 {count}"), count=count), MORE: _(N_("建议加灯")),
        VALUES: _(N_("公式与参数")),
    }  # fmt: skip
    st.session_state["light-tab"] = lit.tab
    st.segmented_control(
        _(N_("看什么")), list(titles), format_func=titles.__getitem__, key="light-tab", required=True,
        label_visibility="collapsed", width="stretch",
        on_change=lambda: session.change(show=st.session_state["light-tab"] or "", stretch=""),
    )  # fmt: skip


def _piece(run: Run, lit: Lit, shown: Light) -> None:
    on = run.sight.selected[1] if run.sight.selected and run.sight.selected[0] == "road" else ""
    words = {
        "road": _(N_("道路")), "average": _(N_("平均 lx")), "minimum": _(N_("最小 lx")), "lit": _(N_("达标路长")),
        "no_dark": fill(N_("没有超过 {length} m 的暗段。"), length=f"{lit.values['light.dark_m']:g}"),
        "no_more": _(N_("没有低于最小照度的路段,不需要加灯。")),
    }  # fmt: skip
    data = {
        "look": "light", "part": lit.tab, "words": words, "notes": assumed_words(shown, run.layers),
        "figures": figures(shown, lit.before if lit.way == NOW else None),
        "roads": road_rows(shown, run.layers, on) if lit.tab == ROADS else [],
        "stretches": dark_rows(shown, run.layers, lit.stretch) if lit.tab == DARK else [],
        "proposed": proposal_rows(lit.proposed, run.layers) if lit.proposed is not None else [],
    }  # fmt: skip
    analysis_piece(run, "light", data, lambda told: _hear(run, told))


def _hear(run: Run, told: Told) -> None:
    id = told.get("id")
    if told.get("message") == "road" and str(id) in run.layers["road"].frame.index:
        session.select(run, "road", str(id))
    elif told.get("message") == "dark" and isinstance(id, int | float):
        session.change(stretch=str(int(id)), selected="")
        st.session_state[session.FLY] = st.session_state.get(session.FLY, 0) + 1


def _more(run: Run, lit: Lit) -> None:
    """How many more lights of which kind; what is proposed can become a work."""
    with st.container(horizontal=True, gap="small"):
        st.number_input(_(N_("加几盏")), 1, 60, 5, key=NUMBER)
        st.number_input(_(N_("灯高 m")), 2.0, 15.0, 6.0, step=0.5, key=HEIGHT)
        st.number_input(_(N_("功率 W")), 5.0, 400.0, 60.0, step=5.0, key=POWER)
    if lit.proposed is None or lit.proposed.empty or reach(run.role, "edit_projects") != "all":
        return
    projects = {str(id): str(name) for id, name in lit.view.projects["name"].items()}
    if not projects:
        st.caption(_(N_("先建立一个项目,才能把建议的路灯变成工作。")))
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.selectbox(_(N_("放进项目")), list(projects), format_func=projects.__getitem__, key="light-project")
        st.button(
            fill(N_("把这 {count} 盏变成一项工作"), count=len(lit.proposed)), key="light-work", type="primary",
            icon=":material/add_location_alt:", on_click=_make_work, args=(run, lit),
        )  # fmt: skip


def _make_work(run: Run, lit: Lit) -> None:
    act, project = acts(run), str(st.session_state["light-project"])
    key = uuid4().hex
    points = shapely.MultiPoint(lit.proposed.geometry.to_list())
    name = fill(N_("补装路灯 {count} 盏"), count=len(lit.proposed))
    item = Work(
        f"w-{key[:16]}", project, "street_lights", name, location=Drawn(points), planned=float(len(lit.proposed))
    )
    text = fill(N_("已在项目中新增工作“{name}”,状态为计划中。"), name=name)
    attempt(lambda: act.put_work(item, key, new=True), text, lambda: act.archive_work(item.id, True))


def _values(run: Run) -> None:
    title, words = _(N_("逐点照度")), _(N_("h 灯高,γ 与竖直向下的夹角,I 该方向的光强;各灯相加,沿路每 2 m 一点。"))
    st.markdown(f"**{title}**")
    st.text("E = I(γ) · cos³γ / h²")
    st.caption(plain(words))
    st.caption(
        plain(_(N_("没有配光文件的灯按朗伯型计算:I = Φ / (π sin²γc) · cosγ,γc 截光角,Φ 功率 × 光效 × 维护系数。")))
    )
    _files()
    values_editor(run, "light", (LIGHT,))


def _files() -> None:
    """Photometric files by kind of light; kept while the page is open."""
    kept = st.session_state.setdefault(FILES, {})
    with st.expander(_(N_("配光文件(IES / LDT)")), expanded=bool(kept)):
        kinds = {kind: _(title) for kind, title in ROAD_KINDS.items()}
        kind = st.selectbox(_(N_("用于哪类灯")), list(kinds), format_func=kinds.__getitem__, key="light-file-kind")
        given = st.file_uploader(_(N_("选择文件")), type=["ies", "ldt"], key=f"light-file-{kind}")
        if given is not None and kept.get(kind, ("", b""))[1] != given.getvalue():
            try:
                luminaire_of(given.name, given.getvalue())
                kept[kind] = (given.name, given.getvalue())
                st.rerun()
            except MapError as error:
                st.error(plain(told_error(error)), icon=":material/error:")
        for used, (name, _content) in list(kept.items()):
            st.button(
                plain(fill(N_("{kind}:{file},不再使用"), kind=kinds[used], file=name)), key=f"light-drop-{used}",
                icon=":material/close:", type="tertiary", on_click=kept.pop, args=(used, None),
            )  # fmt: skip
