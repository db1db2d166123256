"""The benchmark measures sound data and cannot call a missed aim met."""

import importlib
import math
from pathlib import Path

import pytest

from bench.generated import LAT, LON, buildings
from bench.parts import PARTS, PartType, Run, measured
from bench.report import END, START, Figure, Part, readme_with, renewed, results_text
from geo.checks import check_layer
from geo.layers import layer_type


def test_generated_buildings_are_ones_that_the_store_would_take() -> None:
    assert check_layer(buildings(700), layer_type("building")) == []


@pytest.mark.parametrize("count", [1, 2, 500, 5_000])
def test_any_number_of_buildings_is_generated_around_the_same_place(count: int) -> None:
    frame = buildings(count)
    first = frame.geometry.iloc[0].centroid
    assert len(frame) == frame.index.nunique() == count
    assert (first.x, first.y) == pytest.approx((LON, LAT), abs=1e-7)


@pytest.mark.parametrize(
    ("value", "aim", "at_least", "met"),
    [(1.5, 1.5, False, True), (1.51, 1.5, False, False), (4.9, 5, True, False), (math.nan, 1, False, False)],
)
def test_an_aim_is_met_only_within_its_bound(value: float, aim: float, at_least: bool, met: bool) -> None:
    figure = Figure("rerun", value, "×", aim, "", at_least)
    assert figure.met is met
    assert ("**missed**" in figure.row()) is not met


def test_the_readme_keeps_everything_but_its_old_figures() -> None:
    part = Part("Map", (Figure("rerun", 1.2, "×", 1.5, "0.12 s : 0.10 s"),))
    text = readme_with(f"above\n{START}\nold figures\n{END}\nbelow\n", results_text([part], ""))
    assert text.startswith(f"above\n{START}\n")
    assert text.endswith(f"{END}\nbelow\n")
    assert "old figures" not in text
    assert "| rerun | 1.2× | ≤ 1.5× | met | 0.12 s : 0.10 s |" in text


def test_a_part_that_is_measured_again_leaves_the_others_their_figures() -> None:
    good, bad = Figure("rerun", 1.2, "×", 1.5, ""), Figure("bytes", 9.0, " kB", 5.0, "")
    whole = results_text([Part("Map", (good,)), Part("deck: not measured", (), notes=("lost",))], "")
    assert "1 of 1 aims met" in whole
    again = renewed(whole, {"deck": Part("A deck", (bad,))})
    assert "1 of 2 aims met" in again and "not measured" not in again
    assert again.index("## Map") < again.index("## A deck")
    once_more = renewed(again, {"deck": Part("A deck", (good,))})
    assert "2 of 2 aims met" in once_more and "| bytes |" not in once_more


def test_a_readme_without_its_marks_is_not_overwritten() -> None:
    with pytest.raises(ValueError, match="marks"):
        readme_with("no marks here", "")


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.key)
def test_each_part_of_the_benchmark_has_a_module_that_measures(part: PartType) -> None:
    assert callable(importlib.import_module(part.module).measure)


def test_a_part_that_fails_or_takes_too_long_is_told_and_leaves_the_others_their_figures(tmp_path: Path) -> None:
    run = Run(tmp_path)
    broken = measured(PartType("broken", "no_such_module"), run)
    slow = measured(PartType("map", "bench.map_speed", limit_s=0.2), run)
    assert broken.figures == slow.figures == ()
    assert "no_such_module" in broken.notes[0]
    assert slow.notes == ("not done within 0.2 s",)
    assert "map: not measured" in slow.markdown()
