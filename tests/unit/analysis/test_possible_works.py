"""What could still be done by the map, and what must wait for what: a street drawn by hand."""

import geopandas as gpd
import pandas as pd
from shapely import LineString, box
from shapely.affinity import translate

from geo.dig_ground import grounds
from geo.possible_works import possible_works
from geo.precedence import precedence
from geo.works import KIND_BY_ID

EAST, NORTH = 394_500.0, 3_122_000.0
NO_WORKS = pd.DataFrame(columns=["work", "layer", "id"], dtype=object)


def layer(shapes: dict[str, object], **columns: list[object]) -> gpd.GeoDataFrame:
    moved = [translate(shape, EAST, NORTH) for shape in shapes.values()]
    frame = gpd.GeoDataFrame(columns, geometry=moved, index=pd.Index(list(shapes), dtype=object), crs="EPSG:4547")
    return frame.to_crs("EPSG:4490")


LAYERS = {
    "compound": layer({"A": box(0, 0, 300, 100)}),
    # b3 is done already.
    "building": layer({"b1": box(10, 20, 30, 30), "b2": box(40, 20, 60, 30), "b3": box(70, 20, 90, 30)},
                      renovated=[False, False, True]),
    "road": layer({"r1": LineString([(0, 0), (100, 0)])}, overlaid=[False], width_m=[6.0]),
    # p1 and p2 lie under the road, p3 and p4 far from it and hang together, p5 is renewed.
    "pipe": layer(
        {"p1": LineString([(0, 1), (40, 1)]), "p2": LineString([(40, 1), (90, 1)]),
         "p3": LineString([(200, 80), (230, 80)]), "p4": LineString([(230, 80), (250, 80)]),
         "p5": LineString([(90, 1), (100, 1)])},
        renewed=[False, False, False, False, True], from_node=["a", "b", "x", "y", "c"],
        to_node=["b", "c", "y", "z", "d"],
        diameter_mm=[300] * 5,
    ),
    "garden": layer({"g1": box(100, 50, 120, 60)}, upgraded=[None]),
}  # fmt: skip


def test_what_waits_becomes_works_by_building_by_road_and_by_what_hangs_together():
    found = possible_works(LAYERS, NO_WORKS, KIND_BY_ID, pd.Series(dtype=object))
    assert list(found.works.index) == [
        "possible.asphalt_overlay.r1", "possible.building_renovation.b1", "possible.building_renovation.b2",
        "possible.sewer_renewal.p3", "possible.sewer_renewal.r1",
    ]  # fmt: skip
    # 100 m of 6 m; one building each; pipes of 30 + 20 m and of 40 + 50 m. The garden's state is not known.
    assert found.works["measured"].round(0).tolist() == [600, 1, 1, 50, 90]
    assert found.works["count"].tolist() == [1, 1, 1, 2, 2]


def test_an_asset_with_a_work_of_the_kind_is_not_offered_again():
    known = pd.DataFrame([("w", "building", "b1"), ("w", "pipe", "p1")], columns=["work", "layer", "id"])
    found = possible_works(LAYERS, known, KIND_BY_ID, pd.Series({"w": "building_renovation"}))
    # The work on b1 is one of renovation; that on p1 is not one of sewers, so p1 still waits.
    assert "possible.building_renovation.b1" not in found.works.index
    assert "p1" in found.assets["id"].tolist()


def test_nothing_that_waits_gives_no_works():
    done = {**LAYERS, **{key: LAYERS[key].assign(**{field: True}) for key, field in
                         (("building", "renovated"), ("road", "overlaid"), ("pipe", "renewed"))}}  # fmt: skip
    assert len(possible_works(done, NO_WORKS, KIND_BY_ID, pd.Series(dtype=object)).works) == 0


def test_paving_waits_for_the_pipes_under_it_and_for_no_others():
    found = possible_works(LAYERS, NO_WORKS, KIND_BY_ID, pd.Series(dtype=object))
    ground = grounds(found.works, found.assets, gpd.GeoSeries([], crs="EPSG:4490"), LAYERS)
    assert precedence(found.works, ground) == [("possible.sewer_renewal.r1", "possible.asphalt_overlay.r1")]
    assert precedence(found.works, ground.iloc[:1]) == []
