"""The form of a kept photo: what it shows, in which words, for whom, where it was taken; and taking it out."""

from dataclasses import replace

import shapely
import streamlit as st

from dashboard.components import session
from dashboard.components.acts import acts, attempt, done
from dashboard.components.conflict import settle
from dashboard.components.errors import kindly
from dashboard.components.form import Form, open_form
from dashboard.components.map.map_view import map_view
from dashboard.components.projects.work_place import tool_number
from dashboard.components.session import Run
from dashboard.drawing.map_tool import Tool
from dashboard.services.changes import SHOWN_IN
from dashboard.services.map.map_messages import Drawn as DrawnMessage
from dashboard.services.markdown import plain
from dashboard.services.projects.entry_values import photo_values, photo_with
from dashboard.services.projects.project_page import ProjectPage
from dashboard.services.projects.value_words import FIELDS
from dashboard.text import _, fill
from data.photos import ROLES, Photo, check_photo, photo
from data.pictures import picture_path
from data.records import NoSuchRecord
from data.rights import reach, require
from geo.words import N_

FORM_TO_MAP = (42, 58)
PICTURE_PX = 420
TITLES = FIELDS | {"spot": N_("拍摄位置")}


def photo_form(run: Run, page: ProjectPage) -> None:
    """The photo that the address names, beside a map on which its place is set."""
    require(run.viewer, "report_progress")
    found = _photo(run, page)
    if found is None:
        st.caption(_(N_("没有这张照片,它可能已被移除。")))
        st.button(_(N_("返回项目")), key="photo-back", on_click=_leave, args=(page,))
        return
    with st.container(key="project"):
        beside, place = st.columns(FORM_TO_MAP, gap="medium")
        with beside, st.container(key="form"):
            st.header(_(N_("编辑照片")), anchor=False)
            form = open_form(run, f"photo-{found.id}", lambda: (photo_values(found), found.version))
            if form is not None and not settle(form, photo_values, TITLES):
                _form(run, page, form, found)
        with place, kindly():
            tool = _tool(form) if form is not None else None
            map_view(run, works=(found.work,), tool=tool)


def _photo(run: Run, page: ProjectPage) -> Photo | None:
    """The photo of the address, if it is one of this project and in use."""
    try:
        found = photo(run.house.store, run.sight.community, run.sight.word("photo"))
    except NoSuchRecord:
        return None
    return found if found.work in page.works.index and not found.archived else None


def _form(run: Run, page: ProjectPage, form: Form, base: Photo) -> None:
    _hear(form)
    folder = acts(run).folder
    path = picture_path(folder, base.sha256, "large")
    if path.is_file():
        st.image(str(path), width=PICTURE_PX)
    told = [str(page.works.at[base.work, "name"])]
    if base.taken_at:
        told.append(fill(N_("拍摄于 {time}"), time=f"{base.taken_at.astimezone(SHOWN_IN):%Y-%m-%d %H:%M}"))
    st.caption(plain(" · ".join(told)))
    form.check(check_photo(photo_with(form.values, base), folder))
    form.segments("role", _(N_("拍的是")), {word: _(title) for word, title in ROLES})
    form.long_text("caption", _(N_("说明(公众可见,请勿写姓名电话)")), height=80)
    if reach(run.role, "publish_photos"):
        form.flag("public", _(N_("对公众公开")))
    _spot(form)
    form.end()
    _buttons(run, page, form, base)


def _spot(form: Form) -> None:
    """Where it was taken; a click on the map sets it."""
    spot = form.values["spot"]
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="photo-spot"):
        known = fill(N_("拍摄位置 {place}"), place=f"{spot[0]:.5f}, {spot[1]:.5f}") if spot else _(N_("没有拍摄位置"))
        st.caption(plain(known), width="content")
        if spot:
            st.button(_(N_("清除位置")), key="spot-clear", type="tertiary", on_click=lambda: form.set(spot=None))
    st.caption(_(N_("在地图上点一下即可设定或改正位置。")))


def _hear(form: Form) -> None:
    """Take over the point that was set on the map; of several the last one."""
    message = session.heard_tool()
    if isinstance(message, DrawnMessage):
        points = shapely.get_coordinates(message.geometry) if message.geometry else []
        form.set(spot=[round(float(value), 7) for value in points[-1]] if len(points) else None)


def _tool(form: Form) -> Tool:
    spot = form.values["spot"]
    n = tool_number((form.name, form.key, "point", str(spot)))
    return Tool("draw", geometry="point", drawn=shapely.Point(spot) if spot else None, n=n)


def _buttons(run: Run, page: ProjectPage, form: Form, base: Photo) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="form-buttons"):
        pressed = st.button(_(N_("保存照片")), key="form-save", type="primary", icon=":material/check:")
        st.button(_(N_("取消")), key="form-cancel", type="tertiary", on_click=_give_up, args=(form, page))
        st.button(
            _(N_("移除照片")), key="photo-remove", type="tertiary", icon=":material/delete:", on_click=_remove,
            args=(run, page, form, base),
        )  # fmt: skip
    if pressed:
        changed = replace(photo_with(form.values, base), version=form.state["version"])
        saved = form.save(lambda key: acts(run).change_photo(changed, key))
        if saved:
            act, version = acts(run), saved.version
            done(_(N_("已保存照片。")), lambda: act.change_photo(replace(base, version=version)))
            _leave(page)
            st.rerun()


def _remove(run: Run, page: ProjectPage, form: Form, base: Photo) -> None:
    """Take it out of the project, with a way back. For a callback."""
    act = acts(run)
    gone = replace(base, archived=True)

    def back() -> None:
        act.change_photo(replace(base, version=base.version + 1))

    if attempt(lambda: act.change_photo(gone), _(N_("已移除照片,文件仍保留在历史中。")), back):
        form.forget()
        _leave(page)


def _give_up(form: Form, page: ProjectPage) -> None:
    form.forget()
    _leave(page)


def _leave(page: ProjectPage) -> None:
    session.open_project(page.id, tab="entries")
    session.change(photo="")
