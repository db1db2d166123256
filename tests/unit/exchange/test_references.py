"""Rows that refer to something that is not there are named."""

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.exchange.planning import Plan
from geo.exchange.references import referred_layers, with_references
from geo.layers import layer_type


def plan(layer: str, ids: list[str], **columns: list[object]) -> Plan:
    frame = gpd.GeoDataFrame(columns, geometry=[None] * len(ids), index=pd.Index(ids, name="id"), crs="EPSG:4490")
    return Plan(layer_type(layer), frame, np.arange(1, len(ids) + 1), (), {}, (), "")


def told(plans: list[Plan], kept: dict[str, frozenset[str]]) -> list[tuple[int, str, str]]:
    return [(p.row, p.column, p.text()) for planned in with_references(plans, kept) for p in planned.problems]


def test_each_row_with_an_unknown_compound_is_named_with_those_that_exist():
    buildings = plan("building", ["x", "y", "z"], compound=["A", "Z9", None])
    (only,) = told([buildings], {"compound": frozenset({"A", "B"})})
    assert only[:2] == (2, "compound") and "Z9" in only[2] and "A、B" in only[2]


def test_what_comes_along_in_the_same_import_counts():
    assert told([plan("compound", ["C"]), plan("building", ["x"], compound=["C"])], {}) == []


def test_a_unit_refers_to_its_building():
    assert referred_layers(layer_type("unit")) >= {"building"}
    assert [row for row, _column, _text in told([plan("unit", ["u"], parent=["nowhere"])], {})] == [1]


def test_it_is_a_warning_so_that_buildings_may_come_first():
    (planned,) = with_references([plan("building", ["x"], compound=["A"])], {})
    assert not planned.errors and planned.problems[0].severity == "warning"
