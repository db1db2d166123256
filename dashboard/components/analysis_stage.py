"""The frame of a planning page: the map, beside it one column with tabs; what is open is a word of the address."""

from collections.abc import Callable, Mapping

import streamlit as st

from dashboard.components import session
from dashboard.components.acts import say_done
from dashboard.text import _
from geo.words import N_

MAP_TO_SIDE = (62, 38)


def analysis_stage(
    side: Callable[[], None], place: Callable[[], None], *, widths: tuple[int, int] = MAP_TO_SIDE
) -> None:
    """Draw `side` beside `place`; the side first, because the map shows what was found there."""
    with st.container(key="analysis-stage"):
        map_column, side_column = st.columns(widths, gap="small")
        with side_column, st.container(key="analysis-side", gap="small"):
            say_done()
            side()
        with map_column:
            place()


def word_tabs(titles: Mapping[str, str], now: str, *, key: str, word: str = "show", **more: str) -> None:
    """Tabs whose choice is a word of the address; `more` are words that change with it ("" clears one)."""
    st.session_state[key] = now
    st.segmented_control(
        _(N_("看什么")), list(titles), format_func=titles.__getitem__, key=key, required=True,
        label_visibility="collapsed", width="stretch",
        on_change=lambda: session.change(**{word: st.session_state[key] or "", **more}),
    )  # fmt: skip
