"""Who is missing: places without a holder, with two, with one whose time is over; and the load of each person.

Every table here may hold one community or a thousand at once: a column `community` (optional) keeps
them apart, and nothing is computed row by row in Python. Faults of the grids' outlines are in
`geo.grid_faults`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from geo.duty import ALWAYS, FOREVER, days
from geo.words import N_

VACANT, EXPIRED, DOUBLE, ENDED_PLACE = "vacant", "expired", "double", "ended_place"
FAULT_TITLES = {
    VACANT: N_("没有人负责"),
    EXPIRED: N_("任期已到,无人接任"),
    DOUBLE: N_("有两人以上"),
    ENDED_PLACE: N_("负责的地点已不存在"),
}
ASSIGN, HAND_OVER, SPLIT, REDRAW, MERGE = "assign", "hand_over", "split", "redraw", "merge"
REMEDY_TITLES = {
    ASSIGN: N_("在此指派"),
    HAND_OVER: N_("办理交接"),
    SPLIT: N_("拆分网格"),
    REDRAW: N_("重画网格"),
    MERGE: N_("与邻近的合并"),
}
REMEDY = {VACANT: ASSIGN, EXPIRED: HAND_OVER, DOUBLE: HAND_OVER, ENDED_PLACE: HAND_OVER}
"""What mends each fault of coverage."""

GAP_COLUMNS = ("community", "layer", "place", "role", "fault", "people", "last_day", "remedy")
KEYS = ["community", "role", "layer", "place"]


@dataclass(frozen=True)
class Duty:
    """Every place of this layer is to have a holder in this role; only one if `single_holder`."""

    role: str
    layer: str
    single_holder: bool = True


@dataclass(frozen=True)
class Norm:
    """How many households one holder of a role should have; None where there is no such bound."""

    role: str
    low: int | None = None
    high: int | None = None


def coverage_gaps(places: pd.DataFrame, assignments: pd.DataFrame, duties: Iterable[Duty], day: date) -> pd.DataFrame:
    """Every place whose cover is faulty on a day, one row per place and role.

    `places`: columns layer, place (id), optionally community. `assignments`: as in `geo.duty`, optionally
    community, person_until (the person leaves). Stand-ins do not count as holders.

    Result, ordered by community, layer, place: community, layer, place, role, fault ("vacant": never held or
    not yet; "expired": was held, the last holder's time is over; "double"; "ended_place": held, but the place
    is not among `places`), people (ids of those concerned, joined by "+"), last_day (of an expired holder,
    else NaT), remedy.
    """
    duties = tuple(duties)
    held = _state(assignments, day)
    needed = _needed(places, duties)
    state = needed.merge(held, on=KEYS, how="left")
    now = state["now"].fillna(0)
    single = state["single"].to_numpy(dtype=bool)
    fault = np.select(
        [(now == 0) & state["last_day"].notna(), now == 0, (now > 1) & single], [EXPIRED, VACANT, DOUBLE], default=""
    )
    gaps = state.assign(fault=fault)[fault != ""]
    lost = _lost(places, held)
    both = pd.concat([gaps, lost], ignore_index=True) if len(lost) else gaps
    expired = (both["fault"] == EXPIRED).to_numpy(dtype=bool)
    both = both.assign(
        people=np.where(expired, both["before"], both["people"].fillna("")),
        last_day=both["last_day"].where(expired),
        remedy=both["fault"].map(REMEDY),
    )
    return both.sort_values(KEYS, kind="stable")[list(GAP_COLUMNS)].reset_index(drop=True)


def loads(
    held: pd.DataFrame,
    places: pd.DataFrame,
    norms: Iterable[Norm],
    open_works: Mapping[tuple[str, str], int] | None = None,
) -> pd.DataFrame:
    """What each person carries, one row per person and role.

    `held`: columns person, role, layer, place (the assignments of one day, `geo.duty.holds_on`), optionally
    community. `places`: layer, place, households, buildings (how many it has; 1 for a building), optionally
    community. `open_works` counts the works that are not finished by (layer, place).

    Result: community, person, role, places, households, buildings, open_works, low, high, verdict ("below",
    "within", "above", "" without a norm), remedy ("split" where the norm is exceeded, "merge" where it is
    not reached, else "").
    """
    keys = ["community", "layer", "place"]
    known = _with_community(places)[[*keys, "households", "buildings"]].drop_duplicates(keys)
    rows = _with_community(held).merge(known, on=keys, how="left")
    counts = open_works or {}
    rows["open_works"] = [counts.get(pair, 0) for pair in zip(rows["layer"], rows["place"], strict=True)]
    summed = rows.groupby(["community", "person", "role"], sort=True).agg(
        places=("place", "nunique"),
        households=("households", "sum"),
        buildings=("buildings", "sum"),
        open_works=("open_works", "sum"),
    )
    result = summed.reset_index()
    bounds = {norm.role: norm for norm in norms}
    result["low"] = [getattr(bounds.get(role), "low", None) for role in result["role"]]
    result["high"] = [getattr(bounds.get(role), "high", None) for role in result["role"]]
    result = result.astype({"households": int, "buildings": int, "low": "float64", "high": "float64"})
    above, below = result["households"] > result["high"], result["households"] < result["low"]
    bounded = result[["low", "high"]].notna().any(axis=1)
    result["verdict"] = np.select([above, below, bounded], ["above", "below", "within"], default="")
    result["remedy"] = np.select([above, below], [SPLIT, MERGE], default="")
    return result


def _state(assignments: pd.DataFrame, day: date) -> pd.DataFrame:
    """Per community, role and place: how many hold it now, who, who did last, and their last day."""
    rows = _with_community(assignments)
    rows = rows[rows["stands_in_for"].fillna("").eq("").to_numpy(dtype=bool)]
    moment = np.datetime64(day)
    until = days(rows["until"], FOREVER)
    if "person_until" in rows:
        until = np.minimum(until, days(rows["person_until"], FOREVER))
    since = days(rows["since"], ALWAYS)
    now = (since <= moment) & (moment <= until)
    active = rows[now].sort_values("person", kind="stable").groupby(KEYS, sort=False)["person"]
    current = pd.DataFrame({"now": active.nunique(), "people": active.first()})
    several = current["now"] > 1
    if several.any():  # joining texts is slow, and only doubles need it
        keys = current.index[several]
        chosen = rows[now].set_index(KEYS)["person"].loc[lambda person: person.index.isin(keys)]
        joined = chosen.groupby(level=KEYS).agg(lambda people: "+".join(sorted(set(people))))
        current.loc[joined.index, "people"] = joined
    past = rows.assign(last_day=until.astype("datetime64[s]"))[until < moment]
    last = past.sort_values("last_day", kind="stable").groupby(KEYS, sort=False).last()
    ended = last[["person", "last_day"]].rename(columns={"person": "before"})
    return current.join(ended, how="outer").reset_index()


def _needed(places: pd.DataFrame, duties: tuple[Duty, ...]) -> pd.DataFrame:
    """Every place that some duty asks a holder for, once per duty."""
    rows = _with_community(places)[["community", "layer", "place"]].drop_duplicates()
    wanted = pd.DataFrame(
        {
            "role": [duty.role for duty in duties],
            "layer": [duty.layer for duty in duties],
            "single": [duty.single_holder for duty in duties],
        },
        dtype=object,
    )
    return rows.merge(wanted, on="layer", how="inner")


def _lost(places: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """What is held now although the place is not there; only of layers that `places` speaks about."""
    keys = ["community", "layer", "place"]
    known = _with_community(places)[keys].drop_duplicates()
    spoken = held[held["layer"].isin(known["layer"].unique()) & held["now"].gt(0)]
    merged = spoken.merge(known, on=keys, how="left", indicator=True)
    return merged[merged["_merge"] == "left_only"].drop(columns="_merge").assign(fault=ENDED_PLACE)


def _with_community(frame: pd.DataFrame) -> pd.DataFrame:
    return frame if "community" in frame else frame.assign(community="")
