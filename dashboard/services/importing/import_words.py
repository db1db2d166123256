"""What an import says on the screen: faults by row, figures, where it lies."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import shapely

from dashboard.drawing.sketch import INCOMING, Sketch, sketched
from dashboard.text import _, fill
from data.importing import ImportReport, PlannedImport
from geo.checks import is_finite
from geo.errors import FileError, Problem
from geo.layers import LAYER_BY_KEY, LayerType
from geo.words import N_

MOST_FAULTS = 500
MOST_POINTS = 12_000
"""Vertices that the preview draws at the most."""

NEAR_DEG = 1.0
ON_SCREEN: dict[str, str] = {
    N_("没有坐标系(缺 .prj);坐标像米制投影({x}, {y}),请指定,例如 --crs EPSG:4547"):
        N_("文件没有说明坐标系,坐标像米制投影({x}, {y}):请在“坐标系”里选一个,例如 EPSG:4547"),
    N_("没有坐标系(缺 .prj);坐标像经纬度({x}, {y}),请指定 --crs EPSG:4326,或 GCJ-02、BD-09"):
        N_("文件没有说明坐标系,坐标像经纬度({x}, {y}):请在“坐标系”里选一个"),
    N_("坐标系声明为 {crs}(度),但坐标({x}, {y})像米制投影;请用 --crs 指定真实坐标系,例如 EPSG:4547"):
        N_("坐标系为 {crs}(度),但坐标({x}, {y})像米制投影:请在“坐标系”里另选一个"),
    N_("坐标系声明为 {crs}(米),但坐标({x}, {y})像经纬度;请用 --crs 指定,例如 EPSG:4326"):
        N_("坐标系为 {crs}(米),但坐标({x}, {y})像经纬度:请在“坐标系”里另选一个"),
    N_("坐标({x}, {y})像是纬度在前、经度在后;应经度在前,可用 --swap-axes 对调"):
        N_("坐标({x}, {y})像是纬度在前、经度在后:请打开“对调经纬度”"),
    N_("文件声明的坐标系是 {crs},按 --crs 的指定忽略"): N_("文件声明的坐标系是 {crs},已按所选坐标系读取"),
    N_("必填字段“{title}”在文件里没有来源;用 --field {key}=列名 或 --set {key}=值,确实没有则 --without {key}"):
        N_("必填字段“{title}”在文件里没有来源:请在“字段对照”里选一列或填一个值,确实没有则勾“可留空”"),
    N_("几何图形无效(如自相交):{reason};可用 --repair 修复"):
        N_("几何图形无效(如自相交):{reason}。可打开“修复无效的面”"),
    N_("文字不是 UTF-8,已按 {encoding} 读取;如有乱码,请用 --encoding 指定编码"):
        N_("文字不是 UTF-8,已按 {encoding} 读取;如有乱码,请另选“文字编码”"),
    N_("文字既不是 UTF-8 也不是 GB18030;请用 --encoding 指定编码"):
        N_("文字既不是 UTF-8 也不是 GB18030:请选“文字编码”"),
    N_("没有可信的 .cpg 文件,文字按 {encoding} 读取;如有乱码,请用 --encoding 指定(如 GB18030、Big5)"):
        N_("没有可信的 .cpg 文件,文字按 {encoding} 读取;如有乱码,请另选“文字编码”"),
    N_("文字编码不对;请用 --encoding 指定,例如 GB18030"): N_("文字编码不对:请选“文字编码”,例如 GB18030"),
    N_("文件里没有以本系统图层命名的表;有:{layers}。请用 --layer 指定图层,用 --source-layer 指定表"):
        N_("文件里没有以本系统图层命名的表;有:{layers}。请选一个表和图层"),
}  # fmt: skip
"""Messages that name options of the command line → the same for those who have controls before them."""


def on_screen(problem: Problem | FileError) -> str:
    """One fault in the reader's language, naming the controls of the page."""
    message = ON_SCREEN.get(problem.message, problem.message)
    values = {key: _(value) if isinstance(value, str) and value else value for key, value in problem.values.items()}
    return fill(message, **values) if values else _(message)


def fault_rows(planned: PlannedImport) -> list[tuple[str, int | None, str, str, str]]:
    """(layer, row, field, severity, words) of every fault; what concerns the whole file is told once, and first."""
    found: dict[tuple[Any, ...], list[str]] = {}
    for plan in planned.plans:
        for problem in plan.problems:
            severity = _(N_("错误")) if problem.severity == "error" else _(N_("提示"))
            key = (problem.row, _column(plan.layer, problem.column), severity, on_screen(problem))
            found.setdefault(key if problem.row is None else (*key, plan.layer.key), []).append(_(plan.layer.title))
    rows = [(_(N_("、")).join(layers), *key[:4]) for key, layers in found.items()]
    return sorted(rows, key=lambda row: row[1] or 0)


def error_count(planned: PlannedImport) -> int:
    """How many errors there are, as they are told."""
    return sum(row[3] == _(N_("错误")) for row in fault_rows(planned))


def fault_table(planned: PlannedImport) -> pd.DataFrame:
    """All faults as a table, to show and to take away."""
    names = [_(N_("图层")), _(N_("行")), _(N_("字段")), _(N_("程度")), _(N_("问题"))]
    frame = pd.DataFrame(fault_rows(planned), columns=names)
    return frame.astype({names[1]: "Int64"})


def _column(layer: LayerType, key: str | None) -> str:
    titles = {item.key: item.title for item in layer.fields} | {"geometry": N_("图形"), "id": N_("编号")}
    return _(titles.get(key or "", key or "")) if key else ""


def counted(report: ImportReport) -> list[tuple[str, int, int, int, int, int]]:
    """(layer, rows, added, changed, unchanged, left out) of each layer."""
    return [
        (_(LAYER_BY_KEY[item.layer].title), item.rows, item.counts.added, item.counts.changed, item.counts.unchanged,
         len(item.left_out))
        for item in report.layers if item.counts
    ]  # fmt: skip


def preview(planned: PlannedImport) -> tuple[Sketch, ...]:
    """Where the file would lie, by kind of geometry, thinned out where it is large; nothing if it lies nowhere near.

    A community that is new has no place yet: its file is shown wherever it lies.
    """
    shapes = [plan.frame.geometry.to_numpy() for plan in planned.plans]
    return tuple(_drawn(np.concatenate(shapes), planned)) if shapes else ()


def _drawn(shapes: Any, planned: PlannedImport) -> Iterator[Sketch]:
    sound = np.array([s for s in shapes if s is not None and not s.is_empty], dtype=object)
    sound = sound[is_finite(sound)] if len(sound) else sound
    if not len(sound):
        return
    bounds = shapely.bounds(sound)
    x, y = (bounds[:, 0] + bounds[:, 2]) / 2, (bounds[:, 1] + bounds[:, 3]) / 2
    place = planned.community
    lon, lat = (float(np.median(x)), float(np.median(y))) if planned.is_new_community else (place.lon, place.lat)
    sound = sound[(np.abs(x - lon) < NEAR_DEG) & (np.abs(y - lat) < NEAR_DEG) & (np.abs(y) < 85)]
    many = int(shapely.get_num_coordinates(sound).sum()) if len(sound) else 0
    step = max(1, int(np.ceil(many / MOST_POINTS)))
    parts = shapely.get_parts(shapely.force_2d(sound[::step]))
    for dimension in (2, 1, 0):
        own = parts[shapely.get_dimensions(parts) == dimension]
        if len(own):
            gather = (shapely.multipoints, shapely.multilinestrings, shapely.multipolygons)[dimension]
            yield from sketched(INCOMING, gather(own))
