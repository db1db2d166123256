"""Search by what people type."""

import geopandas as gpd
import pytest
from shapely import box

from dashboard.services.map.map_search import Entry, index_of, pinyin, search


def frame(rows: list[tuple[str, str, str]]) -> gpd.GeoDataFrame:
    """Areas with id, name and number."""
    data = [
        {"id": key, "name": name, "code": "", "no": number, "compound": "A", "geometry": box(i, 0, i + 0.5, 1)}
        for i, (key, name, number) in enumerate(rows)
    ]
    return gpd.GeoDataFrame(data, geometry="geometry", crs="EPSG:4490").set_index("id")


@pytest.fixture
def entries() -> list[Entry]:
    buildings = [(f"A{i:02d}", f"麓山名园 {i}栋", f"{i}栋") for i in (1, 2, 3, 13, 23)]
    return index_of(
        {
            "compound": frame([("A", "麓山名园", ""), ("B", "龙王港", "")]),
            "building": frame(buildings),
            "garden": frame([("G1", "党建公园", ""), ("G2", "南花园", "")]),
        }
    )


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("麓山名园", "A"),
        ("lsmy", "A"),
        ("LSMY", "A"),
        ("lushan", "A"),
        ("lwg", "B"),
        ("龙王港", "B"),
        ("13栋", "A13"),
        ("13d", "A13"),
        ("lsmy13", "A13"),
        ("麓山名园13栋", "A13"),
        ("a02", "A02"),
        ("djgy", "G1"),
        ("nanhua", "G2"),
        ("1栋", "A01"),
    ],
)
def test_the_best_hit_is_what_was_meant(entries: list[Entry], typed: str, first: str) -> None:
    assert search(entries, typed)[0].id == first


def test_numbers_are_sorted_as_people_count(entries: list[Entry]) -> None:
    assert [hit.id for hit in search(entries, "麓山名园 ") if hit.layer == "building"] == [
        "A01",
        "A02",
        "A03",
        "A13",
        "A23",
    ]


@pytest.mark.parametrize("typed", ["", "  ", "no such thing", "<script>"])
def test_what_matches_nothing_finds_nothing(entries: list[Entry], typed: str) -> None:
    assert search(entries, typed) == []


def test_pinyin_keeps_digits_and_latin_letters() -> None:
    assert pinyin("麓山名园 3栋B") == ("lushanmingyuan3dongb", "lsmy3db")


def test_a_hit_knows_its_place(entries: list[Entry]) -> None:
    [hit] = search(entries, "南花园")
    assert hit.bbox == (1.0, 0.0, 1.5, 1.0)
    assert (hit.lon, hit.lat) == (1.25, 0.5)
