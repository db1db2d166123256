"""Faults of what people enter about projects and works: all of them at once, each at its field.

An "error" refuses the record, a "warning" is said and taken. Columns of the problems are the
attribute names of the records, so that a form can put each message beside its field.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import geopandas as gpd
import shapely

from geo.crs import STORED_CRS, metric_crs
from geo.errors import Problem
from geo.layers import LAYER_BY_KEY
from geo.ledger import BOUNDS, Promise
from geo.words import N_
from geo.works import (
    FINISHED,
    LINES_OF_WORK,
    MEASURES,
    MECHANISMS,
    PARTIES,
    QUANTITIES,
    STATUSES,
    UNITS,
    WHOLE_NUMBERS,
    WORK_CLASSES,
    AssetRef,
    Drawn,
    OnAssets,
    Project,
    Unknown,
    Vocabulary,
    WholeCompound,
    Work,
    WorkKind,
)  # fmt: skip

MOST_TEXT = 10_000
MOST_NAME = 200
MOST_QUANTITY = 10_000_000.0
MOST_FEN = 10**13
MOST_WEIGHT = 10_000.0
FAR_M = 5_000.0
YEARS = (1990, 2100)
"""Beyond these nobody means it: a slip of the hand is refused before it spoils every total."""

QUANTITY_TITLES = {
    "planned": N_("计划数量"),
    "contracted": N_("合同数量"),
    "done": N_("完成数量"),
    "accepted": N_("验收数量"),
}


ABOVE = {
    "done": N_("完成数量 {value} 超过计划数量 {limit};可以保存,超出部分单列、不计入进度"),
    "accepted": N_("验收数量 {value} 超过完成数量 {limit};可以保存,请核对"),
}


@dataclass(frozen=True)
class Surroundings:
    """What a work is checked against: the kinds there are, the features that exist, and the community's ground.

    `assets` are those of the work's assets that exist; `kept` those that it had before (one deleted
    since is a warning then, not a refusal of every other change). `ground` is the outline of the
    community in EPSG:4490, None where nothing is known of it.
    """

    kinds: Mapping[str, WorkKind]
    assets: frozenset[AssetRef] = frozenset()
    kept: frozenset[AssetRef] = frozenset()
    compounds: frozenset[str] = frozenset()
    ground: shapely.Geometry | None = None


def check_project(project: Project) -> list[Problem]:
    """Faults of a project's own texts and tags."""
    problems = [*_name(project.name), *_texts(project, ("public_words", "internal_words", "lead"))]
    problems += _word("line_of_work", project.line_of_work, LINES_OF_WORK)
    for mechanism in project.mechanisms:
        problems += _word("mechanisms", mechanism, MECHANISMS)
    for party in project.parties:
        problems += [*_word("parties", party.party, PARTIES), *_text("parties", party.role)]
    return problems


def check_kind(kind: WorkKind) -> list[Problem]:
    """Faults of a kind of work."""
    problems = [*_name(kind.title, "title"), *_word("work_class", kind.work_class, WORK_CLASSES)]
    problems += [*_unit(kind.unit), *_word("measured_by", kind.measured_by, MEASURES)]
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", kind.colour):
        problems.append(Problem(N_("颜色写成 # 加六位十六进制,例如 #8c564b"), column="colour"))
    if not re.fullmatch(r"[a-z0-9_]{1,40}", kind.icon):
        problems.append(Problem(N_("请从列表中选一个图标"), column="icon"))
    for layer in sorted(set(kind.layers) - set(LAYER_BY_KEY)):
        problems.append(Problem(N_("没有图层“{layer}”"), column="layers", values={"layer": layer}))
    if kind.measured_by == "field" and not kind.measured_field:
        problems.append(Problem(N_("按登记数量计的工作类型要说明取哪个字段"), column="measured_field"))
    return problems


def check_work(work: Work, around: Surroundings) -> list[Problem]:
    """Faults of a work: texts, kind, quantities, money, dates and place."""
    kind = around.kinds.get(work.kind)
    problems = [*_name(work.name), *_word("status", work.status, STATUSES)]
    problems += _texts(work, ("public_words", "internal_words", "contractor", "supervisor"))
    if kind is None:
        problems.append(Problem(N_("没有工作类型“{value}”;请在列表中另选"), column="kind", values={"value": work.kind}))
    problems += [*_quantities(work, kind.unit if kind else ""), *_money(work), *_dates(work), *_place(work, around)]
    return problems


def check_promise(promise: Promise) -> list[Problem]:
    """Faults of a promise: it needs a title, a source, a quantity with bound and a known unit."""
    problems = [*_name(promise.title, "title"), *_word("bound", promise.bound, BOUNDS), *_unit(promise.unit)]
    problems += [*_number("quantity", N_("承诺数量"), promise.quantity), *_texts(promise, ("source", "words"))]
    if not promise.source.strip():
        problems.append(Problem(N_("还没有出处;请写明在哪里公开说的"), column="source"))
    return problems


@dataclass(frozen=True)
class EntryDraft:
    """A progress entry as it is checked: `quantity` is the quantity to date, in the unit of the work.

    `earlier`: what the other entries of the work report, by day, those of later days too.
    """

    day: date
    quantity: float | None
    words: str = ""
    lon: float | None = None
    lat: float | None = None
    earlier: Mapping[date, float] = field(default_factory=dict)


def check_entry(entry: EntryDraft, work: Work, unit: str, today: date, around: Surroundings) -> list[Problem]:
    """Faults of a progress entry against its work and the quantities to date of the others (`earlier`)."""
    problems = [*_text("words", entry.words)]
    if entry.day > today:
        problems.append(
            Problem(
                N_("日期 {day} 在今天之后:进展只记已经发生的;请改为今天或更早"),
                column="day",
                values={"day": entry.day.isoformat()},
            )
        )
    if entry.day.year < YEARS[0]:
        problems.append(Problem(N_("日期 {day} 太早;请检查年份"), column="day", values={"day": entry.day.isoformat()}))
    if (entry.lon is None) != (entry.lat is None):
        problems.append(Problem(N_("位置要同时有经度和纬度"), column="lon"))
    elif entry.lon is not None and entry.lat is not None:
        problems += _far(shapely.Point(entry.lon, entry.lat), around.ground, "lon")
    if entry.quantity is None:
        return problems
    wrong = [*_number("quantity", N_("累计数量"), entry.quantity, unit)]
    if wrong:
        return problems + wrong
    before = [quantity for day, quantity in entry.earlier.items() if day <= entry.day]
    if before and entry.quantity < max(before):
        problems.append(
            _warn(
                N_("累计数量 {value} 少于以前填报的 {before};若是更正可以保存"),
                "quantity",
                value=entry.quantity,
                before=max(before),
            )
        )
    after = [quantity for day, quantity in entry.earlier.items() if day > entry.day]
    if after and entry.quantity > min(after):
        problems.append(
            _warn(N_("累计数量 {value} 多于后来填报的 {after}"), "quantity", value=entry.quantity, after=min(after))
        )
    if work.planned is not None and entry.quantity > work.planned:
        problems.append(
            _warn(
                N_("累计数量 {value} 超过计划数量 {planned};可以保存,超出部分单列、不计入进度"),
                "quantity",
                value=entry.quantity,
                planned=work.planned,
            )
        )
    if not after and work.accepted is not None and entry.quantity < work.accepted:
        values = {"value": entry.quantity, "accepted": work.accepted}
        problems.append(_warn(N_("累计数量 {value} 少于已验收的 {accepted}"), "quantity", **values))
    return problems


def _quantities(work: Work, unit: str) -> Iterator[Problem]:
    for key in QUANTITIES:
        yield from _number(key, QUANTITY_TITLES[key], getattr(work, key), unit)
    yield from _number("weight", N_("权重"), work.weight, most=MOST_WEIGHT)
    for low, high in (("planned", "done"), ("done", "accepted")):
        base, reached = getattr(work, low), getattr(work, high)
        if base is not None and reached is not None and reached > base >= 0:
            yield _warn(ABOVE[high], high, value=reached, limit=base)
    if work.status in FINISHED and work.planned and not (work.done or work.accepted):
        yield _warn(N_("状态已完工,但没有填完成数量:进度仍按 0 计,请补填"), "done")


def _money(work: Work) -> Iterator[Problem]:
    amounts = [("cost_fen", work.cost_fen), *(("funding", line.fen) for line in work.funding)]
    for column, fen in amounts:
        if fen is not None and not 0 <= fen <= MOST_FEN:
            message = N_("金额 {value} 元不合理;请填 0 至 {most} 元之间的数")
            yield Problem(message, column=column, values={"value": fen / 100, "most": MOST_FEN / 100})
    if any(not line.source.strip() for line in work.funding):
        yield Problem(N_("每一笔资金都要写明来源"), column="funding")
    paid = sum(line.fen for line in work.funding)
    if work.funding and work.cost_fen is not None and paid != work.cost_fen:
        yield _warn(N_("资金合计 {paid} 元,与造价 {cost} 元不符"), "funding", paid=paid / 100, cost=work.cost_fen / 100)


def _dates(work: Work) -> Iterator[Problem]:
    start = work.start.day if work.start else None
    end = work.end.day if work.end else None
    for column, day in (("start", start), ("end", end), ("warranty_until", work.warranty_until)):
        if day and not YEARS[0] <= day.year <= YEARS[1]:
            message = N_("日期 {day} 不合理;请填 {first} 至 {last} 年间的日期")
            values = {"day": day.isoformat(), "first": str(YEARS[0]), "last": str(YEARS[1])}
            yield Problem(message, column=column, values=values)
    if start and end and end < start:
        message = N_("完工日期 {end} 早于开工日期 {start};请改其中一个")
        values = {"start": start.isoformat(), "end": end.isoformat()}
        yield Problem(message, column="end", values=values)
    if end and work.warranty_until and work.warranty_until < end:
        yield _warn(N_("质保期在完工之前就结束了;可以保存,请核对"), "warranty_until")


def _place(work: Work, around: Surroundings) -> Iterator[Problem]:
    place = work.location
    if isinstance(place, OnAssets):
        yield from _assets(place, around)
    elif isinstance(place, Drawn):
        yield from _drawing(place.geometry, around.ground)
    compound = place.compound if isinstance(place, WholeCompound | Unknown) else ""
    if isinstance(place, WholeCompound) and not compound:
        yield Problem(N_("请选择小区"), column="location")
    if compound and compound not in around.compounds:
        yield Problem(N_("没有小区 {value}"), column="location", values={"value": compound})


def _assets(place: OnAssets, around: Surroundings) -> Iterator[Problem]:
    if not place.assets:
        yield Problem(N_("还没有选择对象;位置不明时请选“位置待定”"), column="location")
    if len(set(place.assets)) < len(place.assets):
        yield Problem(N_("同一个对象选了两次"), column="location")
    gone = [asset for asset in place.assets if asset not in around.assets]
    for severity, ids in (
        ("error", [asset.id for asset in gone if asset not in around.kept]),
        ("warning", [asset.id for asset in gone if asset in around.kept]),
    ):
        if ids:
            message = N_("对象 {ids} 已不存在(可能刚被删除);请从所选对象中去掉")
            yield Problem(message, column="location", severity=severity, values={"ids": "、".join(ids)})


def _drawing(shape: shapely.Geometry, ground: shapely.Geometry | None) -> Iterator[Problem]:
    if shape.is_empty or not math.isfinite(sum(shape.bounds)):
        yield Problem(N_("手绘范围是空的或坐标无效;请在地图上重画"), column="location")
    elif not (-180 <= shape.bounds[0] <= shape.bounds[2] <= 180 and -90 <= shape.bounds[1] <= shape.bounds[3] <= 90):
        yield Problem(N_("手绘范围的坐标不是经纬度;请在地图上重画"), column="location")
    elif not shape.is_valid:
        yield Problem(N_("手绘范围自相交;请重画"), column="location")
    else:
        yield from _far(shape, ground, "location")


def _far(shape: shapely.Geometry, ground: shapely.Geometry | None, column: str) -> Iterator[Problem]:
    """Further than `FAR_M` from the community, measured in metres."""
    if ground is None or ground.is_empty:
        return
    bounds = (*shape.bounds, *ground.bounds)
    if not all(math.isfinite(number) and abs(number) <= 180 for number in bounds) or abs(shape.bounds[3]) > 90:
        yield Problem(N_("坐标不是经纬度"), column=column)
        return
    crs = metric_crs(ground.centroid.x, ground.centroid.y)
    there, here = gpd.GeoSeries([shape, ground], crs=STORED_CRS).to_crs(crs)
    far_m = there.distance(here)
    if not far_m <= FAR_M:  # also when the projection of a place on the other side of the earth is infinite
        km = round(far_m / 1000) if math.isfinite(far_m) else "?"
        yield Problem(
            N_("位置离社区 {km} 公里,超过 {most} 公里;请把它改到社区附近"),
            column=column,
            values={"km": km, "most": round(FAR_M / 1000)},
        )


def _number(
    column: str, title: str, value: float | None, unit: str = "", most: float = MOST_QUANTITY
) -> Iterator[Problem]:
    if value is None:
        return
    if not math.isfinite(value):
        yield Problem(N_("{title}不是数字;请填一个数"), column=column, values={"title": title})
    elif value < 0:
        yield Problem(
            N_("{title} {value} 小于零;请填 0 或更大的数"), column=column, values={"title": title, "value": value}
        )
    elif value > most:
        message = N_("{title} {value} 大得不合理(最多 {most});请检查是否多打了几位")
        yield Problem(message, column=column, values={"title": title, "value": value, "most": most})
    elif unit in WHOLE_NUMBERS and value != int(value):
        message = N_("{title} {value}:按“{unit}”计的数量是整数;请去掉小数")
        yield Problem(message, column=column, values={"title": title, "value": value, "unit": unit})


def _unit(unit: str) -> Iterator[Problem]:
    if unit not in UNITS:
        message = N_("没有单位“{value}”;可用:{units}")
        yield Problem(message, column="unit", values={"value": unit, "units": "、".join(UNITS)})


def _word(column: str, value: str, words: Vocabulary) -> Iterator[Problem]:
    if value not in dict(words):
        yield Problem(N_("“{value}”不在可选项中;请在列表中另选"), column=column, values={"value": value[:60]})


def _name(value: str, column: str = "name") -> Iterator[Problem]:
    if not value.strip():
        yield Problem(N_("还没有名称;请填写"), column=column)
    elif len(value) > MOST_NAME:
        message = N_("名称有 {length} 个字,最多 {most} 个;请缩短,细节写在说明里")
        yield Problem(message, column=column, values={"length": len(value), "most": MOST_NAME})


def _texts(record: object, columns: tuple[str, ...]) -> Iterator[Problem]:
    for column in columns:
        yield from _text(column, getattr(record, column))


def _text(column: str, value: str) -> Iterator[Problem]:
    if len(value) > MOST_TEXT:
        message = N_("文字有 {length} 个字,最多 {most} 个;请精简或存为文件")
        yield Problem(message, column=column, values={"length": f"{len(value):,}", "most": f"{MOST_TEXT:,}"})


def _warn(message: str, column: str, **values: object) -> Problem:
    return Problem(message, column=column, severity="warning", values=values)
