"""The page of accounts: who may sign in, in which role, where; what happened lately. Administrators only."""

import streamlit as st

from dashboard.components.access.account_form import add_form, edit_form, say_done
from dashboard.components.access.account_list import account_list, log_section, refusals_section
from dashboard.components.errors import kindly
from dashboard.components.session import Run
from dashboard.text import _
from data.rights import reach
from geo.words import N_


def show(run: Run) -> None:
    """The accounts, one of them to change, a new one, and the log."""
    with st.container(key="reading"):
        if not reach(run.role, "manage_accounts"):
            st.info(_(N_("账户只由管理员管理。")), icon=":material/lock:")
            return
        with kindly():
            say_done()
            chosen = account_list(run)
            if chosen:
                edit_form(run, chosen)
            add_form(run)
            log_section(run)
            refusals_section(run)
