"""Status and dates of many works at once, and the way back."""

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

import streamlit as st

from dashboard.components.errors import told
from dashboard.components.session import Run
from dashboard.services.markdown import plain
from dashboard.services.projects.work_order import Chosen
from dashboard.text import _, fill
from data.batches import KEEP, Edit, edit_works, undo
from data.records import Refused
from data.rights import require
from geo.errors import MapError
from geo.words import N_
from geo.works import STATUSES, WorkDate

EDIT = "edit_projects"
PICKED, DONE, KEY, FAULT = "picked-works", "bulk-done", "bulk-key", "bulk-fault"
MOST_DAYS = 3_650


class _Picked:
    """The works that are ticked, by id; kept in the session."""

    def all(self) -> set[str]:
        """Ids of all that are ticked."""
        return set(st.session_state.get(PICKED, ()))

    def turn(self, works: Sequence[str], on: bool) -> None:
        """Tick these works, or take their ticks away."""
        kept = self.all()
        st.session_state[PICKED] = kept | set(works) if on else kept - set(works)

    def clear(self) -> None:
        """Nothing is ticked any more."""
        st.session_state[PICKED] = set()


picked_works = _Picked()


def bulk_bar(run: Run, chosen: Chosen) -> None:
    """What to do with the ticked works; after it, how to undo it."""
    if FAULT in st.session_state:
        st.error(plain(st.session_state.pop(FAULT)), icon=":material/info:")
    _undo_line(run)
    picked = picked_works.all()
    ids = [id for id in chosen.view.works.index[chosen.work_rows] if id in picked] if picked else []
    if not ids:
        return
    with st.container(key="bulk", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(fill(N_("**已选 {count} 项工作**"), count=f"{len(ids):,}"))
        edit = _edit()
        st.button(
            _(N_("应用修改")),
            key="bulk-apply",
            type="primary",
            disabled=edit == Edit(),
            on_click=_apply,
            args=(run, chosen, ids, edit),
        )
        if len(ids) < len(chosen.work_rows):
            everything = fill(N_("选中全部 {count} 项"), count=f"{len(chosen.work_rows):,}")
            st.button(
                everything,
                key="bulk-all",
                type="tertiary",
                on_click=picked_works.turn,
                args=(list(chosen.view.works.index[chosen.work_rows]), True),
            )
        st.button(_(N_("取消选择")), key="bulk-none", type="tertiary", on_click=picked_works.clear)


def _edit() -> Edit:
    """What the widgets say is to be changed."""
    titles = {key: _(title) for key, title in STATUSES}
    status = st.selectbox(
        _(N_("状态")),
        list(titles),
        index=None,
        format_func=titles.__getitem__,
        key="bulk-status",
        placeholder=_(N_("状态不变")),
        label_visibility="collapsed",
        width=140,
    )
    with st.popover(_(N_("日期")), icon=":material/event:"):
        start = _date("bulk-start", _(N_("开工日期改为")))
        end = _date("bulk-end", _(N_("完工日期改为")))
        shift = st.number_input(_(N_("预计日期顺延(天)")), -MOST_DAYS, MOST_DAYS, 0, key="bulk-shift")
        st.caption(_(N_("顺延只改预计的日期;已确认的日期不动。")))
    return Edit(status or KEEP, start or KEEP, end or KEEP, int(shift))


def _date(key: str, title: str) -> WorkDate | None:
    day = st.date_input(title, value=None, key=key, format="YYYY-MM-DD")
    sure = st.checkbox(_(N_("已确认")), key=f"{key}-sure")
    return WorkDate(day, sure) if isinstance(day, date) else None


def _apply(run: Run, chosen: Chosen, ids: Sequence[str], edit: Edit) -> None:
    """Write the change as one batch. For a callback: what goes wrong is told above the list."""
    versions = {id: int(chosen.view.works.at[id, "version"]) for id in ids}
    title = fill(N_("批量修改 {count} 项工作"), count=len(ids))
    key = st.session_state.setdefault(KEY, uuid4().hex)
    try:
        require(run.viewer, EDIT)
        batch = run.house.store.perform(
            run.viewer, lambda tx: edit_works(tx, run.sight.community, versions, edit, title=title), key
        )
    except MapError as error:
        st.session_state[FAULT] = _why(error)
        return
    st.session_state.pop(KEY)
    st.session_state[DONE] = (batch.id, len(batch.changes))
    picked_works.clear()
    for name in ("bulk-status", "bulk-start", "bulk-end", "bulk-shift"):
        st.session_state.pop(name, None)


def _undo_line(run: Run) -> None:
    batch, count = st.session_state.get(DONE, ("", 0))
    if not batch:
        return
    with st.container(key="bulk-done", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(fill(N_(":material/check: 已修改 {count} 项工作"), count=f"{count:,}"))
        st.button(
            _(N_("撤销")), key="bulk-undo", icon=":material/undo:", type="tertiary", on_click=_undo, args=(run, batch)
        )
        st.button(_(N_("知道了")), key="bulk-fine", type="tertiary", on_click=lambda: st.session_state.pop(DONE, None))


def _undo(run: Run, batch: str) -> None:
    try:
        require(run.viewer, EDIT)
        run.house.store.perform(run.viewer, lambda tx: undo(tx, run.sight.community, batch))
    except MapError as error:
        st.session_state[FAULT] = _why(error)
    st.session_state.pop(DONE, None)


def _why(error: MapError) -> str:
    """The error in the reader's language; of refused works each fault, so that all can be mended at once."""
    if isinstance(error, Refused):
        faults = dict.fromkeys(fill(p.message, **p.values) for p in error.problems if p.severity == "error")
        return _(N_("没有修改:")) + _(N_(";")).join(faults)
    return told(error)
