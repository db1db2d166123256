"""The progress of a project as a timeline: before and after, then every entry with its photos."""

import streamlit as st

from dashboard.components import session
from dashboard.components.acts import acts, attempt, done
from dashboard.components.compare import compare
from dashboard.components.session import Run
from dashboard.drawing.gallery import gallery
from dashboard.services.markdown import plain
from dashboard.services.projects.project_page import ProjectPage, Told, pairs, project_photos, told_entries, works_told
from dashboard.services.projects.work_words import number, over_accepted
from dashboard.text import _, fill
from data.photos import ROLES, Photo
from data.works import work
from geo.words import N_

SHOWN = 40
"""Works and entries that are shown at once; the rest one press away."""

PHOTO_PX = 132


def shown_now(what: str) -> int:
    """How many of something are shown now."""
    return SHOWN * (1 + int(st.session_state.get(f"more-{what}", 0)))


def show_more(what: str, length: int) -> None:
    """A button for the rest, where there is any."""
    slot, rest = f"more-{what}", length - shown_now(what)

    def more() -> None:
        st.session_state[slot] = int(st.session_state.get(slot, 0)) + 1

    if rest > 0:
        label = fill(N_("显示其余 {count} 项"), count=rest)
        st.button(label, key=f"{slot}-button", type="tertiary", icon=":material/expand_more:", on_click=more)


def entries_part(run: Run, page: ProjectPage) -> None:
    """Before and after, then every entry with its photos, the newest first."""
    pictures = project_photos(run.house.store, run.sight.community, page)
    _pairs(run, page, pictures)
    told = told_entries(run.house.store, run.sight.community, page)
    if not told:
        st.caption(
            _(N_("还没有进展记录。点“填报进展”,三十秒就能记一条。")) if page.may_report else _(N_("还没有进展记录。"))
        )
    with st.container(key="entries", gap="medium"):
        for item in told[: shown_now("entries")]:
            _entry(run, page, item)
    show_more("entries", len(told))
    loose = [photo for photo in pictures if not photo.entry]
    if loose:
        _photos(run, page, loose)


def _entry(run: Run, page: ProjectPage, item: Told) -> None:
    with st.container(key=f"entry-{item.entry.id}", gap="xsmall"):
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.markdown(f"**{item.entry.day:%Y-%m-%d}**", width="content")
            st.caption(plain(item.work), width="content")
            if item.entry.quantity is not None:
                reached = number(item.entry.quantity, item.unit)
                st.badge(fill(N_("累计 {quantity}"), quantity=reached), color="green")
            if page.may_report and item.entry.work in page.works.index:
                st.button(
                    _(N_("更正")), key=f"correct-{item.entry.id}", type="tertiary", icon=":material/edit:",
                    help=_(N_("改数量、日期、说明或所属的工作;更正前后都留在历史里。")), on_click=_correct,
                    args=(page, item.entry.id),
                )  # fmt: skip
                st.button(
                    _(N_("撤回")), key=f"withdraw-{item.entry.id}", type="tertiary", icon=":material/undo:",
                    help=_(N_("写错了就撤回:数量按上一条记录算,可以恢复。")), on_click=_withdraw, args=(run, item),
                )  # fmt: skip
        if item.entry.words:
            st.text(item.entry.words)
        if item.photos:
            _photos(run, page, item.photos)


def _correct(page: ProjectPage, entry: str) -> None:
    session.open_project(page.id, do="entry", tab="entries")
    session.change(entry=entry)


def _withdraw(run: Run, item: Told) -> None:
    """Take an entry back with its photos, with a way to have it again. For a callback."""
    act, photos = acts(run), [photo.id for photo in item.photos]
    text = fill(N_("已撤回 {day} 的进展记录。"), day=f"{item.entry.day:%Y-%m-%d}")

    def back() -> None:
        act.take_back(item.entry.id, photos)

    if attempt(lambda: act.withdraw(item.entry.id), text, back):
        over = over_accepted(work(act.store, act.community, item.entry.work), item.unit)
        done(f"{text} {over}".rstrip(), back)


def _photos(run: Run, page: ProjectPage, photos: tuple[Photo, ...] | list[Photo]) -> None:
    """Small photos in a row; for those who report each with the way to change it."""
    roles, audience = dict(ROLES), "" if page.internal else "visitor"
    told = {photo.id: f"{_(roles[photo.role])} {photo.caption}".strip() for photo in photos}
    if not page.may_report:
        st.html(gallery(run.sight.community, list(told.items()), audience))
        return
    with st.container(horizontal=True, gap="small", key=f"photos-{photos[0].id}"):
        for photo in photos:
            id = photo.id
            with st.container(width=PHOTO_PX, gap=None, key=f"photo-{id}"):
                st.html(gallery(run.sight.community, [(id, told[id])], audience))
                st.button(
                    _(roles[photo.role]), key=f"edit-{id}", type="tertiary", icon=":material/edit:", on_click=_edit,
                    args=(page, id), help=_(N_("改说明、前后、位置,或移除")),
                )  # fmt: skip


def _edit(page: ProjectPage, photo: str) -> None:
    session.open_project(page.id, do="photo", tab="entries")
    session.change(photo=photo)


def _pairs(run: Run, page: ProjectPage, pictures: list[Photo]) -> None:
    found = pairs(works_told(run.house.store, run.sight.community, page), pictures)
    if not found:
        return
    names = [pair.work for pair in found]
    place = 0
    if len(found) > 1:
        picked = st.selectbox(
            _(N_("改造前后")), range(len(found)), format_func=names.__getitem__, key="compare-pick",
            label_visibility="collapsed",
        )  # fmt: skip
        place = picked or 0
    compare(run.sight.community, found[place].before.id, found[place].after.id, "" if page.internal else "visitor")
