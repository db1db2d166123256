"""Signing in over HTTP, and what each role gets from each route."""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from dashboard.services.access.identity import COOKIE, cookie_of
from dashboard.text import words
from dashboard.web.doorman import HEADER, Doorman, Replays
from dashboard.web.routes import routes
from data import logins, passwords, refusals
from data.account_log import refused_lately
from data.accounts import Account, LastAdministrator, add_account, save_account, sign_out_everywhere
from data.assignments import add_assignments, new_assignment
from data.communities import Community, add_community
from data.logins import sign_in
from data.people import Person, add_people
from data.photos import add_photos, photo_of
from data.pictures import keep_picture
from data.rights import NotAllowed, Viewer, reach
from data.settings import Settings
from data.store import Store
from tests.store.projects_ground import make_ground, picture

PASSWORD = "correct-horse-7"
ACCOUNTS = {
    "administrator": Account("boss", "administrator"),
    "staff": Account("clerk", "staff"),
    "grid_member": Account("member", "grid_member", "c", "member"),
    "building_head": Account("head", "building_head", "c", "head"),
    "elsewhere": Account("guest", "staff", "other"),
}
INSIDE = ("administrator", "staff", "grid_member", "building_head")
STAFF = Viewer("staff", "测试")
ALL_READERS = (*ACCOUNTS, "nobody")


@pytest.fixture(autouse=True)
def light_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(host="127.0.0.1", folder=tmp_path)


@pytest.fixture
def ground(sqlite_store: Store, settings: Settings) -> Store:
    """A community with works, a private and a public photo, and an account of every role."""
    import geopandas as gpd

    from data.features import upsert_frame
    from tests.store.projects_ground import box

    make_ground(sqlite_store)
    folder = settings.live_folder / "photos"
    kept = keep_picture(folder, picture())
    grid = gpd.GeoDataFrame({"name": ["网格"]}, geometry=[box(0, 0, 5, 5)], crs="EPSG:4490", index=["g1"])
    with sqlite_store.write("测试") as tx:
        add_community(tx, Community("other", "别处", lon=112.9, lat=28.2))
        upsert_frame(tx, "c", "grid", grid)
        photos = [photo_of(kept, "roof", "before", id="f1"), photo_of(kept, "roof", "after", id="f2", public=True)]
        add_photos(tx, "c", folder, photos)
        add_people(tx, STAFF, "c", [(Person("member", "示例·王"), ""), (Person("head", "示例·李"), "")])
        add_assignments(tx, STAFF, "c", [
            new_assignment("member", "grid_member", "grid", "g1", date(2025, 1, 1)),
            new_assignment("head", "building_head", "building", "A01", date(2025, 1, 1)),
        ])  # fmt: skip
        for item in ACCOUNTS.values():
            add_account(tx, item, PASSWORD)
    return sqlite_store


async def echo(request: Request) -> JSONResponse:
    return JSONResponse({"marks": request.headers.getlist(HEADER)})


@pytest.fixture
def client(ground: Store, settings: Settings) -> Iterator[TestClient]:
    """A browser at our routes behind the doorman, and at one that says what Streamlit would see."""
    app = Starlette(
        routes=[
            *routes(settings, ground),
            Route("/echo", echo),
            Route("/_stcore/upload_file/s/f", echo, methods=["PUT"]),
        ],
        middleware=[Middleware(Doorman, settings=settings, store=ground)],
    )
    with TestClient(app, follow_redirects=False) as opened:
        yield opened


def enter(client: TestClient, ground: Store, settings: Settings, reader: str) -> None:
    """Give the browser the cookie of an account."""
    client.cookies.clear()
    if reader != "nobody":
        token = sign_in(ground, ACCOUNTS[reader].name, PASSWORD, "10.0.0.1")
        client.cookies.set(COOKIE, cookie_of(settings, token))


def post(
    client: TestClient, path: str, page: str = "/account/login", origin: str | None = "http://testserver", **fields
):
    """Post a form as our page does: with its token."""
    found = re.search(r'name="token" value="([^"]+)"', client.get(page).text)
    headers = {"Origin": origin} if origin else {}
    return client.post(path, data={"token": found.group(1) if found else "", **fields}, headers=headers)


def login(client: TestClient, name: str = "clerk", password: str = PASSWORD, **more):
    return post(client, "/account/login", name=name, password=password, **more)


def is_in(client: TestClient) -> bool:
    return client.get("/layers/c/pipe.geojson").status_code == 200


# Every cell: route × reader.
ROUTES = {
    "/layers/c/building.geojson": ALL_READERS,
    "/layers/c/pipe.geojson": INSIDE,
    "/works/c.geojson": ALL_READERS,
    "/photos/c/f1/full": INSIDE,
    "/photos/c/f2/full": ALL_READERS,
    "/mapconfig/c": ALL_READERS,
    "/search/c?q=1": ALL_READERS,
    "/account": tuple(ACCOUNTS),
}


ALIKE = (
    "/assets/1/account/plan.svg", "/public", "/public/c", "/public/c/plan.svg", "/public/c/map.json",
    "/public/c/projects", "/public/c/building/A01", "/print/poster/c.pdf", "/print/building/c/A01.pdf",
)  # fmt: skip
"""Answered to everybody alike, by the public's view of the data: their own tests search what they say."""

BY_ACTION = {"/deck/c/none.html": "edit_meetings"}
"""Routes behind one action of `data.rights`: 404 here for who may (there is no such meeting), 403 for who may not."""

FORMS = ("/account/login", "/account/logout", "/account/password", "/account/sessions")
"""Each with its own tests below."""


def test_every_route_has_a_cell(ground, settings) -> None:
    tried = [path.partition("?")[0] for path in (*ROUTES, *ALIKE, *BY_ACTION, *FORMS)]
    untried = [found.path for found in routes(settings, ground) if not any(map(found.path_regex.match, tried))]
    assert untried == []


@pytest.mark.parametrize("reader", ALL_READERS)
def test_a_route_behind_an_action_opens_for_the_roles_of_the_table(client, ground, settings, reader) -> None:
    enter(client, ground, settings, reader)
    role = ACCOUNTS[reader].role if reader in INSIDE else "visitor"
    for path, action in BY_ACTION.items():
        assert client.get(path).status_code == (404 if reach(role, action) == "all" else 403)


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize("reader", ALL_READERS)
def test_each_route_answers_the_readers_that_it_is_for(client, ground, settings, reader, path) -> None:
    enter(client, ground, settings, reader)
    assert (client.get(path).status_code == 200) == (reader in ROUTES[path])
    if reader in INSIDE and path != "/account":
        public = f"{path}{'&' if '?' in path else '?'}as=visitor"
        assert (client.get(public).status_code == 200) == ("nobody" in ROUTES[path])


@pytest.mark.parametrize("reader", ALL_READERS)
def test_what_is_internal_is_in_no_answer_for_the_public(client, ground, settings, reader) -> None:
    enter(client, ground, settings, reader)
    inside = reader in INSIDE
    layers = {layer["key"] for layer in client.get("/mapconfig/c").json()["layers"]}
    assert ("pipe" in layers) == inside and "building" in layers
    works = {feature["properties"]["id"]: feature for feature in client.get("/works/c.geojson").json()["features"]}
    assert (works["sewer"]["properties"]["shown"] == "assets") == inside  # where the sewer runs is internal


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_to_sign_in_speaks_both_languages_and_runs_no_script(client, lang) -> None:
    answer = client.get(f"/account/login?lang={lang}")
    say = words(lang)
    assert f"<h1>{say('登录')}</h1>" in answer.text and say("账户名") in answer.text
    assert "<script" not in answer.text and "style=" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


def test_signing_in_gives_a_cookie_that_scripts_and_other_sites_do_not_get(client) -> None:
    answer = login(client, next="/projects?lang=en")
    assert (answer.status_code, answer.headers["location"]) == (303, "/projects?lang=en")
    given = next(c for c in answer.headers.get_list("set-cookie") if c.startswith(COOKIE))
    assert {"httponly", "samesite=lax", "path=/"} <= {part.strip().lower() for part in given.split(";")}
    assert is_in(client)


def test_over_https_the_cookie_goes_over_https_only(client) -> None:
    client.base_url = "https://testserver"
    answer = login(client, origin="https://testserver")
    assert all("secure" in given.lower() for given in answer.headers.get_list("set-cookie"))


@pytest.mark.parametrize("onward", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_leads_to_this_server_only(client, onward) -> None:
    assert login(client, next=onward).headers["location"] == "/"


@pytest.mark.parametrize(("name", "password"), [("clerk", "wrong"), ("nobody", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(client, name, password) -> None:
    answer = login(client, name, password)
    assert answer.status_code == 400 and "账户名或密码不对。" in answer.text
    assert not is_in(client)


def test_a_hundred_wrong_passwords_are_told_to_wait(client, monkeypatch) -> None:
    monkeypatch.setattr(logins, "FIRST_WAIT", timedelta(minutes=10))  # however slow this machine is
    page = client.get("/account/login").text
    token = re.search(r'name="token" value="([^"]+)"', page).group(1)
    answers = [
        client.post(
            "/account/login",
            data={"token": token, "name": "clerk", "password": f"guess-{i}"},
            headers={"Origin": "http://testserver"},
        )
        for i in range(100)
    ]
    assert [a.status_code for a in answers] == [400] * 5 + [429] * 95
    assert re.search(r"请 \d+ 秒后再试", answers[-1].text)


def test_a_form_of_another_site_is_refused(client) -> None:
    assert login(client, origin="http://evil.example").status_code == 403
    assert login(client, origin=None).status_code == 403
    assert login(client, origin="null").status_code == 403
    assert not is_in(client)


def test_a_form_without_the_token_of_this_browser_is_refused(client) -> None:
    foreign = re.search(r'name="token" value="([^"]+)"', client.get("/account/login").text).group(1)
    client.cookies.clear()
    client.get("/account/login")
    for token in ("", "forged", foreign):
        fields = {"token": token, "name": "clerk", "password": PASSWORD}
        assert client.post("/account/login", data=fields, headers={"Origin": "http://testserver"}).status_code == 403
    assert not is_in(client)


def test_what_was_refused_is_listed_by_rule_for_administrators_only(client, ground, settings) -> None:
    refusals.forget()
    evil = {"Origin": "http://evil.example"}
    client.get("/echo", headers={"Host": "evil.example"})
    login(client, origin="http://evil.example")
    client.cookies.set(COOKIE, "forged.elsewhere")
    client.get("/echo")
    client.cookies.clear()
    for _ in range(3):
        with pytest.raises(WebSocketDisconnect), client.websocket_connect("/_stcore/stream", headers=evil):
            pass
    Replays().emit(logging.makeLogRecord({"msg": "Ignoring reconnect …: user identity mismatch."}))
    with pytest.raises(LastAdministrator), ground.write("boss") as tx:
        save_account(tx, replace(ACCOUNTS["administrator"], disabled=True))
    with pytest.raises(NotAllowed):
        refused_lately(STAFF)
    found = [(line.kind, line.who, line.what, line.count) for line in refused_lately(Viewer("administrator", "boss"))]
    assert found == [
        ("right", "测试", "管理账户", 1),
        ("last", "boss", "boss", 1),
        ("session", "", "", 1),
        ("origin", "", "http://evil.example", 3),
        ("forged", "", "", 1),
        ("form", "", "/account/login", 1),
        ("host", "", "evil.example", 1),
    ]


def test_a_wrong_password_keeps_the_name_that_was_typed(client) -> None:
    assert 'value="&quot;clerk"' in login(client, '"clerk', "wrong-password").text


def test_the_evening_stays_from_page_to_page(client, ground, settings) -> None:
    enter(client, ground, settings, "staff")
    page = client.get("/account?lang=en&dark=1").text
    assert '<html lang="en" class="evening">' in page
    assert "/account/logout?lang=en&amp;dark=1" in page and "/account?lang=zh&amp;dark=1" in page
    assert "?lang=en&dark=1" in post(client, "/account/logout?lang=en&dark=1", "/account").headers["location"]


def test_a_form_that_is_too_large_is_refused(client) -> None:
    assert login(client, password="x" * 30_000).status_code == 403


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c[:-9] + ("A" if c[-9] != "A" else "B") + c[-8:],  # the last letter holds two bits that say nothing
        lambda c: "x" + c,
        lambda c: c.split(".")[0],
        lambda c: "",
        lambda c: "ü",
    ],
)
def test_a_forged_cookie_is_nobodys(client, ground, settings, change) -> None:
    token = sign_in(ground, "clerk", PASSWORD, "10.0.0.1")
    client.cookies.clear()
    forged = change(cookie_of(settings, token)).encode("utf-8").decode("latin-1")
    assert (
        client.get("/layers/c/pipe.geojson", headers={"Cookie": f"{COOKIE}={forged}".encode("latin-1")}).status_code
        == 403
    )


def test_a_cookie_signed_elsewhere_is_nobodys(client, ground, settings) -> None:
    token = sign_in(ground, "clerk", PASSWORD, "10.0.0.1")
    other = settings.model_copy(update={"secret": "another-secret-of-32-characters-x"})
    client.cookies.set(COOKIE, cookie_of(other, token))
    assert not is_in(client)


def test_a_session_that_ended_is_nobodys(client, ground, settings) -> None:
    enter(client, ground, settings, "staff")
    assert is_in(client)
    with ground.write("测试") as tx:
        save_account(tx, replace(ACCOUNTS["staff"], disabled=True))
    assert not is_in(client)


def test_signing_out_ends_the_session_itself_not_only_the_cookie(client, ground, settings) -> None:
    enter(client, ground, settings, "staff")
    cookie = client.cookies[COOKIE]
    answer = post(client, "/account/logout", "/account")
    assert answer.headers["location"].startswith("/account/login")
    client.cookies.set(COOKIE, cookie)
    assert not is_in(client)


def test_signing_out_needs_a_form_of_ours(client, ground, settings) -> None:
    enter(client, ground, settings, "staff")
    assert client.get("/account/logout").status_code == 405
    assert client.post("/account/logout", headers={"Origin": "http://testserver"}).status_code == 403
    assert post(client, "/account/logout", "/account", origin="http://evil.example").status_code == 403
    assert is_in(client)


def test_ones_page_lists_the_sessions_and_ends_them_all(client, ground, settings) -> None:
    enter(client, ground, settings, "staff")
    other = sign_in(ground, "clerk", PASSWORD, "10.0.0.1", browser="Firefox · Linux")
    page = client.get("/account").text
    assert page.count("<li>") == 2 and "Firefox · Linux" in page and other not in page
    assert post(client, "/account/sessions", "/account").status_code == 303
    assert not is_in(client)
    client.cookies.set(COOKIE, cookie_of(settings, other))
    assert not is_in(client)


def test_ones_password_is_changed_with_the_old_one(client, ground, settings) -> None:
    enter(client, ground, settings, "staff")
    fields = {"old": "wrong-one-1", "new": "brand-new-secret", "again": "brand-new-secret"}
    assert "现在的密码不对。" in post(client, "/account/password", "/account", **fields).text
    fields |= {"old": PASSWORD, "again": "another"}
    assert "两次输入的新密码不同" in post(client, "/account/password", "/account", **fields).text
    fields |= {"new": "short", "again": "short"}
    assert "密码需要 10 到 200 个字符" in post(client, "/account/password", "/account", **fields).text
    fields |= {"new": "brand-new-secret", "again": "brand-new-secret"}
    changed = post(client, "/account/password", "/account", **fields)
    assert changed.status_code == 303 and "密码已更改" in client.get(changed.headers["location"]).text
    assert not is_in(client)
    assert login(client, password="brand-new-secret").status_code == 303


def test_names_are_escaped_on_ones_page(client, ground, settings) -> None:
    token = sign_in(ground, "clerk", PASSWORD, "10.0.0.1", browser="<img src=x>")
    client.cookies.set(COOKIE, cookie_of(settings, token))
    page = client.get("/account").text
    assert "<img" not in page and "&lt;img src=x&gt;" in page


def test_nobody_can_set_the_mark_of_a_reader(client, ground, settings) -> None:
    assert client.get("/echo", headers={HEADER: "administrator"}).json() == {"marks": ["visitor"]}
    enter(client, ground, settings, "staff")
    first = client.get("/echo", headers={HEADER.title(): "x"}).json()["marks"]
    enter(client, ground, settings, "staff")
    second = client.get("/echo").json()["marks"]
    assert len(first) == len(second) == 1 and first != second  # each session has its own


def test_only_who_signed_in_uploads(client, ground, settings) -> None:
    assert client.put("/_stcore/upload_file/s/f").status_code == 403
    enter(client, ground, settings, "building_head")
    assert client.put("/_stcore/upload_file/s/f").status_code == 200


def test_a_strange_host_is_not_answered_on_this_computer(client) -> None:
    assert client.get("/echo", headers={"Host": "evil.example"}).status_code == 421


def test_without_accounts_this_computer_is_its_administrator_and_a_network_is_nobody(sqlite_store, tmp_path) -> None:
    make_ground(sqlite_store)
    for host, status in (("127.0.0.1", 200), ("0.0.0.0", 403)):
        settings = Settings(host=host, folder=tmp_path)
        app = Starlette(routes=routes(settings, sqlite_store), middleware=[Middleware(Doorman, settings, sqlite_store)])
        with TestClient(app) as opened:
            assert opened.get("/layers/c/pipe.geojson").status_code == status


def test_the_secret_is_made_once_and_read_by_its_owner_only(settings) -> None:
    from data.secret import cookie_secret

    made = cookie_secret(settings)
    assert cookie_secret(settings) == made and len(made) == 64
    assert (settings.live_folder / "secret").stat().st_mode & 0o777 == 0o600


def test_a_worthless_cookie_is_written_down_once_and_never_itself(client, ground, settings, caplog) -> None:
    enter(client, ground, settings, "staff")
    worn = client.cookies[COOKIE]
    client.cookies.clear()
    with ground.write("测试") as tx:
        sign_out_everywhere(tx, "clerk")
    for cookie in (worn, worn, "forged.by-somebody"):
        client.cookies.set(COOKIE, cookie)
        assert not is_in(client)
        client.cookies.clear()
    told = [record.getMessage() for record in caplog.records if "refused" in record.getMessage()]
    assert [line.rpartition(": ")[2] for line in told] == ["ended", "not signed here"]
    assert worn not in " ".join(told) and "forged.by-somebody" not in " ".join(told)
