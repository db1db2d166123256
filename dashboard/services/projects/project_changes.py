"""The history of a project and all that belongs to it, as a person reads it."""

from collections.abc import Iterable, Mapping
from typing import Any

from dashboard.services.changes import ACTIONS, LONGEST, SHOWN_IN, ChangeRow
from dashboard.services.projects.project_page import ProjectPage
from dashboard.services.projects.work_words import number, yuan
from dashboard.text import _, fill
from data.entries import entries
from data.history import Change, changes_of
from data.photos import photos
from data.steps import steps
from data.store import Store
from geo.steps import EVIDENCE, STEP_BY_KEY
from geo.words import N_
from geo.work_checks import QUANTITY_TITLES
from geo.works import LINES_OF_WORK, LOCATIONS, MECHANISMS, STATUSES

TABLES = {
    "project": N_("项目"), "work": N_("工作"), "step": N_("步骤"), "evidence": N_("佐证"), "entry": N_("进展记录"),
    "photo": N_("照片"),
}  # fmt: skip
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
    "caption": N_("说明"), "step": N_("步骤"),
}  # fmt: skip
TITLES = {
    "status": dict(STATUSES), "line_of_work": dict(LINES_OF_WORK), "location": dict(LOCATIONS),
    "mechanisms": dict(MECHANISMS), "kind": dict(EVIDENCE),
    "step": {key: step.title for key, step in STEP_BY_KEY.items()},
}  # fmt: skip
UNSAID = (
    "id", "project", "work", "version", "updated_by", "is_sample", "split_from", "closed_at", "closed_by", "sha256",
    "width", "height", "size_bytes", "lon", "lat", "taken_at", "entry",
)  # fmt: skip
MOST = 400


def project_changes(store: Store, community: str, page: ProjectPage) -> list[ChangeRow]:
    """Changes of the project, its works, steps, entries, evidence and photos, the newest first."""
    states = steps(store, community, page.id)
    rows = {
        "project": [page.id],
        "work": list(page.works.index),
        "step": [item.state.id for item in states],
        "evidence": [proof.id for item in states for proof in item.evidence],
        "entry": [item.id for item in entries(store, community, project=page.id)],
        "photo": [item.id for item in photos(store, community, project=page.id)],
    }
    return [_row(change, page) for change in changes_of(store, community, rows, limit=MOST)]


def _row(change: Change, page: ProjectPage) -> ChangeRow:
    facts = change.after or change.before or {}
    name = facts.get("name") or facts.get("title") or ""
    if change.table in ("entry", "photo") and facts.get("work") in page.works.index:
        name = page.works.at[facts["work"], "name"]
    if change.table == "step":
        step = STEP_BY_KEY[facts["step"]]
        name = _(step.title)
    return ChangeRow(
        when=f"{change.at.astimezone(SHOWN_IN):%Y-%m-%d %H:%M}",
        who=change.who,
        what=f"{_(TABLES.get(change.table, change.table))} · {name or change.row_id}",
        action=_(ACTIONS.get(change.action, change.action)),
        differences=tuple(differences(change, _unit(facts, page))),
    )


def _unit(facts: Mapping[str, Any], page: ProjectPage) -> str:
    work = facts.get("work", facts.get("id"))
    return str(page.works.at[work, "unit"]) if work in page.works.index else ""


def differences(change: Change, unit: str = "") -> Iterable[str]:
    """What a change of a record altered, in words; nothing for a row that came as a whole."""
    if change.before is None or change.after is None:
        return
    for key in dict.fromkeys([*change.before, *change.after]):
        before, after = change.before.get(key), change.after.get(key)
        if before == after or key in UNSAID:
            continue
        title, old, new = _(FIELDS.get(key, key)), shown_value(key, before, unit), shown_value(key, after, unit)
        yield fill(N_("{title}已改"), title=title) if max(len(old), len(new)) > LONGEST else f"{title}: {old} → {new}"


def shown_value(key: str, value: Any, unit: str = "") -> str:
    """A value of a record as people read it; "—" for nothing."""
    if value is None or value == "" or value == []:
        return "—"
    if isinstance(value, bool):
        return _(N_("是")) if value else _(N_("否"))
    if key == "cost_fen":
        return yuan(value)
    if key == "funding":
        return _(N_("、")).join(f"{source} {yuan(fen)}" for source, fen in value)
    if isinstance(value, int | float) and key in (*QUANTITY_TITLES, "quantity"):
        return number(float(value), unit)
    if isinstance(value, list):
        return _(N_("、")).join(_flat(key, item) for item in value)
    return _(TITLES.get(key, {}).get(str(value), str(value)))


def _flat(key: str, item: Any) -> str:
    if isinstance(item, list):
        return " ".join(str(part) for part in item[1:] if part)
    return _(TITLES.get(key, {}).get(str(item), str(item)))
