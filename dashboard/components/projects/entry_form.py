"""A progress entry, made for a phone: which work, how much by now, a photo, save."""

from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.components import session
from dashboard.components.acts import acts, done
from dashboard.components.errors import told
from dashboard.components.form import Form, open_form
from dashboard.components.session import Run
from dashboard.services.markdown import plain
from dashboard.services.projects.entry_values import entry_of, first_work, kept_photo, photos_of, titles_of
from dashboard.services.projects.project_page import ProjectPage, suggested_quantities
from dashboard.services.projects.work_words import STATUS_TITLES, number, today
from dashboard.services.typed import Values
from dashboard.text import _, fill
from data.entries import entry_problems
from data.photos import ROLES
from data.pictures import MOST_BYTES, TITLES, picture_path
from data.rights import require
from geo.errors import FileError
from geo.words import N_
from geo.works import STATUSES

UPLOADS = "uploads"
MOST_PHOTOS = 12


def entry_form(run: Run, page: ProjectPage) -> None:
    """The form; the work is the selected one, else the most urgent one that is under way."""
    if not page.may_report:
        require(run.viewer, "report_progress")
    with st.container(key="form"):
        st.header(_(N_("填报进展")), anchor=False)
        start = run.sight.work if run.sight.work in page.works.index else first_work(page.works)
        if not start:
            st.caption(_(N_("这个项目还没有工作,先添加一项。")))
            return
        form = open_form(run, f"entry-{page.id}", lambda: (_start(start), 0))
        if form is None:
            return
        if form.values["work"] not in page.works.index:
            form.set(work=start)
        _fields(run, page, form)
        _buttons(run, page, form)


def _start(work: str) -> Values:
    return {
        "work": work, "quantity": None, "words": "", "day": today().isoformat(), "role": "during", "public": False,
        "status": "", "pictures": [],
    }  # fmt: skip


def _fields(run: Run, page: ProjectPage, form: Form) -> None:
    form.check(entry_problems(run.house.store, run.sight.community, entry_of(form.values), today()))
    work = form.choice("work", _(N_("哪项工作")), titles_of(page.works))
    row = next(page.works.loc[[work]].itertuples())
    reached = N_("现在累计 {done},计划 {planned}") if row.planned == row.planned else N_("现在累计 {done}")
    told_now = fill(
        reached, done=number(0 if row.done != row.done else row.done, row.unit),
        planned=number(row.planned, row.unit) if row.planned == row.planned else "",
    )  # fmt: skip
    unit = _(row.unit).strip("\u200b")
    form.number("quantity", fill(N_("到今天累计完成({unit})"), unit=unit), placeholder=told_now, min_value=None)
    _suggestions(form, row)
    _photos(run, form)
    form.long_text("words", _(N_("一句话说明(公众可见,请勿写姓名电话)")), height=80)
    with st.expander(_(N_("日期、状态与公开")), expanded=False):
        form.day("day", _(N_("日期")))
        keep = fill(N_("不变({status})"), status=_(STATUS_TITLES[row.status]))
        form.choice("status", _(N_("工作状态")), {"": keep, **{word: _(title) for word, title in STATUSES}})
        form.flag("public", _(N_("照片对公众公开")))
    form.end()


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


def _buttons(run: Run, page: ProjectPage, form: Form) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="form-buttons"):
        pressed = st.button(_(N_("保存进展")), key="form-save", type="primary", icon=":material/check:")
        st.button(_(N_("取消")), key="form-cancel", type="tertiary", on_click=_leave, args=(form, page))
    if not pressed:
        return
    if not (form.values["quantity"] is not None or form.values["words"].strip() or form.values["pictures"]):
        form.state["error"] = _(N_("数量、照片、说明,至少填一样。"))
        st.rerun()
    row = page.works.loc[form.values["work"]]
    entry, status = entry_of(form.values, f"e-{form.key[:16]}"), form.values["status"]
    photos = photos_of(form.values, form.key)
    saved = form.save(lambda key: acts(run).report(entry, status, photos, key))
    if saved:
        act, before = acts(run), str(row["status"]) if status else ""
        text = fill(N_("已记下“{work}”的进展,{count} 张照片。"), work=row["name"], count=len(photos))
        done(text, lambda: act.withdraw(saved.id, before))
        session.open_project(page.id, work=saved.work, tab="entries")
        st.rerun()


def _leave(form: Form, page: ProjectPage) -> None:
    work = form.values["work"]
    form.forget()
    session.open_project(page.id, work=work, tab=session.word("tab"))
