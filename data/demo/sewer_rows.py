"""The drainage layers: pipes, manholes, gullies and outfalls."""

from shapely import Point

from data.demo.drainage import Sewers
from data.demo.levels import Levels, ground_level_m
from data.demo.place import Record
from data.demo.spec import DISTRICT_CODE
from geo.layers import layer_type

KIND_WORDS = {"foul": "污水", "storm": "雨水"}
OUTFALL_NAMES = {
    "OF1": "污水接市政口(南门)",
    "OF2": "污水接市政口(东门)",
    "OS1": "雨水排放口(西)",
    "OS2": "雨水排放口(东)",
}


def pipe_rows(sewers: Sewers, levels: Levels) -> list[Record]:
    """The pipe layer: one row per reach, drawn in flow direction."""
    rows = []
    for number, (reach, (top, bottom)) in enumerate(zip(sewers.reaches, levels.reaches_m, strict=True), 1):
        old = "concrete" if reach.diameter_mm > 200 else "pvc_u"
        new = "hdpe" if reach.diameter_mm > 200 else "pvc_u"
        rows.append(
            {
                "id": f"P{reach.kind[0].upper()}{number:04d}",
                "name": f"{KIND_WORDS[reach.kind]}管 DN{reach.diameter_mm}",
                "kind": reach.kind,
                "diameter_mm": reach.diameter_mm,
                "material": new if reach.renewed else old,
                "from_node": reach.from_node,
                "to_node": reach.to_node,
                "upstream_invert_m": top,
                "downstream_invert_m": bottom,
                "renewed": reach.renewed,
                "geometry": reach.line,
            }
        )
    return rows


def manhole_rows(sewers: Sewers, levels: Levels) -> list[Record]:
    """The manhole layer."""
    rows, counts = [], {"foul": 0, "storm": 0}
    for node in sewers.nodes.values():
        if node.role != "manhole":
            continue
        counts[node.kind] += 1
        code = layer_type("manhole").component_code(node.kind)
        rows.append(
            {
                "id": node.id,
                "name": f"{KIND_WORDS[node.kind]}井 {node.id[2:]}",
                "code": f"{DISTRICT_CODE}{code}{counts[node.kind]:06d}",
                "kind": node.kind,
                "ground_level_m": round(ground_level_m(node.spot), 3),
                "invert_level_m": levels.inverts_m[node.id],
                "geometry": Point(node.spot),
            }
        )
    return rows


def gully_rows(sewers: Sewers) -> list[Record]:
    """The gully layer."""
    code = layer_type("gully").component_code()
    return [
        {
            "id": node.id,
            "name": f"雨水口 {node.id[2:]}",
            "code": f"{DISTRICT_CODE}{code}{int(node.id[2:]):06d}",
            "ground_level_m": round(ground_level_m(node.spot), 3),
            "geometry": Point(node.spot),
        }
        for node in sewers.nodes.values()
        if node.role == "gully"
    ]


def outfall_rows(sewers: Sewers, levels: Levels) -> list[Record]:
    """The outfall layer: two into the city sewer, two into the river."""
    return [
        {
            "id": node.id,
            "name": OUTFALL_NAMES[node.id],
            "kind": node.kind,
            "invert_level_m": levels.inverts_m[node.id],
            "geometry": Point(node.spot),
        }
        for node in sorted(sewers.nodes.values(), key=lambda n: n.id)
        if node.role == "outfall"
    ]
