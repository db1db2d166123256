"""Where works lie: quantities from geometry, shown shapes, snapping, and spreading over places.

The ground is drawn in degrees so small that a reader can check it: at 28.2°N a thousandth of a degree
of latitude is 110.8 m, one of longitude 98.2 m.
"""

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.measure import area_m2, paved_area_m2
from geo.spreading import near_buildings, over_buildings, over_compounds
from geo.work_places import asset_quantities, measured_quantities, snapped, work_geometries
from geo.works import KIND_BY_ID

CALM = settings(deadline=None)  # a busy machine is no fault
X, Y = 112.92, 28.21


def layer(rows: dict[str, object], **columns: list) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=list(rows.values()), index=list(rows), crs="EPSG:4490")


def box(left: float, bottom: float, right: float, top: float) -> shapely.Polygon:
    """A box in thousandths of a degree from the corner of the ground."""
    return shapely.box(X + left / 1000, Y + bottom / 1000, X + right / 1000, Y + top / 1000)


def line(*points: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString([(X + x / 1000, Y + y / 1000) for x, y in points])


LAYERS = {
    "compound": layer({"A": box(0, 0, 10, 10), "B": box(10, 0, 20, 10)}),
    "building": layer(
        {"A01": box(1, 1, 2, 2), "A02": box(3, 1, 4, 2), "B01": box(11, 1, 12, 2)},
        compound=["A", "A", "B"],
        roof_treated_m2=[100.0, 300.0, float("nan")],
    ),
    "unit": gpd.GeoDataFrame({"parent": ["A01"]}, geometry=[None], index=["A01-1"], crs="EPSG:4490"),
    "road": layer({"r1": line((0, 5), (10, 5)), "r2": line((5, 0), (5, 10))}, compound=["A", "A"], width_m=[7.0, 3.5]),
    "parking": layer({"P1": box(6, 6, 7, 7)}, compound=["A"]),
    "pipe": layer({"s1": line((0, 5), (10, 5)), "s2": line((10.5, 5), (20, 5))}),
    "street_light": layer({f"L{i}": shapely.Point(X + i / 1000, Y) for i in (1, 2, 3)}, compound=["A", "A", None]),
}


def works(**rows: tuple[str, str, str]) -> pd.DataFrame:
    """Works by id, each (kind, location, compound)."""
    return pd.DataFrame.from_dict(rows, orient="index", columns=["kind", "location", "compound"])


def picked(table: pd.DataFrame, *rows: tuple[str, str, str]) -> pd.DataFrame:
    """Assets (work, layer, id) with their quantities."""
    assets = pd.DataFrame(rows, columns=["work", "layer", "id"], dtype=object)
    kinds = table["kind"].map(KIND_BY_ID).to_dict()
    return assets.assign(quantity=asset_quantities(assets, kinds, LAYERS))


def drawings(**shapes: shapely.Geometry) -> gpd.GeoSeries:
    return gpd.GeoSeries(list(shapes.values()), index=list(shapes), crs="EPSG:4490", dtype="geometry")


def portions(spread: pd.DataFrame) -> dict[tuple[str, str], float]:
    return {(row.work, row.place): round(row.portion, 6) for row in spread.itertuples()}


def test_a_roof_measures_what_is_registered_and_a_pipe_its_length() -> None:
    table = works(w=("roof_leak", "assets", ""), s=("sewer_renewal", "assets", ""), l=("street_lights", "assets", ""))
    assets = picked(
        table, ("w", "building", "A01"), ("w", "building", "A02"), ("s", "pipe", "s1"),
        ("l", "street_light", "L1"), ("l", "street_light", "L2"),
    )  # fmt: skip
    measured = measured_quantities(table, assets, drawings(), KIND_BY_ID, LAYERS)
    assert measured["w"] == 400
    assert measured["s"] == pytest.approx(982, abs=1)
    assert measured["l"] == 2


def test_paving_counts_the_junction_once() -> None:
    table = works(w=("asphalt_overlay", "assets", ""))
    assets = picked(table, ("w", "road", "r1"), ("w", "road", "r2"), ("w", "parking", "P1"))
    measured = measured_quantities(table, assets, drawings(), KIND_BY_ID, LAYERS)["w"]
    assert measured == pytest.approx(paved_area_m2(LAYERS["road"], LAYERS["parking"]))
    assert assets["quantity"].sum() - measured == pytest.approx(7.0 * 3.5, abs=0.5)


def test_a_drawing_measures_by_its_kind_and_a_whole_compound_measures_nothing() -> None:
    table = works(
        a=("public_space", "drawn", ""), n=("garden", "drawn", ""), whole=("street_lights", "whole_compound", "A"),
        nowhere=("garden", "unknown", ""),
    )  # fmt: skip
    square = box(0, 0, 1, 1)
    drawn = drawings(a=square, n=shapely.MultiPoint([(X, Y), (X + 0.001, Y)]))
    measured = measured_quantities(table, picked(table), drawn, KIND_BY_ID, LAYERS)
    alone = area_m2(gpd.GeoDataFrame(geometry=[square], crs="EPSG:4490"))[0]
    assert measured["a"] == pytest.approx(alone)
    assert measured["n"] == 2
    assert measured[["whole", "nowhere"]].isna().all()


def test_an_asset_that_is_gone_measures_nothing() -> None:
    table = works(w=("roof_leak", "assets", ""))
    assert picked(table, ("w", "building", "A99"))["quantity"].isna().all()


def test_works_are_spread_over_buildings_by_measured_share() -> None:
    table = works(w=("roof_leak", "assets", ""), s=("sewer_renewal", "assets", ""))
    assets = picked(table, ("w", "building", "A01"), ("w", "building", "A02"), ("s", "pipe", "s1"))
    assert portions(over_buildings(table, assets, drawings(), LAYERS)) == {("w", "A01"): 0.25, ("w", "A02"): 0.75}


def test_a_stairwell_unit_counts_for_its_building() -> None:
    table = works(w=("other", "assets", ""))
    spread = over_buildings(table, picked(table, ("w", "unit", "A01-1")), drawings(), LAYERS)
    assert portions(spread) == {("w", "A01"): 1.0}


def test_wholes_are_spread_equally() -> None:
    table = works(
        c=("other", "whole_compound", "A"), all=("other", "whole_community", ""), none=("other", "unknown", "")
    )
    third = round(1 / 3, 6)
    assert portions(over_buildings(table, picked(table), drawings(), LAYERS)) == {
        ("c", "A01"): 0.5, ("c", "A02"): 0.5, ("all", "A01"): third, ("all", "A02"): third, ("all", "B01"): third,
    }  # fmt: skip
    assert portions(over_compounds(table, picked(table), drawings(), LAYERS)) == {
        ("c", "A"): 1.0, ("none", ""): 1.0, ("all", "A"): round(2 / 3, 6), ("all", "B"): third,
    }  # fmt: skip


def test_a_drawing_is_spread_by_what_lies_in_each_place() -> None:
    table = works(w=("public_space", "drawn", ""))
    across = drawings(w=box(1, 1, 3, 2))  # half of it on building A01, touching A02 only by its edge
    assert portions(over_buildings(table, picked(table), across, LAYERS)) == {
        ("w", "A01"): pytest.approx(0.5, abs=1e-4)
    }
    between = drawings(w=line((8, 3), (12, 3)))
    spread = portions(over_compounds(table, picked(table), between, LAYERS))
    assert spread == {("w", "A"): pytest.approx(0.5, abs=1e-4), ("w", "B"): pytest.approx(0.5, abs=1e-4)}


def test_a_pipe_belongs_to_the_compound_around_it() -> None:
    table = works(w=("sewer_renewal", "assets", ""))
    spread = portions(over_compounds(table, picked(table, ("w", "pipe", "s2")), drawings(), LAYERS))
    assert spread == {("w", "B"): 1.0}


@CALM
@given(st.lists(st.sampled_from(["A01", "A02", "B01"]), unique=True), st.sampled_from(["roof_leak", "other"]))
def test_portions_over_compounds_are_the_whole_work(ids: list[str], kind: str) -> None:
    table = works(w=(kind, "assets", ""), u=("other", "unknown", ""))
    assets = picked(table, *(("w", "building", id) for id in ids))
    sums = over_compounds(table, assets, drawings(), LAYERS).groupby("work")["portion"].sum()
    assert sums.to_dict() == pytest.approx({"w": 1.0, "u": 1.0})


def test_the_map_shows_assets_drawings_and_compounds_and_hides_internal_layers() -> None:
    table = works(
        roof=("roof_leak", "assets", ""), sewer=("sewer_renewal", "assets", ""), own=("garden", "drawn", ""),
        all=("other", "whole_compound", "B"), none=("other", "unknown", ""),
    )  # fmt: skip
    table["compounds"] = [("A",), ("A",), ("A",), ("B",), ()]
    assets = picked(table, ("roof", "building", "A01"), ("roof", "building", "A02"), ("sewer", "pipe", "s1"))
    drawn = drawings(own=shapely.Point(X, Y))
    shown = work_geometries(table, assets, drawn, LAYERS)
    assert shown["shown"].tolist() == ["assets", "assets", "drawn", "compound", ""]
    assert shown.geometry["roof"].geom_type == "MultiPolygon"
    assert shown.geometry["none"] is None
    public = work_geometries(table, assets, drawn, LAYERS, frozenset({"pipe"}))
    assert public["shown"]["sewer"] == "compound"
    assert public.geometry["sewer"].equals(LAYERS["compound"].geometry["A"])


def test_buildings_within_25_m_are_near() -> None:
    beside = drawings(w=line((1, 2.2), (2, 2.2)), far=line((1, 2.3), (2, 2.3)))  # 22 m and 33 m north of A01
    near = near_buildings(beside, LAYERS["building"])
    assert list(near.itertuples(index=False, name=None)) == [("w", "A01")]


def test_a_drawn_corner_near_an_asset_lies_on_it_and_a_far_one_stays() -> None:
    roof = LAYERS["building"].geometry[["A01"]]
    drawn = line((1.01, 0.99), (5, 5))  # 1.5 m from the corner of A01
    result = snapped(drawn, roof)
    assert shapely.distance(shapely.Point(result.coords[0]), shapely.Point(X + 0.001, Y + 0.001)) < 1e-9
    assert result.coords[1] == pytest.approx(drawn.coords[1], abs=1e-9)
    assert snapped(line((1.1, 0.9), (5, 5)), roof).equals(line((1.1, 0.9), (5, 5)))
