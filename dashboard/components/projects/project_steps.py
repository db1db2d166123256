"""The seven steps of a project: what each wants, what is there, who closed it, and closing it."""

import streamlit as st

from dashboard.components.acts import acts, attempt, done
from dashboard.components.form import Form, open_form
from dashboard.components.session import Run
from dashboard.services.changes import SHOWN_IN
from dashboard.services.markdown import plain
from dashboard.services.projects.project_page import ProjectPage
from dashboard.services.projects.work_words import today
from dashboard.text import _, fill
from data.errors import StaleVersion
from data.records import new_id
from data.steps import Evidence, Step, StepState, steps
from geo.errors import MapError
from geo.steps import EVIDENCE, current_step
from geo.words import N_

TITLES = dict(EVIDENCE)


def steps_part(run: Run, page: ProjectPage) -> None:
    """All seven, the current one open."""
    states = steps(run.house.store, run.sight.community, page.id)
    current = current_step(item.method.key for item in states if item.state.closed)
    with st.container(key="steps", gap="small"):
        for item in states:
            _step(run, page, item, is_current=bool(current and current.key == item.method.key))


def _step(run: Run, page: ProjectPage, item: StepState, *, is_current: bool) -> None:
    closed = item.state.closed
    icon = ":material/check_circle:" if closed else ":material/pending:" if is_current else ":material/circle:"
    label = f"{item.method.number} · {_(item.method.title)}"
    with st.expander(f"**{label}**" if is_current else label, expanded=is_current, icon=icon):
        _state(item, page)
        for proof in item.evidence:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.badge(_(TITLES[proof.kind]), color="gray")
                st.text(proof.title)
                if proof.reference and page.internal:
                    st.caption(plain(proof.reference))
                if page.may_edit:
                    st.button(
                        "", key=f"evidence-drop-{proof.id}", icon=":material/close:", type="tertiary",
                        help=_(N_("移除这份佐证")), on_click=_drop, args=(run, proof),
                    )  # fmt: skip
        if item.told:
            names = _(N_("、")).join(_(TITLES[kind]) for kind in item.told)
            st.caption(fill(N_("工作本身已提供:{names}"), names=names))
        if item.missing:
            names = _(N_("、")).join(_(TITLES[kind]) for kind in item.missing)
            st.caption(fill(N_("还缺:{names}"), names=names))
        if page.may_edit:
            with st.container(horizontal=True, gap="small"):
                _evidence_form(run, page, item)
                _close_form(run, page, item, is_current=is_current)


def _drop(run: Run, proof: Evidence) -> None:
    """Take evidence out, with a way back. For a callback."""
    act = acts(run)
    text = fill(N_("已移除佐证“{title}”。"), title=proof.title)
    attempt(lambda: act.drop_evidence(proof), text, lambda: act.take_evidence_back(proof.id))


def _state(item: StepState, page: ProjectPage) -> None:
    state = item.state
    if state.closed and state.closed_at:
        day = f"{state.closed_at.astimezone(SHOWN_IN):%Y-%m-%d}"
        who = state.closed_by if page.internal else ""
        st.caption(fill(N_("{day} 关闭 {who}"), day=day, who=plain(who)))
    if state.reason and page.internal:
        st.caption(fill(N_("理由:{reason}"), reason=plain(state.reason)))


def _evidence_form(run: Run, page: ProjectPage, item: StepState) -> None:
    with st.popover(_(N_("添加佐证")), icon=":material/attach_file:", key=f"evidence-{item.method.key}"):
        first = item.missing[0] if item.missing else item.method.wants[0]
        base = {"kind": first, "title": "", "reference": "", "words": ""}
        form = open_form(run, f"evidence-{page.id}-{item.method.key}", lambda: (base, 0))
        if form is None:
            return
        form.segments("kind", _(N_("种类")), {word: _(title) for word, title in EVIDENCE})
        form.text("title", _(N_("名称")), placeholder=_(N_("例如:居民议事会纪要")))
        form.text("reference", _(N_("出处(链接、文件名或编号)")))
        form.end()
        if st.button(_(N_("添加")), key=f"evidence-save-{item.method.key}", type="primary"):
            new = Evidence(new_id("v"), page.id, item.method.key, **form.values)
            added = form.save(lambda key: acts(run).add_evidence(new, key))
            if added:
                act = acts(run)
                done(fill(N_("已添加佐证“{title}”。"), title=new.title), lambda: act.drop_evidence(added))
                st.rerun()


def _close_form(run: Run, page: ProjectPage, item: StepState, *, is_current: bool) -> None:
    """Close it, or open it again; with a reason where evidence is missing or an earlier step is open."""
    closed, key = item.state.closed, item.method.key
    form = open_form(run, f"step-{page.id}-{key}", lambda: ({"reason": ""}, item.state.version))
    if form is None:
        return
    needs_reason = closed or bool(item.missing) or not is_current
    if needs_reason:
        with st.popover(
            _(N_("重新打开")) if closed else _(N_("不齐也关闭")), icon=":material/edit_note:", key=f"reason-{key}"
        ):
            ask = N_("为什么重新打开") if closed else N_("为什么佐证不齐或顺序不到也关闭(会记录在案)")
            form.long_text("reason", _(ask))
            form.end()
            if st.button(_(N_("确定")), key=f"step-save-{key}", type="primary"):
                _write(run, page, item, form)
        return
    form.end()
    if st.button(_(N_("关闭这一步")), key=f"step-close-{key}", type="primary"):
        _write(run, page, item, form)


def _write(run: Run, page: ProjectPage, item: StepState, form: Form) -> None:
    act = acts(run).reopen if item.state.closed else acts(run).close
    reason = str(form.values["reason"])
    if not reason.strip() and (item.missing or item.state.closed):
        form.state["error"] = _(N_("请写明理由。"))
        st.rerun()

    def write(key: str) -> Step:
        try:
            return act(page.id, item.method.key, form.state["version"], reason, key)
        except StaleVersion as stale:
            # Only a reason was typed: it stays, and the step is shown as it stands now.
            form.state["version"] = stale.theirs.version
            raise MapError(stale.message, **stale.values) from stale

    saved = form.save(write)
    if saved:
        doing, title, why = acts(run), _(item.method.title), _(N_("撤销关闭"))
        text = N_("已重新打开“{title}”。") if item.state.closed else N_("已关闭“{title}”,{day}。")
        undo = None if item.state.closed else lambda: doing.reopen(page.id, saved.step, saved.version, why, "")
        done(fill(text, title=title, day=today().isoformat()), undo)
        st.rerun()
