"""What each building is told about a closure: sentences with their values, gravest first, words not yet translated."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from geo.closure import CUT_OFF, FRONT, NARROW, Closure
from geo.errors import Problem
from geo.words import N_


@dataclass(frozen=True)
class Notice:
    """What one building is told: the sentences are msgids with their values, in order."""

    building: str
    name: str
    units: tuple[str, ...]
    sentences: tuple[Problem, ...]
    phone: str = ""


NO_WATER, ROAD_SHUT = N_("排水暂停:期间请少用水,厨房和卫生间勿大量排水"), N_("门前道路封闭,请从另一侧进出")
WALK_ROUND, NO_WAY = N_("步行到出入口约绕行 {extra} m"), N_("步行无法到达出入口,请联系社区安排临时通道")
NARROWED, NO_CAR = N_("门前道路部分封闭,可以通过,请注意安全"), N_("车辆无法开到楼前,请提前移车")
NO_BAYS = N_("附近约 {bays} 个停车位停用,请提前移车")
DRAIN, ROAD, BAYS = N_("排水暂停"), N_("道路封闭"), N_("停车位停用")
"""What stops, in a word or two."""


def notices(
    title: str,
    start: date,
    end: date,
    buildings: pd.DataFrame,
    *,
    roads: Closure | None = None,
    drains: pd.DataFrame | None = None,
    bays: Mapping[str, int] | None = None,
    phones: Mapping[str, str] | None = None,
) -> list[Notice]:
    """The works notices, one per affected building, in the order of the buildings.

    `buildings` (by id) has name; `roads` from `close_roads`, `drains` from `shut_pipes`, `bays` the parking
    bays out of use near a building; `phones` by building id: the caller decides whose number may be printed.
    Raises `ValueError` where the work ends before it begins.
    """
    if end < start:
        raise ValueError("the work ends before it begins")
    walk = {} if roads is None else roads.affected.to_dict("index")
    dry = set() if drains is None else set(drains.index)
    units = {} if roads is None else roads.buildings["units"].to_dict()
    when = Problem(N_("{title}:{start} 至 {end} 施工"), severity="note",
                   values={"title": title, "start": start.isoformat(), "end": end.isoformat()})  # fmt: skip
    result = []
    for id in buildings.index:
        said = [when, *_about_roads(walk.get(id)), *([Problem(NO_WATER, severity="note")] if id in dry else [])]
        lost = (bays or {}).get(str(id), 0)
        said += [Problem(NO_BAYS, severity="note", values={"bays": lost})] if lost else []
        if len(said) > 1:
            phone = (phones or {}).get(str(id), "")
            result.append(Notice(str(id), str(buildings.at[id, "name"]), units.get(id, ()), tuple(said), phone))
    return result


def _about_roads(row: Mapping[object, object] | None) -> list[Problem]:
    if row is None:
        return []
    car = [Problem(NO_CAR, severity="note")] if row["no_car"] else []
    if row["effect"] == CUT_OFF:
        return [Problem(NO_WAY, severity="note"), *car]
    said = [Problem(ROAD_SHUT, severity="note")] if row["effect"] == FRONT else []
    said += [Problem(NARROWED, severity="note")] if row["effect"] == NARROW else []
    extra = float(row["extra_m"])  # type: ignore[arg-type]
    if extra >= 10:
        said.append(Problem(WALK_ROUND, severity="note", values={"extra": round(extra / 10) * 10}))
    return [*said, *car]
