"""Light along the ways: what one run of the page works with, read from address, session and store."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.components.session import Run
from dashboard.services.planning.light_page import (
    ALL_ADDED,
    BEFORE,
    NOW,
    Light,
    light_of,
    lights_of_choice,
    proposals,
)
from dashboard.services.projects.work_words import view_of
from data.luminaires import KeptLuminaire, luminaires
from data.rule_values import rule_values
from data.work_frames import WorkView
from geo.light_proposals import NewLight

ROADS, DARK, MORE, VALUES = "roads", "dark", "more", "values"
NUMBER, HEIGHT, POWER, CHOICE = "light-number", "light-height", "light-power", "light-choice"


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
    fixtures: tuple[KeptLuminaire, ...]


def lit_now(run: Run) -> Lit:
    """Read the address and the session, and compute the light."""
    store, community = run.house.store, run.sight.community
    view, values = view_of(store, community, run.role), rule_values(store, community)
    fixtures = luminaires(store, community)
    choice = str(st.session_state.get(CHOICE) or ALL_ADDED)
    now = light_of(run.layers, values, fixtures=fixtures)
    before = light_of(run.layers, values, without=lights_of_choice(run.layers, view, choice), fixtures=fixtures)
    way = BEFORE if run.sight.word("way") == BEFORE else NOW
    tab = run.sight.word("show")
    tab = tab if tab in (DARK, MORE, VALUES) else ROADS
    shown = before if way == BEFORE else now
    stretch = run.sight.word("stretch")
    at = int(stretch) if stretch.isdecimal() and len(stretch) < 4 else -1
    lamp = NewLight(float(st.session_state.get(HEIGHT) or 6.0), float(st.session_state.get(POWER) or 60.0))
    number = int(st.session_state.get(NUMBER) or 5)
    proposed = proposals(shown, values, number, lamp) if shown is not None and tab == MORE else None
    return Lit(view, values, shown, now, before, way, tab, at, proposed, tuple(fixtures))
