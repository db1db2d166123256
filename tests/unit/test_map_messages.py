"""What the map tells Python: exact shapes in, and nothing else."""

import pytest

from dashboard.services.map.map_messages import Drawn, Picked, Selected, message_of


def report(**properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": {"n": 7, **properties}, "geometry": None}


def test_a_click_on_a_feature_or_work_selects_it():
    told = report(message="select", layer="building", id="A01")
    assert message_of(told, ("building",)) == Selected(("building", "A01"), 7)
    assert message_of(report(message="select", layer="work", id="w-1"), ("work",)) == Selected(("work", "w-1"), 7)


@pytest.mark.parametrize(("layer", "id"), [("pipe", "S1"), ("building", "<b>"), ("", ""), (None, None), (["x"], {})])
def test_what_may_not_be_selected_counts_as_a_click_beside(layer, id):
    assert message_of(report(message="select", layer=layer, id=id), ("building",)) == Selected(None, 7)


def test_picked_assets_keep_their_order_and_come_once():
    items = [
        ["building", "A02"],
        ["building", "A01"],
        ["building", "A02"],
        ["work", "w"],
        ["building", "a b"],
        "x",
        [1],
    ]
    assert message_of(report(message="picked", items=items), ()) == Picked(
        (("building", "A02"), ("building", "A01")), 7
    )


def test_a_drawing_comes_in_longitude_and_latitude_or_is_gone():
    line = {"type": "LineString", "coordinates": [[112.9, 28.2], [112.91, 28.2]]}
    drawn = message_of(report(message="drawn", geometry=line), ())
    assert drawn.geometry.wkt == "LINESTRING (112.9 28.2, 112.91 28.2)"
    assert message_of(report(message="drawn", geometry=None), ()) == Drawn(None, 7)


@pytest.mark.parametrize(("said", "radius_m"), [(35, 35.0), (-1, 0.0), ("x", 0.0), (10**9, 0.0), (None, 0.0)])
def test_a_circle_is_its_middle_and_a_radius_within_reason(said, radius_m):
    point = {"type": "Point", "coordinates": [112.9, 28.2]}
    drawn = message_of(report(message="drawn", geometry=point, radius_m=said), ())
    assert (drawn.geometry.wkt, drawn.radius_m) == ("POINT (112.9 28.2)", radius_m)


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point", "coordinates": ["x", 1]},
        {"type": "Nothing"},
        {"type": "LineString", "coordinates": []},
        {"type": "Point", "coordinates": [float("nan"), 1.0]},
        {"type": "LineString", "coordinates": [[0, 0]] * 30_000},
        "POINT (1 2)",
        [],
    ],
)
def test_a_drawing_that_is_none_is_not_heard(geometry):
    assert message_of(report(message="drawn", geometry=geometry), ()) is None


@pytest.mark.parametrize("told", [None, "x", {}, {"properties": None}, {"properties": {"message": "select"}}, report()])
def test_anything_else_is_no_message(told):
    assert message_of(told, ("building",)) is None
