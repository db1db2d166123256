"""GeoJSON from outside: what is read, and what one clear sentence refuses."""

import json

import pytest

from geo.errors import FileError
from geo.exchange.sandbox import read_source

POINT = {"type": "Point", "coordinates": [112.92, 28.21]}


def feature(geometry=POINT, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


@pytest.fixture
def write(tmp_path):
    """Write features, a whole document or raw text as a file and return its path."""

    def to_file(content, encoding="utf-8"):
        if isinstance(content, list):
            content = {"type": "FeatureCollection", "features": content}
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        path = tmp_path / "x.geojson"
        path.write_bytes(text.encode(encoding))
        return path

    return to_file


def test_features_keep_their_order_columns_and_coordinates(write):
    source = read_source(write([feature(NAME="甲", Floor=7), feature(NAME="乙", extra=[1, 2])]))
    assert source.frame.crs.to_string() == "OGC:CRS84"
    assert source.frame["NAME"].tolist() == ["甲", "乙"]
    assert source.frame["Floor"].tolist() == [7, None]
    assert source.frame["extra"].tolist()[1] == "[1, 2]"
    assert source.frame.geometry.iloc[0].coords[0] == (112.92, 28.21)
    assert source.problems == ()


def test_an_old_style_crs_member_is_believed(write):
    document = {"type": "FeatureCollection", "features": [feature()]}
    document["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4547"}}
    assert read_source(write(document)).frame.crs.to_epsg() == 4547


def test_columns_of_mixed_types_become_text(write):
    assert read_source(write([feature(a=1), feature(a="x"), feature(a=10**30)])).frame["a"].tolist() == [
        "1",
        "x",
        str(10**30),
    ]


def test_gbk_text_is_read_and_said(write):
    source = read_source(write([feature(NAME="麓山名园")], encoding="gb18030"))
    assert source.frame["NAME"].tolist() == ["麓山名园"]
    assert "GB18030" in source.problems[0].text()


def test_heights_are_dropped_and_said(write):
    source = read_source(write([feature({"type": "Point", "coordinates": [112.92, 28.21, 46.5]})]))
    assert not source.frame.geometry.iloc[0].has_z
    assert [problem.severity for problem in source.problems] == ["warning"]


@pytest.mark.parametrize(
    ("geometry", "word"),
    [
        ('{"type": "Point", "coordinates": [NaN, 28.2]}', "有限"),
        ('{"type": "Point", "coordinates": [1e400, 28.2]}', "有限"),
        ('{"type": "Polygon", "coordinates": [[[1, 2], [3, 4], [5, 6]]]}', "闭合"),
        ('{"type": "Kreis", "coordinates": [1, 2]}', "类型未知"),
        ('{"type": "Point", "coordinates": "here"}', "无法读出"),
        ('"POINT (1 2)"', "无法读出"),
        ('{"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [1, 2]}]}', "混合集合"),
    ],
)
def test_a_geometry_that_cannot_be_read_is_a_fault_of_its_row(write, geometry, word):
    good = json.dumps(feature())
    bad = f'{{"type": "Feature", "properties": {{}}, "geometry": {geometry}}}'
    source = read_source(write(f'{{"type": "FeatureCollection", "features": [{good}, {bad}]}}'))
    (problem,) = source.problems
    assert (problem.row, problem.column, problem.severity) == (2, "geometry", "error")
    assert word in problem.text()
    assert source.frame.geometry.iloc[0] is not None


def test_text_that_no_database_keeps_is_a_fault_of_its_row(write):
    (problem,) = read_source(write([feature(NAME="a"), feature(NAME="b\0c")])).problems
    assert (problem.row, problem.column) == (2, "NAME")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[" * 100_000, "嵌套过深"),
        ('{"a":' * 100_000, "嵌套过深"),
        ('{"type": "FeatureCollection", "features": [', "不是完整的 JSON"),
        ('{"type": "FeatureCollection", "features": %s}' % ("9" * 10_000), "JSON"),
        ("[1, 2, 3]", "最外层"),
        ('{"type": "Topology"}', "最外层"),
        ('{"type": "FeatureCollection", "features": {}}', "最外层"),
        ("<OGRVRTDataSource/>", "JSON"),
    ],
)
def test_a_rogue_file_gets_one_clear_error(write, text, word):
    with pytest.raises(FileError, match=word):
        read_source(write(text))


def test_an_empty_file_is_named(write):
    with pytest.raises(FileError, match="是空的"):
        read_source(write(""))
