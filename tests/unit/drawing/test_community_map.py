"""The map's script is a constant, and what changes is one line of ids and enumerated words."""

import json
import re

import pytest
import streamlit_folium
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString

from dashboard.drawing.community_map import MapState, Tool, map_figure, state_group
from geo.layers import LAYER_BY_KEY


def script_of(community: str = "place", lon: float = 112.9, lat: float = 28.2) -> str:
    """The map's script as streamlit-folium sends it."""
    figure = map_figure(community, lon, lat)
    figure.get_root().render()
    return streamlit_folium._get_map_string(figure)


def line_of(state: MapState) -> str:
    """The state's script as streamlit-folium sends it."""
    figure = map_figure("place", 112.9, 28.2)
    figure.get_root().render()
    streamlit_folium._get_map_string(figure)
    return streamlit_folium._get_feature_group_string(state_group(state), figure)


def test_the_script_is_the_same_at_every_run() -> None:
    assert script_of() == script_of()


def test_the_script_knows_the_community_and_nothing_outside() -> None:
    figure = map_figure("place", 112.9, 28.2)
    html = figure.get_root().render()
    assert '"community": "place"' in html
    assert re.findall(r"(?:https?:)?//[\w.]+\.\w+", html) == []


def test_the_map_shows_no_attribution_of_a_library_and_no_tiles() -> None:
    script = script_of()
    assert '"attributionControl": false' in script
    assert "tileLayer" not in script


def test_a_state_becomes_one_call() -> None:
    line = line_of(MapState(theme="year", visible=("building", "pipe"), selected=("building", "A01"), fly=3))
    calls = re.findall(r"mapview\.apply\((.*)\);", line)
    assert len(calls) == 1
    assert json.loads(calls[0]) == {
        "lang": "zh",
        "dark": False,
        "theme": "year",
        "visible": ["building", "pipe"],
        "compound": "",
        "selected": {"layer": "building", "id": "A01"},
        "revs": {},
        "as": "",
        "fly": 3,
        "works": None,
        "tool": None,
        "marks": {},
        "sketches": [],
        "trace": None,
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"language": "fr"},
        {"theme": "rainbow"},
        {"visible": ("house",)},
        {"audience": "everyone"},
        {"compound": "麓山名园"},
        {"selected": ("building", "A 01")},
        {"selected": ("house", "A01")},
        {"revisions": {"house": 1}},
        {"works": ("a b",)},
    ],
)
def test_a_word_that_is_not_enumerated_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not a"):
        MapState(**wrong)  # type: ignore[arg-type]


@settings(deadline=None)
@given(st.text())
def test_no_text_but_an_id_enters_the_script(text: str) -> None:
    try:
        line = MapState(selected=("building", text)).as_json()
    except ValueError:
        assert not re.fullmatch(r"[A-Za-z0-9_.-]{1,64}", text)
    else:
        assert re.fullmatch(r'[A-Za-z0-9_.:,\[\]{}" -]*', line)


def test_every_layer_and_the_works_may_be_visible() -> None:
    every = (*LAYER_BY_KEY, "work")
    state = MapState(visible=every, selected=("work", "w1"), revisions={"work": 3}, works=("w1", "w2"))
    told = json.loads(state.as_json())
    assert told["visible"] == list(every)
    assert (told["selected"], told["revs"], told["works"]) == ({"layer": "work", "id": "w1"}, {"work": 3}, ["w1", "w2"])


def test_no_works_is_another_wish_than_all_works() -> None:
    assert json.loads(MapState(works=()).as_json())["works"] == []
    assert json.loads(MapState().as_json())["works"] is None


def test_a_tool_is_told_as_ids_words_and_numbers() -> None:
    tool = Tool("pick", layers=("building",), picked=(("building", "A01"),), n=2)
    told = json.loads(MapState(tool=tool).as_json())["tool"]
    assert told == {
        "kind": "pick",
        "geometry": "",
        "layers": ["building"],
        "picked": [["building", "A01"]],
        "drawn": None,
        "counts": False,
        "single": False,
        "n": 2,
    }


def test_a_place_is_asked_about_in_one_of_the_known_ways() -> None:
    tool = Tool("ask", "lasso", layers=("building",), picked=(("building", "A01"),), n=1).as_record()
    assert (tool["geometry"], tool["picked"], tool["drawn"]) == ("lasso", [["building", "A01"]], None)


def test_what_is_drawn_already_is_told_as_geojson() -> None:
    for drawn in (
        LineString([(112.9, 28.2), (112.91, 28.2)]),
        {"type": "LineString", "coordinates": [[112.9, 28.2], [112.91, 28.2]]},
    ):
        record = Tool("draw", "line", drawn=drawn).as_record()
        assert json.loads(json.dumps(record))["drawn"] == {
            "type": "LineString",
            "coordinates": [[112.9, 28.2], [112.91, 28.2]],
        }


def test_a_line_is_not_edited_as_an_area() -> None:
    assert Tool("draw", "area", drawn=LineString([(0, 0), (1, 1)])).as_record()["drawn"] is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "erase"},
        {"kind": "draw"},
        {"kind": "draw", "geometry": "circle"},
        {"kind": "ask"},
        {"kind": "ask", "geometry": "point"},
        {"kind": "pick", "geometry": "area"},
        {"kind": "pick", "layers": ("house",)},
        {"kind": "pick", "layers": ("work",)},
        {"kind": "pick", "picked": (("building", "<b>"),)},
        {"kind": "draw", "geometry": "point", "drawn": "POINT (1 1)"},
        {"kind": "draw", "geometry": "point", "drawn": {"type": "Point", "coordinates": [float("nan"), 1]}},
        {"kind": "draw", "geometry": "point", "drawn": {"type": "Point", "coordinates": ["</script>", 1]}},
    ],
)
def test_a_tool_of_anything_else_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not a"):
        Tool(**wrong)  # type: ignore[arg-type]
