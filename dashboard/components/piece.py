"""What is drawn in the browser by a constant program: Python says what as plain values, and hears what is pressed.

The program is a file fetched by address; data reaches the page as JSON and is written with `textContent` only.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import streamlit as st
from streamlit.components import v2

from dashboard.components.session import Run
from dashboard.drawing.assets import ASSETS, asset_url

Told = Mapping[str, Any]


class Piece(Protocol):
    """Draws `data` (`look` says as what); `hear` gets each message of a press, before the next run."""

    def __call__(self, run: Run, key: str, data: Mapping[str, Any], hear: Callable[[Told], None] = ...) -> None: ...


def piece_of(name: str, frame: str) -> Piece:
    """The piece whose program and style lie in `assets/<name>`; `frame` is the class of the element it draws in."""
    mounted = v2.component(
        name,
        html=f'<div class="{frame}"></div>',
        css=(ASSETS / name / f"{name}.css").read_text("utf-8"),
        js=f"""
const address = new URL("{asset_url(f"{name}/main.js")}", window.location.origin).href;
export default async (piece) => (await import(address)).default(piece);
""",
        isolate_styles=False,
    )

    def draw(run: Run, key: str, data: Mapping[str, Any], hear: Callable[[Told], None] = lambda told: None) -> None:
        def told() -> None:
            message = st.session_state[key].get("told")
            if isinstance(message, Mapping):
                hear(message)

        mounted(key=key, data={**data, "lang": run.sight.lang, "dark": run.sight.dark}, on_told_change=told)

    return draw
