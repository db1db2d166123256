"""What Streamlit runs for every reader: read the sight, dress the page, show it, write the address."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.components import session, shell
from dashboard.components.errors import kindly
from dashboard.components.session import Run
from dashboard.pages import PAGES, PageType
from dashboard.services.house import open_house
from dashboard.text import _
from data.rights import reach
from geo.words import N_


def main() -> None:
    """One run."""
    with kindly():
        run = session.begin(open_house())
        st.set_page_config(page_title=_(N_("微更新一张图")), layout="wide", initial_sidebar_state="collapsed")
        shell.dress(run)
        pages = {item.path: _page(item, run) for item in PAGES}
        page = st.navigation(_menus(pages), position="top")
        wanted = session.going()
        if wanted in pages and pages[wanted] is not page:
            st.switch_page(pages[wanted])
        session.follow_address(page.url_path)
        session.say_ignored()
        shell.switches(run)
        page.run()
        session.write_address(page.url_path)


def _menus(pages: dict[str, StreamlitPage]) -> dict[str, list[StreamlitPage]]:
    """The pages by the menu they lie in, those of the bar itself first."""
    menus: dict[str, list[StreamlitPage]] = {"": []}
    for item in PAGES:
        menus.setdefault(_(item.group), []).append(pages[item.path])
    return menus


def _page(item: PageType, run: Run) -> StreamlitPage:
    return st.Page(
        lambda: item.show(run),
        title=_(item.title),
        url_path=item.path or "map",
        default=not item.path,
        visibility="hidden" if item.hidden or (item.right and not reach(run.role, item.right)) else "visible",
    )


if __name__ == "__main__":  # Streamlit's name for the script that it runs
    main()
