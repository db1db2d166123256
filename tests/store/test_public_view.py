"""What anybody may see of a community: by queries that never touch what is internal or personal."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event

from dashboard.services.frames import Community
from dashboard.services.planning.place_titles import PlaceTitles
from dashboard.services.public.public_view import public_view
from dashboard.services.public.public_who import who_to_ask
from data.assignments import Assignment, add_assignments
from data.photos import add_photos, photo, photo_of, save_photo
from data.pictures import keep_picture
from data.projects import project, save_project
from data.promises import add_promises
from data.store import Store
from geo.ledger import Promise
from geo.works import WorkDate
from tests.store.people_sample import ADMIN, MOBILE, START, hire, someone
from tests.store.projects_ground import TODAY, make_ground, picture

NEVER_ASKED = ("internal_words", "supervisor", "lead", "person_mobile", "person_details.name", "consent_words")


@pytest.fixture
def ground(store: Store) -> Store:
    """Two buildings with five works, a promise, and a head of the first building."""
    make_ground(store)
    with store.write("测试") as tx:
        add_promises(tx, "c", [Promise("roofs", "屋面", 350, ">=", "m²", "示例报道", works=("roof",))])
    hire(store, someone("head", "真名甲"))
    with store.write("测试") as tx:
        add_assignments(tx, ADMIN, "c", [Assignment("as", "head", "building_head", "building", "A01", START)])
    return store


def test_it_is_made_without_asking_for_anything_internal_or_personal(ground: Store) -> None:
    asked: list[str] = []
    event.listen(ground.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    view = public_view(ground, "c", TODAY)
    who_to_ask(ground, view, "building", "A01")
    who_to_ask(ground, view, "project", "p")
    assert PlaceTitles(Community(ground, "c"), "小社区").projects() == {item.id: item.name for item in view.projects}
    assert asked
    assert {word for word in NEVER_ASKED for query in asked if word in query} == set()
    for word in ("内部说明", "项目内部", "示例监理", "示例负责人", "真名甲", MOBILE):
        assert word not in repr(view)


def test_a_work_carries_its_quantities_its_dates_and_what_was_promised(ground: Store) -> None:
    roof = public_view(ground, "c", TODAY).works["roof"]
    assert (roof.planned, roof.contracted, roof.done, roof.accepted) == (400, 380, None, None)
    assert roof.measured == 400  # 100 m² + 300 m² as registered at the two roofs
    assert (roof.start, roof.end) == (WorkDate(date(2025, 3, 1), True), WorkDate(date(2025, 6, 1), False))
    assert (roof.late, roof.buildings, roof.promises) == (True, ("A01", "A02"), ("roofs",))


def test_a_building_says_what_comes_what_goes_on_and_what_was_done(ground: Store) -> None:
    view = public_view(ground, "c", TODAY)
    first = view.building("A01")
    assert first is not None
    assert (first.title, first.compound_title, first.next, first.now) == ("1栋", "麓山名园", ("roof",), ())
    assert first.past == ("waste",)  # of the whole compound, accepted
    assert view.building("nowhere") is None


def test_works_without_a_place_are_counted(ground: Store) -> None:
    glance = public_view(ground, "c", TODAY).glance
    assert (glance.works, glance.works_without_place, glance.late) == (5, 1, 1)
    assert dict(glance.statuses)["accepted"] == 1


def test_only_public_photos_of_works_in_use_are_shown(ground: Store, tmp_path: Path) -> None:
    kept = keep_picture(tmp_path, picture())
    with ground.write("测试") as tx:
        before = photo_of(kept, "roof", "before", id="before", public=True)
        add_photos(tx, "c", tmp_path, [before, photo_of(kept, "roof", "after", id="after")])
    works = public_view(ground, "c", TODAY).works
    assert [photo.id for photo in works["roof"].photos] == ["before"]
    assert works["roof"].pair is None
    with ground.write("测试") as tx:
        save_photo(tx, "c", tmp_path, replace(photo(ground, "c", "after"), public=True))
    pair = public_view(ground, "c", TODAY).works["roof"].pair
    assert pair is not None and [photo.id for photo in pair] == ["before", "after"]


def test_it_is_made_anew_when_something_changes_and_not_before(ground: Store) -> None:
    first = public_view(ground, "c", TODAY)
    assert public_view(ground, "c", TODAY) is first
    with ground.write("测试") as tx:
        save_project(tx, "c", replace(project(ground, "c", "p"), name="改了名"))
    second = public_view(ground, "c", TODAY)
    assert second.state != first.state
    assert [item.name for item in second.projects] == ["改了名"]


def test_who_to_ask_is_named_as_they_agreed_and_without_a_mobile(ground: Store) -> None:
    view = public_view(ground, "c")
    told = {contact.role: contact for contact in who_to_ask(ground, view, "building", "A01")}
    assert told["楼栋长"].names == ("真名甲老师",)
    assert told["楼栋长"].phone == "000-8000-0001"
    assert who_to_ask(ground, view, "building", "nowhere") == ()
