"""Imports into the store: planned, reported by row, and written whole or not at all."""

import json

import geopandas as gpd
import pytest
from shapely import Point, Polygon, box

from data.communities import communities
from data.features import layer_counts, layer_frame, revisions
from data.history import changes
from data.importing import import_file
from geo.crs import wgs84_to_gcj02
from geo.errors import FileError
from geo.exchange.planning import Reading

BOW_TIE = Polygon([(112.92, 28.21), (112.921, 28.211), (112.921, 28.21), (112.92, 28.211)])


def house(i=0):
    return box(112.92 + i / 1000, 28.21, 112.9205 + i / 1000, 28.2101)


@pytest.fixture
def write(tmp_path):
    """Write shapes and columns as a file and return its path."""

    def to_file(*shapes, file="x.geojson", crs="EPSG:4326", **columns):
        path = tmp_path / file
        gpd.GeoDataFrame(columns, geometry=list(shapes), crs=crs).to_file(path, encoding="utf-8")
        return path

    return to_file


def run(store, path, community="测试社区", layer="building", *, reading=None, **options):
    given = Reading(**{"without": ("no",), **(reading or {})})
    return import_file(store, path, community=community, layer=layer, who="测试", reading=given, **options)


def texts(report):
    return [(p.row, p.column, p.text()) for p in report.problems if p.severity == "error"]


def test_a_file_makes_a_community_centred_on_its_data(store, write):
    report = run(store, write(house(0), house(1), Floor=[7, 11]), reading={"fields": {"storeys": "Floor"}})
    assert (report.rows, report.added, report.is_done, report.is_new_community) == (2, 2, True, True)
    (community,) = communities(store)
    assert (community.id, community.name, community.is_sample) == ("ceshishequ", "测试社区", False)
    assert (community.lon, community.lat) == pytest.approx((112.92075, 28.21005))
    assert sorted(layer_frame(store, community.id, "building")["storeys"]) == [7, 11]


def test_the_same_file_again_changes_nothing(store, write):
    path = write(house(0), house(1), house(1), Floor=[7, 11, 11])
    run(store, path)
    before = revisions(store, "ceshishequ"), len(changes(store, "ceshishequ"))
    again = run(store, path)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 3)
    assert (revisions(store, "ceshishequ"), len(changes(store, "ceshishequ"))) == before


def test_a_corrected_mapping_changes_the_same_features(store, write):
    path = write(house(0), house(1), Floor=[7, 11])
    run(store, path)
    again = run(store, path, reading={"fields": {"storeys": "Floor"}})
    assert (again.added, again.changed) == (0, 2)


def test_ids_of_a_column_are_kept(store, write):
    run(store, write(house(0), NR=["A-1"]), reading={"id_field": "NR", "fields": {"no": "NR"}})
    frame = layer_frame(store, "ceshishequ", "building")
    assert frame.index.tolist() == ["A-1"]
    assert frame["no"].tolist() == ["A-1"]


def test_double_ids_refuse_the_file_and_name_both_rows(store, write):
    report = run(store, write(house(0), house(1), house(2), NR=["a", "b", "a"]), reading={"id_field": "NR"})
    assert report.is_refused
    assert [(row, column) for row, column, _ in texts(report)] == [(1, "id"), (3, "id")]


def test_columns_without_a_field_are_kept_under_their_names(store, write):
    run(store, write(house(0), 备注=["临街"], version=["甲"]))
    frame = layer_frame(store, "ceshishequ", "building", extra=True)
    assert frame["备注"].tolist() == ["临街"]
    assert frame["source.version"].tolist() == ["甲"]
    assert frame["version"].tolist() == [1]


def test_titles_of_fields_and_of_allowed_values_are_understood(store, write):
    path = write(Point(112.92, 28.21), Point(112.921, 28.21), 类别=["污水", "storm"], name=["甲", "乙"])
    assert run(store, path, layer="manhole").added == 2
    frame = layer_frame(store, "ceshishequ", "manhole")
    assert dict(zip(frame["name"], frame["kind"], strict=True)) == {"甲": "foul", "乙": "storm"}


def test_a_constant_feeds_every_row(store, write):
    run(store, write(Point(112.92, 28.21)), layer="manhole", reading={"constants": {"kind": "雨水"}})
    assert layer_frame(store, "ceshishequ", "manhole")["kind"].tolist() == ["storm"]


def test_every_fault_of_every_row_is_named_and_nothing_is_written(store, write):
    path = write(
        house(0), None, BOW_TIE, Point(112.92, 28.21), house(4),
        storeys=[7, 7, 7, 7, 999], renovated=["是", "否", "也许", "是", "是"],
    )  # fmt: skip
    report = run(store, path)
    assert report.is_refused
    assert [(row, column) for row, column, _ in texts(report)] == [
        (2, "geometry"),
        (3, "renovated"),
        (3, "geometry"),
        (4, "geometry"),
        (5, "storeys"),
    ]
    assert communities(store) == []


def test_faulty_rows_can_be_left_out_and_are_counted(store, write):
    report = run(store, write(house(0), BOW_TIE, house(2)), skip_faulty=True)
    assert (report.added, report.layers[0].left_out, report.is_done) == (2, (2,), True)


def test_invalid_areas_can_be_repaired_and_are_said(store, write):
    report = run(store, write(house(0), BOW_TIE), reading={"repair": True})
    assert report.added == 2
    assert [(p.row, p.severity) for p in report.problems if p.column == "geometry"] == [(2, "warning")]
    assert layer_frame(store, "ceshishequ", "building").geometry.is_valid.all()


def test_a_dry_run_tells_the_counts_and_writes_nothing(store, write):
    report = run(store, write(house(0)), dry_run=True)
    assert (report.added, report.is_done, report.is_refused) == (1, False, False)
    assert communities(store) == []


def test_a_required_field_without_source_is_one_fault_of_the_file(store, write):
    report = run(store, write(house(0), house(1)), reading={"without": ()})
    ((row, column, text),) = texts(report)
    assert (row, column) == (None, "no")
    assert "--without no" in text


def test_an_unknown_field_or_column_is_named(store, write):
    report = run(store, write(house(0), a=[1]), reading={"fields": {"flöhe": "a", "storeys": "b"}, "id_field": "c"})
    assert [column for _, column, _ in texts(report)] == ["flöhe", "storeys", "id"]


def test_metric_data_are_converted(store, write):
    metric = gpd.GeoSeries([house(0)], crs="EPSG:4490").to_crs("EPSG:4547").iloc[0]
    run(store, write(metric, file="m.gpkg", crs="EPSG:4547"))
    stored = layer_frame(store, "ceshishequ", "building").geometry.iloc[0]
    assert stored.equals_exact(house(0), 1e-9)


@pytest.mark.parametrize("spelled", ["GCJ-02", "gcj02"])
def test_shifted_coordinates_are_put_right(store, write, spelled):
    shifted = Point(*map(float, wgs84_to_gcj02(112.924, 28.2175)))
    run(store, write(shifted), layer="street_light", reading={"crs": spelled})
    stored = layer_frame(store, "ceshishequ", "street_light").geometry.iloc[0]
    assert (stored.x, stored.y) == pytest.approx((112.924, 28.2175), abs=1e-7)


@pytest.mark.parametrize(
    ("shape", "crs", "word"),
    [
        (Point(28.2175, 112.924), "EPSG:4326", "--swap-axes"),
        (Point(394_000, 3_122_000), "EPSG:4326", "EPSG:4547"),
        (Point(112.924, 28.2175), "EPSG:4547", "EPSG:4326"),
        (Point(112.924, 28.2175), None, "GCJ-02"),
        (Point(394_000, 3_122_000), None, "EPSG:4547"),
    ],
)
def test_a_crs_that_cannot_be_true_refuses_the_file_with_the_option_that_mends_it(store, write, shape, crs, word):
    report = run(store, write(shape, file="x.gpkg", crs=crs), layer="street_light")
    assert report.is_refused
    ((row, _, text),) = texts(report)
    assert row is None
    assert word in text


def test_swapped_axes_can_be_turned(store, write):
    run(store, write(Point(28.2175, 112.924)), layer="street_light", reading={"swap_axes": True})
    assert layer_frame(store, "ceshishequ", "street_light").geometry.iloc[0] == Point(112.924, 28.2175)


def test_a_crs_that_does_not_exist_is_named(store, write):
    assert "EPSG:999999" in texts(run(store, write(house(0)), reading={"crs": "EPSG:999999"}))[0][2]


def test_a_row_far_from_the_others_is_a_fault(store, write):
    report = run(store, write(house(0), house(1), box(0, 0, 0.001, 0.001)))
    ((row, column, text),) = texts(report)
    assert (row, column) == (3, "geometry")
    assert "50 km" in text


def test_a_file_of_another_place_is_one_fault(store, write):
    run(store, write(house(0)))
    elsewhere = write(box(14.4, 50.1, 14.401, 50.101), box(14.41, 50.1, 14.411, 50.101), file="y.geojson")
    assert [row for row, _, _ in texts(run(store, elsewhere))] == [None]


def test_a_new_community_abroad_is_only_warned_of(store, write):
    report = run(store, write(box(14.4, 50.1, 14.401, 50.101)), community="Bubeneč")
    assert report.is_done
    assert "境外" in report.problems[0].text()


def test_wild_coordinates_are_a_fault_of_their_row(store, tmp_path):
    def point(*coordinates):
        return {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": coordinates}}

    path = tmp_path / "wild.geojson"
    features = [point(112.92, 28.21), point(1e308, 28.21), point(112.92, 95.0)]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    report = run(store, path, layer="street_light")
    assert [(row, column) for row, column, _ in texts(report)] == [(2, "geometry"), (3, "geometry")]


def test_an_empty_file_is_named(store, tmp_path):
    path = tmp_path / "empty.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}')
    assert "没有记录" in texts(run(store, path))[0][2]


def test_a_wrong_layer_of_several_is_asked_for(store, write):
    path = write(house(0), file="two.gpkg")
    gpd.GeoDataFrame(geometry=[house(1)], crs="EPSG:4326").to_file(path, layer="b", mode="a")
    with pytest.raises(FileError, match="--source-layer"):
        run(store, path)
    assert run(store, path, source_layer="b").added == 1


def test_an_id_of_another_community_is_not_taken(store, write):
    run(store, write(house(0)), community="测试社区")
    assert run(store, write(house(0)), community="测试 社区").community.id == "ceshi-shequ"
    assert run(store, write(house(0)), community="测试舍区").community.id == "ceshishequ-2"
    assert layer_counts(store, "ceshishequ-2")["building"] == (1, 0)


def test_a_community_of_ones_own_never_gets_the_id_of_the_sample(store, write):
    assert run(store, write(house(0)), community="龙王港").community.id == "longwanggang-2"
