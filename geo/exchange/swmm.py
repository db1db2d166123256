"""Reads SWMM's text format (.inp): conduits, junctions and outfalls as drainage layers.

The format has coordinates but no CRS, so the caller has to know it. Levels and sizes are in metres or feet by
FLOW_UNITS; lengths are not read, they follow from the geometry. Format: EPA SWMM 5 user's manual, appendix D.
"""

from collections import defaultdict
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from geo.crs import STORED_CRS
from geo.errors import CrsError, FileError, Problem
from geo.words import N_

FOOT_M = 0.3048
US_UNITS = ("CFS", "GPM", "MGD")
MANHOLE_SECTIONS = ("JUNCTIONS", "STORAGE", "DIVIDERS")
LINK_SECTIONS = ("CONDUITS", "PUMPS", "ORIFICES", "WEIRS", "OUTLETS")
ROUND = ("CIRCULAR", "FILLED_CIRCULAR", "FORCE_MAIN")


@dataclass(frozen=True)
class SwmmNetwork:
    """What a file holds: frames in EPSG:4490 with the fields of the layers pipe, manhole and outfall, and faults."""

    pipes: gpd.GeoDataFrame
    manholes: gpd.GeoDataFrame
    outfalls: gpd.GeoDataFrame
    problems: tuple[Problem, ...]


def read_swmm(text: str, crs: object, kind: str = "storm") -> SwmmNetwork:
    """The drainage network of a SWMM file, with all pipes and nodes of one `kind`.

    `crs` is anything that pyproj takes; the format does not say it. Pumps, weirs, orifices and outlets connect
    nodes and come as pipes without diameter. Only round conduits have a diameter. Raises `CrsError` without
    a CRS, `FileError` where the text is no SWMM network.
    """
    if crs in (None, ""):
        raise CrsError(N_("SWMM 文件不含坐标系,请说明坐标系(例如 EPSG:4547)"))
    rows, problems = swmm_rows(text)
    system = pyproj.CRS.from_user_input(crs)
    pipes, manholes, outfalls = (_frame(found, kind, system) for found in rows)
    return SwmmNetwork(pipes, manholes, outfalls.drop(columns="ground_level_m"), tuple(problems))


def swmm_rows(text: str) -> tuple[tuple[list[dict[str, object]], ...], list[Problem]]:
    """Rows of pipes, manholes and outfalls in the file's own coordinates, and faults; `FileError` as `read_swmm`."""
    sections = _sections(text)
    if not sections["COORDINATES"] or not any(sections[name] for name in LINK_SECTIONS):
        raise FileError(N_("不是 SWMM 管网文件:缺少 [COORDINATES] 或 [CONDUITS]"))
    problems: list[Problem] = []
    options = {row[0].upper(): row[1].upper() for row in sections["OPTIONS"] if len(row) > 1}
    unit_m = FOOT_M if options.get("FLOW_UNITS", "CFS") in US_UNITS else 1.0
    places = {row[0]: (_number(row, 1), _number(row, 2)) for row in sections["COORDINATES"]}
    inverts = {row[0]: _number(row, 1) * unit_m for name in (*MANHOLE_SECTIONS, "OUTFALLS") for row in sections[name]}
    frames = (
        _pipes(sections, places, inverts, options.get("LINK_OFFSETS") == "ELEVATION", unit_m, problems),
        _nodes(sections, MANHOLE_SECTIONS, places, inverts, unit_m, problems),
        _nodes(sections, ("OUTFALLS",), places, inverts, unit_m, problems),
    )
    return frames, problems


def _sections(text: str) -> dict[str, list[list[str]]]:
    """The rows of each section, split at blanks; comments (;) are left out."""
    sections: dict[str, list[list[str]]] = defaultdict(list)
    name = ""
    for line in text.splitlines():
        words = line.partition(";")[0].split()
        if words and words[0].startswith("["):
            name = words[0].strip("[]").upper()
        elif words:
            sections[name].append(words)
    return sections


def _pipes(
    sections: dict[str, list[list[str]]],
    places: dict[str, tuple[float, float]],
    inverts: dict[str, float],
    by_elevation: bool,
    unit_m: float,
    problems: list[Problem],
) -> list[dict[str, object]]:
    bends = defaultdict(list)
    for row in sections["VERTICES"]:
        bends[row[0]].append((_number(row, 1), _number(row, 2)))
    sizes = {row[0]: _number(row, 2) * unit_m * 1000 for row in sections["XSECTIONS"] if row[1].upper() in ROUND}
    rows: list[dict[str, object]] = []
    for section in LINK_SECTIONS:
        for row in sections[section]:
            id, start, stop = (*row, "", "")[:3]
            ends = [places.get(start), *bends[id], places.get(stop)]
            points = [spot for spot in ends if spot is not None and np.isfinite(spot).all()]
            whole = len(points) == len(ends) and len(set(points)) > 1
            if not whole:
                values = {"id": id, "nodes": f"{start}、{stop}"}
                problems.append(Problem(N_("管道 {id} 的端点 {nodes} 没有坐标"), severity="warning", values=values))
            conduit = section == "CONDUITS"
            levels = [
                _level(row, place, inverts.get(node, np.nan), by_elevation, unit_m) if conduit else np.nan
                for node, place in ((start, 5), (stop, 6))
            ]
            line = shapely.LineString(points) if whole else None
            rows.append(
                {
                    "id": id, "diameter_mm": sizes.get(id, np.nan), "material": None, "from_node": start,
                    "to_node": stop, "upstream_invert_m": levels[0], "downstream_invert_m": levels[1],
                    "renewed": None, "geometry": line,
                }
            )  # fmt: skip
    return rows


def _level(row: list[str], place: int, invert_m: float, by_elevation: bool, unit_m: float) -> float:
    """Level of a pipe end: offsets are levels or heights over the node's invert; "*" or none means on the invert."""
    offset = _number(row, place) * unit_m
    if np.isnan(offset):
        return invert_m
    return offset if by_elevation else invert_m + offset


def _nodes(
    sections: dict[str, list[list[str]]],
    names: tuple[str, ...],
    places: dict[str, tuple[float, float]],
    inverts: dict[str, float],
    unit_m: float,
    problems: list[Problem],
) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for name in names:
        for row in sections[name]:
            spot = places.get(row[0])
            if spot is None or not np.isfinite(spot).all():
                problems.append(Problem(N_("节点 {id} 没有坐标"), severity="warning", values={"id": row[0]}))
                spot = None
            depth = _number(row, 2) * unit_m if name != "OUTFALLS" else np.nan
            invert = inverts[row[0]]
            ground = invert + depth if depth > 0 else np.nan  # a depth of 0 means that none was given
            geometry = None if spot is None else shapely.Point(spot)
            rows.append({"id": row[0], "ground_level_m": ground, "invert_level_m": invert, "geometry": geometry})
    return rows


def _frame(rows: list[dict[str, object]], kind: str, crs: pyproj.CRS) -> gpd.GeoDataFrame:
    columns = list(rows[0]) if rows else ["id", "ground_level_m", "invert_level_m", "geometry"]
    frame = gpd.GeoDataFrame(rows, columns=columns, geometry="geometry", crs=crs).set_index("id")
    frame = frame.assign(name=frame.index, code="", parent="", is_sample=False, version=0, kind=kind)
    return frame.to_crs(STORED_CRS)


def _number(row: list[str], place: int) -> float:
    try:
        return float(row[place])
    except (IndexError, ValueError):
        return float("nan")
