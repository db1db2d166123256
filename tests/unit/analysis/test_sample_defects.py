"""The faults planted in the sample are found, all of them and nothing else."""

from datetime import date

import geopandas as gpd
import pandas as pd
import pytest

from data.demo import build
from data.demo.project_plan import sample_projects
from geo.catchment import catchment, drains_of
from geo.dig_ground import grounds
from geo.dig_once import dig_once
from geo.light_gaps import light_gaps
from geo.lighting import dark_stretches, illuminance_lx, lamps_of, walk_of
from geo.network import network_of
from geo.network_faults import network_faults
from geo.place_report import area_of, place_report
from geo.trace import route_to_outfall, trace_node
from geo.works import Drawn, OnAssets


@pytest.fixture(scope="module")
def sample():
    return build()


@pytest.fixture(scope="module")
def network(sample):
    layers = sample.layers
    return network_of(layers["pipe"], layers["manhole"], layers["outfall"], layers["gully"])


def key(sample, kind):
    (answer,) = [answer for answer in sample.answer_key if answer["kind"] == kind]
    return answer["ids"], answer["report"]


def test_the_network_has_its_three_planted_faults_and_no_other(sample, network):
    found = {fault.kind: fault for fault in network_faults(network)}
    assert len(network_faults(network)) == 3
    ids, report = key(sample, "uphill_pipe")
    assert found["uphill_pipe"].id == ids["pipe"][0] and found["uphill_pipe"].value == report["rise_m"]
    ids, _ = key(sample, "foul_into_storm")
    assert (found["foul_into_storm"].id, list(found["foul_into_storm"].others)) == (ids["pipe"][0], ids["manhole"])
    ids, report = key(sample, "manholes_far_apart")
    spacing = found["manholes_far_apart"]
    assert (spacing.id, sorted(spacing.others)) == (ids["pipe"][0], sorted(ids["manhole"]))
    assert spacing.value == report["spacing_m"]


def test_the_unlit_gap_is_the_only_one(sample):
    ids, report = key(sample, "unlit_gap")
    (gap,) = light_gaps(sample.layers["road"], sample.layers["street_light"]).itertuples()
    assert gap.road == ids["road"][0] and {gap.before, gap.after} == set(ids["street_light"])
    assert gap.gap_m == pytest.approx(report["gap_m"], abs=0.1)
    centre = gap.geometry.centroid
    assert (centre.x, centre.y) == pytest.approx((report["lon"], report["lat"]), abs=1e-4)


def test_long_dark_stretches_are_only_on_paths_that_have_hardly_any_lights(sample):
    roads = sample.layers["road"]
    walk = walk_of(roads)
    lx = illuminance_lx(walk.xy, lamps_of(sample.layers["street_light"], walk.crs))
    found = dark_stretches(walk, lx, roads)
    assert len(found) > 5 and set(roads.loc[found["road"], "kind"]) == {"doorstep"}


@pytest.mark.parametrize("today", [date(2025, 3, 3), date(2026, 11, 23)])
def test_the_paving_before_its_pipes_is_the_only_bad_meeting_of_works(sample, today):
    works = sample_projects(sample, today).works
    found = dig_once(_table(works), _ground(works, sample)).found
    (row,) = found[~found["good"].astype(bool)].itertuples()
    chosen = {
        work.id: {asset.id for asset in work.location.assets} for work in works if work.id in (row.first, row.second)
    }
    ids, _ = key(sample, "paved_before_pipes")
    assert row.rule == "wrong_order" and row.move == row.first
    assert sorted(map(sorted, chosen.values())) == sorted([sorted(ids["road"]), sorted(ids["pipe"])])


def test_every_household_drains_to_an_outfall_of_its_own_kind_but_for_the_crossed_row(sample, network):
    buildings = sample.layers["building"]
    drains = drains_of(buildings, network)
    assert set(drains["rule"]) == {"named"}
    above = {id: catchment(drains, buildings, trace_node(network, id).nodes) for id in sample.layers["outfall"].index}
    assert sum(found.households for found in above.values()) == buildings["households"].sum() == 3396
    crossed = {building for id in ("OS1", "OS2") for building in above[id].buildings}
    pipe = key(sample, "foul_into_storm")[0]["pipe"][0]
    upstream = set(trace_node(network, network.pipes.at[pipe, "from_id"]).nodes)
    assert crossed == set(drains.loc[drains["node"].isin(upstream), "building"]) != set()
    assert all(route_to_outfall(network, node).outfall for node in drains["node"])


def test_the_report_over_a_compound_has_its_published_totals(sample):
    found = place_report(area_of(sample.layers["compound"].geometry.loc["A"]), sample.layers)
    assert (len(found.buildings), found.households, len(found.units)) == (48, 2268, 162)
    assert found.of("building").quantity == pytest.approx(sample.layers["building"].query("compound == 'A'")
                                                          .to_crs(4547).area.sum(), rel=1e-6)  # fmt: skip
    assert "%" in found.problems[0].text()  # more than half of the community was asked about


def _table(works):
    rows = [
        {"kind": work.kind, "status": work.status, "contractor": work.contractor,
         "start_day": pd.Timestamp(work.start.day) if work.start else pd.NaT,
         "end_day": pd.Timestamp(work.end.day) if work.end else pd.NaT,
         "start_confirmed": bool(work.start and work.start.confirmed),
         "end_confirmed": bool(work.end and work.end.confirmed)}
        for work in works
    ]  # fmt: skip
    return pd.DataFrame(rows, index=[work.id for work in works])


def _ground(works, sample):
    assets = [
        (work.id, asset.layer, asset.id)
        for work in works
        if isinstance(work.location, OnAssets)
        for asset in work.location.assets
    ]
    drawn = gpd.GeoSeries({w.id: w.location.geometry for w in works if isinstance(w.location, Drawn)}, crs=4490)
    return grounds(_table(works), pd.DataFrame(assets, columns=["work", "layer", "id"]), drawn, sample.layers)
