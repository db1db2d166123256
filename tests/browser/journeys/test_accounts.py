"""Accounts on the real server: who gets which page, and whose session is whose, over the websocket itself."""

import asyncio
import re
import shutil
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from pathlib import Path
from typing import TypeVar

import httpx2 as httpx
import pytest
import websockets
from playwright.sync_api import Page, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.services.access.identity import COOKIE, cookie_of
from dashboard.text import words
from data.accounts import Account, add_account, sign_out_everywhere
from data.logins import sign_in
from data.settings import Settings
from data.store import open_store
from tests.browser.conftest import Server

pytestmark = pytest.mark.browser
PASSWORD = "correct-horse-7"
SLOW_MS = 60_000
T = TypeVar("T")
INSIDE = ">clerk</a>"
"""What the head of the page says to the clerk alone."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path) -> Iterator[Server]:
    """A server with the sample community, an administrator, a clerk and a member of one grid."""
    folder = tmp_path_factory.mktemp("office") / "var"
    shutil.copytree(sample_folder, folder)
    store = open_store(Settings(folder=folder).url)
    with store.write("测试") as tx:
        add_account(tx, Account("boss", "administrator"), PASSWORD)
        add_account(tx, Account("clerk", "staff"), PASSWORD)
        add_account(tx, Account("member", "grid_member", "longwanggang", "gm-grid-A5"), PASSWORD)
    running = Server(folder)
    try:
        running.wait()
        running.settings, running.store = Settings(folder=folder), store
        yield running
    finally:
        running.stop()


def told(story: Coroutine[object, object, T]) -> T:
    """What a story comes to, run on a thread of its own: Playwright keeps a loop running on this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, story).result()


def cookie(office, name: str) -> str:
    """The cookie that signing in gives."""
    return cookie_of(office.settings, sign_in(office.store, name, PASSWORD, "10.0.0.1"))


def line(office, mine: str | None = None, *, session: str = "", origin: str | None = "", **headers: str):
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


async def run_once(socket) -> tuple[str, str]:
    """Ask for one run; the session's id, and everything that was sent, as text."""
    ask = BackMsg()
    ask.rerun_script.query_string = ""
    await socket.send(ask.SerializeToString())
    session, heard = "", b""
    while True:
        frame = await asyncio.wait_for(socket.recv(), 120)
        heard += frame
        message = ForwardMsg.FromString(frame)
        if message.WhichOneof("type") == "new_session":
            session = message.new_session.initialize.session_id
        if message.WhichOneof("type") == "script_finished":
            return session, heard.decode("utf-8", "replace")


async def visit(office, mine: str | None = None, **more) -> tuple[str, str]:
    async with line(office, mine, **more) as socket:
        return await run_once(socket)


def test_a_session_sees_what_its_cookie_is_worth(office) -> None:
    async def story() -> None:
        token = cookie(office, "clerk")
        assert INSIDE in (await visit(office, token))[1]
        forged = token[:-9] + ("A" if token[-9] != "A" else "B") + token[-8:]
        for worthless in (None, forged, "x"):
            assert INSIDE not in (await visit(office, worthless))[1]
        with office.store.write("测试") as tx:
            sign_out_everywhere(tx, "clerk")
        assert INSIDE not in (await visit(office, token))[1]

    told(story())


def test_an_expired_session_is_nobodys(office) -> None:
    from datetime import timedelta

    from sqlalchemy import update

    from data.account_schema import account_session

    token = cookie(office, "clerk")
    with office.store.write("测试") as tx:
        tx.connection.execute(update(account_session).values(seen_at=datetime.now(UTC) - timedelta(hours=3)))
    assert INSIDE not in told(visit(office, token))[1]


def test_a_session_is_its_owners_whoever_knows_its_id(office) -> None:
    async def story() -> None:
        token = cookie(office, "clerk")
        async with line(office, token) as socket:
            mine, seen = await run_once(socket)
            assert INSIDE in seen
            for other, header in (
                (None, {}),
                (cookie(office, "member"), {}),
                (None, {"x-map-reader": "administrator"}),
            ):
                theirs, seen = await visit(office, other, session=mine, **header)
                assert theirs != mine
                assert other or INSIDE not in seen
            again, _ = await run_once(socket)  # nobody was thrown out
            assert again in ("", mine)
        assert (await visit(office, token, session=mine))[0] == mine  # a reload of one's own

    told(story())


def test_an_open_line_ends_with_its_session(office) -> None:
    async def story() -> None:
        async with line(office, cookie(office, "clerk")) as socket:
            await run_once(socket)
            with office.store.write("测试") as tx:
                sign_out_everywhere(tx, "clerk")
            with pytest.raises(websockets.ConnectionClosed) as closed:
                await run_once(socket)
            assert closed.value.rcvd.code == 1008

    told(story())


@pytest.mark.parametrize("origin", ["http://evil.example", "null", None])
def test_a_foreign_page_gets_no_line(office, origin) -> None:
    async def story() -> None:
        async with line(office, cookie(office, "clerk"), origin=origin):
            pytest.fail("the line was opened")

    with pytest.raises(websockets.InvalidStatus) as refused:
        told(story())
    assert refused.value.response.status_code == 403


def test_a_name_that_points_here_gets_no_line(office) -> None:
    """Somebody's own name may resolve to this computer: the Host and Origin then agree, and are still not ours."""
    host = f"evil.example:{office.port}"
    answer = httpx.get(f"{office.url}/_stcore/health", headers={"Host": host}, trust_env=False)
    assert answer.status_code == 421


def test_the_cookie_of_the_form_is_that_of_the_line(office) -> None:
    with httpx.Client(base_url=office.url, trust_env=False) as browser:
        token = re.search(r'name="token" value="([^"]+)"', browser.get("/account/login").text).group(1)
        fields = {"token": token, "name": "clerk", "password": PASSWORD}
        answer = browser.post("/account/login", data=fields, headers={"Origin": office.url})
    given = SimpleCookie("; ".join(answer.headers.get_list("set-cookie")))[COOKIE].value
    assert INSIDE in told(visit(office, given))[1]


def enter(page: Page, office, name: str, lang: str) -> None:
    """Sign in as a person does."""
    say = words(lang)
    page.goto(f"{office.url}/account/login?lang={lang}&next=/about?lang={lang}")
    page.get_by_label(say("账户名")).fill(name)
    page.get_by_label(say("密码")).fill(PASSWORD)
    page.get_by_role("button", name=say("登录")).click()
    expect(page.locator(".st-key-account")).to_have_text(name, timeout=SLOW_MS)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("name", "menu", "offered", "kept"),
    [
        ("boss", "更多", ("账户", "关于数据"), ()),
        ("member", "更多", ("关于数据",), ("账户",)),
        ("member", "责任", ("人员名册",), ()),
    ],
)
def test_a_person_signs_in_works_and_signs_out(office, page: Page, name, menu, offered, kept, lang) -> None:
    say = words(lang)
    enter(page, office, name, lang)
    page.get_by_test_id("stTopNav").get_by_text(say(menu), exact=True).click(timeout=SLOW_MS)
    for title in offered:
        expect(page.get_by_role("menuitem", name=say(title), exact=True)).to_be_visible(timeout=SLOW_MS)
    for title in kept:
        expect(page.get_by_role("menuitem", name=say(title), exact=True)).to_have_count(0)
    page.keyboard.press("Escape")
    page.locator(".st-key-account a").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    page.get_by_role("button", name=say("退出登录"), exact=True).click()
    expect(page.get_by_role("heading", name=say("登录"))).to_be_visible()
    page.goto(f"{office.url}/about?lang={lang}")
    expect(page.locator(".st-key-account")).to_have_text(say("登录"), timeout=SLOW_MS)
    expect(page.get_by_test_id("stTopNav").get_by_text(say("责任"), exact=True)).to_have_count(0)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_administrator_adds_an_account_that_signs_in(office, page: Page, lang) -> None:
    say = words(lang)
    enter(page, office, "boss", lang)
    page.goto(f"{office.url}/accounts?lang={lang}")
    page.get_by_text(say("新增账户"), exact=True).click(timeout=SLOW_MS)
    page.get_by_label(say("账户名"), exact=True).fill(f"new-{lang}")
    page.get_by_label(say("初始密码"), exact=True).fill(PASSWORD)
    page.get_by_role("button", name=say("建立账户")).click()
    expect(page.get_by_text(say("已建立账户 {name}").format(name=f"new-{lang}"))).to_be_visible(timeout=SLOW_MS)
    page.context.clear_cookies()
    enter(page, office, f"new-{lang}", lang)
