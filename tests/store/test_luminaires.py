"""Luminaires are kept, one for a kind of light at the most; a light that names one takes that."""

from dataclasses import replace

import pytest
from shapely import LineString, Point

from dashboard.services.frames import Community
from dashboard.services.planning.light_page import light_of
from dashboard.services.planning.luminaire_words import luminaire_rows
from data.features import upsert_frame
from data.luminaires import KeptLuminaire, luminaires, put_luminaire
from data.records import Refused
from data.rights import NotAllowed, Viewer
from geo.rule_values import usual_values
from tests.drawing_board import on_ground
from tests.unit.analysis.test_lighting import IES

STAFF = Viewer("staff", "王工")
WIDE = KeptLuminaire("lum-1", "广角 60", "wide.ies", IES)
BRIGHT = KeptLuminaire("lum-2", "强光", "bright.ies", IES.replace("1 1000 2 3 3", "1 1000 20 3 3"))


def put(store, *items, who=STAFF):
    for item in items:
        with store.write(who) as tx:
            stored = put_luminaire(tx, "c", item)
    return stored


def test_a_kind_of_light_has_one_luminaire_and_what_is_out_of_use_is_gone(store, community):
    put(store, replace(WIDE, used_for="main"), replace(BRIGHT, used_for="main"))
    kept = {item.id: item for item in luminaires(store, community)}
    assert {id: item.used_for for id, item in kept.items()} == {"lum-1": "", "lum-2": "main"}
    gone = put(store, replace(kept["lum-2"], archived=True))
    assert [item.id for item in luminaires(store, community)] == ["lum-1"]
    put(store, replace(gone, archived=False))
    assert len(luminaires(store, community)) == 2


def test_every_fault_of_a_luminaire_is_told_at_once_and_only_planners_keep_one(store, community):
    put(store, WIDE)
    with pytest.raises(Refused) as refused:
        put(store, KeptLuminaire("lum-3", "广角 60", "x.ies", "nothing", used_for="moon"))
    assert {problem.column for problem in refused.value.problems} == {"name", "photometry", "used_for"}
    with pytest.raises(NotAllowed):
        put(store, BRIGHT, who=Viewer("grid_member", "网格员"))


def test_a_light_shines_as_the_luminaire_that_it_names_else_as_that_of_its_kind(store, community):
    lights = on_ground({"L1": Point(0, 2), "L2": Point(200, 2)}, kind=["main", "main"], luminaire=["", "强光"])
    roads = on_ground({"R": LineString([(-20, 0), (220, 0)])}, kind=["main"], width_m=[6.0])
    with store.write("测试") as tx:
        upsert_frame(tx, community, "street_light", lights.assign(mounting_height_m=6.0, power_w=50.0))
        upsert_frame(tx, community, "road", roads)
    put(store, replace(WIDE, used_for="main"), BRIGHT)
    layers, fixtures = Community(store, community), luminaires(store, community)
    lit = light_of(layers, usual_values(), fixtures=fixtures)
    near = [lit.lx[abs(lit.walk.along_m - at).argmin()] for at in (20, 220)]  # below each light
    assert near[1] == pytest.approx(10 * near[0], rel=1e-6) and near[0] > 0
    rows = {row["title"]: row["use"] for row in luminaire_rows(layers, fixtures)}
    assert rows == {"广角 60": "主路,1 盏", "强光": "只由路灯指名,1 盏"}
