"""The longitudinal profile under the map."""

import streamlit as st

from dashboard.components.planning.analysis_piece import analysis_piece
from dashboard.components.planning.trace_state import hear
from dashboard.components.session import Run
from dashboard.services.planning.pipe_network import Drainage
from dashboard.services.planning.pipe_trace import Traced
from dashboard.services.planning.pipe_words import profile_words
from dashboard.text import _
from geo.words import N_


def trace_profile(run: Run, water: Drainage, found: Traced) -> None:
    """Ground, pipes and figures along the way; it can be folded away."""
    data = profile_words(water, found, run.layers)
    if data is None:
        return
    folded = run.sight.word("size") == "fold"
    data["words"]["size"] = _(N_("展开断面")) if folded else _(N_("收起断面"))
    with st.container(key="profile-folded" if folded else "profile"):
        analysis_piece(run, "pipe-profile", data | {"folded": folded}, lambda told: hear(run, told, tab=""))
