"""Numbers of planning rules and decisions about works: kept, with bounds, versions and history."""

from dataclasses import replace

import pytest

from data.communities import Community, add_community
from data.decisions import Decision, decision_id, decisions, put_decision
from data.errors import StaleVersion
from data.history import changes
from data.records import Refused
from data.rights import NotAllowed, Viewer
from data.rule_values import kept_values, rule_values, save_rule_values
from geo.rule_values import usual_values

STAFF = Viewer("staff", "小王")
ONE = Decision(decision_id("wrong_order", "a", "b"), "wrong_order", "a", "b")


@pytest.fixture
def ground(store):
    with store.write("test") as tx:
        add_community(tx, Community("c", "C"))
    return store


def save(store, values, who=STAFF):
    with store.write(who) as tx:
        return save_rule_values(tx, "c", values)


def test_a_changed_number_takes_the_place_of_the_usual_one_until_it_is_put_back(ground):
    assert rule_values(ground, "c") == usual_values()
    save(ground, {"flow.litres": 180.0})
    assert rule_values(ground, "c") == usual_values() | {"flow.litres": 180.0}
    save(ground, {"flow.litres": 150.0})
    assert rule_values(ground, "c") == usual_values() and kept_values(ground, "c") == {}
    assert [item.after["value"] for item in changes(ground, "c", row_id="flow.litres")] == [150.0, 180.0]


def test_a_number_out_of_bounds_keeps_all_numbers_as_they_were(ground):
    with pytest.raises(Refused) as refused:
        save(ground, {"flow.litres": 180.0, "flow.persons": 40.0, "no.such": 1.0})
    assert [problem.column for problem in refused.value.problems] == ["flow.persons", "no.such"]
    assert rule_values(ground, "c") == usual_values()


def test_a_season_that_would_end_before_it_begins_is_refused_beside_what_is_kept(ground):
    save(ground, {"plan.to.garden": 10.0})
    with pytest.raises(Refused):
        save(ground, {"plan.from.garden": 11.0, "flow.litres": 180.0})
    assert rule_values(ground, "c") == usual_values() | {"plan.to.garden": 10.0}


def test_only_those_who_plan_change_rules_and_decide(ground):
    for act in (lambda tx: save_rule_values(tx, "c", {"flow.litres": 180.0}), lambda tx: put_decision(tx, "c", ONE)):
        with pytest.raises(NotAllowed), ground.write(Viewer("grid_member", "x", person="p")) as tx:
            act(tx)


def test_a_decision_needs_a_reason_and_is_kept_at_its_version(ground):
    with pytest.raises(Refused), ground.write(STAFF) as tx:
        put_decision(tx, "c", replace(ONE, decision="keep"))
    with ground.write(STAFF) as tx:
        put_decision(tx, "c", replace(ONE, person="p1"))
    with ground.write(STAFF) as tx:
        put_decision(tx, "c", replace(ONE, person="p1", decision="keep", words="等雨季过后"))
    assert decisions(ground, "c")[ONE.id].version == 2
    with pytest.raises(StaleVersion), ground.write(STAFF) as tx:
        put_decision(tx, "c", replace(ONE, decision="together", words="一起做"))
