"""The coverage check as people work through it: findings by what to do, loads worst first, marks for the map."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.drawing.sketch import Sketch
from dashboard.services.planning.place_titles import PlaceTitles
from dashboard.services.projects.quantity import amount
from dashboard.text import _, fill
from data.cover import Cover
from data.roles import PersonRole
from geo.coverage import DOUBLE, ENDED_PLACE, EXPIRED, FAULT_TITLES, REMEDY_TITLES, VACANT
from geo.grid_faults import FAULT_TITLES as GRID_FAULT_TITLES
from geo.grid_faults import OVERLAP
from geo.words import N_

MOST_ROWS = 40
"""A group or list names so many; more are counted."""

ASSIGN, HAND_OVER, REDRAW, SPLIT, MERGE = "assign", "hand_over", "redraw", "split", "merge"
GROUPS: tuple[tuple[str, str], ...] = (
    (ASSIGN, N_("没有人负责,请指派")),
    (HAND_OVER, N_("人与地点对不上,请办理交接")),
    (REDRAW, N_("网格画得不对,请重画")),
    (SPLIT, N_("户数超过标准,请拆分网格")),
    (MERGE, N_("户数不到标准,可与邻近的合并")),
)
Plain = dict[str, Any]


@dataclass(frozen=True)
class Checked:
    """What the page shows of a check: `groups` and `loads` as plain rows, `counts` by kind of finding,
    `marks` (building, word) and `sketches` for the map."""

    groups: list[Plain]
    counts: list[tuple[str, int]]
    marks: tuple[tuple[str, str], ...]
    sketches: tuple[Sketch, ...]


def checked(
    found: Cover, titles: PlaceTitles, names: Mapping[str, str], compound: str, *, on: str, may: Plain
) -> Checked:
    """The findings of a compound ("" all). `on`: the selected place "layer:id"; `may`: which remedies are offered."""
    inside = _compounds(titles)
    rows = [*_gap_rows(found, names, titles), *_grid_rows(found, titles), *_load_rows(found, names, titles)]
    rows = [
        row for row in rows if not compound or inside.get((row["layer"], row["place"]), row.get("compound")) == compound
    ]
    groups = []
    for act, title in GROUPS:
        mine = [row for row in rows if row["act"] == act]
        if not mine:
            continue
        for row in mine:
            row["remedy"] = row["remedy"] if may.get(act) else ""
            row["on"] = f"{row['layer']}:{row['place']}" == on
        more = (
            fill(N_("另有 {count} 项,按小区筛选可看全"), count=len(mine) - MOST_ROWS) if len(mine) > MOST_ROWS else ""
        )
        groups.append({"title": _(title), "count": len(mine), "rows": mine[:MOST_ROWS], "more": more})
    counts = pd.Series([row["mark"] for row in rows], dtype=object).value_counts()
    told = [(_count_title(mark), int(counts[mark])) for mark in COUNT_TITLES if mark in counts]
    return Checked(groups, told, _marks(found, titles), _sketches(found))


COUNT_TITLES = {
    VACANT: N_("无人负责"), EXPIRED: N_("到期无人接"), DOUBLE: N_("两人以上"), "ended": N_("地点已不存在"),
    OVERLAP: N_("网格重叠"), "hole": N_("不在网格内"), "above": N_("超过标准"), "below": N_("不到标准"),
}  # fmt: skip


def _count_title(mark: str) -> str:
    return _(COUNT_TITLES[mark])


def _gap_rows(found: Cover, names: Mapping[str, str], titles: PlaceTitles) -> list[Plain]:
    rows = []
    for gap in found.gaps.itertuples():
        people = [id for id in str(gap.people or "").split("+") if id]
        told = _(N_("、")).join(names.get(id, "…") for id in people)
        role = _(gap.role_title or gap.role)
        # Whose time is over has nothing left to hand over: somebody is to follow.
        act = HAND_OVER if gap.fault in (DOUBLE, ENDED_PLACE) else ASSIGN
        words = f"{role} · {_(FAULT_TITLES[gap.fault])}"
        if gap.fault == EXPIRED and not pd.isna(gap.last_day):
            words = fill(
                N_("{role} · {name}任期到 {day} 止,无人接任"), role=role, name=told, day=f"{gap.last_day:%Y-%m-%d}"
            )
        elif told:
            words = f"{words}{_(N_(':'))}{told}"
        rows.append(
            {
                "id": f"{gap.layer}-{gap.place}-{gap.role}",
                "mark": "ended" if gap.fault == ENDED_PLACE else gap.fault,
                "title": titles.title(gap.layer, gap.place),
                "words": words,
                "layer": gap.layer,
                "place": gap.place,
                "role": gap.role,
                "person": people[-1] if people and act == HAND_OVER else "",
                "act": act,
                "remedy": _(REMEDY_TITLES[act]),
            }
        )
    order = {VACANT: 0, EXPIRED: 1}
    return sorted(rows, key=lambda row: (order.get(row["mark"], 2), row["layer"] != "building", row["place"]))


def _grid_rows(found: Cover, titles: PlaceTitles) -> list[Plain]:
    rows = []
    for number, fault in enumerate(found.grid_faults.itertuples()):
        grids = [id for id in fault.grids.split("+") if id]
        names = [titles.title("grid", id) for id in grids] or [titles.title("compound", fault.compound)]
        houses = [id for id in fault.buildings.split("+") if id]
        sizes = [amount(round(fault.area_m2), "m²")]
        if houses:
            sizes.append(
                fill(N_("{buildings} 栋、{households} 户"), buildings=len(houses), households=fault.households)
            )
        rows.append(
            {
                "id": f"{fault.kind}-{number}",
                "mark": fault.kind,
                "title": " × ".join(names),
                "words": f"{_(GRID_FAULT_TITLES[fault.kind])} · {' · '.join(sizes)}",
                "layer": "grid" if grids else "compound",
                "place": grids[0] if grids else fault.compound,
                "compound": fault.compound,
                "role": "",
                "person": "",
                "act": REDRAW,
                "remedy": _(REMEDY_TITLES[REDRAW]),
            }
        )
    return rows


def _load_rows(found: Cover, names: Mapping[str, str], titles: PlaceTitles) -> list[Plain]:
    """Grid members outside the norm: a grid can be split or merged; a stairwell cannot."""
    held = found.loads[found.loads["verdict"].isin(["above", "below"]) & found.loads["role"].eq("grid_member")]
    rows = []
    for load in held.itertuples():
        place = found.places_of.get((load.person, load.role), ("", ""))
        norm, act = (load.high, SPLIT) if load.verdict == "above" else (load.low, MERGE)
        sentence = (
            N_("{name} {households} 户,标准上限 {norm} 户")
            if load.verdict == "above"
            else N_("{name} {households} 户,标准下限 {norm} 户")
        )
        rows.append(
            {
                "id": f"load-{load.person}",
                "mark": load.verdict,
                "title": titles.title(*place),
                "words": fill(sentence, name=names.get(load.person, "…"), households=load.households, norm=int(norm)),
                "layer": place[0],
                "place": place[1],
                "role": load.role,
                "person": load.person,
                "act": act,
                "remedy": _(REMEDY_TITLES[act]),
            }
        )
    return rows


def load_bars(
    found: Cover,
    titles: PlaceTitles,
    names: Mapping[str, str],
    roles: list[PersonRole],
    role: str,
    compound: str,
    may: Plain,
) -> Plain:
    """Bars of one role, those farthest from the norm first."""
    inside = _compounds(titles)
    table = found.loads.assign(
        place=[
            found.places_of.get((p, r), ("", ""))
            for p, r in zip(found.loads["person"], found.loads["role"], strict=True)
        ]
    )
    if compound:
        table = table[[inside.get(place) == compound for place in table["place"]]]
    counts = table["role"].value_counts()
    known = [
        item
        for item in roles
        if counts.get(item.id) and set(item.place_kinds) & {"grid", "building", "unit", "compound"}
    ]
    known.sort(key=lambda item: (item.households_high is None, item.position))
    chosen = next((item for item in known if item.id == role), known[0] if known else None)
    if chosen is None:
        return {"look": "loads", "roles": [], "rows": [], "norm": "", "most": 1, "more": ""}
    mine = table[table["role"] == chosen.id]
    low, high = chosen.households_low, chosen.households_high
    mine = mine.assign(off=[_off(n, low, high) for n in mine["households"]])
    mine = mine.sort_values(["off", "households"], ascending=[False, False], kind="stable")
    rows = [_bar(load, titles, names, may) for load in mine.head(MOST_ROWS).itertuples()]
    told = [fill(N_("下限 {low}"), low=low)] if low else []
    told += [fill(N_("上限 {high}"), high=high)] if high else []
    return {
        "look": "loads",
        "roles": [
            {"id": i.id, "title": _(i.title), "count": int(counts[i.id]), "on": i.id == chosen.id} for i in known
        ],
        "norm": fill(N_("每人户数标准:{bounds}"), bounds=_(N_(",")).join(told)) if told else "",
        "low": low,
        "high": high,
        "most": 1.08 * max([*mine["households"], high or 1]),
        "rows": rows,
        "more": fill(N_("另有 {count} 人,都比上面的更接近标准"), count=len(mine) - MOST_ROWS)
        if len(mine) > MOST_ROWS
        else "",
    }


def _bar(load: Any, titles: PlaceTitles, names: Mapping[str, str], may: Plain) -> Plain:
    act = {"above": SPLIT, "below": MERGE}.get(load.verdict, "") if load.place[0] == "grid" else ""
    told = [titles.title(*load.place)] if load.place[0] else []
    told += [fill(N_("{count} 处"), count=load.places)] if load.places > 1 else []
    told += [fill(N_("{count} 栋楼"), count=load.buildings)] if load.buildings > 1 else []
    told += [fill(N_("未完成工程 {count}"), count=load.open_works)] if load.open_works else []
    return {
        "id": f"{load.person}-{load.role}",
        "title": names.get(load.person, "…"),
        "words": " · ".join(told),
        "value": int(load.households),
        "figure": amount(int(load.households), _(N_("户"))),
        "verdict": load.verdict,
        "layer": load.place[0],
        "place": load.place[1],
        "person": load.person,
        "role": load.role,
        "act": act,
        "remedy": _(REMEDY_TITLES[act]) if act and may.get(act) else "",
    }


def _off(households: float, low: int | None, high: int | None) -> float:
    """How far outside the norm, as a share of it; below zero inside (nearer to a bound is worse)."""
    if high and households > high:
        return households / high - 1
    if low and households < low:
        return 1 - households / low
    return households / high - 2 if high else -3.0


def _compounds(titles: PlaceTitles) -> dict[tuple[str, str], str]:
    """(layer, id) → compound, of what belongs to one."""
    found = {("compound", str(id)): str(id) for id in titles.layers["compound"].frame.index}
    for layer in ("building", "grid"):
        frame = titles.layers[layer].frame
        found |= {(layer, str(id)): str(owner) for id, owner in frame["compound"].items() if isinstance(owner, str)}
    units = titles.layers["unit"].frame["parent"]
    return found | {("unit", str(id)): found.get(("building", str(home)), "") for id, home in units.items()}


def _marks(found: Cover, titles: PlaceTitles) -> tuple[tuple[str, str], ...]:
    """What the map colours: a building's own fault, else a gap in one of its stairwells, else that it lies astray."""
    marks = dict.fromkeys([*found.outside, *found.twice], "astray")
    parents = titles.layers["unit"].frame["parent"]
    for gap in found.gaps.itertuples():
        if gap.layer == "unit" and gap.place in parents.index:
            marks[str(parents[gap.place])] = "partly"
    for gap in found.gaps.itertuples():
        if gap.layer == "building" and gap.fault in (VACANT, EXPIRED, DOUBLE):
            marks[gap.place] = gap.fault
    return tuple(sorted(marks.items()))


def _sketches(found: Cover) -> tuple[Sketch, ...]:
    shapes = zip(found.grid_faults["kind"], found.grid_faults.geometry, strict=True)
    return tuple(Sketch(kind, shape) for kind, shape in shapes if shape.geom_type in ("Polygon", "MultiPolygon"))
