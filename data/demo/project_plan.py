"""The sample projects: what stands in them, as records.

What was finished follows the totals that the newspaper reports; contractors, sums, dates and people
are invented and say 示例. Finished works have days of their own; running ones are dated from `today`,
so that the sample always has something late, something under way and something to come.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import geopandas as gpd
import shapely

from data.demo.community import DemoCommunity
from data.demo.spec import ROOF_TREATED_M2
from data.entries import Entry
from data.steps import Evidence
from geo import measure
from geo.crs import metric_crs_of
from geo.splitting import portioned
from geo.steps import STEPS
from geo.works import (
    AssetRef,
    Drawn,
    Funding,
    Location,
    OnAssets,
    PartyRole,
    Project,
    Unknown,
    WholeCommunity,
    WholeCompound,
    Work,
    WorkDate,
)  # fmt: skip

CONTRACTOR, SUPERVISOR, FUND = "示例施工单位", "示例监理", "示例专项资金"
PAVED_M2 = 32_000
FINISHED_ON = date(2024, 9, 30)


@dataclass(frozen=True)
class SampleProjects:
    """All records of the sample, in the order in which they are added.

    `closed` lists (project, step, reason); steps with evidence are closed without a reason.
    """

    projects: tuple[Project, ...]
    works: tuple[Work, ...]
    entries: tuple[Entry, ...]
    evidence: tuple[Evidence, ...]
    closed: tuple[tuple[str, str, str], ...]


def sample_projects(sample: DemoCommunity, today: date) -> SampleProjects:
    """The projects over the sample community as they stand on `today`."""
    works = [*_renovation(sample), *_under_way(sample, today)]
    reports = [entry for work in works for entry in _entries(work, today)]
    evidence, closed = _method()
    told = {entry.work for entry in reports}
    # Where entries tell what is done, the work follows them when they are added.
    started = tuple(replace(work, done=None) if work.id in told else work for work in works)
    return SampleProjects(PROJECTS, started, tuple(reports), evidence, closed)


def _project(id: str, name: str, line: str, words: str, **more: object) -> Project:
    parties = (PartyRole("community", "牵头"), PartyRole("volunteer", "出力"))
    usual = {"lead": "示例负责人", "mechanisms": ("co_creation",), "parties": parties}
    return Project(id, f"{name}(示例)", line, words, "示例:内部说明,不对外", is_sample=True, **{**usual, **more})  # type: ignore[arg-type]


PROJECTS: tuple[Project, ...] = (
    _project(
        "renovation", "麓山名园老旧小区综合整治", "compound",
        "13 栋楼综合整治,屋面渗漏治理、道路白改黑、下水道管网改造、新增路灯和花园提质。",
        mechanisms=("co_creation", "joint_service", "resource_sharing"),
        parties=(
            PartyRole("community", "牵头"), PartyRole("social_organisation", "议事协商"),
            PartyRole("social_worker", "需求评估"), PartyRole("volunteer", "监督"), PartyRole("charity", "出资"),
        ),
    ),
    _project("loop", "龙王港环路管网与路面提升", "compound", "环路东段水泥路面白改黑和下方老旧管道改造。"),
    _project("leaks", "屋面复漏补修", "residents", "上次治理后又有渗漏的屋面。", lead="示例楼栋长"),
    _project("pocket", "口袋公园微营造", "public_space", "花园边角地的座椅、铺装和微花园。"),
    _project("waste", "垃圾分类点提升", "residents", "给分类点加装雨棚和洗手池。", mechanisms=("joint_service",)),
    _project("culture", "综合文化服务中心", "public_space", "社区阵地扩建与图书馆分馆。"),
    _project("lights-b", "龙王港小区照明补点", "compound", "居民反映较暗处补装路灯。"),
    _project("wishes", "居民微心愿", "residents", "居民提出、位置尚待议定的小项目。", mechanisms=("resource_sharing",)),
)  # fmt: skip


def _renovation(sample: DemoCommunity) -> list[Work]:
    """The finished renovation whose totals the newspaper reports."""
    roofs = [
        _finished(
            f"roof-A{number:02d}", "roof_leak", f"{number}栋屋面渗漏治理", _on("building", [f"A{number:02d}"]), area
        )
        for number, area in enumerate(ROOF_TREATED_M2, 1)
    ]
    buildings = _on("building", [f"A{number:02d}" for number in range(1, len(ROOF_TREATED_M2) + 1)])
    return [
        *roofs,
        _finished("whole-13", "building_renovation", "13栋楼综合整治", buildings, 13),
        *_paving(sample),
        *_sewers(sample),
        *_lights(sample),
        *(
            _finished(f"garden-{id}", "garden", f"示例花园{number}提质改造", _on("garden", [id]), 1)
            for id, number in zip(sample.layers["garden"].index, "一二三", strict=True)
        ),
    ]


def _paving(sample: DemoCommunity) -> list[Work]:
    """Paving by class of road, the bays with the doorstep paths; together the reported area."""
    roads, bays = sample.layers["road"], sample.layers["parking"]
    roads, bays = roads[roads["overlaid"].eq(True)], bays[bays["overlaid"].eq(True)]
    titles = {"main": "主路白改黑", "cluster": "组团路白改黑", "doorstep": "宅前路与车位白改黑"}
    no_bays, places, areas = bays.iloc[:0], [], []
    for kind in titles:
        lines = roads[roads["kind"] == kind]
        beside = bays if kind == "doorstep" else no_bays
        places.append(OnAssets((*_refs("road", lines.index), *_refs("parking", beside.index))))
        areas.append(measure.paved_area_m2(lines, beside))
    shares = portioned(PAVED_M2, areas)
    return [
        _finished(f"paving-{kind}", "asphalt_overlay", title, place, share)
        for (kind, title), place, share in zip(titles.items(), places, shares, strict=True)
    ]


def _sewers(sample: DemoCommunity) -> list[Work]:
    pipes = sample.layers["pipe"]
    pipes = pipes[pipes["renewed"].eq(True)]
    lengths = measure.length_m(pipes)
    return [
        _finished(
            f"sewer-{kind}", "sewer_renewal", title, _on("pipe", pipes.index[chosen]), round(lengths[chosen].sum())
        )
        for kind, title in (("foul", "污水管改造"), ("storm", "雨水管改造"))
        if (chosen := pipes["kind"] == kind).any()
    ]


def _lights(sample: DemoCommunity) -> list[Work]:
    """150 lights were planned and more were put up: the surplus stands in the two larger works."""
    lights = sample.layers["street_light"]
    lights = lights[lights["added"].eq(True)]
    titles = {"main": "主路路灯", "cluster": "组团路路灯", "doorstep": "宅前路灯", "garden": "花园灯"}
    planned = {"main": 50, "cluster": 75}
    return [
        replace(
            _finished(f"lights-{kind}", "street_lights", title, _on("street_light", chosen), len(chosen)),
            planned=float(planned.get(kind, len(chosen))),
        )
        for kind, title in titles.items()
        if len(chosen := lights.index[lights["kind"] == kind])
    ]


def _under_way(sample: DemoCommunity, today: date) -> list[Work]:
    """What is planned, prepared, being built, late or just completed on `today`."""

    def day(days: int, confirmed: bool = False) -> WorkDate:
        return WorkDate(today + timedelta(days=days), confirmed)

    def patch(id: str, area_m2: float, layer: str = "building") -> Drawn:
        return Drawn(_patch(sample.layers[layer].loc[[id]], area_m2))

    conflict = next(found["ids"] for found in sample.answer_key if found["kind"] == "paved_before_pipes")
    waste = [id for id in sample.layers["facility"].index if "waste_point" in id]
    surface, pipes = _on("road", conflict["road"]), _on("pipe", conflict["pipe"])
    paved_m2 = round(
        measure.paved_area_m2(sample.layers["road"].loc[conflict["road"]], sample.layers["parking"].iloc[:0])
    )
    length = round(measure.length_m(sample.layers["pipe"].loc[conflict["pipe"]]).sum())
    return [
        # The planted conflict: the surface is to be finished before the pipes below it are laid.
        _work("loop-paving", "loop", "asphalt_overlay", "环路东段路面罩面", surface, paved_m2, "preparing", day(10),
              day(40)),
        _work("loop-pipes", "loop", "sewer_renewal", "环路东段管道改造", pipes, length, "planned", day(60), day(120)),
        _work("leak-A03", "leaks", "roof_leak", "3栋屋面复漏", patch("A03", 40), 40, "under_construction",
              day(-60, True), day(-20), done=25),
        _work("leak-A07", "leaks", "roof_leak", "7栋屋面复漏", patch("A07", 60), 60, "planned", day(-5),
              day(25)),
        _work("leak-A11", "leaks", "roof_leak", "11栋屋面复漏", patch("A11", 30), 30, "completed",
              day(-40, True), day(-10, True), done=33),
        _work("pocket-seats", "pocket", "public_space", "花园边座椅与铺装", patch("G1", 300, "garden"), 300,
              "under_construction", day(-30, True), day(30), done=120, accepted=60),
        _work("pocket-garden", "pocket", "garden", "微花园", _on("garden", ["G2"]), 1, "preparing", day(15), day(75)),
        _work("waste-roofs", "waste", "waste_sorting", "分类点雨棚", _on("facility", waste), len(waste),
              "under_construction", day(-45, True), day(20), done=7, accepted=4),
        _work("waste-b", "waste", "waste_sorting", "龙王港小区分类点洗手池", WholeCompound("B"), 3, "planned", day(30),
              day(60)),
        _work("waste-words", "waste", "other", "分类宣传上门", WholeCommunity(), 12, "under_construction",
              day(-90, True), day(90), done=5),
        _finished("culture-hall", "facility", "社区阵地扩建", _on("facility", ["F-cultural_centre-01"]), 1000,
                  project="culture"),
        _work("culture-signs", "culture", "facility", "图书馆分馆标识", _on("facility", ["F-library_branch-01"]), None,
              "completed", day(-70, True), day(-35)),
        _work("lights-b-new", "lights-b", "street_lights", "补装路灯", WholeCompound("B"), 8, "preparing", day(-15),
              day(30)),
        _work("wish-charging", "wishes", "other", "非机动车充电棚", Unknown("A"), 1, "planned", None, None),
        _work("wish-ramp", "wishes", "other", "单元口无障碍坡道", _on("unit", ["A05-1", "A05-2"]), 2, "planned",
              day(45), day(60)),
        _work("wish-bench", "wishes", "other", "休闲长椅", Unknown(), 4, "planned", None, day(100)),
    ]  # fmt: skip


def _patch(feature: gpd.GeoDataFrame, area_m2: float) -> shapely.Geometry:
    """A square of this area drawn in the middle of a building or garden."""
    crs = metric_crs_of(feature)
    middle, half = feature.geometry.to_crs(crs).representative_point().iloc[0], area_m2**0.5 / 2
    square = shapely.box(middle.x - half, middle.y - half, middle.x + half, middle.y + half)
    return gpd.GeoSeries([square], crs=crs).to_crs(feature.crs).iloc[0]


def _finished(
    id: str, kind: str, name: str, location: Location, quantity: float, *, project: str = "renovation"
) -> Work:
    return replace(
        _work(id, project, kind, name, location, quantity, "accepted", WorkDate(date(2023, 10, 8), True),
              WorkDate(FINISHED_ON, True), done=quantity, accepted=quantity),
        warranty_until=FINISHED_ON.replace(year=FINISHED_ON.year + 5),
    )  # fmt: skip


def _work(
    id: str, project: str, kind: str, name: str, location: Location, planned: float | None, status: str,
    start: WorkDate | None, end: WorkDate | None, *, done: float | None = None, accepted: float | None = None,
) -> Work:  # fmt: skip
    """A work with invented money: 示例 sums of 200 元 for each unit, half from the fund."""
    known = status != "planned" and planned is not None
    cost = int(planned * 200_00) if known and planned is not None else None
    funding = () if cost is None else (Funding(FUND, cost - cost // 2), Funding("示例社区发展基金", cost // 2))
    return Work(
        id, project, kind, name, status, location, planned=planned, contracted=planned if known else None, done=done,
        accepted=accepted, contractor=CONTRACTOR if known else "", supervisor=SUPERVISOR if known else "",
        cost_fen=cost, funding=funding, start=start, end=end, public_words="示例:金额、日期和单位均为虚构",
        internal_words="示例:内部备注", is_sample=True,
    )  # fmt: skip


def _entries(work: Work, today: date) -> Iterable[Entry]:
    """Two reports of works with a done quantity: half way, and where it stands."""
    if not work.done:
        return
    last = work.end.day if work.end and work.end.confirmed else today - timedelta(days=3)
    first = work.start.day if work.start else last
    whole = work.done == int(work.done)
    half = float(int(work.done / 2)) if whole else work.done / 2
    if half:
        day = first + (last - first) / 2
        yield Entry(f"{work.id}-1", work.id, day, half, "示例:完成约一半", is_sample=True)
    yield Entry(f"{work.id}-2", work.id, last, float(work.done), "示例:现场核对数量", is_sample=True)


def _method() -> tuple[tuple[Evidence, ...], tuple[tuple[str, str, str], ...]]:
    """How far each project has come: all seven steps of the renovation, fewer of the others."""
    reached = {"renovation": 7, "loop": 4, "leaks": 3, "pocket": 5, "waste": 5, "culture": 3, "lights-b": 2}
    evidence, closed = [], []
    for project, steps in reached.items():
        for step in STEPS[:steps]:
            kinds = [kind for kind in step.wants if kind in ("document", "rating", "photo")]
            evidence += [
                Evidence(
                    f"{project}-{step.number}-{kind}", project, step.key, kind, f"示例:{step.title}", is_sample=True
                )
                for kind in kinds
            ]
            closed.append((project, step.key, ""))
    closed.append(("lights-b", "resources", "示例:资源清单沿用上一项目,未单独成文"))
    return tuple(evidence), tuple(closed)


def _refs(layer: str, ids: Iterable[str]) -> tuple[AssetRef, ...]:
    return tuple(AssetRef(layer, str(id)) for id in ids)


def _on(layer: str, ids: Iterable[str]) -> OnAssets:
    return OnAssets(_refs(layer, ids))
