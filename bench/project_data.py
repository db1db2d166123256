"""Generated projects: as many as wanted, five works each, over a block of generated buildings."""

from datetime import date, timedelta

import geopandas as gpd
import numpy as np

from bench.generated import LAT, LON, buildings
from data.communities import Community, add_community
from data.frames import upsert_frame
from data.projects import PROJECT
from data.records import add, without_key
from data.store import Store
from data.work_kinds import seed_kinds
from data.works import WORK
from geo.works import STATUSES, AssetRef, Drawn, Funding, OnAssets, Project, Unknown, WholeCompound, Work, WorkDate

DAY = date(2025, 6, 2)
WORKS_EACH = 5
BUILDINGS = 2_000
A_COMPOUND = 50
"""Buildings in a compound."""
_KINDS = ("roof_leak", "building_renovation", "public_space", "other", "street_lights")
_WORDS = tuple(word for word, _title in STATUSES)


def filled(store: Store, community: str, count: int) -> None:
    """A community with 2,000 buildings in 40 compounds and `count` projects of five works each.

    Of every five works two lie on picked buildings, one is drawn, one lies on the whole compound and one nowhere.
    """
    frame = buildings(BUILDINGS)
    middle = frame.geometry.bounds
    frame = frame.loc[
        frame.index[np.lexsort((middle["minx"], middle["miny"].round(5)))]
    ]  # neighbours follow each other
    frame["compound"] = [f"c{n // A_COMPOUND}" for n in range(BUILDINGS)]
    outlines = frame.dissolve("compound").geometry.convex_hull
    compounds = gpd.GeoDataFrame(
        {"name": outlines.index, "is_sample": True}, geometry=outlines.to_numpy(), crs=frame.crs
    )
    compounds.index = outlines.index
    projects = [Project(f"p{n}", f"测试项目 {n + 1}", "compound", is_sample=True) for n in range(count)]
    works = [_work(n, k, frame) for n in range(count) for k in range(WORKS_EACH)]
    with store.write("bench") as tx:
        add_community(tx, Community(community, f"{count}", "", LON, LAT, is_sample=True))
        upsert_frame(tx, community, "compound", compounds)
        upsert_frame(tx, community, "building", frame)
        seed_kinds(tx, community)
        plain = without_key(tx)
        add(plain, PROJECT, community, projects)
        add(plain, WORK, community, works)


def _work(n: int, k: int, frame: gpd.GeoDataFrame) -> Work:
    status = _WORDS[(n + k) % len(_WORDS)]
    start = DAY + timedelta(days=(n * 7 + k * 31) % 900 - 500)
    at = (n * 3 + k) % BUILDINGS
    spot = frame.geometry.iloc[at].representative_point()
    place = (
        OnAssets((AssetRef("building", str(frame.index[at])),)),
        OnAssets(tuple(AssetRef("building", str(id)) for id in frame.index[at : at + 3])),
        Drawn(spot.buffer(5e-5)),
        WholeCompound(f"c{at // A_COMPOUND}"),
        Unknown(),
    )[k]
    begun = status not in ("planned", "preparing")
    return Work(
        f"w{n}-{k}", f"p{n}", _KINDS[k], f"{n + 1}号工作{k + 1}", status, place, planned=100.0,
        done=float((n * 13 + k * 7) % 120) if begun else None, accepted=50.0 if status == "accepted" else None,
        cost_fen=1_000_00 * (k + 1), funding=(Funding("示例", 1_000_00),), start=WorkDate(start, begun),
        end=WorkDate(start + timedelta(days=60), status == "accepted"), is_sample=True,
    )  # fmt: skip
