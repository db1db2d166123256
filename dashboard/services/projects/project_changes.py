"""The history of a project and all that belongs to it, as a person reads it."""

from collections.abc import Iterable, Mapping
from typing import Any

from dashboard.services.changes import ACTIONS, ChangeRow
from dashboard.services.frames import Community
from dashboard.services.projects.project_page import ProjectPage
from dashboard.services.projects.quantity import SILENT
from dashboard.services.projects.value_words import FIELDS, Names, changed_fields, shown_value, when
from dashboard.text import _
from data.history import Change, changes_of
from data.projects import rows_of_project
from data.store import Store
from geo.steps import STEP_BY_KEY
from geo.words import N_

__all__ = ["FIELDS", "TABLES", "differences", "project_changes", "who_text"]

TABLES = {
    "project": N_("项目"), "work": N_("工作项"), "step": N_("步骤"), "evidence": N_("佐证"), "entry": N_("进展记录"),
    "photo": N_("照片"), "promise": N_("公开承诺"),
}  # fmt: skip
TURNED = {
    "project": N_("已归档"), "work": N_("已移出项目"), "entry": N_("已撤回"), "photo": N_("已移除"),
    "evidence": N_("已移除"), "promise": N_("已移除"),
}  # fmt: skip
"""What it is called when a record of a table is put away."""
MADE = ("quantity", "words", "role", "caption", "kind", "reference", "reason")
"""What is worth telling of a record that is new and has little else: an entry, a photo, evidence."""
TOLD_BY_ACTION = ("archived", "closed")
MOST = 400
SAMPLE_AUTHOR = "sample"


def project_changes(store: Store, community: str, page: ProjectPage, layers: Community) -> list[ChangeRow]:
    """Changes of the project and all that belongs to it, also of what was withdrawn; the newest first."""
    names = Names.of(store, layers)
    rows = rows_of_project(store, community, page.id)
    return [_row(change, names) for change in changes_of(store, community, rows, limit=MOST)]


def _row(change: Change, names: Names) -> ChangeRow:
    facts = change.after or change.before or {}
    title, name = _(TABLES.get(change.table, change.table)), _name(change, facts, names)
    return ChangeRow(
        when=when(change.at),
        who=who_text(change.who),
        what=f"{title} · {name}" if name else title,
        action=_(N_("已拆分")) if change.row_id in names.split and _is_put_away(change) else _action(change),
        differences=tuple(differences(change, names, _unit(change, facts, names))),
    )


def who_text(who: str) -> str:
    """Who changed something; the sample was written by nobody."""
    return _(N_("示例数据")) if who == SAMPLE_AUTHOR else who


def _name(change: Change, facts: Mapping[str, Any], names: Names) -> str:
    if change.table in ("entry", "photo"):
        return names.works.get(str(facts.get("work")), "")
    step = STEP_BY_KEY.get(str(facts.get("step")))
    return str(facts.get("name") or facts.get("title") or (_(step.title) if step else ""))


def _unit(change: Change, facts: Mapping[str, Any], names: Names) -> str:
    if change.table == "promise":
        return str(facts.get("unit", ""))
    return names.units.get(str(facts.get("work", facts.get("id"))), "")


def _is_put_away(change: Change) -> bool:
    before, after = change.before or {}, change.after or {}
    return change.action == "change" and bool(after.get("archived")) and not before.get("archived")


def _action(change: Change) -> str:
    before, after = change.before or {}, change.after or {}
    if _is_put_away(change):
        return _(TURNED.get(change.table, ACTIONS["change"]))
    if change.action == "change" and before.get("archived") and not after.get("archived"):
        return _(N_("已恢复"))
    if change.table == "step" and bool(before.get("closed")) != bool(after.get("closed")):
        return _(N_("已关闭")) if after.get("closed") else _(N_("已重新打开"))
    if change.table == "entry" and change.action == "change":
        return _(N_("已更正"))
    return _(ACTIONS.get(change.action, change.action))


def differences(change: Change, names: Names | None = None, unit: str = "") -> Iterable[str]:
    """What a change of a record altered, in words; of a new small one what it says."""
    names = names or Names()
    if change.before is None and change.after is not None and change.table in ("entry", "photo", "evidence", "step"):
        told = [shown_value(key, change.after.get(key), unit, names).strip(SILENT) for key in MADE]
        told = [text for text in told if text and text != "—"]
        if change.table == "entry":
            told.insert(0, str(change.after.get("day", "")))
        yield from [" · ".join(told)] if told else []
    if change.before is None or change.after is None:
        return
    # That it was put away, closed or taken back is said by the action itself.
    before, after = ({k: v for k, v in row.items() if k not in TOLD_BY_ACTION} for row in (change.before, change.after))
    yield from changed_fields(before, after, names, unit)
