"""Signing in at an identity provider: who gets in, as whom, and what of a provider's answer is not believed."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import httpx2
import pytest
from argon2 import PasswordHasher
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from dashboard.services.access import oidc
from dashboard.services.access.identity import COOKIE
from dashboard.text import words
from dashboard.web.doorman import Doorman
from dashboard.web.oidc import FLOW_COOKIE, START
from dashboard.web.proof import RETURN
from dashboard.web.routes import routes
from data import passwords
from data.account_log import account_log
from data.accounts import Account, add_account, find_account, save_account
from data.rights import Viewer
from data.settings import Settings
from data.store import Store
from tests import oidc_provider
from tests.oidc_provider import CLIENT, SECRET, Provider

ADMIN = Viewer("administrator", "测试")
LI = Account("li", "staff", email="li@example.org")


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with oidc_provider.running() as provider:
        yield provider


@pytest.fixture
def provider(running: Provider, monkeypatch: pytest.MonkeyPatch) -> Provider:
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    running.claims = Provider().claims
    running.lies, running.forge, running.refuses, running.without = {}, None, "", ()
    return running


@pytest.fixture
def client(sqlite_store: Store, provider: Provider, tmp_path: Path) -> Iterator[TestClient]:
    """A browser at a server with two accounts, of which `li` is known at the provider by address."""
    with sqlite_store.write("测试") as tx:
        add_account(tx, Account("boss", "administrator"), "correct-horse-7")
        add_account(tx, LI, "")
    settings = Settings(
        host="127.0.0.1", folder=tmp_path, oidc_issuer=provider.issuer, oidc_client=CLIENT, oidc_secret=SECRET,
        oidc_name="政务登录",
    )  # fmt: skip
    door = [Middleware(Doorman, settings=settings, store=sqlite_store)]
    with TestClient(Starlette(routes=routes(settings, sqlite_store), middleware=door), follow_redirects=False) as found:
        yield found


def go(client: TestClient, onward: str = "/projects") -> str:
    """Leave for the provider and be sent back; the address of the way back."""
    leaving = client.get(START, params={"next": onward})
    assert leaving.status_code == 303
    return str(httpx2.get(leaving.headers["location"]).headers["location"])


def test_who_is_known_by_a_verified_address_signs_in_and_lands_where_they_wanted(client, sqlite_store) -> None:
    answer = client.get(go(client))
    assert (answer.status_code, answer.headers["location"]) == (303, "/projects")
    assert COOKIE in answer.cookies
    assert "<h1>li</h1>" in client.get("/account").text


def test_the_page_to_sign_in_offers_the_provider_by_name(client) -> None:
    assert "用“政务登录”登录" in client.get("/account/login?lang=zh").text
    assert "Sign in with 政务登录" in client.get("/account/login?lang=en").text


def test_after_the_first_time_only_the_number_counts(client, sqlite_store, provider) -> None:
    client.get(go(client))
    with sqlite_store.read() as connection:
        found = find_account(connection, "li")
    assert found.subject == f"{provider.issuer} 248289761001"
    client.cookies.clear()
    provider.claims = {"sub": "248289761001", "email": "new@example.org", "email_verified": True}
    assert client.get(go(client)).status_code == 303
    client.cookies.clear()
    # The mailbox now belongs to somebody else.
    provider.claims = {"sub": "77", "email": "li@example.org", "email_verified": True}
    assert client.get(go(client)).status_code == 403


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "9", "email": "who@example.org", "email_verified": True},
        {"sub": "9", "email": "li@example.org", "email_verified": False},
        {"sub": "9", "email": "li@example.org"},
        {"sub": "9"},
    ],
)
def test_somebody_unknown_stays_a_visitor_and_is_told_their_number(client, sqlite_store, provider, claims) -> None:
    provider.claims = claims
    answer = client.get(go(client))
    assert answer.status_code == 403
    assert COOKIE not in answer.cookies
    assert "您的身份已确认,但这里没有与之对应的账户" in answer.text
    assert "请把这个编号告诉社区管理员:9" in answer.text
    assert account_log(sqlite_store, ADMIN)[0].action == "unknown"


def test_a_disabled_account_is_refused_at_the_provider_too(client, sqlite_store) -> None:
    with sqlite_store.write("测试") as tx:
        save_account(tx, replace(find_account(tx.connection, "li"), disabled=True))
    assert client.get(go(client)).status_code == 403


def test_another_address_is_another_person_to_be_recognised_anew(client, sqlite_store, provider) -> None:
    client.get(go(client))
    with sqlite_store.write("测试") as tx:
        save_account(tx, replace(find_account(tx.connection, "li"), email="wang@example.org"))
    assert client.get("/account").status_code == 303, "the sessions ended with the old link"
    assert client.get(go(client)).status_code == 403
    provider.claims = {"sub": "78", "email": "wang@example.org", "email_verified": True}
    assert client.get(go(client)).status_code == 303


def test_without_a_password_nobody_signs_in_with_one(client) -> None:
    page = client.get("/account/login").text
    token = page.split('name="token" value="')[1].split('"')[0]
    fields = {"token": token, "name": "li", "password": "", "next": "/"}
    assert client.post("/account/login", data=fields, headers={"Origin": "http://testserver"}).status_code == 400


def test_the_session_ends_like_every_other(client, sqlite_store) -> None:
    client.get(go(client))
    page = client.get("/account").text
    token = page.split('name="token" value="')[1].split('"')[0]
    client.post("/account/sessions", data={"token": token}, headers={"Origin": "http://testserver"})
    assert client.get("/account").headers["location"].startswith("/account/login")


def forged(key: Any, header: dict[str, str]) -> Callable[[dict[str, Any]], str]:
    return lambda claims: jwt.encode(header, claims, key, algorithms=[header["alg"]])


LIES = {
    "issued by another": {"iss": "https://evil.example"},
    "for another client": {"aud": "other"},
    "for several, without a party": {"aud": [CLIENT, "other"]},
    "for another party": {"azp": "other"},
    "expired": {"exp": int(time.time()) - 3600},
    "without an end": {"exp": None},
    "of another flow": {"nonce": "other"},
    "without a nonce": {"nonce": None},
    "without a number": {"sub": None},
    "from the future": {"iat": int(time.time()) + 3600},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_token_that_is_not_meant_for_this_sign_in_is_refused(client, provider, lie) -> None:
    provider.lies = LIES[lie]
    answer = client.get(go(client))
    assert (answer.status_code, COOKIE in answer.cookies) == (403, False)
    assert "政务登录的回答不能采信" in answer.text


FORGERIES = {
    "another key": forged(RSAKey.generate_key(2048), {"alg": "RS256", "kid": "x"}),
    "the client's secret": forged(OctKey.import_key(SECRET.ljust(32, "x")), {"alg": "HS256"}),
    "no signature": lambda claims: jwt.encode(
        {"alg": "none"}, claims, OctKey.import_key("x" * 32), algorithms=["none"]
    ),
    "no token": lambda claims: "",
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_token_that_the_provider_did_not_sign_is_refused(client, provider, monkeypatch, forgery) -> None:
    provider.forge = FORGERIES[forgery]
    answer = client.get(go(client))
    assert (answer.status_code, COOKIE in answer.cookies) == (403, False)


def test_a_key_that_the_provider_has_just_begun_to_use_is_fetched(client, provider, monkeypatch) -> None:
    client.get(go(client))
    provider.renew_key()
    monkeypatch.setattr(oidc, "SELDOM_SECONDS", 0)
    assert client.get(go(client)).status_code == 303


def test_an_answer_without_this_browsers_flow_is_refused_before_the_provider_is_asked(client, provider) -> None:
    back = go(client)
    client.cookies.delete(FLOW_COOKIE)
    provider.asked.clear()
    answer = client.get(back)
    assert (answer.status_code, provider.asked) == (403, [])
    assert "这次登录已过期,或不是从这个浏览器开始的" in answer.text
    english = client.get(back, headers={"Accept-Language": "en-GB,en;q=0.9"}).text
    assert words("en")("这次登录已过期,或不是从这个浏览器开始的。请再试一次。") in english
    assert f'href="{START}?next=/&amp;lang=en"' in english  # the way on


def test_another_flows_state_is_refused(client, provider) -> None:
    old = go(client)
    go(client)  # another tab: the cookie is now that of the second flow
    assert client.get(old).status_code == 403


def test_an_answer_is_good_once(client) -> None:
    back = go(client)
    assert client.get(back).status_code == 303
    assert client.get(back).status_code == 403


def test_an_answer_from_another_provider_is_refused(client, provider) -> None:
    back = go(client).split("&iss=")[0] + "&code=x&iss=https://evil.example"
    assert client.get(back).status_code == 403
    assert client.get(f"{RETURN}?state=x&code=y&iss=https://evil.example").status_code == 403


def test_who_gives_up_at_the_provider_is_told_so(client, provider) -> None:
    provider.refuses = "access_denied"
    answer = client.get(go(client))
    assert answer.status_code == 403
    assert "您在政务登录取消了登录" in answer.text and START in answer.text
    provider.refuses = "temporarily_unavailable"
    assert "政务登录中止了登录(temporarily_unavailable)" in client.get(go(client)).text


def sign_out(client: TestClient) -> str:
    """The page after signing out."""
    token = client.get("/account").text.split('name="token" value="')[1].split('"')[0]
    return client.post(
        "/account/logout?lang=en", data={"token": token}, headers={"Origin": "http://testserver"}, follow_redirects=True
    ).text


def test_who_signs_out_is_offered_to_sign_out_at_the_provider_too(client, provider) -> None:
    client.get(go(client))
    page = sign_out(client)
    assert client.get("/account").status_code == 303, "signed out here, whatever becomes of the offer"
    there = unescape(re.search(rf'href="({provider.issuer}/logout[^"]+)"', page).group(1))
    back = httpx2.get(there).headers["location"]
    assert provider.left == ["248289761001"]
    answer = client.get(back)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account/login?lang=en")


def test_a_provider_without_a_way_out_is_named_and_nothing_dead_is_offered(client, provider, sqlite_store) -> None:
    provider.without = ("end_session_endpoint",)
    client.get(go(client))
    page = sign_out(client)
    assert "政务登录 may still remember you" in page and "/logout" not in page


def test_who_signed_in_with_a_password_just_signs_out(client) -> None:
    client.get(go(client))
    token = client.get("/account/login").text.split('name="token" value="')[1].split('"')[0]
    fields = {"token": token, "name": "boss", "password": "correct-horse-7"}
    client.post("/account/login", data=fields, headers={"Origin": "http://testserver"})
    assert "<h1>Sign in</h1>" in sign_out(client)


def test_one_is_never_sent_on_to_another_site(client) -> None:
    assert client.get(go(client, "https://evil.example/x")).headers["location"] == "/"


def test_a_provider_out_of_reach_is_said_and_the_password_still_works(sqlite_store: Store, tmp_path: Path) -> None:
    settings = Settings(folder=tmp_path, oidc_issuer="http://127.0.0.1:9", oidc_client=CLIENT)
    with TestClient(Starlette(routes=routes(settings, sqlite_store))) as client:
        answer = client.get(START)
    assert answer.status_code == 403
    assert "现在连不上127.0.0.1" in answer.text
    assert words("zh")("密码") in answer.text
