"""The page about the data: what is sample, what was published, what changed lately, what this runs on."""

import streamlit as st

from dashboard.components.about import (
    changes_section,
    parts_section,
    published_section,
    sample_section,
    settings_section,
)
from dashboard.components.errors import kindly
from dashboard.components.session import Run
from dashboard.services.house import ADMINISTRATOR


def show(run: Run) -> None:
    """Where everything on the map comes from."""
    with st.container(key="reading"):
        for section in (sample_section, published_section):
            with kindly():
                section(run)
        if run.role == ADMINISTRATOR:
            for section in (changes_section, settings_section):
                with kindly():
                    section(run)
        with kindly():
            parts_section(run)
