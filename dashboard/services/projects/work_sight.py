"""Which works a list shows and how, and how the address line writes it.

One compound holds for the map and for every list (`Sight.compound`).
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from geo.steps import STEPS
from geo.words import N_
from geo.work_filter import WorkFilter
from geo.works import STATUSES

LOOKS: tuple[tuple[str, str, str], ...] = (
    ("cards", N_("卡片"), "grid_view"),
    ("table", N_("表格"), "table_rows"),
    ("timeline", N_("时间轴"), "view_timeline"),
    ("map", N_("地图"), "map"),
    ("progress", N_("进度"), "bar_chart"),
)
"""Views of one filter: key, title, icon."""

SORTS: tuple[tuple[str, str], ...] = (
    ("urgent", N_("逾期在前")),
    ("end", N_("完工日期")),
    ("share", N_("进度低在前")),
    ("name", N_("名称")),
    ("cost", N_("金额大在前")),
)
GROUPS: tuple[tuple[str, str], ...] = (
    ("project", N_("按项目")),
    ("kind", N_("按类型")),
    ("compound", N_("按小区")),
    ("building", N_("按楼栋")),
)
"""What progress is added up by."""

MOST_WORDS = 80
"""Longest text of a search in an address."""
_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_NUMBER = re.compile(r"[1-9][0-9]{0,4}")


@dataclass(frozen=True)
class WorkSight:
    """One reader's list of works: the filter, the view, its order, its page, and a promise whose works are meant."""

    filter: WorkFilter = field(default_factory=WorkFilter)
    look: str = "cards"
    sort: str = "urgent"
    by: str = "project"
    page: int = 1
    promise: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nothing is filtered out."""
        return not self.filter.to_query() and not self.promise


def read_work_sight(query: Mapping[str, str], compound: str = "") -> WorkSight:
    """The list that an address describes, in one compound ("": all); what means nothing is left at its default."""

    def one_of(key: str, allowed: Collection[str], default: str = "") -> str:
        return query.get(key, default) if query.get(key) in allowed else default

    def matching(key: str, pattern: re.Pattern[str], default: str = "") -> str:
        return query.get(key, "") if pattern.fullmatch(query.get(key, "")) else default

    chosen = WorkFilter(
        compound=compound,
        building=matching("building", _ID),
        kind=matching("kind", _ID),
        step=one_of("step", [step.key for step in STEPS]),
        status=one_of("status", dict(STATUSES)),
        late=query.get("late") == "1",
        person=query.get("person", "")[:MOST_WORDS],
        text=query.get("text", "")[:MOST_WORDS],
    )
    return WorkSight(
        chosen,
        look=one_of("show", [key for key, _title, _icon in LOOKS], "cards"),
        sort=one_of("sort", dict(SORTS), "urgent"),
        by=one_of("by", dict(GROUPS), "project"),
        page=int(matching("page", _NUMBER, "1")),
        promise=matching("promise", _ID),
    )


CLEARED: Mapping[str, str] = dict.fromkeys(
    ("building", "kind", "step", "status", "late", "person", "text", "promise", "page"), ""
)
"""The words of an address that shows every work again (beside the compound)."""
