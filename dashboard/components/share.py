"""The address of this view, to copy or to photograph."""

from urllib.parse import urlencode, urlsplit

import streamlit as st

from dashboard.components import session
from dashboard.components.copy_text import copy_text
from dashboard.components.session import WORDS, Run
from dashboard.components.sheets.public_link import LOCAL_NAMES, public_code
from dashboard.services.public.qr import qr_svg
from dashboard.text import _
from geo.words import N_


def share(run: Run) -> None:
    """Link and QR code of what is on the screen, and those of the public page; codes are drawn here, offline."""
    sight, public = st.tabs([_(N_("这个画面")), _(N_("公开页"))])
    with sight:
        # Said aloud even where it is the first one kept: another may be the first on the day the link is opened.
        words = {"community": run.sight.community, **st.session_state[WORDS]}
        address = sight_address(st.context.url or "", words, session.view())
        copy_text(run, "share-copy", address)
        st.image(qr_svg(address), width=180)
        st.caption(_(N_("链接带有社区、地图位置、图层、专题、小区和选中的对象。")))
        say_reach(address)
    with public:
        layer, id = run.sight.selected or ("", "")
        public_code(run, *(("building", id) if layer == "building" else ()))


def say_reach(address: str) -> None:
    """Say so where the address leads nobody else here."""
    if urlsplit(address).hostname in LOCAL_NAMES:
        st.caption(_(N_("现在只有这台电脑能打开它:系统尚未对网络开放。")))


def sight_address(page: str, words: dict[str, str], view: str = "") -> str:
    """The page's address with the words of a sight as its query and where the map is as its fragment.

    >>> sight_address("http://127.0.0.1:8501?old=1", {"selected": "building:A01"}, "#18/28.2176/112.9239")
    'http://127.0.0.1:8501/?selected=building:A01#18/28.2176/112.9239'
    """
    query = urlencode(words, safe=",:")
    bare = page.partition("?")[0].partition("#")[0]
    bare += "" if urlsplit(bare).path or not bare else "/"
    return (f"{bare}?{query}" if query else bare) + view
