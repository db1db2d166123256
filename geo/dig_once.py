"""Works that meet in space and time: the wrong order, the same ground twice, two crews, and good occasions.

`meet_in_space` says which works are near each other, whatever their dates; `dig_once` adds the dates and the
rules. Every rule is a record with its source and may be changed.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.crs import STORED_CRS
from geo.schedule import PHASES
from geo.words import N_
from geo.works import FINISHED, NOT_BEGUN

ROAD_RULES = N_("《城市道路管理条例》第三十三条;小区内为参考,可修改")
PRACTICE = N_("通行做法,可修改")


@dataclass(frozen=True)
class MeetingRule:
    """A rule about two works: how near they are (m), within how many days, and whether meeting is good."""

    key: str
    title: str
    distance_m: float
    days: int
    source: str
    good: bool = False


WRONG_ORDER, SAME_GROUND, CROWDED = "wrong_order", "same_ground", "crowded"
SHARE_TRENCH, SHARE_CLOSURE = "share_trench", "share_closure"

RULES: tuple[MeetingRule, ...] = (
    MeetingRule(WRONG_ORDER, N_("工序颠倒"), 0.0, 0, N_("先管线、后线缆与路灯、再路面、最后绿化(通行做法,可修改)")),
    MeetingRule(SAME_GROUND, N_("保护期内重复开挖"), 0.0, 0, ROAD_RULES),
    MeetingRule(CROWDED, N_("同一时段两支队伍"), 10.0, 0, PRACTICE),
    MeetingRule(SHARE_TRENCH, N_("可同沟施工"), 3.0, 180, PRACTICE, good=True),
    MeetingRule(SHARE_CLOSURE, N_("可合并封路"), 15.0, 60, PRACTICE, good=True),
)

PROTECTED_YEARS: Mapping[str, float] = {"asphalt_overlay": 3.0}
"""Years after a paving work in which its ground may not be dug: 3 for an overhauled road; a community enters 5 for
kinds of work that build, widen or rebuild (《城市道路管理条例》第三十三条)."""

TRENCHED = ("sewer_renewal", "street_lights")
"""Kinds that open a trench (editable default)."""

TOUCH_M2 = 0.5
"""Grounds that share less than this only touch."""

COLUMNS = (
    "rule", "good", "first", "second", "days", "distance_m", "area_m2", "low_fen", "high_fen", "move",
    "suggested_start", "suggested_end", "confirmed", "source",
)  # fmt: skip


@dataclass(frozen=True)
class Meetings:
    """What was found, and what could not be judged.

    `found`: a row per pair and rule, index "<rule>:<first>:<second>" (the same as long as the finding lasts); see
    `dig_once`. `without_dates`, `without_ground`: ids of works that no rule could judge.
    """

    found: gpd.GeoDataFrame
    without_dates: tuple[str, ...]
    without_ground: tuple[str, ...]


def meet_in_space(ground: gpd.GeoSeries, distance_m: float, about: str | None = None) -> pd.DataFrame:
    """Pairs of works whose ground is within `distance_m` of each other: left, right (ids, left < right), distance_m.

    `ground` from `geo.dig_ground`, in metres. `about`: only pairs with this work. Dates play no part.
    """
    shapes, ids = ground.to_numpy(), ground.index.to_numpy(dtype=object)
    tree = shapely.STRtree(shapes)
    asked = np.arange(len(ids)) if about is None else np.flatnonzero(ids == about)
    one, other = tree.query(shapes[asked], predicate="dwithin", distance=distance_m)
    one = asked[one]
    keep = one < other if about is None else one != other
    one, other = one[keep], other[keep]
    swap = ids[one] > ids[other]
    left, right = np.where(swap, other, one), np.where(swap, one, other)
    away = shapely.distance(shapes[left], shapes[right])
    pairs = pd.DataFrame({"left": ids[left], "right": ids[right], "distance_m": away})
    return pairs.sort_values(["left", "right"], ignore_index=True)


def dig_once(
    works: pd.DataFrame,
    ground: gpd.GeoSeries,
    *,
    repaving_fen_m2: tuple[int, int] | None = None,
    rules: Sequence[MeetingRule] = RULES,
    protected_years: Mapping[str, float] = PROTECTED_YEARS,
    phases: Mapping[str, int] = PHASES,
    trenched: Collection[str] = TRENCHED,
    about: str | None = None,
) -> Meetings:
    """Every pair of works that meets in space and time, with the rule, the place and what to do.

    `works` (by id) has kind, status, start_day, end_day (NaT unknown), start_confirmed, end_confirmed, contractor;
    kinds without a phase take no part. `ground` from `geo.dig_ground.grounds`. `repaving_fen_m2`: lowest and
    highest price of a square metre of paving in 分 (None: no cost is given). `about`: only this work, as
    when it is being edited.

    The rules. *wrong_order*: the work of the later phase ends before the one of the earlier phase, which would dig it
    up within the protected years. *same_ground*: a finished paving is dug up, or any paving is paved again,
    within the protected years. *crowded*: both at work in the same weeks, unless by the same contractor.
    *share_trench*, *share_closure*: not begun, in the right order, a week to `days` apart.

    Columns: rule, good, first and second (by their dates), days (how far apart or how long together), distance_m,
    area_m2 (common ground), low_fen and high_fen (area × price), move (the work to be moved, "" where
    neither can be), suggested_start and suggested_end (a Monday, same duration; the finding is gone then),
    confirmed (all dates are), source, geometry (the common place, EPSG:4490).
    """
    known = {rule.key: rule for rule in rules}
    active = works[works["kind"].isin(list(phases)) & works.index.isin(ground.index)]
    dated = active[active["start_day"].notna() & active["end_day"].notna()]
    shapes = ground.loc[dated.index.to_numpy()]
    reach = max((rule.distance_m for rule in rules), default=0.0)
    pairs = meet_in_space(shapes, reach, about if about in shapes.index else None)
    if about is not None and about not in shapes.index:
        pairs = pairs.iloc[:0]
    table = _Pairs(dated, pairs, phases, protected_years, trenched)
    overlap = _overlap(shapes, pairs)
    chosen = _judged(table, overlap, known)
    found = _rows(table, pairs, overlap, chosen, shapes, known, repaving_fen_m2)
    lost = works.index[works["kind"].isin(list(phases)) & ~works.index.isin(ground.index)]
    return Meetings(found, tuple(map(str, active.index.difference(dated.index))), tuple(map(str, lost)))


class _Pairs:
    """The works of each pair as columns, `a` before `b` by their dates (start, then end, then id)."""

    def __init__(
        self, works: pd.DataFrame, pairs: pd.DataFrame, phases: Mapping[str, int], years: Mapping[str, float],
        trenched: Collection[str],
    ) -> None:  # fmt: skip
        start = works["start_day"].to_numpy().astype("datetime64[D]")
        end = np.maximum(works["end_day"].to_numpy().astype("datetime64[D]"), start)
        left, right = (works.index.get_indexer(pairs[side]) for side in ("left", "right"))
        later = (start[left] > start[right]) | ((start[left] == start[right]) & (end[left] > end[right]))
        self.a, self.b = np.where(later, right, left), np.where(later, left, right)
        self.ids, self.start, self.end = works.index.to_numpy(dtype=object), start, end
        status, kind = works["status"].to_numpy(dtype=object), works["kind"].to_numpy(dtype=object)
        self.finished, self.waiting = np.isin(status, FINISHED), np.isin(status, NOT_BEGUN)
        self.phase = works["kind"].map(dict(phases)).to_numpy(dtype=int)
        days = works["kind"].map(dict(years)).astype(float).fillna(0.0).to_numpy() * 365.25
        self.protected = days.astype("timedelta64[D]")
        self.paves, self.trenched = days > 0, np.isin(kind, list(trenched))
        contractor = works["contractor"].fillna("").to_numpy(dtype=object)
        self.same_crew = (contractor[self.a] == contractor[self.b]) & (contractor[self.a] != "")
        self.confirmed = (works["start_confirmed"].eq(True) & works["end_confirmed"].eq(True)).to_numpy()

    def weeks_apart(self) -> np.ndarray:
        """Whole weeks (Monday to Sunday) from the last week of `a` to the first of `b`; 0 or less: the same week."""
        weeks: np.ndarray = _week(self.start[self.b]) - _week(self.end[self.a])
        return weeks


def _judged(table: _Pairs, overlap: np.ndarray, rules: Mapping[str, MeetingRule]) -> dict[str, np.ndarray]:
    """For each rule which pairs fall under it; a pair that must change is not also told to be crowded or good."""
    a, b, on_same = table.a, table.b, overlap >= TOUCH_M2
    none = np.zeros(len(a), dtype=bool)
    # The one that belongs first (by phase) and the one that belongs after it.
    early, late = _by_phase(table)
    apart = table.phase[early] < table.phase[late]
    digs_up = apart & (table.end[early] > table.end[late]) & ~table.finished[early]
    guarded = ~table.paves[late] | (table.start[early] < table.end[late] + table.protected[late])
    wrong = on_same & digs_up & guarded & ~table.finished[late]
    open_again = on_same & digs_up & table.finished[late] & table.paves[late]
    open_again &= table.start[early] < table.end[late] + table.protected[late]
    again = on_same & table.paves[a] & table.paves[b] & ~table.finished[b]
    again &= table.start[b] < table.end[a] + table.protected[a]
    bad = {WRONG_ORDER: wrong, SAME_GROUND: open_again | again}
    settled = wrong | open_again | again
    weeks, gap = table.weeks_apart(), (table.start[b] - table.end[a]).astype(int)
    live = ~table.finished[a] & ~table.finished[b] & ~settled
    bad[CROWDED] = live & (weeks <= 0) & ~table.same_crew
    ready = live & table.waiting[b] & (weeks > 1)
    trench = table.trenched[a] & table.trenched[b]
    for key, kinds in ((SHARE_TRENCH, trench), (SHARE_CLOSURE, ~trench)):
        bad[key] = ready & kinds & (gap <= rules[key].days) if key in rules else none
    return {key: which for key, which in bad.items() if key in rules}


def _by_phase(table: _Pairs) -> tuple[np.ndarray, np.ndarray]:
    swap = table.phase[table.a] > table.phase[table.b]
    return np.where(swap, table.b, table.a), np.where(swap, table.a, table.b)


def _rows(
    table: _Pairs,
    pairs: pd.DataFrame,
    overlap: np.ndarray,
    chosen: Mapping[str, np.ndarray],
    shapes: gpd.GeoSeries,
    rules: Mapping[str, MeetingRule],
    price: tuple[int, int] | None,
) -> gpd.GeoDataFrame:
    frames = []
    for key, rule in rules.items():
        at = np.flatnonzero(
            chosen.get(key, np.zeros(0, dtype=bool)) & (pairs["distance_m"].to_numpy() <= rule.distance_m)
        )
        a, b = table.a[at], table.b[at]
        mover, begin = _moved(table, at, key)
        finish = begin + (table.end[mover] - table.start[mover])
        movable = table.waiting[mover]
        low, high = (np.round(overlap[at] * (price[side] if price else np.nan)) for side in (0, 1))
        frames.append(pd.DataFrame({
            "rule": key, "good": rule.good, "first": table.ids[a], "second": table.ids[b],
            "days": _days(table, at, key), "distance_m": pairs["distance_m"].to_numpy()[at], "area_m2": overlap[at],
            "low_fen": pd.array(low, dtype="Float64").astype("Int64"),
            "high_fen": pd.array(high, dtype="Float64").astype("Int64"),
            "move": np.where(movable, table.ids[mover], ""),
            "suggested_start": np.where(movable, begin, np.datetime64("NaT")).astype("datetime64[s]"),
            "suggested_end": np.where(movable, finish, np.datetime64("NaT")).astype("datetime64[s]"),
            "confirmed": table.confirmed[a] & table.confirmed[b], "source": rule.source,
            "geometry": _places(shapes, table, a, b),
        }))  # fmt: skip
    found = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=[*COLUMNS, "geometry"])
    found.index = pd.Index(found["rule"] + ":" + found["first"] + ":" + found["second"], dtype=object, name="id")
    return gpd.GeoDataFrame(found, geometry="geometry", crs=shapes.crs).to_crs(STORED_CRS)


def _moved(table: _Pairs, at: np.ndarray, key: str) -> tuple[np.ndarray, np.ndarray]:
    """Which work gives way, and the day from which it may start."""
    early, late = (side[at] for side in _by_phase(table))
    a, b = table.a[at], table.b[at]
    if key == WRONG_ORDER:
        return late, _monday_after(table.end[early])
    if key == SAME_GROUND:
        both = table.paves[a] & table.paves[b]
        mover, paved = np.where(both, b, early), np.where(both, a, late)
        return mover, _monday_after(table.end[paved] + table.protected[paved])
    return b, _monday_after(table.end[a])


def _days(table: _Pairs, at: np.ndarray, key: str) -> np.ndarray:
    early, late = (side[at] for side in _by_phase(table))
    a, b = table.a[at], table.b[at]
    if key == WRONG_ORDER:
        span = table.end[early] - table.end[late]
    elif key == CROWDED:  # days together; works in the same week that do not overlap share 0 days
        span = np.minimum(table.end[a], table.end[b]) - table.start[b] + np.timedelta64(1, "D")
    else:
        span = table.start[b] - table.end[a]
    days: np.ndarray = np.maximum(span.astype("timedelta64[D]").astype(int), 0)
    return days


def _overlap(shapes: gpd.GeoSeries, pairs: pd.DataFrame) -> np.ndarray:
    """Square metres that both works of a pair take."""
    area = np.zeros(len(pairs))
    close = np.flatnonzero(pairs["distance_m"].to_numpy() == 0)
    left, right = (shapes.loc[pairs[side].to_numpy()[close]].to_numpy() for side in ("left", "right"))
    area[close] = shapely.area(shapely.intersection(left, right))
    return area


def _places(shapes: gpd.GeoSeries, table: _Pairs, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The common ground, or the shortest line between the two."""
    one, other = shapes.loc[table.ids[a]].to_numpy(), shapes.loc[table.ids[b]].to_numpy()
    common = shapely.intersection(one, other)
    return np.where(shapely.is_empty(common), shapely.shortest_line(one, other), common)


def _week(day: np.ndarray) -> np.ndarray:
    week: np.ndarray = (day.astype(int) + 3) // 7  # day 0 (1970-01-01) was a Thursday
    return week


def _monday_after(day: np.ndarray) -> np.ndarray:
    monday: np.ndarray = ((_week(day) + 1) * 7 - 3).astype("datetime64[D]")
    return monday
