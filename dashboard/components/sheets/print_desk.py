"""The print desk: what to print, for whom, how it will look, and the file. All of it from the public's view."""

from collections.abc import Callable
from urllib.parse import urlsplit

import streamlit as st

from dashboard.components.session import Run
from dashboard.components.share import LOCAL_NAMES
from dashboard.services.house import VISITOR
from dashboard.services.markdown import plain
from dashboard.services.projects.promise_rows import renovated_buildings
from dashboard.services.projects.work_words import view_of
from dashboard.services.public.public_facts import PublicView
from dashboard.services.public.public_view import public_view
from dashboard.services.public.qr import public_base
from dashboard.services.sheets.print_orders import (
    SHEET_BY_KEY,
    SHEETS,
    Delivery,
    Desk,
    Order,
    SheetType,
    fill_order,
    grey,
)
from dashboard.services.sheets.shared import missing_words
from dashboard.text import LANGUAGES, _, fill, language
from data.meetings import public_meetings
from geo.words import N_

RENOVATED, ALL, PICKED = "renovated", "all", "picked"
MADE = "print-made"


def wishes(run: Run) -> Order | None:
    """The controls, and the order that they make; None where nothing is chosen yet."""
    view = public_view(run.house.store, run.sight.community)
    titles = {sheet.key: _(sheet.title) for sheet in SHEETS}
    chosen = st.radio(
        _(N_("打印什么")), list(titles), key="print-kind", format_func=titles.__getitem__,
        captions=[_(sheet.words) for sheet in SHEETS],
    )  # fmt: skip
    kind = SHEET_BY_KEY[chosen]
    ids = _subjects(run, view, kind)
    spoken = st.segmented_control(
        _(N_("纸上的语言")), [code for code, _name in LANGUAGES], default=language(), key="print-language",
        format_func=dict(LANGUAGES).__getitem__, required=True,
    )  # fmt: skip
    large = kind.large and st.toggle(_(N_("大字版(16 磅)")), key="print-large", help=_(N_("给视力不好的居民")))
    if kind.subject and not ids:
        return None
    base = public_base(run.house.settings, st.context.url or "")
    return Order(kind.key, ids, spoken or language(), bool(large), base)


def _subjects(run: Run, view: PublicView, kind: SheetType) -> tuple[str, ...]:
    """The buildings, the project or the meeting that the sheet is about."""
    if kind.subject == "building":
        return _buildings(run, view)
    options = {}
    if kind.subject == "project":
        options = {item.id: item.name or item.id for item in view.projects}
    elif kind.subject == "meeting":
        found = public_meetings(run.house.store, view.community.id)
        options = {item.id: f"{item.day} {item.title}" for item in found}
    if not kind.subject:
        return ()
    if not options:
        empty = N_("还没有公开的会议。") if kind.subject == "meeting" else N_("还没有项目。")
        st.info(_(empty), icon=":material/info:")
        return ()
    chosen = st.selectbox(
        _(N_("哪一个")), list(options), key=f"print-{kind.subject}", format_func=lambda id: options[id]
    )
    return (chosen,) if chosen else ()


def _buildings(run: Run, view: PublicView) -> tuple[str, ...]:
    """Buildings by what they have in common, or one by one."""
    known = {item.id: item.title for item in view.buildings}
    renovated = [id for id in renovated_buildings(view_of(run.house.store, view.community.id, VISITOR)) if id in known]
    ways = {RENOVATED: fill(N_("已整治的 {count} 栋"), count=len(renovated))} if renovated else {}
    ways |= {f"compound:{id}": title for id, title in view.compounds.items()}
    ways |= {ALL: fill(N_("全部 {count} 栋"), count=len(known)), PICKED: _(N_("自己选"))}
    way = st.pills(
        _(N_("哪些楼栋")),
        list(ways),
        default=next(iter(ways)),
        format_func=ways.__getitem__,
        key="print-way",
        required=True,
    )
    if way == PICKED:
        return tuple(
            st.multiselect(
                _(N_("楼栋")), list(known), format_func=known.__getitem__, key="print-buildings", select_all=False
            )
        )
    if way == RENOVATED:
        return tuple(sorted(renovated, key=list(known).index))
    return tuple(item.id for item in view.buildings if way == ALL or way == f"compound:{item.compound}")


def proof(run: Run, order: Order | None) -> None:
    """How the first page will look, what must be said about it, and the file."""
    if order is None:
        st.info(_(N_("先在左边选好要打印的内容。")), icon=":material/print:")
        return
    desk = Desk.of(run.house.settings, run.house.store)
    with st.spinner(_(N_("正在排版…"))):
        preview = fill_order(desk, run.sight.community, order, "preview")
    with st.container(key="print-bar", horizontal=True, vertical_alignment="center", gap="small"):
        _file(run, desk, order, preview.name.removesuffix("png") + "pdf")
        if order.kind == "poster":
            _picture(run, desk, order, preview.name)
        as_grey = st.toggle(_(N_("看黑白效果")), key="print-grey")
    if preview.missing:
        st.warning(plain(missing_words(preview.missing)), icon=":material/font_download_off:")
    if urlsplit(order.base).hostname in LOCAL_NAMES:
        note = N_("二维码现在只指向这台电脑,手机打不开。请在设置里填写居民访问的地址(MAP_PUBLIC_URL)。")
        st.warning(plain(_(note)), icon=":material/qr_code_2:")
    picture = grey(preview.content) if as_grey else preview.content
    with st.container(key="print-proof", border=True):
        st.image(picture, caption=_(N_("第一页")), width="stretch")


def _file(run: Run, desk: Desk, order: Order, name: str) -> None:
    """The button of the file; several sheets are made first, with a bar that says how far they are."""
    community = run.sight.community
    if len(order.ids) <= 1 or order.kind == "qr":
        _download(name, order, lambda: fill_order(desk, community, order).content)
        return
    label = fill(N_("生成 {count} 张"), count=len(order.ids))
    if st.button(label, key="print-make", icon=":material/print:", type="primary"):
        with st.container():
            st.session_state[MADE] = (order, _made(desk, community, order))
    kept = st.session_state.get(MADE)
    if kept and kept[0] == order:
        made: Delivery = kept[1]
        _download(made.name, order, made.content)


def _made(desk: Desk, community: str, order: Order) -> Delivery:
    bar = st.progress(0.0)

    def tell(done: int, of: int) -> None:
        bar.progress(0.95 * done / of, text=fill(N_("正在画第 {done} 张,共 {count} 张"), done=done, count=of))

    made = fill_order(desk, community, order, tell=tell)
    bar.empty()
    return made


def _download(name: str, order: Order, data: bytes | Callable[[], bytes]) -> None:
    st.download_button(
        _(N_("下载 PDF")), data, file_name=name, mime="application/pdf", key=f"print-pdf-{order.kind}",
        icon=":material/download:", on_click="ignore", type="primary",
    )  # fmt: skip


def _picture(run: Run, desk: Desk, order: Order, name: str) -> None:
    st.download_button(
        _(N_("下载图片(发群)")), lambda: fill_order(desk, run.sight.community, order, "png").content, file_name=name,
        mime="image/png", key="print-png", icon=":material/image:", on_click="ignore",
    )  # fmt: skip
