"""A progress entry, made for a phone: which work, how much by now, a photo, save; and correcting one in place."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.components import session
from dashboard.components.acts import acts, done
from dashboard.components.conflict import settle
from dashboard.components.errors import told
from dashboard.components.form import Form, open_form
from dashboard.components.session import Run
from dashboard.services.markdown import plain
from dashboard.services.projects.entry_values import (
    entry_of,
    entry_values,
    first_work,
    kept_photo,
    new_values,
    photos_of,
    titles_of,
)  # fmt: skip
from dashboard.services.projects.project_page import ProjectPage, suggested_quantities
from dashboard.services.projects.value_words import FIELDS
from dashboard.services.projects.work_words import STATUS_TITLES, number, today
from dashboard.services.typed import Values
from dashboard.text import _, fill
from data.entries import Entry, entry, entry_problems
from data.photos import ROLES, photos
from data.pictures import MOST_BYTES, TITLES, picture_path
from data.records import NoSuchRecord
from data.rights import reach, require
from data.works import work
from geo.errors import FileError
from geo.words import N_
from geo.works import STATUSES

UPLOADS = "uploads"
MOST_PHOTOS = 12
OWN = ("work", "quantity", "words", "day")
"""What is kept in the entry itself; the rest of the form goes to the work and to the photos."""


def entry_form(run: Run, page: ProjectPage) -> None:
    """A new entry, or the correction of the one that the address names."""
    if not page.may_report:
        require(run.viewer, "report_progress")
    with st.container(key="form"):
        kept = _kept(run, page)
        st.header(_(N_("更正进展")) if kept else _(N_("填报进展")), anchor=False)
        form = _correction(run, kept) if kept else _report(run, page)
        if form is None:
            return
        _fields(run, page, form, kept)
        _buttons(run, page, form, kept)


def _kept(run: Run, page: ProjectPage) -> Entry | None:
    """The entry that is to be corrected, if it is one of this project and was not withdrawn."""
    id = run.sight.word("entry")
    try:
        found = entry(run.house.store, run.sight.community, id) if id else None
    except NoSuchRecord:
        return None
    return found if found and not found.archived and found.work in page.works.index else None


def _report(run: Run, page: ProjectPage) -> Form | None:
    """A new entry; its work is the selected one, else the most urgent one that is under way."""
    start = run.sight.work if run.sight.work in page.works.index else first_work(page.works)
    if not start:
        st.caption(_(N_("这个项目还没有工作,先添加一项。")))
        return None
    form = open_form(run, f"entry-{page.id}", lambda: (new_values(start), 0))
    if form is not None and form.values["work"] not in page.works.index:
        form.set(work=start)
    return form


def _correction(run: Run, kept: Entry) -> Form | None:
    form = open_form(run, f"correct-{kept.id}", lambda: (entry_values(kept), kept.version))
    if form is None:
        return None

    def values_of(theirs: Entry) -> Values:
        return {**form.values, **{key: entry_values(theirs)[key] for key in OWN}}

    return None if settle(form, values_of, FIELDS | {"work": N_("哪项工作"), "quantity": N_("累计数量")}) else form


def _fields(run: Run, page: ProjectPage, form: Form, kept: Entry | None) -> None:
    draft = entry_of(form.values, kept or "new")
    form.check(entry_problems(run.house.store, run.sight.community, draft, today()))
    chosen = form.choice("work", _(N_("哪项工作")), titles_of(page.works))
    row = next(page.works.loc[[chosen]].itertuples())
    reached = N_("现在累计 {done},计划 {planned}") if row.planned == row.planned else N_("现在累计 {done}")
    told_now = fill(
        reached, done=number(0 if row.done != row.done else row.done, row.unit),
        planned=number(row.planned, row.unit) if row.planned == row.planned else "",
    )  # fmt: skip
    unit = _(row.unit).strip("\u200b")
    by_then = N_("到当天累计完成({unit})") if kept else N_("到今天累计完成({unit})")
    form.number("quantity", fill(by_then, unit=unit), placeholder=told_now, min_value=None)
    if kept:
        _accepted(run, form, row)
        form.day("day", _(N_("日期")))
    else:
        _suggestions(form, row)
    _photos(run, form)
    form.long_text("words", _(N_("一句话说明(公众可见,请勿写姓名电话)")), height=80)
    with st.expander(_(N_("状态与公开")) if kept else _(N_("日期、状态与公开")), expanded=False):
        if not kept:
            form.day("day", _(N_("日期")))
        keep = fill(N_("不变({status})"), status=_(STATUS_TITLES[row.status]))
        form.choice("status", _(N_("工作状态")), {"": keep, **{word: _(title) for word, title in STATUSES}})
        if reach(run.role, "publish_photos"):
            form.flag("public", _(N_("照片对公众公开")))
        else:
            form.values["public"] = False
    form.end()


def _accepted(run: Run, form: Form, row: Any) -> None:
    """More is accepted than the corrected entry leaves done: one press lets it follow."""
    less = [item for item in form.said if item.column == "quantity" and "accepted" in item.values]
    if less and reach(run.role, "edit_projects"):
        form.flag("cap", fill(N_("验收数量也改为 {quantity}"), quantity=number(form.values["quantity"], row.unit)))
    else:
        form.values["cap"] = False


def _suggestions(form: Form, row: Any) -> None:
    """Likely quantities, one press each."""
    likely = suggested_quantities(row)
    if not likely:
        return
    with st.container(horizontal=True, gap="small", key="suggestions"):
        for amount in likely:
            whole = amount == row.planned
            label = number(amount, row.unit)
            label = fill(N_("全部 {quantity}"), quantity=label) if whole else label
            st.button(plain(label), key=f"suggest-{amount:g}", on_click=_take, args=(form, amount))


def _take(form: Form, amount: float) -> None:
    form.set(quantity=amount)


def _photos(run: Run, form: Form) -> None:
    """Photos are kept as soon as they arrive, so that a reload loses none."""
    folder = acts(run).folder
    turn = int(st.session_state.get(UPLOADS, 0))
    limit = fill(N_("照片:{formats},每张最多 {most} MB、4 千万像素"), formats=TITLES, most=MOST_BYTES // 1024**2)
    with st.container(key=f"upload-{run.sight.lang}"):
        files = st.file_uploader(
            limit, type=None, accept_multiple_files=True, key=f"{UPLOADS}-{turn}",
            max_upload_size=2 * MOST_BYTES // 1024**2,
        )  # fmt: skip
    if files:
        refused = []
        for file in files:
            try:
                form.values["pictures"].append(kept_photo(folder, file.getvalue()))
            except FileError as error:
                refused.append(f"{file.name}: {told(error)}")
        form.state["refused"] = refused
        st.session_state[UPLOADS] = turn + 1
        form.end()
        st.rerun()
    for sentence in form.state.get("refused", ()):
        st.caption(f":red[:material/error: {plain(sentence)}]")
    if form.values["pictures"]:
        _thumbnails(form, folder)


def _thumbnails(form: Form, folder: Path) -> None:
    with st.container(horizontal=True, gap="small", key="thumbnails"):
        for place, picture in enumerate(form.values["pictures"][:MOST_PHOTOS]):
            with st.container(width=120, gap=None):
                path = picture_path(folder, picture["sha256"], "small")
                if path.is_file():
                    st.image(str(path), width=120)
                label = _(N_("去掉"))
                st.button(label, key=f"drop-{place}", type="tertiary", on_click=_drop, args=(form, place))
    form.segments("role", _(N_("拍的是")), {word: _(title) for word, title in ROLES})


def _drop(form: Form, place: int) -> None:
    form.set(pictures=[item for i, item in enumerate(form.values["pictures"]) if i != place])


def _buttons(run: Run, page: ProjectPage, form: Form, kept: Entry | None) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="form-buttons"):
        label = _(N_("保存更正")) if kept else _(N_("保存进展"))
        pressed = st.button(label, key="form-save", type="primary", icon=":material/check:")
        st.button(_(N_("取消")), key="form-cancel", type="tertiary", on_click=_leave, args=(form, page))
    if not pressed:
        return
    told_something = form.values["quantity"] is not None or form.values["words"].strip() or form.values["pictures"]
    if not told_something and not (kept and photos(run.house.store, run.sight.community, entry=kept.id)):
        form.state["error"] = _(N_("数量、照片、说明,至少填一样。"))
        st.rerun()
    saved = _correct(run, form, kept) if kept else _add(run, page, form)
    if saved:
        text, entry, undo = saved
        done(text, undo)
        session.open_project(page.id, work=entry.work, tab="entries")
        st.rerun()


Saved = tuple[str, Entry, Callable[[], object]]
"""What was done in words, the entry as it is now, and the way back."""


def _add(run: Run, page: ProjectPage, form: Form) -> Saved | None:
    row = page.works.loc[form.values["work"]]
    new, status = entry_of(form.values, f"e-{form.key[:16]}"), form.values["status"]
    pictures = photos_of(form.values, form.key, new.id)
    saved = form.save(lambda key: acts(run).report(new, status, pictures, key))
    if saved is None:
        return None
    act, before = acts(run), str(row["status"]) if status else ""
    text = fill(N_("已记下“{work}”的进展,{count} 张照片。"), work=row["name"], count=len(pictures))
    return text, saved, lambda: act.withdraw(saved.id, before)


def _correct(run: Run, form: Form, kept: Entry) -> Saved | None:
    store, community, values = run.house.store, run.sight.community, form.values
    changed = replace(entry_of(values, kept), version=form.state["version"])
    pictures = photos_of(values, form.key, kept.id)
    works = [work(store, community, id) for id in dict.fromkeys((kept.work, changed.work))]
    saved = form.save(
        lambda key: acts(run).correct(changed, values["status"], pictures, key, cap_accepted=bool(values["cap"]))
    )
    if saved is None:
        return None
    act = acts(run)
    text = fill(N_("已更正 {day} 的进展记录。"), day=f"{saved.day:%Y-%m-%d}")
    return text, saved, lambda: act.take_correction_back(kept, saved, [item.id for item in pictures], works)


def _leave(form: Form, page: ProjectPage) -> None:
    chosen = form.values["work"]
    form.forget()
    session.open_project(page.id, work=chosen, tab=session.word("tab"))
