"""The faults of a network as rows to work through, and as marks on the map."""

from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd
import shapely

from dashboard.drawing.sketch import FAULT, Sketch
from dashboard.services.planning.pipe_network import Drainage
from dashboard.text import _, fill
from geo.layers import LAYER_BY_KEY
from geo.network_faults import FAULT_KINDS, KIND_BY_KEY, Fault
from geo.words import N_

MOST_ROWS = 60
MOST_MARKS = 300
Plain = dict[str, Any]

SEVERITY_TITLES = {"error": N_("必须处理"), "warning": N_("需要核对"), "note": N_("说明")}


def fault_groups(faults: Sequence[Fault], on: str) -> list[Plain]:
    """The faults by kind, the gravest first. `on`: the selected feature "layer:id"."""
    groups = []
    for kind in FAULT_KINDS:
        mine = [fault for fault in faults if fault.kind == kind.key]
        if not mine:
            continue
        rows = [
            {"layer": fault.layer, "id": fault.id, "words": sentence(fault),
             "source": _(fault.source) if fault.source else "",
             "on": f"{fault.layer}:{fault.id}" == on, "can": fault.layer in LAYER_BY_KEY and fault.geometry is not None}
            for fault in mine[:MOST_ROWS]
        ]  # fmt: skip
        more = fill(N_("另有 {count} 处"), count=len(mine) - MOST_ROWS) if len(mine) > MOST_ROWS else ""
        groups.append({"key": kind.key, "title": _(kind.title), "severity": kind.severity, "count": len(mine),
                       "severity_title": _(SEVERITY_TITLES[kind.severity]), "rows": rows, "more": more})  # fmt: skip
    return groups


def sentence(fault: Fault) -> str:
    """One fault in the reader's language; lists are joined as that language does."""
    values = {key: _number(value) for key, value in fault.problem().values.items()}
    values["others"] = _(N_("、")).join(fault.others)
    return fill(KIND_BY_KEY[fault.kind].message, **values)


def _number(value: object) -> object:
    return "-" if value is None else f"{value:g}" if isinstance(value, float) else value


def fault_marks(faults: Sequence[Fault]) -> tuple[Sketch, ...]:
    """A mark in the middle of each fault that has a place; notes have none."""
    placed = [fault for fault in faults if fault.geometry is not None and fault.severity != "note"]
    return tuple(Sketch(FAULT, _middle(fault.geometry)) for fault in placed[:MOST_MARKS])


def _middle(shape: shapely.Geometry) -> shapely.Point:
    if shape.geom_type == "LineString":
        return shape.interpolate(0.5, normalized=True)
    return shape.representative_point()


def faults_on(faults: Sequence[Fault], pipes: Collection[str], nodes: Collection[str]) -> list[Fault]:
    """The faults that a trace runs over; notes are none."""
    there = {*pipes, *nodes}
    return [fault for fault in faults if fault.severity != "note" and fault.id in there]


def count_words(faults: Sequence[Fault]) -> str:
    """How many of each gravity, in words; "" without any."""
    counts = pd.Series([fault.severity for fault in faults], dtype=object).value_counts()
    told = [f"{_(title)} {counts[key]}" for key, title in SEVERITY_TITLES.items() if key in counts and key != "note"]
    return " · ".join(told)


def settings_words(water: Drainage) -> str:
    """Under which tolerances the network was put together."""
    sentence = N_(
        "管网 {pipes} 段管道、{nodes} 个节点。管端与井相距 {tolerance} m 以内视为相连;"
        "末端 {gap} m 内另有井或管而没有接上的,报为断点。"
    )
    return fill(
        sentence,
        tolerance=f"{water.network.tolerance_m:g}", gap=f"{water.values['network.gap_m']:g}",
        pipes=len(water.network.pipes), nodes=len(water.network.nodes),
    )  # fmt: skip
