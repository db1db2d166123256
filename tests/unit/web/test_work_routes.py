"""Works and photos over HTTP: what is on the map, what only the staff see, and how long it may be kept."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.drawing.kind_icons import KIND_ICONS
from dashboard.web.routes import routes
from data.features import upsert_frame
from data.photos import Photo, add_photos, photo, photo_of, save_photo
from data.pictures import keep_picture
from data.projects import project, save_project
from data.settings import Settings
from data.store import Store
from data.works import save_work, work
from tests.store.projects_ground import LAYERS, make_ground, picture


@pytest.fixture
def ground(sqlite_store: Store) -> Store:
    """A community with five works: two roofs, a sewer, a bench place, a whole compound, and one without place."""
    make_ground(sqlite_store)
    return sqlite_store


@pytest.fixture
def client(ground: Store, tmp_path: Path) -> Iterator[TestClient]:
    """A browser at the routes of a server on the loopback."""
    with TestClient(Starlette(routes=routes(Settings(host="127.0.0.1", folder=tmp_path), ground))) as opened:
        yield opened


def works_of(client: TestClient, query: str = "") -> dict[str, dict]:
    """The features by id."""
    return {f["properties"]["id"]: f for f in client.get(f"/works/c.geojson{query}").json()["features"]}


def test_each_work_with_a_place_is_a_feature_and_the_others_are_counted(client: TestClient) -> None:
    told = client.get("/works/c.geojson").json()
    assert [f["properties"]["id"] for f in told["features"]] == ["bench", "roof", "sewer", "waste"]
    assert told["unplaced"] == 1


def test_a_work_says_what_it_is_and_where_it_lies(client: TestClient) -> None:
    found = works_of(client)["roof"]
    said = found["properties"]
    assert (said["project"], said["project_name"], said["kind_title"]) == ("p", "示例整治", "屋面渗漏治理")
    assert (said["status"], said["share"], said["shown"]) == ("planned", 0, "assets")
    assert said["on"] == {"building": ["A01", "A02"]}
    assert said["measured"] == 400  # 100 m² + 300 m² as registered at the two roofs
    assert (said["end_day"], said["end_confirmed"], said["late"]) == ("2025-06-01", False, True)
    assert found["geometry"]["type"] == "MultiPolygon"


def test_the_label_of_a_work_on_two_roofs_stands_on_one_of_them(client: TestClient) -> None:
    lon, lat = works_of(client)["roof"]["properties"]["at"]
    assert round((lon - 112.92) * 1000, 4) in (1.5, 3.5)
    assert round((lat - 28.21) * 1000, 4) == 1.5


def test_nothing_internal_is_told_to_anybody(client: TestClient) -> None:
    for query in ("", "?as=visitor"):
        text = client.get(f"/works/c.geojson{query}").text
        for word in ("内部说明", "项目内部", "示例监理", "示例负责人", "100001"):
            assert word not in text


def test_a_visitor_never_gets_the_line_of_a_sewer(client: TestClient) -> None:
    assert works_of(client)["sewer"]["properties"]["shown"] == "assets"
    hidden = works_of(client, "?as=visitor")["sewer"]
    assert hidden["properties"]["shown"] == "compound"
    assert "on" not in hidden["properties"]
    assert hidden["geometry"]["type"] == "Polygon"


def test_the_address_of_today_may_be_kept_until_midnight(client: TestClient) -> None:
    tag = client.get("/works/c.geojson").headers["etag"].split("-")[2]
    kept = client.get(f"/works/c.geojson?rev={tag}").headers["cache-control"]
    assert kept.startswith("private, max-age=")
    assert 0 < int(kept.rpartition("=")[2]) <= 24 * 3600
    assert "no-cache" in client.get("/works/c.geojson?rev=0.0").headers["cache-control"]


def test_who_has_it_already_gets_304_until_a_work_or_what_it_lies_on_changes(client: TestClient, ground: Store) -> None:
    def again() -> int:
        return client.get("/works/c.geojson", headers={"If-None-Match": etag}).status_code

    etag = client.get("/works/c.geojson").headers["etag"]
    assert again() == 304
    with ground.write("test") as tx:
        save_work(tx, "c", replace(work(ground, "c", "bench"), status="preparing"))
    assert again() == 200
    etag = client.get("/works/c.geojson").headers["etag"]
    moved = LAYERS["building"].set_geometry(LAYERS["building"].geometry.translate(0.0001))
    with ground.write("test") as tx:
        upsert_frame(tx, "c", "building", moved)
    assert again() == 200


def test_the_configuration_knows_statuses_and_kinds_in_both_languages(client: TestClient) -> None:
    chinese, english = (client.get(f"/mapconfig/c?lang={code}").json()["work"] for code in ("zh", "en"))
    assert [status["key"] for status in chinese["statuses"]] == [
        "planned", "preparing", "under_construction", "completed", "accepted",
    ]  # fmt: skip
    assert [status["hatch"] for status in chinese["statuses"]] == [False, False, True, False, False]
    assert chinese["statuses"][2]["title"] == "施工中"
    assert english["statuses"][2]["title"] == "Under construction"
    sewer = chinese["kinds"]["sewer_renewal"]
    assert (sewer["title"], sewer["unit"], sewer["colour"]) == ("下水道管网改造", "m", "#3b6ea5")
    assert sewer["icon"] == KIND_ICONS["plumbing"]


@pytest.fixture
def shown(ground: Store, tmp_path: Path) -> Photo:
    """A photo of the roof work, not public yet."""
    folder = tmp_path / "photos"
    made = photo_of(keep_picture(folder, picture(size=(2000, 1000))), "roof", "before")
    with ground.write("test") as tx:
        return add_photos(tx, "c", folder, [made])[0]


def publish(store: Store, folder: Path, shown: Photo, **more: object) -> None:
    with store.write("test") as tx:
        save_photo(tx, "c", folder / "photos", replace(photo(store, "c", shown.id), public=True, **more))


@pytest.mark.parametrize(("size", "longest"), [("small", 320), ("large", 1280), ("full", 2000)])
def test_a_photo_comes_in_its_size_and_is_kept_for_ever(
    client: TestClient, shown: Photo, size: str, longest: int
) -> None:
    answer = client.get(f"/photos/c/{shown.id}/{size}")
    assert answer.headers["content-type"] == "image/jpeg"
    assert "immutable" in answer.headers["cache-control"]
    assert width_of(answer.content) == longest
    etag = answer.headers["etag"]
    assert client.get(f"/photos/c/{shown.id}/{size}", headers={"If-None-Match": etag}).status_code == 304


def width_of(jpeg: bytes) -> int:
    from io import BytesIO

    from PIL import Image

    return Image.open(BytesIO(jpeg)).width


def test_a_visitor_gets_public_photos_only_and_not_for_ever(
    client: TestClient, shown: Photo, ground: Store, tmp_path: Path
) -> None:
    address = f"/photos/c/{shown.id}/small?as=visitor"
    assert client.get(address).status_code == 404
    publish(ground, tmp_path, shown)
    answer = client.get(address)
    assert answer.status_code == 200
    assert "immutable" not in answer.headers["cache-control"]


def test_a_visitor_gets_no_photo_that_was_put_away(
    client: TestClient, shown: Photo, ground: Store, tmp_path: Path
) -> None:
    publish(ground, tmp_path, shown, archived=True)
    assert client.get(f"/photos/c/{shown.id}/small?as=visitor").status_code == 404


@pytest.mark.parametrize("what", ["work", "project"])
def test_a_visitor_gets_no_photo_of_what_was_put_away(
    client: TestClient, shown: Photo, ground: Store, tmp_path: Path, what: str
) -> None:
    publish(ground, tmp_path, shown)
    with ground.write("test") as tx:
        if what == "work":
            save_work(tx, "c", replace(work(ground, "c", "roof"), archived=True))
        else:
            save_project(tx, "c", replace(project(ground, "c", "p"), archived=True))
    assert client.get(f"/photos/c/{shown.id}/small?as=visitor").status_code == 404
    assert client.get(f"/photos/c/{shown.id}/small").status_code == 200


@pytest.mark.parametrize("path", ["f-none/small", "{id}/huge", "{id}/..%2f..%2fmap.db", "..%2f..%2fmap.db/full"])
def test_what_is_no_photo_is_not_served(client: TestClient, shown: Photo, path: str) -> None:
    assert client.get("/photos/c/" + path.format(id=shown.id)).status_code == 404


@pytest.mark.parametrize("path", ["/works/c.geojson", "/photos/c/f/small"])
def test_a_strange_host_name_is_refused(client: TestClient, path: str) -> None:
    assert client.get(path, headers={"host": "evil.example"}).status_code == 421


@pytest.mark.parametrize("path", ["/works/nowhere.geojson", "/photos/nowhere/f/small"])
def test_a_community_that_is_not_there_is_said_kindly(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()["error"][:13]) == (404, "There is no s")


def found_by(client: TestClient, text: str, query: str = "") -> list[tuple[str, str]]:
    hits = client.get(f"/search/c?q={text}{query}").json()
    return [(hit["layer"], hit["id"]) for hit in hits]


@pytest.mark.parametrize(("typed", "hit"), [
    ("坐凳", ("work", "bench")), ("zd", ("work", "bench")), ("wumian", ("work", "roof")),
    ("示例整治", ("project", "p")), ("slzz", ("project", "p")),
])  # fmt: skip
def test_works_and_projects_are_found_by_name_and_pinyin(client: TestClient, typed: str, hit: tuple[str, str]) -> None:
    assert found_by(client, typed)[0] == hit
    assert found_by(client, typed, "&as=visitor")[0] == hit


def test_a_project_that_is_found_names_its_placed_works_late_ones_first(client: TestClient, ground: Store) -> None:
    (hit,) = [hit for hit in client.get("/search/c?q=示例整治").json() if hit["layer"] == "project"]
    assert hit["works"][0] == "roof" and set(hit["works"]) == {"bench", "roof", "sewer", "waste"}
    assert hit["bbox"][0] == 112.92 and hit["bbox"][2] == 112.93  # the whole compound is among them


def test_what_is_internal_is_never_found(client: TestClient) -> None:
    for word in ("内部说明", "项目内部", "示例监理", "示例负责人", "sljl"):
        assert found_by(client, word, "&as=visitor") == [] == found_by(client, word)


def test_a_hidden_sewer_is_found_by_the_public_at_its_compound_only(client: TestClient) -> None:
    (hit,) = [hit for hit in client.get("/search/c?q=管网&as=visitor").json() if hit["layer"] == "work"]
    assert hit["bbox"] == [112.92, 28.21, 112.93, 28.22]
