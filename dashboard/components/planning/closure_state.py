"""If this is shut or dug: what one run of the page works with, read from address, session and map."""

from dataclasses import dataclass
from typing import Any

import shapely
import streamlit as st

from dashboard.components import session
from dashboard.components.session import Run
from dashboard.drawing.map_tool import Tool
from dashboard.services.map.map_messages import Drawn, Picked
from dashboard.services.planning.closure_page import Shut, Wanted, shut
from dashboard.services.planning.pipe_network import drainage
from dashboard.services.projects.work_words import view_of
from data.rule_values import rule_values
from data.work_frames import WorkView

PICK, DRAW, WORK = "pick", "draw", "work"
HOW = (PICK, DRAW, WORK)
EFFECT, NOTICE, VALUES = "effect", "notice", "values"
ITEMS, AREA, COUNT, DIG, SENT = "closure-items", "closure-area", "closure-n", "closure-dig", "closure-sent"
FROM, TO, SURE, NAME = "closure-from", "closure-to", "closure-sure", "closure-name"
ALSO, HOURS, WHOM = "closure-also", "closure-hours", "closure-whom"
ASKED = (FROM, TO, SURE, NAME, ALSO, HOURS, WHOM)
"""What is typed for the notices, and asked anew for another work."""


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
    near: bool
    """Whether the map goes to what is shut: it was chosen elsewhere, not on this map."""


def shut_here(items: tuple[tuple[str, str], ...]) -> None:
    """Open the page with these pipes and roads chosen. For callbacks of other pages."""
    st.session_state[ITEMS] = items
    st.session_state[AREA] = ""
    st.session_state[COUNT] = int(st.session_state.get(COUNT, 0)) + 1
    st.session_state[SENT] = items
    session.go("closure", do="", show="", selected="", way="", meeting="", job="", place="")


def closing(run: Run) -> Closing:
    """Read the address, the session and what the map reported; compute the effect."""
    how = run.sight.word("do")
    how = how if how in HOW else WORK if run.sight.word("job") else PICK
    _hear_map(how)
    _keep_what_was_asked()
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
    values = rule_values(run.house.store, run.sight.community)
    found = None if wanted.nothing else shut(run.layers, drainage(run.layers, values), view, wanted, values)
    tab = run.sight.word("show")
    tab = tab if tab in (NOTICE, VALUES) else EFFECT
    on = run.sight.word("place").partition(":")[2]
    near = how == WORK or (how == PICK and bool(items) and items == st.session_state.get(SENT))
    return Closing(view, how, wanted, found, _tool(how, items, area), tab, on, near)


def _keep_what_was_asked() -> None:
    """What was typed stays while another tab is looked at: Streamlit forgets what it does not show."""
    for key in ASKED:
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]


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
