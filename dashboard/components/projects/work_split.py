"""One work becomes several that add up to it."""

from typing import Any

import streamlit as st

from dashboard.components import session
from dashboard.components.acts import acts, done
from dashboard.components.form import Form, open_form
from dashboard.components.session import Run
from dashboard.services.markdown import plain
from dashboard.services.projects.project_page import ProjectPage
from dashboard.services.projects.work_words import number
from dashboard.text import _, fill
from data.rights import require
from data.works import work
from geo.splitting import SplitPart
from geo.words import N_
from geo.works import AssetRef, OnAssets, Work

MOST = 12


def split_form(run: Run, page: ProjectPage) -> None:
    """The parts of the selected work, by asset or by share."""
    require(run.viewer, "edit_projects")
    with st.container(key="form"):
        st.header(_(N_("拆分工作")), anchor=False)
        if run.sight.work not in page.works.index:
            st.caption(_(N_("先在项目中选一项工作。")))
            return
        whole = work(run.house.store, run.sight.community, run.sight.work)
        row = page.works.loc[whole.id]
        planned = number(row["planned"], row["unit"]) if row["planned"] == row["planned"] else "—"
        sentence = N_("“{name}”,计划 {planned}。数量、造价和资金按份额分到各部分,加起来与原来完全相等;原有记录保留。")
        st.caption(fill(sentence, name=plain(whole.name), planned=plain(planned)))
        form = open_form(run, f"split-{whole.id}", lambda: (_start(whole), whole.version))
        if form is None:
            return
        _parts(run, form, whole)
        form.end()
        _buttons(run, page, form, whole)


def _start(whole: Work) -> dict[str, Any]:
    return {"count": 2, "name.0": f"{whole.name} 1", "name.1": f"{whole.name} 2", "share.0": 1.0, "share.1": 1.0,
            "assets.0": [], "assets.1": []}  # fmt: skip


def _parts(run: Run, form: Form, whole: Work) -> None:
    assets = whole.location.assets if isinstance(whole.location, OnAssets) else ()
    count = int(form.values["count"])
    titles = {f"{a.layer}:{a.id}": _title(run, a) for a in assets}
    for place in range(count):
        for field, start in (("name", f"{whole.name} {place + 1}"), ("share", 1.0), ("assets", [])):
            form.values.setdefault(f"{field}.{place}", start)
        with st.container(horizontal=True, gap="small", key=f"part-{place}", vertical_alignment="bottom"):
            form.text(f"name.{place}", fill(N_("第 {number} 部分"), number=place + 1))
            form.number(f"share.{place}", _(N_("份额")), min_value=None)
        if len(assets) > 1:
            taken = {
                word for other in range(count) if other != place for word in form.values.get(f"assets.{other}", [])
            }
            form.values[f"assets.{place}"] = st.multiselect(
                _(N_("分到的对象(留空则位置不变)")), [word for word in titles if word not in taken],
                format_func=lambda word: plain(titles.get(word, word)), key=form.put(f"assets.{place}"),
            )  # fmt: skip
    with st.container(horizontal=True, gap="small"):
        if count < MOST:
            add = _(N_("再加一部分"))
            st.button(add, key="part-add", icon=":material/add:", type="tertiary", on_click=_add, args=(form, 1))
        if count > 2:
            drop = _(N_("去掉最后一部分"))
            st.button(drop, key="part-drop", icon=":material/remove:", type="tertiary", on_click=_add, args=(form, -1))


def _title(run: Run, asset: AssetRef) -> str:
    layer = run.layers[asset.layer]
    return layer.title(asset.id) if asset.id in layer.frame.index else asset.id


def _add(form: Form, more: int) -> None:
    form.set(count=int(form.values["count"]) + more)


def _buttons(run: Run, page: ProjectPage, form: Form, whole: Work) -> None:
    with st.container(horizontal=True, gap="small", key="form-buttons"):
        pressed = st.button(_(N_("拆分")), key="form-save", type="primary", icon=":material/call_split:")
        st.button(_(N_("取消")), key="form-cancel", type="tertiary", on_click=_leave, args=(form, page, whole))
    if pressed:
        parts = [_part(form, place) for place in range(int(form.values["count"]))]
        made = form.save(lambda key: acts(run).split(whole.id, form.state["version"], parts, key))
        if made:
            done(fill(N_("已拆成 {count} 项工作。"), count=len(made)))
            session.open_project(page.id, work=made[0].id, tab="works")
            st.rerun()


def _part(form: Form, place: int) -> SplitPart:
    words = [word.partition(":") for word in form.values.get(f"assets.{place}") or ()]
    share = form.values.get(f"share.{place}")
    assets = tuple(AssetRef(layer, id) for layer, _colon, id in words)
    return SplitPart(str(form.values[f"name.{place}"]), 0.0 if share is None else float(share), assets)


def _leave(form: Form, page: ProjectPage, whole: Work) -> None:
    form.forget()
    session.open_project(page.id, work=whole.id, tab="works")
