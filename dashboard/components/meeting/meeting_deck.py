"""From agenda to slides: the file in one click, and what people change of single slides."""

from typing import Any

import streamlit as st

from dashboard.components.errors import told
from dashboard.components.form import Form
from dashboard.components.session import Run
from dashboard.services.markdown import plain
from dashboard.services.meeting.deck import Deck, build_deck, deck_slides, deck_state
from dashboard.services.meeting.deck_parts import Slide
from dashboard.services.meeting.meeting_values import moved
from dashboard.text import _, fill
from geo.errors import MapError
from geo.meetings import Meeting
from geo.words import N_

BUILT = "deck-built"
LIST_TO_EDIT = (55, 45)


def deck_bar(run: Run, form: Form, kept: Meeting) -> None:
    """Open the show, or make the file and take it along."""
    with st.container(key="deck-bar", horizontal=True, vertical_alignment="center", gap="small"):
        if not kept.public:
            st.caption(_(N_("幻灯片只放公开内容:先把会议设为“公众可见”并保存。")))
            return
        address = f"/deck/{run.sight.community}/{kept.id}.html?lang={run.sight.lang}"
        st.link_button(_(N_("打开放映")), f"{address}&open=1", icon=":material/slideshow:", type="primary")
        mark = (kept.id, run.sight.lang, deck_state(run.house.store, run.sight.community))
        built: tuple[Any, Deck] | None = st.session_state.get(BUILT)
        if built and built[0] == mark:
            _download(built[1])
        elif st.button(_(N_("生成文件")), key="deck-build", icon=":material/save:"):
            deck = _build(run, kept.id)
            if deck:
                st.session_state[BUILT] = (mark, deck)
                st.rerun()
        if form.changed:
            st.caption(_(N_("未保存的修改不在幻灯片里。")))


def _download(deck: Deck) -> None:
    size = fill(
        N_("{name}({size} MB,{count} 页)"), name=deck.name, size=f"{len(deck.html) / 1e6:.1f}", count=deck.slides
    )
    st.download_button(
        _(N_("下载文件")), deck.html, file_name=deck.name, mime="text/html", key="deck-download",
        icon=":material/download:", on_click="ignore",
    )  # fmt: skip
    st.caption(plain(size) + " " + _(N_("拷到 U 盘,双击就能放,不用网络。")))
    if deck.missing:
        chars = " ".join(deck.missing[:20])
        st.caption(fill(N_("自带字体里没有这些字,用本机字体显示:{chars}"), chars=plain(chars)))


def _build(run: Run, meeting: str) -> Deck | None:
    bar = st.progress(0.0)
    photos = run.house.settings.live_folder / "photos"
    try:
        return build_deck(
            run.house.store, run.sight.community, meeting, photos, lambda share, words: _say(bar, share, words)
        )
    except MapError as error:
        st.error(plain(told(error)), icon=":material/info:")
        return None


def _say(bar: Any, share: float, words: str) -> None:
    bar.progress(share, text=plain(words))


def slides_part(run: Run, form: Form, kept: Meeting) -> None:
    """The slides in their order: hide, move, other words, notes for whoever presents."""
    if not kept.public:
        st.info(_(N_("幻灯片只放公开内容:先把会议设为“公众可见”并保存。")), icon=":material/lock:")
        return
    made = {slide.key: slide for slide in deck_slides(run.house.store, run.sight.community, kept.id)}
    edits: list[dict[str, Any]] = _ordered(form, list(made))
    left, right = st.columns(LIST_TO_EDIT, gap="medium")
    with left, st.container(key="slide-list", height=560, gap="xsmall"):
        for place, edit in enumerate(edits):
            _row(form, edits, edit, made[edit["key"]], place)
    with right:
        _edit(form, edits, made)


def _ordered(form: Form, keys: list[str]) -> list[dict[str, Any]]:
    """One edit for each slide that there is, in order; those already there stay as they are."""
    own = {edit["key"]: edit for edit in form.values["slides"]}
    order = [edit["key"] for edit in form.values["slides"] if edit["key"] in keys]
    for place, key in enumerate(keys):
        if key not in own:
            before = keys[place - 1] if place else ""
            order.insert(order.index(before) + 1 if before in order else 0, key)
    return [own.get(key) or _blank(key) for key in order]


def _blank(key: str) -> dict[str, Any]:
    return {"key": key, "hidden": False, "title": "", "words": "", "notes": ""}


def _row(form: Form, edits: list[dict[str, Any]], edit: dict[str, Any], slide: Slide, place: int) -> None:
    key = edit["key"]
    with st.container(key=f"slide-row-{key}", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":gray[{place + 1}]", width="content")
        title = plain(edit["title"] or slide.title)
        words = f"~~{title}~~" if edit["hidden"] else title
        st.button(words, key=f"slide-open-{key}", type="tertiary", on_click=_choose, args=(key,))
        if slide.kicker:
            st.caption(plain(slide.kicker))
        eye = "visibility_off" if edit["hidden"] else "visibility"
        for icon, name, change in (
            ("arrow_upward", N_("上移"), lambda: _move(form, edits, key, -1)),
            ("arrow_downward", N_("下移"), lambda: _move(form, edits, key, 1)),
            (eye, N_("隐藏或显示"), lambda: _hide(form, edits, key)),
        ):
            st.button(
                "", key=f"slide-{name}-{key}", icon=f":material/{icon}:", type="tertiary", help=_(name), on_click=change
            )


def _edit(form: Form, edits: list[dict[str, Any]], made: dict[str, Slide]) -> None:
    key = st.session_state.get("slide-chosen")
    edit = next((item for item in edits if item["key"] == key), None)
    if edit is None:
        st.caption(_(N_("点左边的一页,改它的标题、文字和讲解提示。")))
        return
    slide = made[edit["key"]]
    st.markdown(f"**{plain(slide.title)}**")
    fields = (
        ("title", N_("改标题(空着就用原来的)"), 0),
        ("words", N_("改文字(空着就用原来的)"), 110),
        ("notes", N_("讲解提示(会写进文件,不写内部信息)"), 140),
    )
    changed = dict(edit)
    for field, label, height in fields:
        own = f"{form.widget('slides')}.{key}.{field}"
        if own not in st.session_state:
            st.session_state[own] = edit[field]
        found = (
            st.text_area(_(label), key=own, height=height) if height else st.text_input(_(label), key=own, live="0.6s")
        )
        changed[field] = str(found or "")
    if changed != edit:
        form.values["slides"] = [changed if item["key"] == key else item for item in edits]
        st.rerun()


def _choose(key: str) -> None:
    st.session_state["slide-chosen"] = key


def _move(form: Form, edits: list[dict[str, Any]], key: str, by: int) -> None:
    form.values["slides"] = moved(edits, key, by, "key")


def _hide(form: Form, edits: list[dict[str, Any]], key: str) -> None:
    form.values["slides"] = [{**item, "hidden": not item["hidden"]} if item["key"] == key else item for item in edits]
