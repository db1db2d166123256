"""The frame around every page: our style sheet, day or evening, and the switches in the bar of every page."""

import json
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st

from dashboard.components import session
from dashboard.components.session import Run
from dashboard.services.house import VISITOR
from dashboard.text import LANGUAGES, _
from geo.words import N_

_ASSETS = Path(__file__).resolve().parent.parent / "assets"
STYLE_SHEETS = (
    _ASSETS / "style.css",
    _ASSETS / "project.css",
    _ASSETS / "people" / "pages.css",
    _ASSETS / "place" / "pages.css",
    _ASSETS / "analysis" / "pages.css",
    _ASSETS / "meetings.css",
)
DRESSED = "dressed"

FONT = "'Noto Sans SC', 'Microsoft YaHei', 'PingFang SC', sans-serif"
THEMES: dict[str, dict[str, object]] = {
    "light": {
        "base": 0,
        "primaryColor": "#1f5c57",
        "backgroundColor": "#faf8f4",
        "secondaryBackgroundColor": "#f0ece4",
        "textColor": "#1d2b36",
        "linkColor": "#1f5c57",
        "borderColor": "#dcd6ca",
    },
    "dark": {
        "base": 1,
        "primaryColor": "#7cc4b8",
        "backgroundColor": "#12191f",
        "secondaryBackgroundColor": "#1c262e",
        "textColor": "#f1eee7",
        "linkColor": "#7cc4b8",
        "borderColor": "#33414c",
    },
}
"""Day and evening. `config.toml` starts every page with the first."""


EVERY_THEME: dict[str, object] = {
    "bodyFont": FONT,
    "headingFont": FONT,
    "headingFontSizes": ["1.5rem", "1.25rem", "1.1rem", "1rem", "1rem", "1rem"],
    "headingFontWeights": [700] * 6,
    "metricValueFontSize": "1.35rem",
    "baseRadius": "0.5rem",
    "buttonRadius": "0.5rem",
    "showWidgetBorder": True,
}
"""What `config.toml` says for both."""


KEEPS_TYPING = """<script>
if (!window.keepsTyping) {
  window.keepsTyping = true;
  let timer = 0;
  document.addEventListener("input", ({ target, isComposing }) => {
    if (target?.tagName !== "TEXTAREA" || isComposing) return;
    clearTimeout(timer);
    const press = { key: "Enter", code: "Enter", keyCode: 13, ctrlKey: true, bubbles: true, cancelable: true };
    timer = setTimeout(() => target.dispatchEvent(new KeyboardEvent("keydown", press)), 900);
  });
  document.addEventListener("click", ({ target }) => {
    if (window.innerWidth > 768 || !target?.closest?.('[data-testid="stSidebarNavLink"]')) return;
    setTimeout(() => document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click(), 50);
  });
}
</script>"""
"""A constant script: what is typed into a long text is sent after a pause, as it is on leaving the field, so that
a form's draft has it. Streamlit does this for lines (`live=`) but not for long texts. And on a phone the menu folds
away once a page was chosen in it, which it would otherwise cover."""


def dress(run: Run) -> None:
    """The style sheets, and the theme if the reader ever left the one that pages start with."""
    st.html(style())
    st.html(KEEPS_TYPING, unsafe_allow_javascript=True)
    wanted = "dark" if run.sight.dark else "light"
    menu = json.dumps(_(N_("菜单")), ensure_ascii=False)
    st.html(f"<style>:root {{ --page: {THEMES[wanted]['backgroundColor']}; --menu: {menu}; }}</style>")
    # The slot stands whether it is used or not: what follows it would otherwise be made anew, map and all.
    slot = st.empty()
    if wanted != st.session_state.get(DRESSED, "light") or DRESSED in st.session_state:
        st.session_state[DRESSED] = wanted
        slot.html(theme_script(wanted), unsafe_allow_javascript=True)


@cache
def style() -> str:
    """All sheets as one piece: a message that long is sent once a session, later runs only name it."""
    return f"<style>{chr(10).join(sheet.read_text('utf-8') for sheet in STYLE_SHEETS)}</style>"


def theme_script(name: str) -> str:
    """A constant script that asks Streamlit's page to wear one of `THEMES`.

    Streamlit has no call for it; its page takes this message from its own window only (`app.py` names
    our own address as the one that is listened to). Nothing is loaded again and the map stays.
    """
    look = {**THEMES[name], **EVERY_THEME}
    message = {"stCommVersion": 1, "type": "SET_CUSTOM_THEME_CONFIG", "themeName": "Custom Theme", "themeInfo": look}
    return f"<script>window.postMessage({json.dumps(message)}, window.location.origin)</script>"


def account(run: Run) -> None:
    """Who is signed in, with the way to sign in or out; a plain link, because the server's own pages do it."""
    found, asked = run.identity, f"lang={run.sight.lang}" + ("&dark=1" if run.sight.dark else "")
    if found.is_local:
        words, path = _(N_("本机管理员")), ""
    elif found.account:
        words, path = found.account.name, f"/account?{asked}"
    else:
        words, path = _(N_("登录")), f"/account/login?{asked}"
    with st.container(key="account", width="content"):
        whole = escape(_(N_("坐在这台电脑前的人就是管理员,无需登录")), quote=True)
        piece = f'<a href="{path}">{escape(words)}</a>' if path else f'<span title="{whole}">{escape(words)}</span>'
        st.html(piece)


def switches(run: Run) -> None:
    """Where one is, who is here, visitor's view, evening, language: in the bar of every page, one click each."""
    with st.container(key="switches", horizontal=True, vertical_alignment="center", gap="xxsmall", width="content"):
        _community(run)
        account(run)
        _views(run)


def _community(run: Run) -> None:
    """Which community one is in, where there are several: on every page, for each of them shows one alone."""
    names = {key: item.name for key, item in run.house.communities.items()}
    if len(names) < 2:
        return
    st.session_state["pick-community"] = run.sight.community
    st.selectbox(
        _(N_("社区")), list(names), format_func=names.__getitem__, key="pick-community", label_visibility="collapsed",
        on_change=lambda: session.move_to(str(st.session_state["pick-community"])), width=180,
    )  # fmt: skip


def _views(run: Run) -> None:
    sight = run.sight
    public = _(N_("回到工作视图")) if sight.visitor else _(N_("看看公众看到的样子"))
    if run.identity.viewer.within(sight.community).role != VISITOR:
        st.button(
            _(N_("访客视图")),
            key="switch-visitor",
            icon=":material/visibility:",
            type="primary" if sight.visitor else "tertiary",
            help=public,
            on_click=session.change,
            kwargs={"view": "" if sight.visitor else "visitor"},
        )
    st.button(
        _(N_("浅色")) if sight.dark else _(N_("深色")),
        key="switch-dark",
        icon=":material/light_mode:" if sight.dark else ":material/dark_mode:",
        type="tertiary",
        help=_(N_("白天用浅色,晚上投影用深色")),
        on_click=session.change,
        kwargs={"dark": "0" if sight.dark else "1"},
    )
    for code, name in LANGUAGES:
        if code != sight.lang:
            st.button(
                name,
                key=f"switch-{code}",
                icon=":material/translate:",
                type="tertiary",
                on_click=session.change,
                kwargs={"lang": code},
            )
