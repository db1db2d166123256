"""The coverage check on the screen: the filter, the map with what is wrong, and beside it what to do about it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import streamlit as st

from dashboard.components import session
from dashboard.components.acts import attempt, say_done
from dashboard.components.duty.duty_piece import Told, duty_piece
from dashboard.components.duty.grid_editor import Editing, editing, grid_editor
from dashboard.components.duty.people_piece import assign_here
from dashboard.components.duty.responsible import titles_of
from dashboard.components.duty.who import day_chooser
from dashboard.components.map.map_view import map_view
from dashboard.components.session import Run
from dashboard.services.duty.coverage_page import MERGE, REDRAW, SPLIT, Checked, checked, load_bars
from dashboard.services.duty.people_list import read_day
from dashboard.services.duty.person_card import names_of
from dashboard.services.markdown import plain
from dashboard.services.planning.place_titles import PlaceTitles
from dashboard.text import _, fill
from data.cover import Cover, cover
from data.rights import reach
from data.roles import person_roles, save_role
from geo.words import N_

FINDINGS, LOADS, GRIDS = "findings", "loads", "grids"
TABS = {FINDINGS: N_("要处理的"), LOADS: N_("每人负担"), GRIDS: N_("编辑网格")}
MAP_LAYERS = ("compound", "building", "road", "garden", "grid", "context")
MAP_TO_SIDE = (64, 36)
ROLE = "load-role"


@dataclass(frozen=True)
class Checking:
    """What one run of the page works with."""

    day: date
    found: Cover
    titles: PlaceTitles
    names: dict[str, str]
    shown: Checked
    may: dict[str, bool]


def check(run: Run) -> Checking:
    """The check of the day that the address names."""
    day, titles = read_day(run.sight.word("day")), titles_of(run)
    found = cover(run.house.store, run.viewer, run.sight.community, day)
    names = names_of(run.house.store, run.viewer, run.sight.community)
    edit, assign, over = (reach(run.role, act) == "all" for act in ("edit_grids", "edit_assignments", "hand_over"))
    may = {"assign": assign, "hand_over": over, REDRAW: edit, SPLIT: edit, MERGE: edit}
    on = ":".join(run.sight.selected) if run.sight.selected else ""
    return Checking(day, found, titles, names, checked(found, titles, names, run.sight.compound, on=on, may=may), may)


def coverage_filters(run: Run, now: Checking) -> None:
    """Compound, day, how much is wrong; then the switches."""
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="small"):
        compounds = {key: run.layers["compound"].title(key) for key in run.choices.compounds}
        if len(compounds) > 1:
            st.session_state["cover-compound"] = run.sight.compound or None
            st.selectbox(
                _(N_("小区")), list(compounds), format_func=compounds.__getitem__, key="cover-compound",
                placeholder=_(N_("全部小区")), label_visibility="collapsed", width=170,
                on_change=lambda: session.change(compound=st.session_state["cover-compound"] or ""),
            )  # fmt: skip
        day_chooser(now.day)
        told = " · ".join(f"{title[:1].upper()}{title[1:]} **{count}**" for title, count in now.shown.counts)
        with st.container(key="duty-counts", width="content"):
            st.markdown(told or _(N_("没有缺口")), width="content")


def coverage_stage(run: Run, now: Checking) -> None:
    """The map, and beside it findings, loads or the grid editor."""
    tab = run.sight.word("show")
    tab = tab if tab in TABS and (tab != GRIDS or now.may[REDRAW]) else FINDINGS
    edit = editing(run) if tab == GRIDS else None
    with st.container(key="duty-stage"):
        place, side = st.columns(MAP_TO_SIDE, gap="small")
        with side, st.container(key="duty-side", gap="small"):
            say_done()
            _tabs(tab, now)
            if edit is not None:
                grid_editor(run, edit, now.day, now.found.grid_faults)
            elif tab == LOADS:
                _loads(run, now)
            else:
                _findings(run, now)
        with place:
            _map(run, now, edit)


def _map(run: Run, now: Checking, edit: Editing | None) -> None:
    if edit is not None:
        map_view(run, only=MAP_LAYERS, theme="none", tool=edit.tool, sketches=edit.sketches())
    else:
        map_view(run, only=MAP_LAYERS, theme="coverage", marks=now.shown.marks, sketches=now.shown.sketches)


def _tabs(tab: str, now: Checking) -> None:
    titles = {key: _(title) for key, title in TABS.items() if key != GRIDS or now.may[REDRAW]}
    st.session_state["cover-tab"] = tab
    st.segmented_control(
        _(N_("看什么")), list(titles), format_func=titles.__getitem__, key="cover-tab", required=True,
        label_visibility="collapsed", width="stretch",
        on_change=lambda: session.change(show=st.session_state["cover-tab"] or "", do=""),
    )  # fmt: skip


def _findings(run: Run, now: Checking) -> None:
    words = {"nothing": _(N_("这一天每一处都有人负责,网格没有重叠和空隙。"))}
    data = {"look": "findings", "groups": now.shown.groups, "words": words}
    duty_piece(run, "cover-findings", data, lambda told: _hear(run, told))


def _loads(run: Run, now: Checking) -> None:
    roles = person_roles(run.house.store, run.sight.community)
    chosen = str(st.session_state.get(ROLE, ""))
    data = load_bars(now.found, now.titles, now.names, roles, chosen, run.sight.compound, now.may)
    duty_piece(run, "cover-loads", data, lambda told: _hear(run, told))
    current = next((role["id"] for role in data["roles"] if role["on"]), "")
    if reach(run.role, "edit_roles") and current:
        _norm(run, next(role for role in roles if role.id == current))


def _norm(run: Run, role: Any) -> None:
    """The norm of a role, to be edited here."""
    with st.expander(fill(N_("修改“{role}”的户数标准"), role=plain(_(role.title)))):
        first, last = st.columns(2)
        low = first.number_input(
            _(N_("下限(户)")), 0, 100_000, role.households_low, key=f"norm-low-{role.id}-{role.version}"
        )
        high = last.number_input(
            _(N_("上限(户)")), 0, 100_000, role.households_high, key=f"norm-high-{role.id}-{role.version}"
        )

        def save() -> None:
            wanted = replace(role, households_low=low, households_high=high)
            store, community = run.house.store, run.sight.community
            attempt(
                lambda: store.perform(run.viewer, lambda tx: save_role(tx, run.viewer, community, wanted)),
                _(N_("标准已保存")),
            )

        st.button(
            _(N_("保存标准")),
            key="norm-save",
            on_click=save,
            disabled=(low, high) == (role.households_low, role.households_high),
        )


def _hear(run: Run, told: Told) -> None:
    """A press in a list: show it on the map, or mend it."""
    layer, place = str(told.get("layer", "")), str(told.get("place", ""))
    if told.get("message") == "role":
        st.session_state[ROLE] = str(told.get("role", ""))
    elif told.get("message") == "see" and layer in run.choices.selectable and place:
        session.select(run, layer, place)
    elif told.get("message") == "mend":
        _mend(run, str(told.get("act", "")), layer, place, told)


def _mend(run: Run, act: str, layer: str, place: str, told: Told) -> None:
    if act == "assign":
        assign_here(layer, place, str(told.get("role", "")))
    elif act == "hand_over":
        session.go("people", who=str(told.get("person", "")), act="handover", duty="", give="")
    elif act in (REDRAW, SPLIT, MERGE):
        session.change(show=GRIDS, do=act)
        if layer == "grid":
            session.select(run, layer, place)
        else:
            session.change(do="draw", compound=place)
