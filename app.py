"""The server: `streamlit run app.py`, `python app.py` or `make run`.

Prepares the store (schema, and the sample community if nothing is kept yet), then serves the dashboard
and, beside it, the map's own addresses (assets, layers, search).
"""

import gc
import logging
import sys
import threading
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route
from streamlit import config
from streamlit.runtime.pages_manager import PagesManager

from dashboard.drawing.assets import asset_url
from dashboard.services.access.identity import require_administrator
from dashboard.text import _, fill, speak
from dashboard.web.doorman import HEADER, USER_KEY, Doorman, Replays
from dashboard.web.routes import routes
from data.communities import communities
from data.secret import cookie_secret
from data.settings import Settings, load_settings
from data.store import Store, open_store
from geo.errors import MapError
from geo.words import N_

MAIN = Path(__file__).resolve().parent / "dashboard" / "main.py"
FONT_WEIGHTS = ("400", "700")
READY_AFTER_S = 15.0


def say(sentence: str) -> None:
    """One line for whoever started the server."""
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


def prepare_store(settings: Settings) -> Store:
    """The store with today's schema and at least one community; the sample if it was empty."""
    store = open_store(settings.url)
    store.migrate()
    if not communities(store):
        from data import china_day
        from data.demo import load
        from data.demo.meetings import load_meetings
        from data.demo.notices import load_notices
        from data.demo.people import load_people
        from data.demo.projects import load_projects

        say(fill(N_("库是空的,正在生成示例社区(一次即可)…")))
        sample = load(store, lambda title: say(f"  · {_(title)}"))
        pictures = settings.live_folder / "photos"
        load_projects(store, sample, china_day.today(), pictures, lambda title: say(f"  · {_(title)}"))
        load_people(store, sample, china_day.today(), lambda title: say(f"  · {_(title)}"))
        load_meetings(store, sample, china_day.today(), lambda title: say(f"  · {_(title)}"))
        load_notices(store, sample, china_day.today(), lambda title: say(f"  · {_(title)}"))
    return store


def dress_the_server() -> None:
    """Settings of Streamlit that need an address or must hold: fonts by version, our own window, who asks."""
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
    # The doorman says who asks; Streamlit then keeps everybody else out of that reader's session.
    config.set_option("server.trustedUserHeaders", {HEADER: USER_KEY})
    logging.getLogger(Replays.LOGGER).addHandler(Replays())


def make_ready_soon(store: Store) -> None:
    """Make what residents ask for first, once whoever started the server has had the first picture."""
    from dashboard.services.public.public_view import make_ahead

    timer = threading.Timer(READY_AFTER_S, make_ahead, (store,))
    timer.daemon = True
    timer.start()


def prepared() -> tuple[list[Route], list[Middleware]]:
    """Our own addresses and the doorman before all, once all is ready; a fault that a person can mend ends in one
    sentence."""
    try:
        address = config.get_option("server.address") or "0.0.0.0"  # noqa: S104 - what an empty address means
        settings = load_settings().model_copy(update={"host": address})
        speak(settings.language)
        store = prepare_store(settings)
        require_administrator(address, store)
        cookie_secret(settings)
    except MapError as error:
        say(fill(error.message, **error.values))
        sys.exit(2)
    dress_the_server()
    make_ready_soon(store)
    return routes(settings, store), [Middleware(Doorman, settings=settings, store=store)]


ROUTES, DOOR = prepared()
# What is loaded by now stays for good: the collector need not look at it again at every turn.
gc.collect()
gc.freeze()
# `streamlit run` looks for exactly this assignment in the source.
app = st.App(MAIN, routes=ROUTES, middleware=DOOR)

if __name__ == "__main__":
    app.run()
