"""The HTTP routes: what is served to whom, how long it may be kept, and which hosts are answered."""

from collections.abc import Iterator

import geopandas as gpd
import pytest
from shapely import LineString, box
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.drawing.assets import ASSETS, asset_url
from dashboard.web.guard import allowed_names
from dashboard.web.routes import routes
from data.communities import Community, add_community
from data.features import upsert_frame
from data.settings import Settings
from data.store import Store
from geo.layers import LAYER_BY_KEY, LAYERS


def layer_frame(layer: str, rows: list[dict[str, object]]) -> gpd.GeoDataFrame:
    """A frame with every column that the layer has."""
    fields = [field.key for field in LAYER_BY_KEY[layer].fields]
    columns = ["id", "name", "code", "parent", *fields, "geometry"]
    defaults = {"name": "", "code": "", "parent": "", "is_sample": True, "version": 1}
    data = [{**dict.fromkeys(columns), **defaults, **row} for row in rows]
    return gpd.GeoDataFrame(data, geometry="geometry", crs="EPSG:4490").set_index("id")


BUILDINGS = [
    {"id": "A01", "name": "麓山名园 1栋", "no": "1栋", "storeys": 7, "geometry": box(112.9, 28.2, 112.9005, 28.2001)},
    {"id": "A02", "name": "麓山名园 2栋", "no": "2栋", "storeys": 7, "geometry": None},
]
PIPES = [{"id": "P1", "name": "污水管一", "kind": "foul", "geometry": LineString([(112.9, 28.2), (112.9, 28.201)])}]


@pytest.fixture
def filled(sqlite_store: Store) -> Store:
    """A community with two buildings, one without a place, and an internal pipe."""
    with sqlite_store.write("test") as tx:
        add_community(tx, Community("place", "龙王港社区", lon=112.924, lat=28.2175, is_sample=True))
        upsert_frame(tx, "place", "building", layer_frame("building", BUILDINGS))
        upsert_frame(tx, "place", "pipe", layer_frame("pipe", PIPES))
    return sqlite_store


@pytest.fixture
def client(filled: Store) -> Iterator[TestClient]:
    """A browser at the routes of a server on the loopback."""
    with TestClient(Starlette(routes=routes(Settings(host="127.0.0.1"), filled))) as opened:
        yield opened


def test_a_layer_comes_packed_and_whole(client: TestClient) -> None:
    answer = client.get("/layers/place/building.geojson?rev=1.0")
    assert answer.headers["content-encoding"] == "gzip"
    assert [feature["properties"]["id"] for feature in answer.json()["features"]] == ["A01"]


def test_the_address_of_today_may_be_kept_for_ever(client: TestClient) -> None:
    assert "immutable" in client.get("/layers/place/building.geojson?rev=1.0").headers["cache-control"]
    assert "no-cache" in client.get("/layers/place/building.geojson?rev=0.0").headers["cache-control"]


def test_who_has_it_already_gets_304(client: TestClient) -> None:
    etag = client.get("/layers/place/building.geojson").headers["etag"]
    again = client.get("/layers/place/building.geojson", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_change_is_served_at_once(client: TestClient, filled: Store) -> None:
    old = client.get("/layers/place/building.geojson")
    with filled.write("test") as tx:
        upsert_frame(tx, "place", "building", layer_frame("building", [{**BUILDINGS[0], "storeys": 8}]))
    new = client.get("/layers/place/building.geojson", headers={"If-None-Match": old.headers["etag"]})
    assert new.status_code == 200
    assert new.json()["features"][0]["properties"]["storeys"] == 8


def test_buildings_are_read_again_when_the_grids_around_them_change(client: TestClient, filled: Store) -> None:
    assert "grid" not in client.get("/layers/place/building.geojson").json()["features"][0]["properties"]
    grid = [{"id": "W1", "name": "第一网格", "geometry": box(112.89, 28.19, 112.91, 28.21)}]
    with filled.write("test") as tx:
        upsert_frame(tx, "place", "grid", layer_frame("grid", grid))
    assert client.get("/layers/place/building.geojson").json()["features"][0]["properties"]["grid"] == "W1"


def test_staff_see_pipes(client: TestClient) -> None:
    assert client.get("/layers/place/pipe.geojson").json()["features"][0]["properties"]["id"] == "P1"


@pytest.mark.parametrize("layer", [layer.key for layer in LAYERS if layer.internal])
def test_a_visitor_never_gets_an_internal_layer(client: TestClient, layer: str) -> None:
    assert client.get(f"/layers/place/{layer}.geojson").status_code == 200
    answer = client.get(f"/layers/place/{layer}.geojson?as=visitor")
    assert answer.status_code == 403
    assert "P1" not in answer.text


def test_a_visitor_does_not_hear_of_internal_layers(client: TestClient) -> None:
    config = client.get("/mapconfig/place?as=visitor").json()
    assert {layer["key"] for layer in config["layers"]} == {layer.key for layer in LAYERS if not layer.internal}
    assert [hit["id"] for hit in client.get("/search/place?q=污水管").json()] == ["P1"]
    assert client.get("/search/place?q=污水管&as=visitor").json() == []


def test_the_etag_of_one_role_is_not_that_of_another(client: TestClient) -> None:
    staff = client.get("/mapconfig/place").headers["etag"]
    assert client.get("/mapconfig/place?as=visitor", headers={"If-None-Match": staff}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/layers/nowhere/building.geojson", "/layers/place/house.geojson", "/mapconfig/nowhere"]
)
def test_what_is_not_there_is_said_kindly(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["error"].startswith("There is no such")


def test_the_configuration_counts_what_has_no_place(client: TestClient) -> None:
    layers = {layer["key"]: layer for layer in client.get("/mapconfig/place").json()["layers"]}
    assert (layers["building"]["count"], layers["building"]["unplaced"]) == (2, 1)
    assert layers["unit"]["unplaced"] == 0  # units have no place of their own


def test_the_configuration_measures_in_the_metric_crs_of_the_place(client: TestClient) -> None:
    crs = client.get("/mapconfig/place").json()["community"]["crs"]
    assert "+proj=tmerc" in crs
    assert "+lon_0=114 " in crs


def test_both_languages_are_served(client: TestClient) -> None:
    assert client.get("/mapconfig/place?lang=zh").json()["words"]["legend"] == "图例"
    assert client.get("/mapconfig/place?lang=en").json()["words"]["legend"] == "Legend"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8501", "", "[::2]"])
def test_a_strange_host_name_is_refused_on_the_loopback(client: TestClient, host: str) -> None:
    for path in ("/layers/place/pipe.geojson", "/mapconfig/place", "/search/place?q=1", asset_url("mapview/main.js")):
        assert client.get(path, headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost:8501", "LOCALHOST", "[::1]:8501"])
def test_the_loopback_s_own_names_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/mapconfig/place", headers={"host": host}).status_code == 200


def test_a_server_for_a_network_answers_to_any_name() -> None:
    assert allowed_names("0.0.0.0") is None


def test_an_asset_of_today_is_kept_for_ever_and_an_old_address_still_answers(client: TestClient) -> None:
    today = client.get(asset_url("mapview/main.js"))
    assert "immutable" in today.headers["cache-control"]
    assert today.headers["content-type"].startswith("text/javascript")
    assert client.get("/assets/old/mapview/main.js").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    ["..%2f..%2fpyproject.toml", "%2e%2e/%2e%2e/data/store.py", "mapview", "none.js", "..%2fdrawing%2fassets.py"],
)
def test_nothing_outside_the_assets_is_served(client: TestClient, path: str) -> None:
    assert client.get(f"/assets/x/{path}").status_code == 404


def test_answers_forbid_guessing_their_type_and_foreign_frames(client: TestClient) -> None:
    for path in ("/mapconfig/place", "/layers/place/building.geojson", asset_url("mapview/main.js")):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'self'" in headers["content-security-policy"]


def test_every_asset_kind_has_a_type() -> None:
    from dashboard.web.assets import MEDIA_TYPES

    served = [
        path for path in ASSETS.rglob("*") if "print" not in path.parts
    ]  # what Typst reads never goes to a browser
    kinds = {path.suffix for path in served if path.is_file() and path.suffix}
    assert kinds <= set(MEDIA_TYPES)
