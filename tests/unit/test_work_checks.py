"""Faults of what people enter: each named at its field, all at once, warnings apart from refusals."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import shapely

from geo.ledger import Promise
from geo.steps import STEP_BY_KEY, STEPS, current_step, missing_evidence, told_by_works
from geo.work_checks import EntryDraft, Surroundings, check_entry, check_kind, check_project, check_promise, check_work
from geo.works import (
    DEFAULT_KINDS,
    KIND_BY_ID,
    UNITS,
    AssetRef,
    Drawn,
    Funding,
    OnAssets,
    PartyRole,
    Project,
    Unknown,
    WholeCompound,
    Work,
    WorkDate,
    WorkKind,
)  # fmt: skip

GROUND = shapely.box(112.92, 28.21, 112.93, 28.22)
ROOF, GONE = AssetRef("building", "A01"), AssetRef("building", "A02")
AROUND = Surroundings(KIND_BY_ID, frozenset({ROOF}), frozenset(), frozenset({"A"}), GROUND)
SOUND = Work("w", "p", "roof_leak", "屋面", location=OnAssets((ROOF,)), planned=2000.0, cost_fen=100)


def faults(around: Surroundings = AROUND, **changes: Any) -> list[tuple[str | None, str]]:
    """(column, severity) of each fault of a sound work with these changes."""
    return [(fault.column, fault.severity) for fault in check_work(replace(SOUND, **changes), around)]


def test_a_sound_work_has_no_fault() -> None:
    assert faults() == []
    assert faults(location=Unknown()) == []


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"planned": -1.0}, "planned"),
        ({"contracted": float("nan")}, "contracted"),
        ({"accepted": float("inf")}, "accepted"),
        ({"planned": 1e12}, "planned"),
        ({"weight": -1.0}, "weight"),
        ({"kind": "rocket"}, "kind"),
        ({"kind": "street_lights", "planned": 1.5}, "planned"),
        ({"status": "gone"}, "status"),
        ({"name": "  "}, "name"),
        ({"name": "长" * 201}, "name"),
        ({"public_words": "长" * 10_001}, "public_words"),
        ({"internal_words": "长" * 10_001}, "internal_words"),
        ({"cost_fen": -1}, "cost_fen"),
        ({"funding": (Funding("", 100),)}, "funding"),
        ({"start": WorkDate(date(2025, 2, 1)), "end": WorkDate(date(2025, 1, 1))}, "end"),
        ({"end": WorkDate(date(9025, 1, 1))}, "end"),
        ({"location": OnAssets(())}, "location"),
        ({"location": OnAssets((ROOF, ROOF))}, "location"),
        ({"location": OnAssets((ROOF, GONE))}, "location"),
        ({"location": WholeCompound("")}, "location"),
        ({"location": WholeCompound("Z")}, "location"),
        ({"location": Unknown("Z")}, "location"),
        ({"location": Drawn(shapely.Point(28.2175, 112.924))}, "location"),
        ({"location": Drawn(shapely.Point(112.924, 28.32))}, "location"),
        ({"location": Drawn(shapely.Point(1e308, 1e308))}, "location"),
        ({"location": Drawn(shapely.Point(-67, -28))}, "location"),
        ({"location": Drawn(shapely.Polygon())}, "location"),
        ({"location": Drawn(shapely.Polygon([(112.92, 28.21), (112.93, 28.22), (112.93, 28.21), (112.92, 28.22)]))},
         "location"),
    ],
)  # fmt: skip
def test_an_error_stands_at_its_field(changes: dict[str, Any], column: str) -> None:
    assert (column, "error") in faults(**changes)


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"done": 2500.0}, "done"),
        ({"done": 100.0, "accepted": 200.0}, "accepted"),
        ({"status": "completed"}, "done"),
        ({"funding": (Funding("示例", 99),)}, "funding"),
        ({"end": WorkDate(date(2025, 1, 1)), "warranty_until": date(2024, 1, 1)}, "warranty_until"),
    ],
)
def test_what_is_only_odd_is_a_warning(changes: dict[str, Any], column: str) -> None:
    assert faults(**changes) == [(column, "warning")]


def test_all_faults_are_told_together() -> None:
    found = check_work(replace(SOUND, name="", planned=-1.0, cost_fen=-5, kind="?"), AROUND)
    assert {fault.column for fault in found} == {"name", "planned", "cost_fen", "kind"}
    assert all("{" not in fault.text() for fault in found)


def test_five_kilometres_are_measured_from_the_edge_of_the_community() -> None:
    near, far = 28.22 + 4.9 / 110.8, 28.22 + 5.1 / 110.8
    assert faults(location=Drawn(shapely.Point(112.925, near))) == []
    assert faults(location=Drawn(shapely.Point(112.925, far))) == [("location", "error")]


def test_an_asset_deleted_meanwhile_hinders_only_new_picks() -> None:
    had = replace(AROUND, kept=frozenset({ROOF, GONE}))
    assert faults(had, location=OnAssets((ROOF, GONE))) == [("location", "warning")]


SEWER = Work("w", "p", "sewer_renewal", "管网", planned=100.0)
TODAY = date(2025, 6, 10)


def entry_faults(draft: EntryDraft) -> list[tuple[str | None, str]]:
    return [(fault.column, fault.severity) for fault in check_entry(draft, SEWER, "m", TODAY, AROUND)]


def test_an_entry_of_less_than_before_or_more_than_planned_is_a_warning() -> None:
    earlier = {date(2025, 5, 1): 60.0, date(2025, 6, 9): 90.0}
    assert entry_faults(EntryDraft(TODAY, 80.0, earlier=earlier)) == [("quantity", "warning")]
    assert entry_faults(EntryDraft(date(2025, 5, 20), 80.0, earlier=earlier)) == []
    assert entry_faults(EntryDraft(TODAY, 120.0)) == [("quantity", "warning")]


@pytest.mark.parametrize(
    ("draft", "column"),
    [
        (EntryDraft(date(2025, 6, 11), 1.0), "day"),
        (EntryDraft(date(1925, 6, 11), 1.0), "day"),
        (EntryDraft(TODAY, -1.0), "quantity"),
        (EntryDraft(TODAY, float("nan")), "quantity"),
        (EntryDraft(TODAY, None, "长" * 10_001), "words"),
        (EntryDraft(TODAY, None, lon=112.92), "lon"),
        (EntryDraft(TODAY, None, lon=116.4, lat=39.9), "lon"),
        (EntryDraft(TODAY, None, lon=28.2, lat=112.9), "lon"),
    ],
)
def test_an_entry_that_cannot_be_is_refused(draft: EntryDraft, column: str) -> None:
    assert (column, "error") in entry_faults(draft)


def test_tags_and_kinds_know_their_words() -> None:
    sound = Project("p", "项目", "compound", mechanisms=("co_creation",), parties=(PartyRole("charity", "出资"),))
    assert check_project(sound) == []
    wrong = replace(sound, line_of_work="?", mechanisms=("?",), parties=(PartyRole("?", ""),))
    assert {fault.column for fault in check_project(wrong)} == {"line_of_work", "mechanisms", "parties"}
    kind = WorkKind("x", "新类型", "公里", "?", "#000", "park", "field")
    assert {fault.column for fault in check_kind(kind)} == {"unit", "work_class", "colour", "measured_field"}


def test_a_promise_needs_source_and_unit() -> None:
    found = check_promise(Promise("p", "", -1.0, "<", "亩", " "))
    assert {fault.column for fault in found} == {"title", "quantity", "bound", "unit", "source"}


def test_the_default_kinds_are_sound_and_measured_on_layers_that_exist() -> None:
    from geo.layers import layer_type

    assert [fault for kind in DEFAULT_KINDS for fault in check_kind(kind)] == []
    assert (
        len({kind.id for kind in DEFAULT_KINDS}) == len({kind.colour for kind in DEFAULT_KINDS}) == len(DEFAULT_KINDS)
    )
    for kind in DEFAULT_KINDS:
        assert kind.unit in UNITS
        for layer in kind.layers:
            fields = {field.key for field in layer_type(layer).fields}
            assert not kind.measured_field or kind.measured_field in fields


def test_the_seven_steps_stand_in_their_order() -> None:
    assert [step.number for step in STEPS] == [1, 2, 3, 4, 5, 6, 7]
    assert current_step(["assessment", "resources"]) is STEP_BY_KEY["needs"]
    assert current_step([step.key for step in STEPS]) is None
    assert missing_evidence(STEP_BY_KEY["evaluation"], ["rating", "photo"]) == ("quantity", "acceptance")


def test_works_give_evidence_by_themselves() -> None:
    plan, evaluation = STEP_BY_KEY["plan"], STEP_BY_KEY["evaluation"]
    assert told_by_works(plan, [], ["before"]) == ()
    assert told_by_works(plan, [SEWER], []) == ("quantity",)
    assert told_by_works(evaluation, [SEWER], ["after"]) == ()
    finished = replace(SEWER, done=100.0, status="accepted")
    assert told_by_works(evaluation, [finished], ["before", "after"]) == ("quantity", "acceptance", "photo")
