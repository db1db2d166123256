"""What an import says on the screen names controls of the screen, never options of the command line."""

import re
from pathlib import Path

import geopandas as gpd
import numpy as np
from shapely import Point, box

from dashboard.drawing.sketch import INCOMING
from dashboard.services.importing.import_words import ON_SCREEN, error_count, fault_rows, preview
from data.communities import Community
from data.importing import PlannedImport
from geo.errors import Problem
from geo.exchange.planning import Plan
from geo.layers import LAYER_BY_KEY

ROOT = Path(__file__).resolve().parents[2]


def test_every_message_with_an_option_of_the_command_line_has_one_for_the_screen():
    sources = [*(ROOT / "geo" / "exchange").glob("*.py"), ROOT / "geo" / "checks.py", ROOT / "data" / "importing.py"]
    said = [words for path in sources for words in re.findall(r'N_\(\s*"([^"]*--[a-z][^"]*)"', path.read_text("utf-8"))]
    # Several layers without a choice: the page has read all of them, and asks.
    open_ones = {words for words in said if words not in ON_SCREEN and "个图层" not in words}
    assert said and open_ones == set()
    assert not [words for words in ON_SCREEN.values() if "--" in words]


def plan(key: str, *shapes, problems=()):
    frame = gpd.GeoDataFrame({"name": [""] * len(shapes)}, geometry=list(shapes), crs=4490)
    return Plan(LAYER_BY_KEY[key], frame, np.arange(1, len(shapes) + 1), tuple(problems), {}, (), "")


def test_what_is_wrong_with_the_whole_file_is_told_once_for_all_its_layers():
    wrong = Problem("没有坐标系(缺 .prj);坐标像米制投影({x}, {y}),请指定,例如 --crs EPSG:4547", values={"x": 1, "y": 2})
    both = PlannedImport(
        Community("c", "c"), False, (plan("pipe", problems=[wrong]), plan("manhole", problems=[wrong]))
    )
    (row,) = fault_rows(both)
    assert row[0] == "排水管、检查井" and row[1] is None and "坐标系" in row[4] and "--" not in row[4]
    assert error_count(both) == 1


def test_the_preview_shows_what_lies_near_and_leaves_out_what_lies_elsewhere():
    there = Community("c", "c", lon=112.92, lat=28.21)
    near, far = box(112.92, 28.21, 112.921, 28.211), Point(0, 0)
    planned = PlannedImport(there, False, (plan("building", near, None), plan("manhole", far)))
    (sketch,) = preview(planned)
    assert sketch.kind == INCOMING and sketch.geometry.bounds == near.bounds
    assert preview(PlannedImport(there, False, ())) == ()
