"""The table of numbers: the usual values give the analyses' own records, changed ones take effect."""

import pytest

from geo import dig_once, lighting, sewer_rules
from geo.hydraulics import FILLING, PEAKING, UNCHECKED, values_of
from geo.rule_values import (
    RULE_VALUES,
    check_value,
    fillings,
    flow_coefficients,
    light_defaults,
    lighting_classes,
    meeting_rules,
    peaking,
    protected_years,
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


@pytest.mark.parametrize("value", [float("nan"), -1.0, 1e9])
def test_what_is_no_number_in_bounds_is_refused(value):
    assert check_value("flow.litres", value)
