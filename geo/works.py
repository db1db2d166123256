"""What a renewal project is made of: its vocabularies, kinds of work and records.

A project holds works; a work is of one kind, lies somewhere (or is not yet known to) and carries
quantities in the unit of its kind. Vocabularies are pairs (stored word, title).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

import shapely

from geo.words import N_

Vocabulary = tuple[tuple[str, str], ...]

STATUSES: Vocabulary = (
    ("planned", N_("计划中")),
    ("preparing", N_("准备中")),
    ("under_construction", N_("施工中")),
    ("completed", N_("已完工")),
    ("accepted", N_("已验收")),
)
"""What the public is told about a work, in the order in which a work passes through it."""

STATUS_ORDER: dict[str, int] = {word: order for order, (word, _) in enumerate(STATUSES)}
FINISHED = ("completed", "accepted")
NOT_BEGUN = ("planned", "preparing")

WORK_CLASSES: Vocabulary = (
    ("basic", N_("基础类")),
    ("improving", N_("完善类")),
    ("enhancing", N_("提升类")),
)
"""The classes of 国办发〔2020〕23号 for renovating old compounds."""

LINES_OF_WORK: Vocabulary = (
    ("public_space", N_("空间“微”营造")),
    ("compound", N_("小区“微”更新")),
    ("residents", N_("居民“微”满意")),
)
MECHANISMS: Vocabulary = (
    ("co_creation", N_("项目共创")),
    ("joint_service", N_("服务共促")),
    ("resource_sharing", N_("资源共享")),
)
PARTIES: Vocabulary = (
    ("community", N_("社区")),
    ("social_organisation", N_("社区社会组织")),
    ("social_worker", N_("社会工作者")),
    ("volunteer", N_("社区志愿者")),
    ("charity", N_("社会慈善资源")),
)
"""The five parties of 五社联动; each takes a role of its own in a project."""

CERTAINTIES: Vocabulary = (("estimated", N_("预计")), ("confirmed", N_("确认")))

UNITS = ("m²", "m", "盏", "个", "处", "栋", "项", "册", "支")
"""Units in which works and promises are counted; a community's own kinds may use no other."""

WHOLE_NUMBERS = frozenset({"盏", "个", "处", "栋", "项", "册", "支"})
"""Units that are counted: half a street light can neither be planned nor done."""

MEASURES: Vocabulary = (
    ("length_m", N_("长度(几何量测)")),
    ("area_m2", N_("面积(几何量测)")),
    ("paved_area_m2", N_("铺装面积(道路按宽度展开并与车位合并,重叠只算一次)")),
    ("count", N_("对象个数")),
    ("field", N_("对象登记的数量")),
)
"""How the measured quantity of a kind of work comes about."""


@dataclass(frozen=True)
class WorkKind:
    """A kind of work: unit, class, look, and how its quantity is measured.

    `measured_by` is a word of `MEASURES`; for "field" the number stands in `measured_field` of the
    assets (a roof's treated patches are surveyed, the map has only the whole roof). `layers` are the
    layers whose features may be picked as assets; the first one is offered first.
    """

    id: str
    title: str
    unit: str
    work_class: str
    colour: str
    icon: str
    measured_by: str = "count"
    measured_field: str = ""
    layers: tuple[str, ...] = ()
    archived: bool = False
    version: int = 1
    updated_by: str = ""


DEFAULT_KINDS: tuple[WorkKind, ...] = (
    WorkKind(
        "roof_leak", N_("屋面渗漏治理"), "m²", "basic", "#8c564b", "roofing", "field", "roof_treated_m2", ("building",)
    ),
    WorkKind(
        "asphalt_overlay", N_("道路白改黑"), "m²", "basic", "#4a4e57", "edit_road", "paved_area_m2", "",
        ("road", "parking"),
    ),
    WorkKind("sewer_renewal", N_("下水道管网改造"), "m", "basic", "#3b6ea5", "plumbing", "length_m", "", ("pipe",)),
    WorkKind(
        "building_renovation", N_("楼栋综合整治"), "栋", "basic", "#a0522d", "apartment", "count", "", ("building",)
    ),
    WorkKind(
        "street_lights", N_("新增路灯"), "盏", "improving", "#c99700", "lightbulb", "count", "", ("street_light",)
    ),
    WorkKind("garden", N_("花园提质"), "个", "improving", "#4f8a3c", "park", "count", "", ("garden",)),
    WorkKind("waste_sorting", N_("垃圾分类"), "处", "improving", "#6b8e8a", "recycling", "count", "", ("facility",)),
    WorkKind("public_space", N_("公共空间营造"), "m²", "enhancing", "#b0567f", "deck", "area_m2", "", ("garden",)),
    WorkKind(
        "facility", N_("服务设施"), "m²", "enhancing", "#6a51a3", "local_library", "field", "floor_area_m2",
        ("facility",),
    ),
    WorkKind(
        "other", N_("其他"), "项", "improving", "#7f7f7f", "construction", "count", "",
        ("building", "garden", "facility", "road", "parking", "street_light", "unit"),
    ),
)  # fmt: skip
"""The kinds that a new community starts with. Classes follow 国办发〔2020〕23号; the rest is an editable default."""


@dataclass(frozen=True)
class AssetRef:
    """A feature of a layer that a work lies on."""

    layer: str
    id: str


@dataclass(frozen=True)
class OnAssets:
    """The work lies on features picked on the map."""

    assets: tuple[AssetRef, ...]
    word: ClassVar[str] = "assets"


@dataclass(frozen=True)
class Drawn:
    """The work lies on a geometry of its own, in EPSG:4490 (longitude, latitude)."""

    geometry: shapely.Geometry
    word: ClassVar[str] = "drawn"


@dataclass(frozen=True)
class WholeCompound:
    """The work concerns a whole compound (id of a feature of the layer `compound`)."""

    compound: str
    word: ClassVar[str] = "whole_compound"


@dataclass(frozen=True)
class WholeCommunity:
    """The work concerns the whole community."""

    word: ClassVar[str] = "whole_community"


@dataclass(frozen=True)
class Unknown:
    """Nobody has said yet where the work lies; the compound may be known all the same."""

    compound: str = ""
    word: ClassVar[str] = "unknown"


Location = OnAssets | Drawn | WholeCompound | WholeCommunity | Unknown

LOCATIONS: Vocabulary = (
    ("assets", N_("所选对象")),
    ("drawn", N_("手绘范围")),
    ("whole_compound", N_("整个小区")),
    ("whole_community", N_("整个社区")),
    ("unknown", N_("位置待定")),
)


@dataclass(frozen=True)
class WorkDate:
    """A day and whether it is certain. An estimated day that has passed has not happened."""

    day: date
    confirmed: bool = False


@dataclass(frozen=True)
class Funding:
    """One source of money for a work, in integer 分."""

    source: str
    fen: int


@dataclass(frozen=True)
class PartyRole:
    """What one of the five parties does in a project."""

    party: str
    role: str


@dataclass(frozen=True)
class Project:
    """A renewal project. `public_words` are for everybody, `internal_words` for the staff only."""

    id: str
    name: str
    line_of_work: str
    public_words: str = ""
    internal_words: str = ""
    lead: str = ""
    mechanisms: tuple[str, ...] = ()
    parties: tuple[PartyRole, ...] = ()
    is_sample: bool = False
    archived: bool = False
    version: int = 1
    updated_by: str = ""


@dataclass(frozen=True)
class Work:
    """One work of a project; quantities are in the unit of its kind, None where nothing is known.

    `weight` says how much the work counts in the project's progress. The default of 1 treats works
    alike, since m², m and 盏 cannot be added; weighing by money is the usual alternative.
    `done` follows the latest progress entry. `split_from` is the work this one was split off.
    """

    id: str
    project: str
    kind: str
    name: str
    status: str = "planned"
    location: Location = field(default_factory=Unknown)
    planned: float | None = None
    contracted: float | None = None
    done: float | None = None
    accepted: float | None = None
    weight: float = 1.0
    contractor: str = ""
    supervisor: str = ""
    warranty_until: date | None = None
    cost_fen: int | None = None
    funding: tuple[Funding, ...] = ()
    start: WorkDate | None = None
    end: WorkDate | None = None
    public_words: str = ""
    internal_words: str = ""
    split_from: str = ""
    is_sample: bool = False
    archived: bool = False
    version: int = 1
    updated_by: str = ""


QUANTITIES = ("planned", "contracted", "done", "accepted")


KIND_BY_ID: Mapping[str, WorkKind] = {kind.id: kind for kind in DEFAULT_KINDS}
