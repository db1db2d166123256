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
    st.session_state[DONE] = (text, undo, True)


def not_done(error: MapError) -> None:
    """Remember at the next run why nothing was done; it does not look like a success."""
    st.session_state[DONE] = (told(error), None, False)


def say_done() -> None:
    """Say what was done, with "undo" while nothing else was done."""
    if DONE not in st.session_state:
        return
    text, undo, well = st.session_state[DONE]
    icon = "check_circle" if well else "error"
    with st.container(key="done" if well else "not-done", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/{icon}: {plain(text)}", width="content")
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
        not_done(error)


def attempt(act: Callable[[], object], text: str, undo: Callable[[], object] | None = None) -> bool:
    """Do something from a callback: say that it was done, or why not."""
    try:
        act()
    except MapError as error:
        not_done(error)
        return False
    done(text, undo)
    return True
