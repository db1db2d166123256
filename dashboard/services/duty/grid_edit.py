"""The grid editor's thinking: a plan from what was chosen and drawn, and its households as bars."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from dashboard.drawing.sketch import PROPOSED, Sketch
from dashboard.services.frames import Community
from dashboard.services.projects.quantity import amount
from dashboard.text import _, fill
from data.roles import PersonRole
from geo.balance import Proposal, balance
from geo.grid_borders import without
from geo.grid_faults import HOLE, OVERLAP
from geo.grid_plan import GridPlan, balance_plan, draw_plan, merge_plan, redraw_plan, split_plan
from geo.grids import GridError
from geo.words import N_

SPLIT, MERGE, REDRAW, DRAW, BALANCE = "split", "merge", "redraw", "draw", "balance"
DOINGS = {SPLIT: N_("拆分"), MERGE: N_("合并"), REDRAW: N_("重画"), DRAW: N_("新画"), BALANCE: N_("均衡建议")}
METHOD = N_("方法:按楼栋相邻关系生成多棵最小生成树,沿户数最均衡处切开,再逐栋调整边界;每个网格连成一片,尽量以道路为界。")
SOURCE = N_("出处:SKATER(Assunção 等,2006)、重组步骤(DeFord 等,2021)、自动分区的局部搜索(Openshaw、Rao,1995)")
NEAR_DEG = 1e-5
"""About a metre: what lies so near is beside."""
_proposals: dict[Any, Proposal] = {}


@dataclass(frozen=True)
class Wanted:
    """What is to be done: `doing`, the `grids` chosen, what was drawn (or None), and the numbers of the form.

    `share`: the neighbours of a grid that is drawn move along.
    """

    doing: str
    grids: tuple[str, ...] = ()
    drawn: Any = None
    name: str = ""
    compound: str = ""
    n: int = 0
    snap: bool = True
    share: bool = True


def plan_of(layers: Community, wanted: Wanted) -> GridPlan | None:
    """The plan, None while something is still missing; `GridError` where it cannot be done like this."""
    grids, roads = layers["grid"].frame, layers["road"].frame
    chosen = [id for id in wanted.grids if id in grids.index]
    if wanted.doing == MERGE:
        return merge_plan(grids, chosen) if len(chosen) > 1 else None
    if wanted.doing == BALANCE:
        return _balanced(layers, wanted)
    if wanted.drawn is None:
        return None
    if wanted.doing == SPLIT:
        return split_plan(grids, chosen[0], wanted.drawn, roads if wanted.snap else None) if chosen else None
    if wanted.doing == REDRAW:
        return redraw_plan(grids, chosen[0], wanted.drawn, share=wanted.share) if chosen else None
    compound = compound_under(layers, wanted.drawn) or wanted.compound
    return draw_plan(grids, wanted.name or next_name(layers), compound, wanted.drawn, share=wanted.share)


def next_name(layers: Community) -> str:
    """A name for one grid more that no grid has yet."""
    taken = set(layers["grid"].frame["name"])
    numbers = range(len(taken) + 1, 2 * len(taken) + 3)
    return next(name for n in numbers if (name := fill(N_("第{n}网格"), n=n)) not in taken)


def compound_under(layers: Community, shape: Any) -> str:
    """The compound that most of an area lies in, "" if it lies in none."""
    sites = layers["compound"].frame
    placed = sites.geometry[layers["compound"].placed.to_numpy()]
    # Shares of one shape: which is the largest is the same in degrees.
    shares = dict(zip(placed.index, shapely.area(placed.intersection(shapely.make_valid(shape))), strict=True))
    best = max(shares, key=shares.__getitem__, default="")
    return str(best) if best and shares[best] > 0 else ""


@dataclass(frozen=True)
class Offer:
    """One press that mends a fault of the outlines: the grid that gets another outline ("" a new grid), which
    outline, and what the button says."""

    grid: str
    outline: Any
    words: str


def offers(layers: Community, faults: gpd.GeoDataFrame, grid: str) -> list[Offer]:
    """How the overlaps of a grid ("" none chosen) and the holes of its compound can be mended without drawing."""
    grids, names = layers["grid"].frame, layers["grid"].title
    found: list[Offer] = []
    for fault in faults.itertuples():
        pair = [id for id in str(fault.grids).split("+") if id in grids.index]
        if fault.kind == OVERLAP and grid in pair and len(pair) == 2:
            for keeper, loser in (pair, pair[::-1]):
                with suppress(GridError):  # one lies wholly in the other: that is for merging
                    rest = without(grids, loser, keeper)
                    found.append(Offer(loser, rest, fill(N_("重叠处归{grid}"), grid=names(keeper))))
        elif fault.kind == HOLE and (not grid or grids.at[grid, "compound"] == fault.compound):
            for part in shapely.get_parts(fault.geometry):
                if grid and grids.geometry[grid].intersects(part.buffer(NEAR_DEG)):
                    whole = shapely.union_all([grids.geometry[grid], part.buffer(NEAR_DEG / 50)])
                    found.append(Offer(grid, whole, fill(N_("空隙并入{grid}"), grid=names(grid))))
                elif not grid:
                    found.append(Offer("", part, _(N_("把空隙画成新网格"))))
    return found


def proposal_of(layers: Community, compound: str, n: int) -> Proposal:
    """The proposal for a compound, kept until a layer changes."""
    key = (
        str(layers.store.engine.url),
        layers.id,
        compound,
        n,
        layers.revisions.get("building"),
        layers.revisions.get("road"),
    )
    if key not in _proposals:
        while len(_proposals) > 15:
            _proposals.pop(next(iter(_proposals)))
        _proposals[key] = balance(
            _homes(layers, compound), n, layers["compound"].frame.geometry[compound], layers["road"].frame
        )
    return _proposals[key]


def _homes(layers: Community, compound: str) -> gpd.GeoDataFrame:
    """Buildings of a compound that have a place."""
    frame = layers["building"].frame
    homes = frame[(frame["compound"] == compound).to_numpy() & layers["building"].placed.to_numpy()]
    if homes.empty:
        raise GridError(N_("这个小区没有已画出位置的楼栋。"))
    return homes


def _balanced(layers: Community, wanted: Wanted) -> GridPlan | None:
    if not wanted.n or not wanted.compound:
        return None
    homes = _homes(layers, wanted.compound)
    proposal = proposal_of(layers, wanted.compound, wanted.n)
    title = layers["compound"].title(wanted.compound)
    naming = (
        f"{title} {_(N_('网格'))} {{n}}".replace("{n}", "\0").replace("{", "{{").replace("}", "}}").replace("\0", "{n}")
    )
    return balance_plan(layers["grid"].frame, wanted.compound, proposal, homes, naming)


def spreads(table: pd.DataFrame) -> tuple[int, int]:
    """Largest minus smallest, before and after, of a table of `GridPlan.households`."""
    before, after = (table[key].dropna() for key in ("before", "after"))
    return tuple(int(side.max() - side.min()) if len(side) else 0 for side in (before, after))  # type: ignore[return-value]


def touched(layers: Community, plan: GridPlan | None, compound: str) -> pd.DataFrame:
    """Households of the grids of a compound ("" all): before, after (as before without a plan), name, changed."""
    grids, homes = layers["grid"].frame, layers["building"].frame
    applied = (plan or GridPlan(())).applied(grids)
    table = (plan or GridPlan(())).households(grids, homes)
    names = pd.concat([grids[["name", "compound"]], applied[["name", "compound"]]])
    names = names[~names.index.duplicated(keep="last")]
    table = table.join(names)
    table["changed"] = table.index.isin([item.id for item in plan.outlines] if plan else [])
    return table[(table["compound"] == compound).to_numpy()] if compound else table


def grid_bars(table: pd.DataFrame, role: PersonRole | None, chosen: tuple[str, ...], planned: bool) -> dict[str, Any]:
    """Bars for the browser: what a plan changes first, then the fullest grid; what is planned beside what is."""
    low, high = (role.households_low, role.households_high) if role else (None, None)
    rows: list[dict[str, Any]] = []
    order = ["changed", "after"] if planned else ["before"]
    for row in table.sort_values(order, ascending=False, kind="stable").itertuples():
        gone, new = pd.isna(row.after), pd.isna(row.before)
        value = int(row.before if gone else row.after)
        same = not planned or gone or new or row.before == row.after
        figure = amount(value, _(N_("户"))) if same else f"{int(row.before)} → {amount(value, _(N_('户')))}"
        verdict = "above" if high and value > high else "below" if low and value < low else ""
        rows.append(
            {
                "id": str(row.Index),
                "title": row.name or str(row.Index),
                "words": _(N_("并入其他网格")) if gone else _(N_("新")) if new else "",
                "value": value,
                "before": None if same else int(row.before),
                "figure": figure,
                "verdict": verdict,
                "on": str(row.Index) in chosen,
                "gone": bool(gone),
            }
        )
    before, after = spreads(table)
    spread = fill(N_("最多与最少相差 {before} 户"), before=before)
    if planned:
        spread = fill(N_("相差 {before} → {after} 户"), before=before, after=after)
    bounds = [fill(N_("下限 {low}"), low=low)] if low else []
    bounds += [fill(N_("上限 {high}"), high=high)] if high else []
    norm = fill(N_("每网格户数标准:{bounds}"), bounds=_(N_(",")).join(bounds)) if bounds else ""
    most = 1.08 * max([*(row["value"] for row in rows), *(row["before"] or 0 for row in rows), high or 1])
    return {"look": "grids", "rows": rows, "norm": norm, "low": low, "high": high, "most": most, "spread": spread}


def plan_sketches(layers: Community, plan: GridPlan) -> tuple[Sketch, ...]:
    """The outlines of a plan with their households, each in its own colour."""
    counted = plan.households(layers["grid"].frame, layers["building"].frame)["after"]
    return tuple(
        Sketch(PROPOSED, item.geometry, int(counted.get(item.id, 0)), number)
        for number, item in enumerate(plan.outlines)
    )
