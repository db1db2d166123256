"""The table of numbers: the usual values give the analyses' own records, changed ones take effect."""

import pytest

from geo import dig_ground, dig_once, lighting, scenario, schedule, sewer_rules
from geo.hydraulics import FILLING, PEAKING, UNCHECKED, values_of
from geo.kind_rules import check_seasons, closing, half_widths, phases, protected_years, seasons, trenched
from geo.rule_values import (
    RULE_VALUES,
    check_value,
    fillings,
    flow_coefficients,
    light_defaults,
    lighting_classes,
    meeting_rules,
    peaking,
    sewer_limits,
    usual_values,
    wanted_classes,
)


def test_the_usual_values_are_the_analyses_own_defaults():
    usual = usual_values()
    assert (sewer_limits(usual), meeting_rules(usual)) == (sewer_rules.SEWER_LIMITS, dig_once.RULES)
    assert (peaking(usual), fillings(usual)) == (list(PEAKING), list(FILLING))
    assert flow_coefficients(usual) == values_of() and protected_years(usual) == dict(dig_once.PROTECTED_YEARS)
    assert light_defaults(usual) == lighting.LightDefaults() and wanted_classes(usual) == dict(lighting.WANTED)
    assert lighting_classes(usual) == lighting.CLASS_BY_KEY


def test_a_changed_number_reaches_its_rule():
    changed = usual_values() | {"dig.crowded.distance_m": 25.0, "light.P4.average": 6.0, "sewer.min_slope.any.0": 0.004}
    assert {rule.key: rule.distance_m for rule in meeting_rules(changed)}["crowded"] == 25.0
    assert lighting_classes(changed)["P4"].average_lx == 6.0
    assert [limit.value for limit in sewer_limits(changed) if limit.key == "min_slope.any.0"] == [0.004]


def test_keys_are_ids_and_every_number_lies_within_its_bounds_and_has_a_source():
    assert len({item.key for item in RULE_VALUES}) == len(RULE_VALUES)
    assert [item.key for item in RULE_VALUES if check_value(item.key, item.value) or not item.source] == []


def test_what_was_not_found_in_a_standard_claims_none():
    sources = {item.key: item.source for item in RULE_VALUES}
    assert {sources[key] for key in ("flow.n_concrete", "flow.peak.5", "flow.fill.1000", "light.P4.minimum")} == {
        UNCHECKED
    }  # fmt: skip
    assert sources["sewer.max_spacing_m.main.0"] == "GB 50014-2021" and sources["light.P4.average"] == "CJJ 45-2015"


def test_every_kind_starts_with_the_analyses_own_order_width_and_season():
    usual = usual_values()
    assert phases(usual) == dict(schedule.PHASES) and set(trenched(usual)) == set(dig_once.TRENCHED)
    assert {kind: half_widths(usual)[kind] for kind in dig_ground.HALF_WIDTH_M} == dig_ground.HALF_WIDTH_M
    assert {kind: seasons(usual)[kind] for kind in scenario.SEASONS} == scenario.SEASONS
    assert seasons(usual)["roof_leak"] == scenario.OTHER_SEASON and set(closing(usual)) == set(scenario.CLOSING)


def test_a_kind_of_the_communitys_own_takes_its_place_in_the_order():
    changed = usual_values() | {"dig.phase.gas": 1.0, "dig.phase.garden": 0.0, "dig.protected.own_road": 5.0}
    assert phases(changed)["gas"] == 1 and "garden" not in phases(changed)
    assert protected_years(changed) == {"asphalt_overlay": 3.0, "own_road": 5.0}


@pytest.mark.parametrize(("key", "value"), [("dig.phase.gas", 1.5), ("dig.phase.gas", 10), ("plan.from.gas", 0),
                                            ("dig.nonsense.gas", 1), ("light.phase.gas", 1)])  # fmt: skip
def test_a_number_of_a_kind_is_checked_like_every_other(key, value):
    assert len(check_value(key, value)) == 1


def test_a_season_may_not_end_before_it_begins():
    assert check_seasons(usual_values()) == []
    told = check_seasons(usual_values() | {"plan.from.garden": 12.0})
    assert [problem.column for problem in told] == ["plan.to.garden"]


@pytest.mark.parametrize("value", [float("nan"), -1.0, 1e9])
def test_what_is_no_number_in_bounds_is_refused(value):
    assert check_value("flow.litres", value)
