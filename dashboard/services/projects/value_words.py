"""Values of records about projects as people read them: in a history, and where two versions stand side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import shapely

from dashboard.services.changes import LONGEST, SHOWN_IN
from dashboard.services.frames import Community
from dashboard.services.projects.work_place import drawn_words
from dashboard.services.projects.work_words import number, yuan
from dashboard.services.typed import fen, geometry
from dashboard.text import _, fill
from data.photos import ROLES
from data.store import Store
from data.work_kinds import work_kinds
from data.works import works
from geo.layers import LAYER_BY_KEY
from geo.ledger import BOUNDS
from geo.steps import EVIDENCE, STEP_BY_KEY
from geo.words import N_
from geo.work_checks import QUANTITY_TITLES
from geo.works import LINES_OF_WORK, LOCATIONS, MECHANISMS, PARTIES, STATUSES

FIELDS = {
    **QUANTITY_TITLES,
    "name": N_("名称"), "title": N_("名称"), "line_of_work": N_("工作方向"), "public_words": N_("公开说明"),
    "internal_words": N_("内部说明"), "lead": N_("负责人"), "mechanisms": N_("机制"), "parties": N_("参与各方"),
    "archived": N_("归档"), "kind": N_("类型"), "status": N_("状态"), "location": N_("位置"), "compound": N_("小区"),
    "geometry": N_("位置与图形"), "assets": N_("所选对象"), "weight": N_("权重"), "contractor": N_("施工单位"),
    "supervisor": N_("监理"), "warranty_until": N_("质保期至"), "cost_fen": N_("造价"), "funding": N_("资金来源"),
    "start_day": N_("开工"), "end_day": N_("完工"), "start_confirmed": N_("开工日期已确认"),
    "end_confirmed": N_("完工日期已确认"), "closed": N_("已关闭"), "reason": N_("理由"), "day": N_("日期"),
    "quantity": N_("累计数量"), "words": N_("说明"), "reference": N_("出处"), "role": N_("时期"), "public": N_("公开"),
    "caption": N_("说明"), "step": N_("步骤"), "work": N_("所属的工作"), "works": N_("由哪些工作兑现"),
    "source": N_("出处"), "source_date": N_("公开日期"), "bound": N_("说法"), "unit": N_("计量单位"),
}  # fmt: skip
TITLES: dict[str, Mapping[str, str]] = {
    "status": dict(STATUSES), "line_of_work": dict(LINES_OF_WORK), "location": dict(LOCATIONS),
    "mechanisms": dict(MECHANISMS), "kind": dict(EVIDENCE), "role": dict(ROLES), "bound": dict(BOUNDS),
    "step": {key: step.title for key, step in STEP_BY_KEY.items()},
}  # fmt: skip
UNSAID = (
    "id", "project", "version", "updated_by", "is_sample", "split_from", "closed_at", "closed_by", "sha256",
    "width", "height", "size_bytes", "lon", "lat", "taken_at", "entry", "written_at",
)  # fmt: skip
MONEY_YUAN = ("cost",)


@dataclass(frozen=True)
class Names:
    """What ids are called here: works and kinds by id, features and compounds by their layers."""

    works: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    layers: Community | None = None
    split: frozenset[str] = frozenset()
    """Works that were split: their parts stand in their place."""

    @classmethod
    def of(cls, store: Store, layers: Community) -> "Names":
        """The names of a community, those of works that were put away too."""
        kinds = {kind.id: kind for kind in work_kinds(store, layers.id)}
        every = [*works(store, layers.id), *works(store, layers.id, archived=True)]
        units = {item.id: kinds[item.kind].unit for item in every if item.kind in kinds}
        titles = {id: kind.title for id, kind in kinds.items()}
        wholes = frozenset(item.split_from for item in every if item.split_from and not item.archived)
        return cls({item.id: item.name for item in every}, titles, units, layers, wholes)

    def feature(self, layer: str, id: str) -> str:
        """The name of a feature; its id where it has none or is gone."""
        if self.layers is None or layer not in LAYER_BY_KEY:
            return id
        found = self.layers[layer]
        return found.title(id) if id in found.frame.index else id


NOTHING = Names()


def changed_fields(
    before: Mapping[str, Any], after: Mapping[str, Any], names: Names = NOTHING, unit: str = ""
) -> Iterable[str]:
    """What differs between two states of a record, field by field, in words."""
    if any(before.get(key) != after.get(key) for key in ("lon", "lat")):
        yield _(N_("拍摄或填报的位置已改"))
    for key in dict.fromkeys([*before, *after]):
        old, new = before.get(key), after.get(key)
        if old == new or key in UNSAID or (key == "work" and not names.works):
            continue
        title = _(FIELDS.get(key, key))
        first, last = shown_value(key, old, unit, names), shown_value(key, new, unit, names)
        long = max(len(first), len(last)) > LONGEST
        yield fill(N_("{title}已改"), title=title) if long else f"{title}: {first} → {last}"


def shown_value(key: str, value: Any, unit: str = "", names: Names = NOTHING) -> str:
    """A value of a record or of its form as people read it; "—" for nothing."""
    if value is None or value in ("", [], {}):
        return "—"
    if isinstance(value, bool):
        return _(N_("是")) if value else _(N_("否"))
    if isinstance(value, int | float):
        return _number(key, value, unit)
    if key == "funding":
        return _and(f"{source or '—'} {_money(amount)}" for source, amount in value)
    if key == "assets":
        return _and(names.feature(layer, id) for layer, id in value)
    if key in ("parties", "roles"):
        roles = dict(value)
        return _and(f"{_(title)} {roles[word]}" for word, title in PARTIES if roles.get(word))
    if key == "spot":
        return ", ".join(f"{number:.5f}" for number in value)
    if key in ("works", "mechanisms"):
        return _and(_word(key, item[0] if isinstance(item, list) else item, names) for item in value)
    if key in ("drawn", "geometry"):
        shape = geometry(value)
        return _(N_("手绘范围")) if shape is None else _drawn(shape)
    return _word(key, str(value), names)


def _number(key: str, value: float, unit: str) -> str:
    if key == "cost_fen":
        return yuan(value)
    if key in MONEY_YUAN:
        return yuan(fen(value))
    return number(float(value), unit if key in (*QUANTITY_TITLES, "quantity") else "")


def _money(amount: Any) -> str:
    """A line of funding: 分 in a record (whole numbers), 元 in a form."""
    return "—" if amount is None else yuan(fen(amount) if isinstance(amount, float) else amount)


def _drawn(shape: shapely.Geometry) -> str:
    return "—" if shape.is_empty else drawn_words(shape)


def _word(key: str, value: str, names: Names) -> str:
    if key in ("work", "works"):
        return names.works.get(value, value)
    if key == "kind" and value in names.kinds:
        return _(names.kinds[value])
    if key == "compound":
        return names.feature("compound", value)
    if key == "unit":
        return _(value).strip("\u200b") or value
    return _(TITLES.get(key, {}).get(value, value))


def _and(parts: Iterable[str]) -> str:
    return _(N_("、")).join(parts) or "—"


def when(at: datetime) -> str:
    """A time of the history as China's clocks show it."""
    return f"{at.astimezone(SHOWN_IN):%Y-%m-%d %H:%M}"
