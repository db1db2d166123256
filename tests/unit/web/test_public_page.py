"""The public page: the same for everybody, kept by revision, whole without a script, and free of what is not public."""

import gzip
import html
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from dashboard.services.access.identity import COOKIE, cookie_of
from dashboard.services.projects.work_words import today
from dashboard.web import public
from dashboard.web.doorman import Doorman
from dashboard.web.public_pages import ON_MAP
from dashboard.web.routes import routes
from data.accounts import Account, add_account
from data.assignments import Assignment, add_assignments
from data.communities import community, save_community
from data.features import upsert_frame
from data.logins import sign_in
from data.photos import add_photos, photo_of
from data.pictures import keep_picture
from data.projects import add_project, project, save_project
from data.promises import add_promises
from data.records import new_id
from data.settings import Settings
from data.stop_notices import publish_notice, withdraw_notice
from data.store import Store
from geo.ledger import Promise
from geo.stop_notice import StopNotice, Touched
from geo.works import Project
from tests.printed import words_of
from tests.store.people_sample import ADMIN, MOBILE, START, hire, someone
from tests.store.projects_ground import frame, line, make_ground, picture

SECRETS = (
    "内部说明", "项目内部", "示例监理", "示例负责人", "真名甲", MOBILE, MOBILE[:3] + "****", "污水干管一", "100001",
    "GPSLatitude", "秘密相机",
)  # fmt: skip
PATHS = ("", "/buildings", "/projects", "/promises", "/notices", "/building/A01", "/building/A02", "/project/p")


@pytest.fixture
def ground(sqlite_store: Store, tmp_path: Path) -> Store:
    """A community with works, an internal pipe, a head of a building with a mobile, and a photo with a place in it."""
    return filled(sqlite_store, tmp_path)


def filled(store: Store, tmp_path: Path) -> Store:
    """The store with what `ground` says."""
    make_ground(store)
    pipes = frame({"s2": line((0, 7), (10, 7))}, kind=["foul"], name=["污水干管一"])
    hire(store, someone("head", "真名甲", shown_name="甲老师"))
    kept = keep_picture(tmp_path / "photos", _picture_that_tells())
    with store.write("测试") as tx:
        upsert_frame(tx, "c", "pipe", pipes)
        add_promises(tx, "c", [Promise("roofs", "屋面", 350, ">=", "m²", "示例报道", works=("roof",))])
        add_assignments(tx, ADMIN, "c", [Assignment("as", "head", "building_head", "building", "A01", START)])
        add_photos(tx, "c", tmp_path / "photos", [
            photo_of(kept, "roof", "before", id="before", public=True),
            photo_of(kept, "roof", "after", id="after", public=True),
            photo_of(kept, "roof", "during", id="hidden", public=False),
        ])  # fmt: skip
    return store


def _picture_that_tells() -> bytes:
    """A JPEG whose EXIF names the camera and the place."""
    exif = Image.Exif()
    exif[0x010F] = "秘密相机"
    exif.get_ifd(0x8825)[1] = "N"
    target = io.BytesIO()
    Image.open(io.BytesIO(picture("red", (640, 480)))).save(target, "JPEG", exif=exif)
    return target.getvalue()


@pytest.fixture
def client(ground: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A phone without an account at a server that serves a network, where people have to sign in."""
    monkeypatch.setattr(public, "FRESH_SECONDS", 0.0)
    settings = Settings(host="0.0.0.0", folder=tmp_path, secret="x" * 40)
    door = [Middleware(Doorman, settings=settings, store=ground)]
    with TestClient(Starlette(routes=routes(settings, ground), middleware=door)) as opened:
        yield opened


def administrator(store: Store, tmp_path: Path) -> dict[str, str]:
    """The cookie of an administrator who is signed in."""
    with store.write("测试") as tx:
        add_account(tx, Account("管理甲", "administrator"), "a long enough password")
    token = sign_in(store, "管理甲", "a long enough password", "127.0.0.1")
    return {COOKIE: cookie_of(Settings(host="0.0.0.0", folder=tmp_path, secret="x" * 40), token)}


def test_everybody_gets_every_page_without_signing_in(client: TestClient) -> None:
    for path in PATHS:
        answer = client.get(f"/public/c{path}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8"), path
        assert "<h1>" in answer.text


def test_nothing_internal_or_personal_is_in_any_answer_whatever_cookie_comes_along(
    client: TestClient, ground: Store, tmp_path: Path
) -> None:
    layers = ("building", "compound", "road", "grid", "pipe", "manhole")
    data = [f"/layers/c/{layer}.geojson?as=visitor" for layer in layers]
    data += ["/works/c.geojson?as=visitor", "/mapconfig/c?as=visitor", "/search/c?q=%E6%B1%A1&as=visitor"]
    data.append("/public/c/map.json")
    pages = [f"/public/c{path}?lang={lang}" for path in PATHS for lang in ("zh", "en")]
    photos = [f"/photos/c/{id}/{size}?as=visitor" for id in ("before", "after", "hidden") for size in ("small", "full")]
    signed_in = administrator(ground, tmp_path)
    for address in (*pages, *data, *photos):
        for cookies in ({}, signed_in):
            client.cookies.clear()
            client.cookies.update(cookies)
            body = client.get(address).content
            assert [word for word in SECRETS if word.encode() in body] == [], address
    assert client.get("/photos/c/hidden/full?as=visitor").status_code == 404


def test_a_page_is_the_same_for_an_administrator_and_for_a_stranger(
    client: TestClient, ground: Store, tmp_path: Path
) -> None:
    signed_in = administrator(ground, tmp_path)
    stranger = client.get("/public/c/building/A01")
    client.cookies.update(signed_in)
    staff = client.get("/public/c/building/A01")
    assert (staff.text, staff.headers["etag"]) == (stranger.text, stranger.headers["etag"])
    assert "set-cookie" not in staff.headers


def test_it_says_what_is_done_with_its_bound_its_doubt_and_what_has_no_place(client: TestClient) -> None:
    told = client.get("/public/c/project/p").text
    assert "≥\u202f350\u202fm²" in told
    assert '≈ <time datetime="2025-06-01">' in told  # estimated
    assert '<time datetime="2025-03-01">2025-03-01</time> <small class="sure">已确认</small>' in told
    assert "1 项没有位置,地图上看不到" in told
    assert "没有位置、因此地图上看不到的:微更新工作 1" in client.get("/public/c").text


def test_a_building_says_first_when_it_is_done_what_stops_and_whom_to_call(client: TestClient, ground: Store) -> None:
    assert "没有公示的通知" in client.get("/public/c/building/A01").text
    assert "这类施工一般:顶楼有施工声,屋面不能晾晒(惯例)" in client.get("/public/c/project/p").text
    day = today()
    notice = StopNotice("n", "屋面施工", day, day + timedelta(days=2), True, False, (Touched("A01"),), ("water",),
                        "9:00-15:00", "roof", day)  # fmt: skip
    with ground.write(ADMIN) as tx:
        publish_notice(tx, "c", notice)
    told = client.get("/public/c/building/A01").text
    answers = told.partition('<dl class="answers">')[2].partition("</dl>")[0]
    assert '<a href="#n">停水通知</a>' in answers and "9:00-15:00" in answers and "tel:000-8000-0001" in answers
    assert "停水:请提前储水" in told and f'≈ <time datetime="{notice.end.isoformat()}">' in told
    assert "没有公示的通知" in client.get("/public/c/building/A02").text
    assert 'href="/public/c/building/A01"' in client.get("/public/c/notices").text.partition('id="n"')[2]
    project = client.get("/public/c/project/p").text
    assert '<a href="/public/c/notices#n">停水通知</a>' in project and "顶楼有施工声" not in project
    with ground.write(ADMIN) as tx:
        withdraw_notice(tx, "c", "n")
    assert "现在没有停水、停电、停路的通知。" in client.get("/public/c/notices").text


def test_the_head_of_a_building_is_named_as_agreed_with_the_office_phone(client: TestClient) -> None:
    told = client.get("/public/c/building/A01").text
    assert "甲老师" in told and "真名甲" not in told
    assert 'href="tel:000-8000-0001"' in told
    assert 'href="/print/building/c/A01.pdf' in told


def test_a_page_that_the_browser_has_is_not_sent_again_until_something_changes(
    client: TestClient, ground: Store
) -> None:
    first = client.get("/public/c")
    assert first.headers["cache-control"] == "public, max-age=60, stale-while-revalidate=600"
    again = client.get("/public/c", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    with ground.write("测试") as tx:
        save_project(tx, "c", replace(project(ground, "c", "p"), name="改了名的项目"))
    changed = client.get("/public/c", headers={"If-None-Match": first.headers["etag"]})
    assert changed.status_code == 200 and "改了名的项目" in changed.text


def test_pages_go_packed_to_whoever_takes_them_so(client: TestClient) -> None:
    packed = client.get("/public/c", headers={"Accept-Encoding": "gzip"})
    plain = client.get("/public/c", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip" and "content-encoding" not in plain.headers
    assert packed.text == plain.text
    assert len(gzip.compress(plain.content)) < 20_000


def test_a_head_request_gets_the_same_headers(client: TestClient) -> None:
    asked, got = client.head("/public/c"), client.get("/public/c")
    assert asked.status_code == 200
    assert asked.headers["etag"] == got.headers["etag"]


@pytest.mark.parametrize(
    "path",
    [
        "/building/nowhere", "/project/nowhere", "/building", "/project/", "/nonsense", "/building/A01/more",
        "/building/..%2F..%2Fetc%2Fpasswd", "/building/%3Cscript%3Ealert(1)%3C%2Fscript%3E", "/project/%00",
        "/building/" + "9" * 4000, "/building/%F0%A0%AE%B7",
    ],
)  # fmt: skip
def test_an_address_that_leads_nowhere_is_answered_kindly_with_the_search(client: TestClient, path: str) -> None:
    answer = client.get(f"/public/c{path}")
    assert answer.status_code == 404
    assert 'role="search"' in answer.text and "<script>alert" not in answer.text


def test_a_community_that_is_not_here_is_answered_with_those_that_are(client: TestClient) -> None:
    answer = client.get("/public/elsewhere/building/A01")
    assert answer.status_code == 404
    assert 'href="/public/c"' in answer.text


def test_the_only_community_is_opened_at_once(client: TestClient) -> None:
    answer = client.get("/public?lang=en", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (302, "/public/c?lang=en")


@pytest.mark.parametrize("typed", ["2", "2栋", "２", "2号楼"])
def test_a_number_opens_its_building_without_a_script(client: TestClient, typed: str) -> None:
    answer = client.get("/public/c/buildings", params={"q": typed, "size": "large"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/public/c/building/A02?size=large")


def test_words_that_no_building_answers_to_are_said_again_and_never_as_markup(client: TestClient) -> None:
    told = client.get("/public/c/buildings", params={"q": "<img src=x onerror=alert(1)>"}).text
    assert "&lt;img src=x" in told and "<img src=x" not in told
    assert "A01" in told  # all buildings are still there to choose from


def test_no_script_and_no_style_stands_in_a_page(client: TestClient) -> None:
    for path in PATHS:
        answer = client.get(f"/public/c{path}")
        assert "style=" not in answer.text and "onclick" not in answer.text
        assert answer.text.count("<script") == answer.text.count('<script type="module" src="/assets/')
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy


def test_names_of_any_kind_stand_as_they_were_written(client: TestClient, ground: Store) -> None:
    name = "𠮷㐂🏗️<b>&" + "长" * 190
    with ground.write("测试") as tx:
        add_project(tx, "c", Project("odd", name, "compound"))
        save_community(tx, replace(community(ground, "c"), name="{{ 7*7 }} 社区"))
    told = client.get("/public/c/project/odd").text
    assert f'<h1 class="is-long">{html.escape(name)}</h1>' in told
    assert "{{ 7*7 }} 社区" in told and "49 社区" not in told
    assert "这个项目还没有分解出具体工作。" in told


def test_language_and_size_are_carried_by_every_link(client: TestClient) -> None:
    told = client.get("/public/c?lang=en&size=large").text
    numbers = client.get("/public/c/buildings?lang=en&size=large").text
    assert '<html lang="en" class="mv-page is-large">' in told
    assert 'href="/public/c/building/A01?lang=en&amp;size=large"' in numbers
    assert 'href="/public/c/projects?lang=en&amp;size=large"' in told
    assert 'href="/public/c?size=large" lang="zh-Hans"' in told


def test_a_community_without_anything_has_a_page(client: TestClient, ground: Store) -> None:
    from data.communities import Community, add_community

    with ground.write("测试") as tx:
        add_community(tx, Community("empty", "空社区"))
    told = client.get("/public/empty").text
    assert "还没有登记微更新项目。" in told and '<svg class="progress' not in told
    for path in ("buildings", "projects", "promises", "notices"):
        assert client.get(f"/public/empty/{path}").status_code == 200


def test_many_projects_are_told_page_by_page(client: TestClient, ground: Store) -> None:
    with ground.write("测试") as tx:
        for number in range(60):
            add_project(tx, "c", Project(new_id("p"), f"项目{number:03}", "compound"))
    first = client.get("/public/c/projects").text
    assert "1 / 3" in first and 'rel="next" href="/public/c/projects?page=2"' in first
    assert client.get("/public/c/projects?page=99").text.count('<li class="card') == 61 - 48
    assert client.get("/public/c/projects?page=%3Cb%3E").status_code == 200


def test_the_page_of_yesterday_is_made_anew_today(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    first = client.get("/public/c").headers["etag"]
    monkeypatch.setattr(public, "today", lambda: date(2030, 1, 1))
    assert client.get("/public/c").headers["etag"] != first


def test_the_map_comes_in_one_answer_that_browsers_keep_until_something_changes(
    client: TestClient, ground: Store
) -> None:
    record = json.loads(html.unescape(client.get("/public/c").text.partition('data-map="')[2].partition('"')[0]))
    answer = client.get(record["data"])
    told = answer.json()
    assert "immutable" in answer.headers["cache-control"] and answer.headers["content-type"] == "application/json"
    assert set(told["layers"]) == {*ON_MAP, "work"} and "pipe" not in {item["key"] for item in told["config"]["layers"]}
    assert [item["properties"]["id"] for item in told["layers"]["building"]["features"]] == ["A01", "A02"]
    with ground.write("测试") as tx:
        save_project(tx, "c", replace(project(ground, "c", "p"), name="改了名的项目"))
    assert "immutable" not in client.get(record["data"]).headers["cache-control"]
    assert client.get("/public/elsewhere/map.json").status_code == 404


def test_where_no_script_runs_the_map_is_a_drawing_of_what_the_public_may_see(client: TestClient) -> None:
    assert '<noscript><img src="/public/c/plan.svg"' in client.get("/public/c").text
    drawn = client.get("/public/c/plan.svg")
    assert (drawn.status_code, drawn.headers["content-type"]) == (200, "image/svg+xml")
    assert (
        "<path" in drawn.text and "麓" in drawn.text and "污水干管一" not in drawn.text and "<script" not in drawn.text
    )
    assert client.get("/public/elsewhere/plan.svg").status_code == 404


def test_postgresql_tells_residents_the_same(ground: Store, postgres_store: Store, tmp_path: Path) -> None:
    """Pages, the map's data and a printed sheet, made once on each engine from the same records."""
    settings = Settings(host="0.0.0.0", folder=tmp_path, secret="x" * 40)
    told = []
    for store in (ground, filled(postgres_store, tmp_path / "postgres")):
        with TestClient(Starlette(routes=routes(settings, store))) as client:
            answers = [client.get(f"/public/c{path}") for path in (*PATHS, "/map.json", "/plan.svg")]
            sheet = client.get("/print/building/c/A01.pdf")
            assert {answer.status_code for answer in (*answers, sheet)} == {200}
            told.append([re.sub(r"v=[0-9a-f]{12}", "", answer.text) for answer in answers] + [words_of(sheet.content)])
    assert told[0] == told[1]
