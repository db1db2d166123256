"""What was picked at a place, on its way into a project: the address names the place and the kind of work."""

import hashlib

import streamlit as st

from dashboard.components.session import Run
from dashboard.services.markdown import plain
from dashboard.services.planning.asked import read_asked
from dashboard.services.planning.place_answer import PlaceAnswer, place_answer
from dashboard.services.planning.place_picks import location_for, offers
from dashboard.services.projects.work_words import view_of
from dashboard.text import fill
from data.work_kinds import work_kinds
from geo.words import N_
from geo.works import Work, WorkKind


def _answer(run: Run) -> PlaceAnswer | None:
    asked = read_asked(dict(run.sight.words))
    if not run.sight.word("pick") or asked.is_open:
        return None
    answer = place_answer(run.layers, view_of(run.house.store, run.sight.community, run.role), asked, run.visible)
    return None if answer.is_empty else answer


def picked_place(run: Run) -> None:
    """Say in the form of the project what its first work will lie on."""
    answer = _answer(run)
    if answer is None:
        return
    kinds = work_kinds(run.house.store, run.sight.community)
    offer = next((item for item in offers(answer, kinds) if item.kind == run.sight.word("pick")), None)
    if offer:
        st.info(plain(fill(N_("第一项工作已选好位置:{words}({place})"), words=offer.words, place=answer.title)))


def picked_work(run: Run, project: str, kinds: dict[str, WorkKind]) -> Work | None:
    """A new work on what lies at the place; None where nobody comes from one."""
    answer, kind = _answer(run), kinds.get(run.sight.word("pick"))
    if answer is None or kind is None or kind.archived:
        return None
    return Work("new", project, kind.id, "", location=location_for(answer, kind))


def picks_name(run: Run) -> str:
    """What tells the form of a work at one place from that at another: each has a draft of its own."""
    words = "|".join(run.sight.word(key) for key in ("pick", "area", "within"))
    return f"-{hashlib.sha256(words.encode()).hexdigest()[:8]}" if run.sight.word("pick") else ""
