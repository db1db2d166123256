"""The page of public promises: what was said, measured, contracted and accepted, and which buildings wait."""

import streamlit as st

from dashboard.components.acts import say_done
from dashboard.components.errors import kindly
from dashboard.components.projects.ledger import buildings, promises
from dashboard.components.session import Run


def show(run: Run) -> None:
    """Every promise with its verdict, then the renovated buildings."""
    with st.container(key="ledger", gap="small"):
        with kindly():
            say_done()
            promises(run)
        with kindly():
            buildings(run)
