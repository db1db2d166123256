"""The writes of this reader, and what is said after one, with a way back where there is one."""

from collections.abc import Callable

import streamlit as st

from dashboard.components import session
from dashboard.components.errors import told
from dashboard.components.session import Run
from dashboard.services.markdown import plain
from dashboard.services.projects.project_acts import Acts
from dashboard.text import _
from geo.errors import MapError
from geo.words import N_

DONE = "done"


def acts(run: Run) -> Acts:
    """What this reader may do to the projects of this community."""
    folder = run.house.settings.live_folder / "photos"
    return Acts(run.house.store, run.sight.community, run.viewer, folder)


def done(text: str, undo: Callable[[], object] | None = None) -> None:
    """Remember what to say at the next run."""
    st.session_state[DONE] = (text, undo)


def say_done() -> None:
    """Say what was done, with "undo" while nothing else was done."""
    if DONE not in st.session_state:
        return
    text, undo = st.session_state[DONE]
    with st.container(key="done", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/check_circle: {plain(text)}", width="content")
        if undo:
            st.button(_(N_("撤销")), key="undo", icon=":material/undo:", type="tertiary", on_click=_undo, args=(undo,))
        close = _(N_("知道了"))
        st.button(close, key="done-close", type="tertiary", on_click=st.session_state.pop, args=(DONE,))


def _undo(undo: Callable[[], object]) -> None:
    session.speak_again()
    try:
        undo()
        done(_(N_("已撤销。")))
    except MapError as error:
        done(told(error))


def attempt(act: Callable[[], object], text: str, undo: Callable[[], object] | None = None) -> bool:
    """Do something from a callback: say that it was done, or why not."""
    try:
        act()
    except MapError as error:
        done(told(error))
        return False
    done(text, undo)
    return True
