"""Rights are asked in `data`, cell by cell: each verb that writes, by each role, at one's own places and elsewhere."""

from dataclasses import replace
from datetime import date

import pytest
import shapely

from data.assignments import add_assignments, assignments, new_assignment, save_assignments
from data.batches import Edit, edit_works, undo
from data.communities import Community, add_community, community, save_community
from data.entries import Entry, add_entry, save_entry
from data.features import add_feature, delete_feature, save_feature, upsert_frame
from data.own_places import own_places
from data.photos import PHOTO, Photo, add_photos, save_photo
from data.projects import add_project, copy_project, project, save_project
from data.promises import add_promises, save_promise
from data.records import add
from data.rights import NotAllowed, Viewer
from data.splits import split_work
from data.steps import Evidence, add_evidence, close_step, reopen_step, save_evidence
from data.work_kinds import WorkKind, add_kind, save_kind
from data.works import add_works, save_work, work
from geo.ledger import Promise
from geo.splitting import SplitPart
from geo.works import AssetRef, Drawn, OnAssets, Project, Unknown, WholeCommunity, WholeCompound, Work
from tests.drawing_board import spot
from tests.store.people_sample import STAFF, START, hire, settle, someone

DAY = date(2025, 6, 1)
MEMBER = Viewer("grid_member", "网格员", "member", "c")
HEAD = Viewer("building_head", "楼栋长", "head", "c")
ACTORS = {
    "administrator": Viewer("administrator", "管理员"),
    "staff": Viewer("staff", "社区小李"),
    "grid_member": MEMBER,
    "building_head": HEAD,
    "visitor": Viewer("visitor", "visitor"),
    "staff_elsewhere": Viewer("staff", "别处", community="other"),
    "unknown": Viewer("emperor", "x"),
}
STAFF_ROLES, ADMINS = {"administrator", "staff"}, {"administrator"}
FIELDWORK = STAFF_ROLES | {"grid_member", "building_head"}


def a_work(id, location):
    return Work(id, "p", "roof_leak", f"工程 {id}", location=location, planned=100.0)


def photo_row(id, **more):
    return Photo(id, "w1", "during", "a" * 64, 10, 10, 100, **more)


@pytest.fixture
def c(store, tmp_path):
    """A project with a work on one's own building, one elsewhere, a photo, a step, a promise."""
    settle(store)
    hire(store, someone("member"), someone("head"))
    with store.write("测试") as tx:
        add_assignments(tx, STAFF, "c", [
            new_assignment("member", "grid_member", "grid", "g1", START),
            new_assignment("head", "building_head", "building", "b1", START),
        ])  # fmt: skip
        add_project(tx, "c", Project("p", "项目", "compound"))
        add_works(
            tx,
            "c",
            [
                a_work("w1", OnAssets((AssetRef("building", "b1"),))),
                a_work("w2", OnAssets((AssetRef("building", "b2"),))),
                a_work("w3", WholeCompound("A")),
            ],
        )
        add_entry(tx, "c", Entry("e1", "w1", DAY, 10.0))
        add(tx, PHOTO, "c", [photo_row("f1"), photo_row("f2", public=True)])
        add_promises(tx, "c", [Promise("pr", "说过", 10.0, ">=", "m²", "新闻", DAY)])
        add_kind(tx, "c", WorkKind("k", "类别", "m²", "basic", "#8c564b", "roofing"))
        add_evidence(tx, "c", Evidence("ev", "p", "assessment", "document", "记录"))
        close_step(tx, "c", "p", "assessment", 0, reason="测试")
    folder = tmp_path / "photos"
    (folder / "aa").mkdir(parents=True)
    (folder / "aa" / ("a" * 64 + ".jpg")).write_bytes(b"x")
    return store, folder


VERBS = {
    "add_feature": (STAFF_ROLES, lambda s, f, tx: add_feature(tx, "c", "garden", "x1", name="x")),
    "save_feature": (STAFF_ROLES, lambda s, f, tx: save_feature(tx, "c", "building", "b1", version=1, name="y")),
    "delete_feature": (STAFF_ROLES, lambda s, f, tx: delete_feature(tx, "c", "road", "r1", version=1)),
    "save_grid": (STAFF_ROLES, lambda s, f, tx: save_feature(tx, "c", "grid", "g1", version=1, name="y")),
    "upsert_frame": (STAFF_ROLES, lambda s, f, tx: upsert_frame(tx, "c", "road", _roads())),
    "add_community": (ADMINS, lambda s, f, tx: add_community(tx, Community("d", "新", lon=112.9, lat=28.2))),
    "save_community": (ADMINS, lambda s, f, tx: save_community(tx, replace(community(s, "c"), note="x"))),
    "add_project": (STAFF_ROLES, lambda s, f, tx: add_project(tx, "c", Project("q", "项目", "compound"))),
    "save_project": (STAFF_ROLES, lambda s, f, tx: save_project(tx, "c", replace(project(s, "c", "p"), name="新名"))),
    "copy_project": (STAFF_ROLES, lambda s, f, tx: copy_project(tx, "c", "p", name="新")),
    "add_works": (STAFF_ROLES, lambda s, f, tx: add_works(tx, "c", [a_work("w9", Unknown())])),
    "save_work": (STAFF_ROLES, lambda s, f, tx: save_work(tx, "c", replace(work(s, "c", "w1"), name="新名"))),
    "split_work": (STAFF_ROLES, lambda s, f, tx: split_work(tx, "c", "w3", 1, _halves())),
    "edit_works": (STAFF_ROLES, lambda s, f, tx: edit_works(tx, "c", {"w1": 2}, Edit(status="preparing"), title="批")),
    "add_kind": (
        ADMINS,
        lambda s, f, tx: add_kind(tx, "c", WorkKind("k2", "类别二", "m²", "basic", "#8c564b", "roofing")),
    ),
    "save_kind": (
        ADMINS,
        lambda s, f, tx: save_kind(tx, "c", WorkKind("k", "新名", "m²", "basic", "#8c564b", "roofing")),
    ),
    "add_promises": (
        STAFF_ROLES,
        lambda s, f, tx: add_promises(tx, "c", [Promise("q", "说", 1.0, ">=", "m²", "x", DAY)]),
    ),
    "save_promise": (
        STAFF_ROLES,
        lambda s, f, tx: save_promise(tx, "c", Promise("pr", "改", 10.0, ">=", "m²", "新闻", DAY)),
    ),
    "close_step": (STAFF_ROLES, lambda s, f, tx: close_step(tx, "c", "p", "needs", 0, reason="测试")),
    "reopen_step": (STAFF_ROLES, lambda s, f, tx: reopen_step(tx, "c", "p", "assessment", 1, reason="测试")),
    "add_evidence": (
        STAFF_ROLES,
        lambda s, f, tx: add_evidence(tx, "c", Evidence("e2", "p", "assessment", "document", "记")),
    ),
    "save_evidence": (
        STAFF_ROLES,
        lambda s, f, tx: save_evidence(tx, "c", Evidence("ev", "p", "assessment", "document", "改")),
    ),
    "add_entry_own": (
        FIELDWORK,
        lambda s, f, tx: add_entry(tx, "c", Entry("e2", "w1", DAY, 20.0), status="under_construction"),
    ),
    "add_entry_elsewhere": (STAFF_ROLES, lambda s, f, tx: add_entry(tx, "c", Entry("e3", "w2", DAY, 20.0))),
    "save_entry_own": (FIELDWORK, lambda s, f, tx: save_entry(tx, "c", Entry("e1", "w1", DAY, 5.0), status="planned")),
    "move_entry_in": (STAFF_ROLES, lambda s, f, tx: save_entry(tx, "c", Entry("e1", "w2", DAY, 5.0))),
    "add_photo_own": (FIELDWORK, lambda s, f, tx: add_photos(tx, "c", f, [photo_row("f9")])),
    "add_photo_elsewhere": (
        STAFF_ROLES,
        lambda s, f, tx: add_photos(tx, "c", f, [replace(photo_row("f9"), work="w2")]),
    ),
    "add_photo_public": (STAFF_ROLES, lambda s, f, tx: add_photos(tx, "c", f, [photo_row("f9", public=True)])),
    "save_photo_own": (FIELDWORK, lambda s, f, tx: save_photo(tx, "c", f, photo_row("f1", caption="字"))),
    "publish_photo": (STAFF_ROLES, lambda s, f, tx: save_photo(tx, "c", f, photo_row("f1", public=True))),
    "unpublish_photo": (STAFF_ROLES, lambda s, f, tx: save_photo(tx, "c", f, photo_row("f2"))),
    "archive_public_photo": (
        FIELDWORK,
        lambda s, f, tx: save_photo(tx, "c", f, photo_row("f2", public=True, archived=True)),
    ),
}


def _roads():
    import geopandas as gpd

    line = spot(shapely.LineString([(0, 0), (50, 0)]))
    return gpd.GeoDataFrame({"name": ["路"]}, geometry=[line], crs="EPSG:4490", index=["r9"])


def _halves():
    return [SplitPart(name, 1.0) for name in ("甲", "乙")]


class UndoneError(Exception):
    """The write would have gone through; it is taken back, so that the next role finds the same store."""


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_is_for_the_roles_that_the_table_says(c, verb):
    store, folder = c
    allowed, act = VERBS[verb]
    may = set()
    for role, actor in ACTORS.items():
        try:
            with store.write(actor) as tx:
                act(store, folder, tx)
                raise UndoneError
        except UndoneError:
            may.add(role)
        except NotAllowed:
            continue
    assert may == allowed


def test_what_staff_undo_nobody_else_may(c):
    store, _ = c
    with store.write(ACTORS["staff"]) as tx:
        batch = edit_works(tx, "c", {"w2": 1}, Edit(status="preparing"), title="批")
    with pytest.raises(NotAllowed), store.write(MEMBER) as tx:
        undo(tx, "c", batch.id)


def test_the_history_names_the_actor(c):
    store, _ = c
    with store.write(MEMBER) as tx:
        add_entry(tx, "c", Entry("e2", "w1", DAY, 20.0))
    assert work(store, "c", "w1").updated_by == "网格员"


def test_a_key_that_was_used_does_not_open_the_door(c):
    store, _ = c
    add = lambda tx: add_entry(tx, "c", Entry("e2", "w2", DAY, 20.0))  # noqa: E731
    store.perform(ACTORS["staff"], add, key="k1")
    with pytest.raises(NotAllowed):
        store.perform(MEMBER, add, key="k1")


@pytest.mark.parametrize(
    ("location", "own"),
    [
        (OnAssets((AssetRef("building", "b1"),)), {"grid_member", "building_head"}),
        (OnAssets((AssetRef("building", "b2"),)), set()),
        (OnAssets((AssetRef("building", "b1"), AssetRef("building", "b2"))), set()),
        (Drawn(spot(shapely.Point(45, 45))), {"grid_member", "building_head"}),
        (Drawn(spot(shapely.Point(70, 70))), {"grid_member"}),
        (Drawn(spot(shapely.Point(150, 50))), set()),
        (Drawn(spot(shapely.LineString([(60, 50), (110, 50)]))), {"grid_member"}),  # half way: x = 85
        (Drawn(spot(shapely.LineString([(60, 50), (190, 50)]))), set()),  # half way: x = 125
        (WholeCompound("A"), set()),
        (WholeCommunity(), set()),
        (Unknown(), set()),
    ],
)
def test_a_work_is_ones_own_if_all_of_its_places_are(c, location, own):
    store, _ = c
    with store.write("测试") as tx:
        add_works(tx, "c", [a_work("w4", location)])
    may = set()
    for actor in (MEMBER, HEAD):
        try:
            with store.write(actor) as tx:
                add_entry(tx, "c", Entry(f"e-{actor.role}", "w4", DAY, 1.0))
        except NotAllowed:
            continue
        may.add(actor.role)
    assert may == own


def test_own_places_are_the_duties_of_the_day_with_what_lies_in_them(c):
    store, _ = c
    assert own_places(store, "c", MEMBER, DAY) == {
        ("grid", "g1"),
        ("building", "b1"),
        ("unit", "b1-1"),
        ("unit", "b1-2"),
    }
    assert own_places(store, "c", HEAD, DAY) == {("building", "b1"), ("unit", "b1-1"), ("unit", "b1-2")}
    assert own_places(store, "c", replace(MEMBER, community="other"), DAY) == frozenset()
    assert own_places(store, "c", replace(MEMBER, person=""), DAY) == frozenset()


def test_a_right_ends_with_the_duty_that_gave_it(c):
    store, _ = c
    [duty] = assignments(store, "c", person="member")
    with store.write("测试") as tx:
        save_assignments(tx, STAFF, "c", [replace(duty, until=DAY)])
    with pytest.raises(NotAllowed), store.write(MEMBER) as tx:
        add_entry(tx, "c", Entry("e2", "w1", DAY, 20.0))
