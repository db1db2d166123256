"""The way from the dashboard to the public page: a code to photograph and a link that residents open."""

from urllib.parse import urlsplit

import streamlit as st

from dashboard.components.session import Run
from dashboard.services.public.qr import public_address, public_base, qr_svg
from dashboard.text import _
from geo.words import N_

LOCAL_NAMES = ("127.0.0.1", "localhost", "::1")


def public_door(run: Run, page: str = "", id: str = "") -> None:
    """A button whose popover holds the code of a public page: the community's, a building's or a project's."""
    help = _(N_("居民不用登录就能看到的页面"))
    with st.popover(_(N_("公开页")), icon=":material/qr_code_2:", key="public-door", help=help):
        public_code(run, page, id)


def public_code(run: Run, page: str = "", id: str = "") -> None:
    """Code and link of a public page, in the reader's language."""
    settings = run.house.settings
    lang = "" if run.sight.lang == settings.language else run.sight.lang
    address = public_address(public_base(settings, st.context.url or ""), run.sight.community, page, id, lang=lang)
    st.image(qr_svg(address), width=180)
    st.link_button(_(N_("打开公开页")), address, icon=":material/open_in_new:")
    st.caption(_(N_("居民用手机扫码就能打开,不用登录;只有公开信息。")))
    if urlsplit(address).hostname in LOCAL_NAMES:
        st.caption(_(N_("现在只有这台电脑能打开它:请设置 MAP_PUBLIC_URL 为居民能打开的网址。")))
