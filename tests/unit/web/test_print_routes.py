"""Printed sheets by address: the same for everybody, whole, and free of what is not public."""

import io
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import typst
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.drawing import typesetting
from dashboard.services.sheets.print_orders import SHEETS, Delivery, print_path
from dashboard.web import prints
from dashboard.web.routes import routes
from data.assignments import Assignment, add_assignments
from data.features import upsert_frame
from data.meetings import add_meeting
from data.photos import add_photos, photo_of
from data.pictures import keep_picture
from data.projects import project, save_project
from data.promises import add_promises
from data.settings import Settings
from data.store import Store
from geo.ledger import Promise
from geo.meetings import AgendaItem, Decision, Meeting
from tests.printed import faults_of, pages_of, words_of
from tests.store.people_sample import ADMIN, MOBILE, START, hire, someone
from tests.store.projects_ground import frame, line, make_ground, picture

SECRETS = (
    "内部说明",
    "项目内部",
    "会议内部",
    "示例监理",
    "示例负责人",
    "真名甲",
    MOBILE,
    "污水干管一",
    "INNERPIPE",
    "DN300",
)
MADE = Delivery(b"%PDF", "x.pdf", ())
CAMERA = "SecretCamera"
SUBJECTS = {"": "", "building": "A01", "project": "p", "meeting": "m"}
MINUTES = "## 记录\n\n1. **先修屋面**\n2. 再修路\n\n> #set page(fill: red) <b>x</b>"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("print")


@pytest.fixture(scope="module")
def ground(folder: Path) -> Store:
    """Works, an internal pipe, a head with a mobile, photos with a place in them, a meeting with internal words."""
    from data.store import open_store

    store = open_store(f"sqlite:///{folder / 'map.db'}")
    store.migrate()
    make_ground(store)
    pipes = frame({"INNERPIPE": line((0, 7), (10, 7))}, kind=["foul"], name=["污水干管一"], diameter_mm=[300])
    hire(store, someone("head", "真名甲", shown_name="甲老师"))
    kept = keep_picture(folder / "photos", _picture_that_tells())
    item, decided = AgendaItem("a", "屋面怎么修"), Decision("d", "同意先修屋面", votes_for=40, due_day=date(2030, 1, 1))
    with store.write("测试") as tx:
        upsert_frame(tx, "c", "pipe", pipes)
        add_promises(tx, "c", [Promise("roofs", "屋面", 350, ">=", "m²", "示例报道", works=("roof",))])
        add_assignments(tx, ADMIN, "c", [Assignment("as", "head", "building_head", "building", "A01", START)])
        add_photos(tx, "c", folder / "photos", [
            photo_of(kept, "roof", role, id=role, public=True) for role in ("before", "after")
        ])  # fmt: skip
        add_meeting(tx, "c", Meeting(
            "m", date(2025, 3, 1), title="春季议事会", held=True, agenda=(item,), decisions=(decided,),
            minutes=MINUTES, internal_words="会议内部",
        ))  # fmt: skip
    return store


def _picture_that_tells() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = CAMERA
    target = io.BytesIO()
    Image.open(io.BytesIO(picture("red", (640, 480)))).save(target, "JPEG", exif=exif)
    assert CAMERA.encode() in target.getvalue()
    return target.getvalue()


@pytest.fixture(scope="module")
def client(ground: Store, folder: Path) -> Iterator[TestClient]:
    """Somebody without an account at a server that serves a network."""
    settings = Settings(host="0.0.0.0", folder=folder, secret="x" * 40, public_url="https://map.example.org")
    with TestClient(Starlette(routes=routes(settings, ground))) as opened:
        yield opened


def path(kind: str, subject: str, **more: object) -> str:
    return print_path(kind, "c", SUBJECTS[subject], **more)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)
def test_each_sheet_is_whole_and_says_nothing_that_is_not_public(
    client: TestClient, tmp_path: Path, sheet, lang: str, large: bool
) -> None:
    answer = client.get(path(sheet.key, sheet.subject, lang=lang, large=large))
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/pdf"
    told = words_of(answer.content)
    assert {secret for secret in SECRETS if secret in told} == set()
    assert CAMERA.encode() not in answer.content
    pages = pages_of(answer.content, tmp_path)
    assert [faults_of(page) for page in pages] == [[] for _page in pages]
    if sheet.key == "poster":
        assert len(pages) == 1


def test_the_poster_as_a_picture_says_nothing_of_the_camera(client: TestClient) -> None:
    made = client.get(path("poster", "", form="png"))
    assert made.headers["content-type"] == "image/png" and CAMERA.encode() not in made.content
    with Image.open(io.BytesIO(made.content)) as image:
        assert image.size[0] > 1500 and not image.getexif() and not image.info.get("Comment")


def test_the_building_sheet_says_its_facts_its_works_and_whom_to_ask(client: TestClient) -> None:
    told = words_of(client.get(path("building", "building")).content)
    # 甲老师 is how the head agreed to be shown; the work on both roofs had an estimated end that has passed.
    for words in ("1栋", "甲老师", "000-8000-0001", "https://map.example.org/public/c/building/A01", "≈"):
        assert words in told, words


def test_bounds_stay_bounds_and_estimates_look_estimated(client: TestClient) -> None:
    ledger = words_of(client.get(path("ledger", "")).content)
    assert "≥350m²" in ledger.replace("⩾", "≥")
    assert "≈2025-06-01" in words_of(client.get(path("project", "project")).content)


def test_the_poster_counts_works_without_a_place_or_progress(client: TestClient) -> None:
    told = words_of(client.get(path("poster", "")).content)
    assert "5项工程" in told and "没有具体位置" in told and "尚无进展" in told


def test_minutes_are_data_and_never_source(client: TestClient) -> None:
    told = words_of(client.get(path("minutes", "meeting")).content)
    assert "春季议事会" in told and "先修屋面" in told and "**" not in told
    assert "#setpage(fill:red)<b>x</b>" in told
    assert "同意40" in told and "≈2030-01-01" in told


def test_a_sheet_is_kept_until_something_changes(client: TestClient, ground: Store, monkeypatch) -> None:
    first = client.get(path("ledger", ""))
    made: list[str] = []
    real = typst.compile
    monkeypatch.setattr(typst, "compile", lambda *a, **k: made.append("once") or real(*a, **k))
    assert client.get(path("ledger", "")).content == first.content and not made
    etag = first.headers["etag"]
    assert client.get(path("ledger", ""), headers={"If-None-Match": etag}).status_code == 304
    with ground.write("测试") as tx:
        save_project(tx, "c", replace(project(ground, "c", "p"), public_words="改了"))
    assert client.get(path("ledger", ""), headers={"If-None-Match": etag}).status_code == 200 and made


@pytest.mark.parametrize(
    "address",
    [
        "/print/building/c/nowhere.pdf", "/print/building/c.pdf", "/print/poster/c/A01.pdf", "/print/ledger/c.png",
        "/print/ledger/c.svg", "/print/walking/c.pdf", "/print/ledger/other.pdf", "/print/minutes/c/zz.pdf",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_too_many_at_once_are_asked_to_come_back(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prints, "MOST_ASKING", 0)
    answer = client.get(path("ledger", ""))
    assert answer.status_code == 503 and answer.headers["retry-after"]


def test_no_more_sheets_are_set_at_once_than_there_are_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    inside, most = 0, 0
    lock, go = threading.Lock(), threading.Event()

    def slow(*_args: object, **_more: object) -> bytes:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        go.wait(0.2)
        with lock:
            inside -= 1
        return b""

    monkeypatch.setattr(typesetting, "_compiled", slow)
    threads = [threading.Thread(target=typesetting.typeset, args=("qr.typ", {}, {})) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == typesetting.AT_ONCE


def test_few_names_of_the_server_are_printed_and_the_rest_get_its_own_address(
    ground: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prints, "MOST_NAMES", 1)
    monkeypatch.setattr(prints, "fill_order", lambda _desk, _community, order, _form: asked.append(order.base) or MADE)
    asked: list[str] = []
    client = TestClient(Starlette(routes=routes(Settings(host="0.0.0.0", folder=folder, secret="x" * 40), ground)))
    for name in ("one.example", "two.example", "three.example", "one.example"):
        client.get("/print/ledger/c.pdf", headers={"Host": name})
    assert asked == ["http://one.example", "http://testserver:80", "http://testserver:80", "http://one.example"]
