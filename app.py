"""The server: `streamlit run app.py`, `python app.py` or `make run`.

Prepares the store (schema, and the sample community if nothing is kept yet), then serves the dashboard
and, beside it, the map's own addresses (assets, layers, search).
"""

import ipaddress
import sys
from datetime import date
from pathlib import Path

import streamlit as st
from starlette.routing import Route
from streamlit import config
from streamlit.runtime.pages_manager import PagesManager

from dashboard.drawing.assets import asset_url
from dashboard.text import _, fill, speak
from dashboard.web.routes import routes
from data.communities import communities
from data.settings import Settings, load_settings
from data.store import Store, open_store
from geo.errors import MapError
from geo.words import N_

MAIN = Path(__file__).resolve().parent / "dashboard" / "main.py"
FONT_WEIGHTS = ("400", "700")


def say(sentence: str) -> None:
    """One line for whoever started the server."""
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


def is_this_computer(address: str) -> bool:
    """Whether only this computer reaches a server that listens there.

    >>> [is_this_computer(a) for a in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "")]
    [True, True, True, False, False]
    """
    try:
        return address == "localhost" or ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def refuse_the_network(address: str) -> None:
    """`MapError` unless the address is this computer's own: there are no accounts yet."""
    if not is_this_computer(address):
        raise MapError(
            N_(
                "不能在 {address} 上启动:系统还没有账户,网络上的任何人都会成为管理员。请用 --server.address 127.0.0.1。"
            ),
            address=address or "0.0.0.0",  # noqa: S104 - what an empty address means
        )


def prepare_store(settings: Settings) -> Store:
    """The store with today's schema and at least one community; the sample if it was empty."""
    store = open_store(settings.url)
    store.migrate()
    if not communities(store):
        from data.demo import load
        from data.demo.people import load_people
        from data.demo.projects import load_projects

        say(fill(N_("库是空的,正在生成示例社区(一次即可)…")))
        sample = load(store, lambda title: say(f"  · {_(title)}"))
        pictures = settings.live_folder / "photos"
        load_projects(store, sample, date.today(), pictures, lambda title: say(f"  · {_(title)}"))
        load_people(store, sample, date.today(), lambda title: say(f"  · {_(title)}"))
    return store


def dress_the_server() -> None:
    """Settings of Streamlit that need an address: fonts by version, and our own window as the one listened to."""
    faces = [
        {"family": "Noto Sans SC", "url": asset_url(f"fonts/noto-sans-sc-{weight}.woff2"), "weight": weight}
        for weight in FONT_WEIGHTS
    ]
    config.set_option("theme.fontFaces", faces)
    # A folder named `pages` beside the script would be served file by file until the first run has called
    # st.navigation: whoever opened /about first would get an empty page.
    PagesManager.uses_pages_directory = False
    port = config.get_option("server.port")
    names = ("127.0.0.1", "localhost", "[::1]")
    config.set_option("client.allowedOrigins", [f"http://{name}:{port}" for name in names])


def prepared_routes() -> list[Route]:
    """The map's own addresses, once all is ready; a fault that a person can mend ends in one sentence."""
    try:
        settings = load_settings()
        speak(settings.language)
        refuse_the_network(config.get_option("server.address") or "")
        store = prepare_store(settings)
    except MapError as error:
        say(fill(error.message, **error.values))
        sys.exit(2)
    dress_the_server()
    return routes(settings, store)


# `streamlit run` looks for exactly this assignment in the source.
app = st.App(MAIN, routes=prepared_routes())

if __name__ == "__main__":
    app.run()
