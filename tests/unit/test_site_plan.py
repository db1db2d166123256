"""The small plan on a project's card: one box for all cards, north up, equal scales."""

import re
from types import SimpleNamespace

import geopandas as gpd
import numpy as np
import pytest
from shapely import LineString, Point, box

from dashboard.services.sheets.site_plan import TALLEST, WIDTH, SitePlan

X, Y = 112.92, 28.21


def frame(*shapes, **columns) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=list(shapes), crs="EPSG:4490")


def layers(*compounds) -> dict:
    buildings = frame(box(X + 0.001, Y + 0.001, X + 0.002, Y + 0.002), None)
    return {"compound": SimpleNamespace(frame=frame(*compounds)), "building": SimpleNamespace(frame=buildings)}


def corners(path: str) -> np.ndarray:
    return np.array([[float(x), float(y)] for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", path)])


@pytest.fixture
def plan() -> SitePlan:
    return SitePlan(layers(box(X, Y, X + 0.01, Y + 0.005)))


def test_the_compounds_fill_the_box_and_keep_their_proportions(plan):
    ground = plan.ground()
    assert ground["box"] == f"0 0 {WIDTH:g} {plan.height:g}" and plan.height <= TALLEST
    points = corners(ground["compounds"])
    width, height = np.ptp(points, axis=0)
    assert width / height == pytest.approx(2 * np.cos(np.radians(Y + 0.0025)), rel=0.01)  # 0.01° east, 0.005° north


def test_north_is_up_and_a_building_without_place_is_left_out(plan):
    ground = plan.ground()
    assert ground["buildings"].count("M") == 1
    assert corners(ground["buildings"])[:, 1].min() > plan.height / 2  # it lies in the south


def test_works_are_drawn_by_status_and_kind_of_shape(plan):
    works = frame(
        box(X, Y, X + 0.001, Y + 0.001), LineString([(X, Y), (X + 0.01, Y)]), Point(X, Y),
        box(X, Y, X + 0.01, Y + 0.005),
        None, status=["planned", "planned", "accepted", "planned", "planned"],
        shown=["drawn", "assets", "drawn", "compound", ""], late=[True, False, False, False, False],
    )  # fmt: skip
    found = {part["status"]: part for part in plan.works(works)}
    assert found["planned"]["areas"] == found["planned"]["late"] != ""
    assert found["planned"]["lines"].count("M") == 1 and not found["planned"]["lines"].endswith("Z")
    assert found["planned"]["whole"].count("M") == 1 and found["accepted"]["areas"].endswith("5 0")


def test_a_community_without_compounds_has_no_plan():
    empty = SitePlan(layers())
    assert empty.ground() is None and empty.works(frame(status=[], shown=[], late=[])) == []
