"""The grid editor: choose what to do, draw it on the map, see the households, then save all of it in one write."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import uuid4

import shapely
import streamlit as st

from dashboard.components import session
from dashboard.components.acts import attempt, done
from dashboard.components.duty.duty_piece import Told, duty_piece
from dashboard.components.duty.responsible import titles_of
from dashboard.components.errors import told as said
from dashboard.components.session import Run
from dashboard.drawing.map_tool import Tool
from dashboard.drawing.sketch import Sketch
from dashboard.services.duty.grid_edit import (
    BALANCE,
    DOINGS,
    DRAW,
    MERGE,
    METHOD,
    REDRAW,
    SOURCE,
    SPLIT,
    Offer,
    Wanted,
    grid_bars,
    next_name,
    offers,
    plan_of,
    plan_sketches,
    touched,
)
from dashboard.services.duty.person_card import names_of
from dashboard.services.map.map_messages import Drawn, Picked
from dashboard.services.markdown import plain
from dashboard.text import _, fill
from data.grids import GridChange, save_grids, undo_grids
from data.roles import person_roles
from geo.errors import MapError
from geo.grid_plan import GridPlan
from geo.words import N_

DRAWN, PICKED, COUNT, SIGNED = "grid-drawn", "grid-picked", "grid-tool-n", "grid-tool-for"
NAME, NUMBER, SNAP, KEY, SHARE = "grid-name", "grid-number", "grid-snap", "grid-key", "grid-share"
SNAPS_TO = ("road", "grid", "compound")


@dataclass(frozen=True)
class Editing:
    """One run of the editor: what is wanted, the plan so far, why there is none, and the tool that the map lends."""

    layers: Any
    wanted: Wanted
    plan: GridPlan | None
    fault: str
    tool: Tool | None

    def sketches(self) -> tuple[Sketch, ...]:
        """The plan as the map shows it before anything is saved."""
        return plan_sketches(self.layers, self.plan) if self.plan else ()


def editing(run: Run) -> Editing:
    """Read the session and what the map reported."""
    doing = run.sight.word("do")
    doing = doing if doing in DOINGS else ""
    grids = run.layers["grid"].frame
    selected = run.sight.selected[1] if run.sight.selected and run.sight.selected[0] == "grid" else ""
    signature = _signature(run, doing, selected)
    if st.session_state.get(SIGNED) != signature:
        st.session_state[SIGNED] = signature
        st.session_state[COUNT] = int(st.session_state.get(COUNT, 0)) + 1
        st.session_state[DRAWN] = ""
        st.session_state[KEY] = uuid4().hex
        st.session_state[PICKED] = (selected,) if doing == MERGE and selected else ()
    _hear(doing)
    picked = tuple(id for id in st.session_state[PICKED] if id in grids.index)
    chosen = picked if doing == MERGE else (selected,) if selected in grids.index else ()
    drawn = shapely.from_wkt(st.session_state[DRAWN]) if st.session_state[DRAWN] else None
    compound = run.sight.compound or (str(grids.at[selected, "compound"] or "") if selected in grids.index else "")
    if doing in (DRAW, BALANCE) and not compound and run.choices.compounds:
        compound = run.choices.compounds[0]
    now = int(grids["compound"].eq(compound).sum()) or 2
    wanted = Wanted(
        doing, chosen, drawn, str(st.session_state.get(NAME, "")).strip(), compound,
        int(st.session_state.get(NUMBER) or now), bool(st.session_state.get(SNAP, True)),
        bool(st.session_state.get(SHARE, True)),
    )  # fmt: skip
    plan, fault = None, ""
    try:
        plan = plan_of(run.layers, wanted) if doing else None
    except MapError as error:
        fault = said(error)
    return Editing(run.layers, wanted, plan, fault, _tool(run, wanted))


def _signature(run: Run, doing: str, grid: str) -> str:
    """What the drawing so far belongs to: with another one it starts afresh."""
    return f"{doing}|{grid if doing in (SPLIT, REDRAW) else ''}|{run.layers.revisions.get('grid')}"


def _hear(doing: str) -> None:
    message = session.heard_tool()
    if isinstance(message, Picked) and doing == MERGE:
        st.session_state[PICKED] = tuple(id for layer, id in message.items if layer == "grid")
    elif isinstance(message, Drawn) and doing in (SPLIT, REDRAW, DRAW):
        shape = message.geometry
        st.session_state[DRAWN] = shapely.to_wkt(shape, rounding_precision=9) if shape is not None else ""


def _tool(run: Run, wanted: Wanted) -> Tool | None:
    n, grids = int(st.session_state[COUNT]), run.layers["grid"].frame
    if wanted.doing == MERGE:
        return Tool("pick", layers=("grid",), picked=tuple(("grid", id) for id in wanted.grids), n=n)
    if wanted.doing == SPLIT and wanted.grids:
        return Tool("draw", geometry="line", n=n)
    if wanted.doing == REDRAW and wanted.grids:
        grid = wanted.grids[0]
        return _outline_tool(wanted.drawn or grids.geometry[grid], n, (("grid", grid),))
    return _outline_tool(wanted.drawn, n) if wanted.doing == DRAW else None


def _outline_tool(drawn: Any, n: int, itself: tuple[tuple[str, str], ...] = ()) -> Tool:
    return Tool("draw", geometry="area", layers=SNAPS_TO, picked=itself, drawn=drawn, n=n, single=True, counts=True)


def grid_editor(run: Run, edit: Editing, day: date, faults: Any) -> None:
    """What to do, its few controls, the households of every grid, and saving; `faults` are those of the outlines."""
    titles = {key: _(title) for key, title in DOINGS.items()}
    st.session_state["grid-doing"] = edit.wanted.doing or None
    st.segmented_control(
        _(N_("做什么")), list(titles), format_func=titles.__getitem__, key="grid-doing", label_visibility="collapsed",
        on_change=lambda: session.change(do=st.session_state["grid-doing"] or ""), width="stretch",
    )  # fmt: skip
    _controls(run, edit)
    if edit.plan is None and edit.wanted.doing in (REDRAW, DRAW):
        _offers(run, edit, faults)
    if edit.fault:
        st.warning(plain(edit.fault), icon=":material/info:")
    _saving(run, edit, day)
    roles = {role.id: role for role in person_roles(run.house.store, run.sight.community)}
    table = touched(
        run.layers, edit.plan, run.sight.compound or (edit.wanted.compound if edit.wanted.doing == BALANCE else "")
    )
    data = grid_bars(table, roles.get("grid_member"), edit.wanted.grids, edit.plan is not None)
    duty_piece(run, "grid-bars", data, lambda told: _press(run, edit, told))
    if edit.wanted.doing == BALANCE:
        st.caption(f"{_(METHOD)} {_(SOURCE)}")


def _controls(run: Run, edit: Editing) -> None:
    doing, grids = edit.wanted.doing, run.layers["grid"].frame
    names = {str(id): run.layers["grid"].title(id) for id in grids.index}
    if not doing:
        st.caption(_(N_("选一个网格看户数,再选上面要做的事。保存之前都只是预览。")))
    elif doing in (SPLIT, REDRAW):
        st.session_state["grid-one"] = edit.wanted.grids[0] if edit.wanted.grids else None
        st.selectbox(
            _(N_("网格")), list(names), format_func=names.__getitem__, key="grid-one", placeholder=_(N_("选一个网格")),
            label_visibility="collapsed", on_change=lambda: session.select(run, "grid", st.session_state["grid-one"]),
        )  # fmt: skip
        if doing == SPLIT:
            st.session_state[SNAP] = edit.wanted.snap
            st.toggle(_(N_("靠近道路时沿道路中线切")), key=SNAP)
            hint = N_("在地图上从网格一边画一条线到另一边,双击结束。")
        else:
            _share(edit)
            hint = N_("拖动圆点修改边界,户数随着变;靠近道路和相邻网格会吸附。")
        st.caption(_(hint) if edit.wanted.grids else _(N_("先选一个网格:在上面选,或点下面的一行。")))
    elif doing == MERGE:
        st.session_state["grid-many"] = list(edit.wanted.grids)
        st.multiselect(
            _(N_("要合并的网格")), list(names), format_func=names.__getitem__, key="grid-many",
            placeholder=_(N_("点选相邻的网格")), label_visibility="collapsed", on_change=_listed,
            select_all=False,
        )  # fmt: skip
        st.caption(_(N_("在地图上点,或在这里选,至少两个相邻的网格。")))
    elif doing == DRAW:
        st.text_input(
            _(N_("名称")), key=NAME, max_chars=40, label_visibility="collapsed",
            placeholder=fill(N_("名称(不填则为“{name}”)"), name=next_name(run.layers)),
        )  # fmt: skip
        _share(edit)
        st.caption(_(N_("在地图上点出范围的各角,靠近道路和网格边线会吸附,双击结束。")))
    else:
        _balance_controls(run, edit)


def _share(edit: Editing) -> None:
    st.session_state[SHARE] = edit.wanted.share
    st.toggle(
        _(N_("相邻网格一起调整")), key=SHARE,
        help=_(N_("新划入的地从原来的网格划出,让出的地归相邻的网格:既不重叠,也不留空隙。")),
    )  # fmt: skip


def _offers(run: Run, edit: Editing, faults: Any) -> None:
    """Faults of the outlines that one press mends: the plan is shown, and then saved or not."""
    grid = edit.wanted.grids[0] if edit.wanted.doing == REDRAW and edit.wanted.grids else ""
    found = offers(run.layers, faults, grid) if grid or edit.wanted.doing == DRAW else []
    if not found:
        return
    with st.container(horizontal=True, gap="small", key="grid-offers"):
        for number, offer in enumerate(found[:6]):
            st.button(
                plain(offer.words), key=f"grid-offer-{number}", icon=":material/auto_fix_high:",
                on_click=_take, args=(run, offer),
            )  # fmt: skip


def _take(run: Run, offer: Offer) -> None:
    """Put an outline that is offered on the map, as if it had been drawn."""
    if offer.grid:
        session.select(run, "grid", offer.grid)
    doing = REDRAW if offer.grid else DRAW
    session.change(do=doing)
    st.session_state[SIGNED] = _signature(run, doing, offer.grid)
    st.session_state[COUNT] = int(st.session_state.get(COUNT, 0)) + 1
    st.session_state[DRAWN] = shapely.to_wkt(offer.outline, rounding_precision=9)
    st.session_state[KEY] = uuid4().hex


def _balance_controls(run: Run, edit: Editing) -> None:
    left, right = st.columns((3, 2), vertical_alignment="bottom")
    names = {key: run.layers["compound"].title(key) for key in run.choices.compounds}
    with left:
        st.session_state["grid-site"] = edit.wanted.compound
        st.selectbox(
            _(N_("小区")), list(names), format_func=names.__getitem__, key="grid-site",
            on_change=lambda: session.change(compound=st.session_state["grid-site"]),
        )  # fmt: skip
    with right:
        most = max(1, int(run.layers["building"].frame["compound"].eq(edit.wanted.compound).sum()))
        session.hold(NUMBER, min(edit.wanted.n, most))
        st.number_input(_(N_("分成几个网格")), 1, most, key=NUMBER)


def _listed() -> None:
    st.session_state[PICKED] = tuple(st.session_state["grid-many"])
    st.session_state[COUNT] = int(st.session_state.get(COUNT, 0)) + 1


def _press(run: Run, edit: Editing, told: Told) -> None:
    grid = str(told.get("grid", ""))
    if grid not in run.layers["grid"].frame.index:
        return
    if edit.wanted.doing == MERGE:
        kept = [id for id in edit.wanted.grids if id != grid]
        st.session_state[PICKED] = tuple(kept if grid in edit.wanted.grids else [*kept, grid])
        st.session_state[COUNT] = int(st.session_state.get(COUNT, 0)) + 1
    else:
        session.select(run, "grid", grid)


def _saving(run: Run, edit: Editing, day: date) -> None:
    if edit.plan is None:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.button(
            _(N_("采用并保存")), key="grid-save", type="primary", icon=":material/check:",
            on_click=_save, args=(run, edit.plan, day),
        )  # fmt: skip
        st.button(_(N_("不采用")), key="grid-drop", type="tertiary", on_click=_drop)
        st.caption(fill(N_("负责人从 {day} 起随网格调整"), day=day), width="content")


def _drop() -> None:
    st.session_state[SIGNED] = None
    session.change(do="")


def _save(run: Run, plan: GridPlan, day: date) -> None:
    store, community, viewer = run.house.store, run.sight.community, run.viewer
    versions = {str(id): int(version) for id, version in run.layers["grid"].frame["version"].items()}
    write = partial(save_grids, viewer=viewer, community=community, plan=plan, versions=versions, day=day)
    try:
        change: GridChange = store.perform(viewer, lambda tx: write(tx), st.session_state.get(KEY))
    except MapError as error:
        done(said(error))
        return

    def back() -> None:
        store.perform(viewer, lambda tx: undo_grids(tx, viewer, community, change))

    attempt(lambda: None, _told(run, change), back)
    session.change(do="", selected="")


def _told(run: Run, change: GridChange) -> str:
    """What was saved, and what became of the people."""
    names, titles = names_of(run.house.store, run.viewer, run.sight.community), titles_of(run)
    told = [_(N_("网格已保存。"))]
    if change.carried:
        who = _(N_("、")).join(f"{names.get(person, '…')}" for person, _role, _grid in change.carried)
        told.append(fill(N_("新划出的范围暂由 {who} 继续负责。"), who=who))
    if change.released:
        who = _(N_("、")).join(
            f"{names.get(p, '…')}({titles.title('grid', grid)})" for p, _role, grid in change.released
        )
        told.append(fill(N_("{who} 原来的网格已并走,请另行指派。"), who=who))
    return " ".join(told)
