"""What is drawn of coverage and of one's own place in the browser, from one constant program."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st
from streamlit.components import v2

from dashboard.components.session import Run
from dashboard.drawing.assets import ASSETS, asset_url

_PIECE = v2.component(
    "duty",
    html='<div class="du"></div>',
    css=(ASSETS / "duty" / "duty.css").read_text("utf-8"),
    js=f"""
const address = new URL("{asset_url("duty/main.js")}", window.location.origin).href;
export default async (piece) => (await import(address)).default(piece);
""",
    isolate_styles=False,
)

Told = Mapping[str, Any]


def duty_piece(run: Run, key: str, data: Mapping[str, Any], hear: Callable[[Told], None] = lambda told: None) -> None:
    """Draw `data` (`look` says as what); `hear` gets each message of a press, before the next run."""

    def told() -> None:
        message = st.session_state[key].get("told")
        if isinstance(message, Mapping):
            hear(message)

    _PIECE(key=key, data={**data, "lang": run.sight.lang, "dark": run.sight.dark}, on_told_change=told)
