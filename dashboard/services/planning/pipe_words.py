"""Formulas with their sources, loads of pipes as rows, and the words of the profile."""

from typing import Any

import pandas as pd

from dashboard.services.frames import Community
from dashboard.services.planning.pipe_network import Drainage
from dashboard.services.planning.pipe_trace import Traced, profile_data
from dashboard.services.projects.quantity import amount
from dashboard.text import _, fill
from geo.words import N_

Plain = dict[str, Any]
MOST_LOADS = 5

FORMULAS: tuple[tuple[str, str, str], ...] = (
    (
        N_("满管流量(曼宁公式)"), "v = (1/n) · R^(2/3) · i^(1/2)   R = D/4   Q = v · πD²/4",
        N_("n 粗糙系数按管材,i 坡度;无坡度或倒坡的管段不给过流能力。"),
    ),
    (
        N_("允许流量"), "Q' = Q · (θ - sin θ)/2π · (1 - sin θ/θ)^(2/3)   θ = 2 arccos(1 - 2h/D)",
        N_("污水管和合流管按最大充满度 h/D 折减,雨水管按满流。"),
    ),
    (
        N_("设计流量"), "q = N · p · w / 86400 · K",
        N_("N 上游户数,p 户均人口,w 人均日污水量,K 变化系数(按平均流量内插)。只算居民污水,不含雨水和外来水。"),
    ),
)  # fmt: skip
"""Title, formula, what the letters are."""

ROWS: tuple[tuple[str, str, str], ...] = (
    ("node", "title", N_("井号")),
    ("node", "ground", N_("地面标高 m")),
    ("node", "invert", N_("管底标高 m")),
    ("node", "depth", N_("管底埋深 m")),
    ("node", "at", N_("里程 m")),
    ("pipe", "size", N_("管径 mm")),
    ("pipe", "slope", N_("坡度 ‰")),
    ("pipe", "used", N_("负荷 %")),
)
"""The rows under the profile: whether of a node or a pipe, key, title."""


def load_rows(water: Drainage, found: Traced) -> Plain | None:
    """The fullest pipes of a trace, overloaded ones first; None where no load is known."""
    table = water.capacity.reindex(list(found.pipes))
    known = table[table["used"].notna()].sort_values("used", ascending=False)
    if known.empty:
        return None
    over = int((known["used"] > 1).sum())
    rows = []
    for id, row in known.head(max(MOST_LOADS, min(over, 30))).iterrows():
        size = water.network.pipes.at[id, "diameter_mm"]
        words = fill(
            N_("设计 {design} L/s,允许 {allowed} L/s(满管 {full});上游 {households} 户"),
            design=f"{row['design_l_s']:.2f}", allowed=f"{row['allowed_l_s']:.1f}", full=f"{row['full_l_s']:.1f}",
            households=f"{row['households']:.0f}",
        )  # fmt: skip
        rows.append({"id": str(id), "title": f"{id} DN{size:g}", "words": words, "used": float(row["used"]),
                     "share": f"{100 * row['used']:.0f}\u202f%", "over": bool(row["used"] > 1)})  # fmt: skip
    title = fill(N_("{count} 段超负荷"), count=over) if over else _(N_("没有超负荷"))
    return {"title": title, "rows": rows}


def profile_words(water: Drainage, found: Traced, layers: Community) -> Plain | None:
    """The profile with everything that is written in it, for the browser to draw."""
    data = profile_data(water, found, layers)
    if data is None:
        return None
    for node in data["nodes"]:
        node["cells"] = {"title": node["title"], "ground": _level(node["ground"]), "invert": _level(node["invert"]),
                         "depth": _depth(node), "at": f"{node['at']:.0f}"}  # fmt: skip
    for pipe in data["pipes"]:
        pipe["cells"] = {"size": "" if pipe["diameter"] is None else f"{pipe['diameter']:.0f}",
                         "slope": _per_mille(pipe["slope"]), "used": _percent(pipe["used"])}  # fmt: skip
        pipe["told"] = _told(pipe)
    first, last = data["nodes"][0]["title"] or "…", data["nodes"][-1]["title"] or "…"
    words = {
        "title": _(N_("纵断面")), "about": f"{first} → {last} · {data['length']}", "level": _(N_("标高 m")),
        "missing": _(N_("缺标高")), "taller": _(N_("竖向放大 {times} 倍")),
        "rows": [{"of": of, "key": key, "title": _(title)} for of, key, title in ROWS],
    }  # fmt: skip
    return data | {"look": "profile", "words": words}


def _told(pipe: Plain) -> str:
    parts = [f"{pipe['id']} {pipe['kind_title']}".strip()]
    if pipe["diameter"] is not None:
        parts.append(f"DN{pipe['diameter']:.0f}")
    if pipe["length"] is not None:
        parts.append(amount(pipe["length"], "m", 1))
    if pipe["slope"] is not None:
        parts.append(f"i = {_per_mille(pipe['slope'])} ‰")
    if pipe["used"] is not None:
        parts.append(fill(N_("负荷 {share} %"), share=_percent(pipe["used"])))
    if pipe["filled"]:
        parts.append(_(N_("标高为内插")))
    return " · ".join(parts)


def _level(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _depth(node: Plain) -> str:
    known = node["ground"] is not None and node["invert"] is not None
    return f"{node['ground'] - node['invert']:.2f}" if known else ""


def _per_mille(value: float | None) -> str:
    return "" if value is None or pd.isna(value) else f"{1000 * value:.1f}"


def _percent(value: float | None) -> str:
    if value is None:
        return ""
    return f"{100 * value:.0f}" if value >= 0.095 else f"{100 * value:.1f}"
