"""What tests of roles share: how a websocket of the dashboard is opened and spoken to, without a browser."""

import asyncio
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

import websockets
from playwright.sync_api import Page, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.services.access.identity import COOKIE, cookie_of
from dashboard.text import words
from data.logins import sign_in
from tests.browser.conftest import Server

PASSWORD, TOWN, SLOW_MS = "correct-horse-7", "longwanggang", 30_000
OWN_GRID, OWN_BUILDING = "grid-A5", "A07"
T = TypeVar("T")


def told(story: Coroutine[object, object, T]) -> T:
    """What a story comes to, run on a thread of its own: Playwright keeps a loop running on this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, story).result()


def cookie(office: Server, name: str) -> str:
    """The cookie that signing in gives; "" for nobody."""
    return name and cookie_of(office.settings, sign_in(office.store, name, PASSWORD, "10.0.0.1"))


def line(office: Server, mine: str | None = None, *, session: str = "", origin: str | None = "", **headers: str):
    """An open websocket, as Streamlit's page opens it."""
    given = {**headers, **({"Cookie": f"{COOKIE}={mine}"} if mine else {})}
    protocols = ["streamlit", "x", session] if session else ["streamlit", "x"]
    return websockets.connect(
        office.url.replace("http", "ws") + "/_stcore/stream",
        origin=office.url if origin == "" else origin,
        additional_headers=given,
        subprotocols=protocols,
        max_size=None,
        proxy=None,
    )


@dataclass
class Heard:
    """What one run sent: the session's id (at its start), every widget's id by the key it was given, all text."""

    session: str = ""
    widgets: dict[str, str] = field(default_factory=dict)
    text: str = ""


async def run(socket, page: str = "", query: str = "", states: Mapping[str, str | bool] | None = None) -> Heard:
    """Ask for one run of a page, with widgets in these states (a bool is a button, pressed); what was sent."""
    ask = BackMsg()
    ask.rerun_script.query_string, ask.rerun_script.page_name = query, page
    for id, value in (states or {}).items():
        state = ask.rerun_script.widget_states.widgets.add(id=id)
        setattr(state, "trigger_value" if isinstance(value, bool) else "string_value", value)
    await socket.send(ask.SerializeToString())
    heard, sent = Heard(), b""
    while True:
        frame = await asyncio.wait_for(socket.recv(), 120)
        sent += frame
        message = ForwardMsg.FromString(frame)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            heard.session = message.new_session.initialize.session_id
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            id = getattr(getattr(element, element.WhichOneof("type")), "id", "")
            heard.widgets[id.split("-", 2)[-1]] = id  # "$$ID-<digest>-<key>"
        elif kind == "script_finished":
            heard.text = sent.decode("utf-8", "replace")
            return heard


def enter(page: Page, office: Server, name: str, lang: str, onward: str = "", *, width: int = 1440) -> None:
    """Sign in as a person does."""
    say = words(lang)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{office.url}/account/login?lang={lang}" + (f"&next={onward}" if onward else ""))
    page.get_by_label(say("账户名")).fill(name)
    page.get_by_label(say("密码")).fill(PASSWORD)
    page.get_by_role("button", name=say("登录"), exact=True).click()
    expect(page.locator(".st-key-account")).to_have_text(name, timeout=SLOW_MS)
