"""How needed each work is: weights that anyone may move, and the ranking that follows."""

from dataclasses import replace

import streamlit as st

from dashboard.components import session
from dashboard.components.planning.choice_map import outline, show_work
from dashboard.components.planning.place_piece import place_piece
from dashboard.components.session import Run
from dashboard.drawing.sketch import PLANNED, Sketch
from dashboard.services.planning.plan_made import pool_for, scored
from dashboard.services.planning.plan_pool import Pool
from dashboard.services.planning.plan_terms import MOST_WEIGHT, SHOWN_CRITERIA, Terms, write_terms
from dashboard.services.planning.plan_words import ranking_data
from dashboard.text import _, fill
from geo.words import N_

NUMBERED = 12
"""So many of the most needed works carry their number on the map."""


def ranking_panel(run: Run, pool: Pool, terms: Terms) -> tuple[Sketch, ...]:
    """Sliders and the list; the map shows the work that is pressed."""
    _weights(terms)
    st.caption(
        _(N_("分数 = 各项得分之和,满分 100;每项 = 权重占比 ×(数值 ÷ 封顶值,最多 1)。居民诉求还没有数据,不计入。"))
    )
    chosen = pool_for(pool, terms)
    data = ranking_data(chosen, scored(chosen, terms.weights), run.sight.word("rows"))
    place_piece(run, "plan-ranking", data, show_work)
    first = [str(item["id"]) for item in data["items"][:NUMBERED]]
    shapes = [(place, outline(chosen.ground, id)) for place, id in enumerate(first, 1)]
    return tuple(Sketch(PLANNED, shape, number=place) for place, shape in shapes if shape is not None)


def _weights(terms: Terms) -> None:
    columns = st.columns(2, gap="small")
    for at, item in enumerate(SHOWN_CRITERIA):
        key = f"weight-{item.key}"
        session.hold(key, float(terms.weights[at]))
        full = fill(N_("{full} {unit}即满分 · {source}"), full=f"{item.full:g}", unit=_(item.unit) if item.unit else "",
                    source=_(item.source))  # fmt: skip
        columns[at % 2].slider(
            _(item.title),
            0.0,
            MOST_WEIGHT,
            step=0.5,
            format="%.1f",
            key=key,
            help=full,
            on_change=_moved,
            args=(terms, at, key),
        )


def _moved(terms: Terms, at: int, key: str) -> None:
    weights = tuple(float(st.session_state[key]) if place == at else value for place, value in enumerate(terms.weights))
    session.change(plan=write_terms(replace(terms, weights=weights)))
