"""A closure as its page shows it: drawn on the map, in figures, building by building, and what else it takes."""

from typing import Any

import pandas as pd
import shapely

from dashboard.drawing.sketch import CLOSED, CUT, DETOUR, FOCUS, TOUCHED, Sketch, sketched
from dashboard.services.frames import Community
from dashboard.services.planning.closure_page import Shut
from dashboard.services.projects.quantity import amount
from dashboard.text import _, fill
from geo.carriageway import SHUT, STATES
from geo.closure import CUT_OFF, EFFECTS, OPEN
from geo.words import N_

Plain = dict[str, Any]
EFFECT_TITLES, STATE_TITLES = dict(EFFECTS), dict(STATES)
MOST_ROWS = 120


def closure_sketches(found: Shut, layers: Community, on: str, *, near: bool = False) -> tuple[Sketch, ...]:
    """The shut ground, the buildings touched, and the ways round (only the chosen building's, if one is).

    `near`: the map is to show the ground, where no building is chosen.
    """
    made: list[Sketch] = []
    frame = layers["building"].frame
    for id in found.affected:
        cut = found.effect(id) == CUT_OFF
        made += sketched(CUT if cut else TOUCHED, frame.geometry.get(id))
    if found.ground is not None:
        made += sketched(FOCUS, found.ground) if near and not on else ()
        made += sketched(CLOSED, found.ground)
    if found.roads is not None:
        ways = found.roads.affected
        ways = ways[ways.index == on] if on in ways.index else ways
        lines = ways.geometry[ways.geometry.notna() & ~ways.geometry.is_empty]
        if len(lines):
            made += sketched(DETOUR, shapely.union_all(lines.to_numpy()))
    if on in frame.index:
        made += sketched(FOCUS, frame.geometry.get(on))
    return tuple(made)


def closure_rows(found: Shut, layers: Community, on: str) -> list[Plain]:
    """The buildings touched, in the order of gravity."""
    frame = layers["building"].frame
    rows = []
    for id in found.affected[:MOST_ROWS]:
        effect = found.effect(id)
        words = [_(EFFECT_TITLES[effect])] if effect != OPEN else []
        words += [_(N_("车辆无法到达"))] if found.no_car(id) else []
        words += [_(N_("排水暂停"))] if id in found.drains.index else []
        bays = found.occupied.bays_near.get(id, 0)
        words += [fill(N_("停车位停用 {bays} 个"), bays=bays)] if bays else []
        extra = found.extra_m(id)
        households = frame.at[id, "households"]
        rows.append({
            "id": id, "on": id == on, "title": layers["building"].title(id), "cut": effect == CUT_OFF,
            "words": " · ".join(words), "extra": f"+{amount(round(extra), 'm')}" if extra >= 1 else "",
            "households": "" if pd.isna(households) else amount(int(households), _(N_("户"))),
        })  # fmt: skip
    return rows


def closure_figures(found: Shut, layers: Community) -> list[Plain]:
    """The whole in figures: buildings, entrances, households, who is cut off, the longest way round."""
    frame = layers["building"].frame
    ids = found.affected
    households = int(pd.to_numeric(frame["households"].reindex(ids), errors="coerce").fillna(0).sum())
    units = layers["unit"].frame["parent"].isin(ids).sum()
    cut = sum(found.effect(id) == CUT_OFF for id in ids)
    longest = max((found.extra_m(id) for id in ids), default=0.0)
    no_car, bays = sum(map(found.no_car, ids)), sum(found.occupied.bays.values())
    told = [
        {"value": amount(len(ids), _(N_("栋"))), "title": fill(N_("受影响,{units} 个单元"), units=int(units))},
        {"value": amount(households, _(N_("户"))), "title": _(N_("户数"))},
        {"value": amount(cut, _(N_("栋"))), "title": _(N_("步行无法到达"))},
    ]
    told += [{"value": amount(no_car, _(N_("栋"))), "title": _(N_("车辆无法到达"))}] if no_car else []
    told += [{"value": f"+{amount(round(longest), 'm')}", "title": _(N_("步行最多绕行"))}] if longest >= 1 else []
    return told + ([{"value": amount(bays, _(N_("个"))), "title": _(N_("停车位停用"))}] if bays else [])


def _stretch_words(parts: pd.DataFrame, state: str) -> str:
    """How much of a road is in one state, and how wide what stays open is at the least."""
    told = f"{_(STATE_TITLES[state])} {amount(float(parts['length_m'].sum()), 'm')}"
    if state == SHUT:
        return told
    return fill(N_("{state}(余宽 {open})"), state=told, open=amount(float(parts["open_m"].min()), "m", 1))


def closure_takes(found: Shut, layers: Community) -> list[Plain]:
    """What else the closure takes: roads by how much stays open, parking bays, gardens, facilities."""
    rows: list[Plain] = []
    if found.roads is not None:
        for road, parts in found.roads.stretches.groupby("road", sort=False):
            states = [state for state, _title in STATES if (parts["state"] == state).any()]
            told = [_stretch_words(parts[parts["state"] == state], state) for state in states]
            rows.append({"title": layers["road"].title(str(road)), "words": " · ".join(told), "shut": SHUT in states,
                         "value": amount(float(parts["length_m"].sum()), "m")})  # fmt: skip
    held = found.occupied
    rows += [{"title": layers["parking"].title(id), "words": _(N_("停车位停用")), "shut": False,
              "value": amount(bays, _(N_("个")))} for id, bays in held.bays.items()]  # fmt: skip
    rows += [{"title": layers["garden"].title(id), "words": _(N_("占用花园")), "shut": False,
              "value": amount(area, "m²")} for id, area in held.gardens.items()]  # fmt: skip
    shut_gates = found.roads.gates_shut if found.roads is not None else ()
    for id in held.facilities:
        words = N_("出入口关闭") if id in shut_gates else N_("设施在封闭范围内")
        rows.append({"title": layers["facility"].title(id), "words": _(words), "shut": id in shut_gates, "value": ""})
    return rows
