"""The page of a place: one row of filters, the map with its tool, the answer beside it."""

import streamlit as st

from dashboard.components.acts import say_done
from dashboard.components.errors import kindly
from dashboard.components.map.layer_tree import layer_tree
from dashboard.components.map.map_view import map_view
from dashboard.components.planning.place_ask import ask_tool, hear_place, upload
from dashboard.components.planning.place_view import no_area, nothing_asked, place_answer_view, start_again
from dashboard.components.session import Run
from dashboard.components.share import share
from dashboard.drawing.sketch import ASKED, Sketch
from dashboard.services.planning.asked import read_asked
from dashboard.services.planning.place_answer import PlaceAnswer, place_answer
from dashboard.services.planning.place_rows import WORK, Rows, rows_behind
from dashboard.services.projects.work_words import view_of
from dashboard.text import _
from geo.words import N_

MAP_TO_SIDE = (68, 32)
WORK_ROWS = ("works", "estimated")


def place_filters(run: Run) -> None:
    """Where from, which layers, the link to this report."""
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="small"):
        upload(run)
        with st.popover(_(N_("图层")), icon=":material/layers:", type="tertiary", key="layers"):
            layer_tree(run)
        with st.popover(_(N_("分享")), icon=":material/link:", type="tertiary", key="share"):
            share(run)
        if not read_asked(dict(run.sight.words)).is_open:
            st.button(
                _(N_("另看一处")), key="place-restart", icon=":material/gesture:", type="tertiary", on_click=start_again
            )


def place_stage(run: Run) -> None:
    """The map and the answer."""
    asked = read_asked(dict(run.sight.words))
    if hear_place(run, asked):
        st.rerun()
    answer = None
    if not asked.is_open:
        view = view_of(run.house.store, run.sight.community, run.role)
        answer = place_answer(run.layers, view, asked, run.visible)
    rows = rows_behind(answer, run.sight.word("rows")) if answer and not answer.is_empty else None
    with st.container(key="place-stage"):
        place, side = st.columns(MAP_TO_SIDE, gap="small")
        with side, st.container(key="place-side", gap="small"), kindly():
            say_done()
            if answer is None:
                nothing_asked(run)
            elif answer.is_empty:
                no_area(run, answer)
            else:
                place_answer_view(run, answer, rows)
        with place, kindly():
            _map(run, answer, rows)


def _map(run: Run, answer: PlaceAnswer | None, rows: Rows | None) -> None:
    if answer is None or answer.is_empty:
        map_view(run, tool=ask_tool(run, None, ()))
        return
    behind = rows.features if rows else ()
    found = answer.report.works
    works = tuple(dict.fromkeys((*found.past, *found.now, *found.planned)))
    if rows and rows.items and rows.items[0].layer == WORK:
        works = tuple(row.id for row in rows.items)
    sketch = Sketch(ASKED, answer.area.geometry)
    needed = {layer for layer, _id in behind} | ({WORK} if rows and rows.key.partition(":")[0] in WORK_ROWS else set())
    map_view(run, works=works, tool=ask_tool(run, answer, behind), more=needed, sketches=(sketch,))
