"""Accounts on the real server: who gets which page, and whose session is whose, over the websocket itself."""

import re
from datetime import UTC, datetime
from http.cookies import SimpleCookie

import httpx2 as httpx
import pytest
import websockets

from dashboard.services.access.identity import COOKIE
from data.accounts import sign_out_everywhere
from tests.browser.journeys.office import PASSWORD, cookie, line, run, told

pytestmark = pytest.mark.browser
INSIDE = ">clerk</a>"
"""What the head of the page says to the clerk alone."""


async def run_once(socket) -> tuple[str, str]:
    """Ask for one run; the session's id, and everything that was sent, as text."""
    heard = await run(socket)
    return heard.session, heard.text


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
