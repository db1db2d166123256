"""What is drawn of people in the browser: lists, answers, a plan, a line of time, all from one constant program.

Data reaches the page as JSON and is written with `textContent` only.
"""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st
from streamlit.components import v2

from dashboard.components import session
from dashboard.components.session import Run
from dashboard.drawing.assets import ASSETS, asset_url

_PIECE = v2.component(
    "people",
    html='<div class="pp"></div>',
    css=(ASSETS / "people" / "people.css").read_text("utf-8"),
    js=f"""
const address = new URL("{asset_url("people/main.js")}", window.location.origin).href;
export default async (piece) => (await import(address)).default(piece);
""",
    isolate_styles=False,
)

Told = Mapping[str, Any]


def piece(run: Run, key: str, data: Mapping[str, Any], hear: Callable[[Told], None] = lambda told: None) -> None:
    """Draw `data` (`look` says as what); `hear` gets each message of a press, before the next run."""

    def told() -> None:
        message = st.session_state[key].get("told")
        if isinstance(message, Mapping):
            hear(message)

    _PIECE(key=key, data={**data, "lang": run.sight.lang, "dark": run.sight.dark}, on_told_change=told)


def open_person(person: str) -> None:
    """Open the card of a person. For callbacks."""
    session.go("people", who=person, act="", duty="")


def assign_here(layer: str, id: str, role: str = "") -> None:
    """Open the form that assigns somebody to a place ("building", "A07"), in a role if one is named. For callbacks."""
    session.go("people", act="assign", who="", duty="", give=f"{layer}:{id}", give_role=role)
