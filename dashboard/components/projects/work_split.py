"""One work becomes several that add up to it: what each gets is seen before, and can be taken back after."""

from typing import Any

import streamlit as st

from dashboard.components import session
from dashboard.components.acts import acts, done
from dashboard.components.errors import told
from dashboard.components.form import Form, open_form
from dashboard.components.session import Run
from dashboard.services.markdown import plain
from dashboard.services.projects.project_page import ProjectPage
from dashboard.services.projects.split_words import asset_shares, exact, split_table
from dashboard.text import _, fill
from data.rights import require
from data.work_kinds import work_kinds
from data.works import work
from geo.splitting import SplitError, SplitPart
from geo.words import N_
from geo.works import AssetRef, OnAssets, Work, WorkKind

MOST = 12


def split_form(run: Run, page: ProjectPage) -> None:
    """The parts of the selected work, by asset or by share."""
    require(run.viewer, "edit_projects")
    with st.container(key="form"):
        st.header(_(N_("拆分工作")), anchor=False)
        if run.sight.work not in page.works.index:
            st.caption(_(N_("先在项目中选一项工作。")))
            return
        store, community = run.house.store, run.sight.community
        whole = work(store, community, run.sight.work)
        kind = next(kind for kind in work_kinds(store, community) if kind.id == whole.kind)
        planned = "—" if whole.planned is None else exact(whole.planned, kind.unit)
        sentence = N_("“{name}”,计划 {planned}。数量、造价和资金按份额分到各部分,加起来与原来完全相等;原有记录保留。")
        st.caption(fill(sentence, name=plain(whole.name), planned=plain(planned)))
        form = open_form(run, f"split-{whole.id}", lambda: (_start(whole), whole.version))
        if form is None:
            return
        _parts(run, form, whole, kind)
        _preview(form, whole, kind)
        form.end()
        _buttons(run, page, form, whole)


def _start(whole: Work) -> dict[str, Any]:
    return {"count": 2, **_blank(whole, 0), **_blank(whole, 1)}


def _blank(whole: Work, place: int) -> dict[str, Any]:
    return {f"name.{place}": f"{whole.name} {place + 1}", f"share.{place}": 1.0, f"assets.{place}": []}


def _parts(run: Run, form: Form, whole: Work, kind: WorkKind) -> None:
    assets = whole.location.assets if isinstance(whole.location, OnAssets) else ()
    count = int(form.values["count"])
    titles = {f"{a.layer}:{a.id}": _title(run, a) for a in assets}
    for place in range(count):
        form.values.update({key: form.values.get(key, start) for key, start in _blank(whole, place).items()})
    for place in range(count):
        with st.container(horizontal=True, gap="small", key=f"part-{place}", vertical_alignment="bottom"):
            form.text(f"name.{place}", fill(N_("第 {number} 部分"), number=place + 1))
            form.number(f"share.{place}", _(N_("份额")), min_value=None)
        if len(assets) > 1:
            taken = {word for other in range(count) if other != place for word in form.values[f"assets.{other}"]}
            form.values[f"assets.{place}"] = st.multiselect(
                _(N_("分到的对象(留空则位置不变)")), [word for word in titles if word not in taken],
                format_func=lambda word: plain(titles.get(word, word)), key=form.put(f"assets.{place}"),
                placeholder=_(N_("名称或编号")),
                select_all=False,
            )  # fmt: skip
    with st.container(horizontal=True, gap="small"):
        if count < MOST:
            add = _(N_("再加一部分"))
            st.button(add, key="part-add", icon=":material/add:", type="tertiary", on_click=_add, args=(form, whole, 1))
        if count > 2:
            drop = _(N_("去掉最后一部分"))
            st.button(
                drop, key="part-drop", icon=":material/remove:", type="tertiary", on_click=_add, args=(form, whole, -1)
            )
        _measured_shares(run, form, kind, len(assets))


def _measured_shares(run: Run, form: Form, kind: WorkKind, assets: int) -> None:
    """Once every asset has its part, the shares can be what the assets measure."""
    parts = [part.assets for part in _asked(form)]
    if not assets or sum(len(part) for part in parts) != assets or not all(parts):
        return
    shares = asset_shares(run.layers, kind, parts)
    if shares and shares != [part.share for part in _asked(form)]:
        st.button(
            _(N_("按所选对象的量测定份额")), key="part-measured", icon=":material/straighten:", type="tertiary",
            on_click=form.set, kwargs={f"share.{place}": share for place, share in enumerate(shares)},
        )  # fmt: skip


def _title(run: Run, asset: AssetRef) -> str:
    layer = run.layers[asset.layer]
    return layer.title(asset.id) if asset.id in layer.frame.index else asset.id


def _add(form: Form, whole: Work, more: int) -> None:
    count = int(form.values["count"]) + more
    # A part that is added starts anew: what the last one of this place had was given back when it was dropped.
    form.set(count=count, **_blank(whole, max(count, count - more) - 1))


def _asked(form: Form) -> list[SplitPart]:
    return [_part(form, place) for place in range(int(form.values["count"]))]


def _preview(form: Form, whole: Work, kind: WorkKind) -> None:
    """What each part will have, or what is still in the way."""
    try:
        table = split_table(whole, _asked(form), kind.unit)
    except SplitError as error:
        st.caption(f":orange[:material/info: {plain(told(error))}]")
        return
    with st.container(key="split-preview"):
        st.dataframe(table, hide_index=True, width="stretch", height=38 + 35 * len(table))


def _buttons(run: Run, page: ProjectPage, form: Form, whole: Work) -> None:
    with st.container(horizontal=True, gap="small", key="form-buttons"):
        pressed = st.button(_(N_("拆分")), key="form-save", type="primary", icon=":material/call_split:")
        st.button(_(N_("取消")), key="form-cancel", type="tertiary", on_click=_leave, args=(form, page, whole))
    if pressed:
        parts = _asked(form)
        made = form.save(lambda key: acts(run).split(whole.id, form.state["version"], parts, key))
        if made:
            act, ids = acts(run), [piece.id for piece in made]
            text = fill(N_("已把“{name}”拆成 {count} 项工作。"), name=whole.name, count=len(made))
            done(text, lambda: act.rejoin(whole.id, ids))
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
