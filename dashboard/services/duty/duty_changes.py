"""Changes of people and their duties as a person reads them: who, in which role, where, from when to when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.services.changes import ACTIONS, SHOWN_IN, ChangeRow
from dashboard.services.duty.person_card import item_text, span
from dashboard.services.planning.place_titles import PlaceTitles
from dashboard.text import _, fill
from data.assignments import ASSIGNMENT
from data.handovers import HANDOVER, VACANT
from data.history import Change
from data.people import ERASED_NAME
from data.people_table import COLUMNS
from geo.words import N_

PERSON = "person"
TITLES = {ASSIGNMENT.table.name: N_("责任"), HANDOVER.table.name: N_("交接"), PERSON: N_("人员")}
FIELDS = {**dict(COLUMNS), "since": N_("任职起"), "until": N_("任职止")}
KEPT = {"set": N_("已填"), "changed": N_("已修改"), "": N_("已清空")}
"""Of what is personal a history tells only that it is there: who is erased stays erased."""


@dataclass(frozen=True)
class DutyWords:
    """What ids are called: people and roles by id, places by their titles."""

    people: Mapping[str, str]
    roles: Mapping[str, str]
    titles: PlaceTitles

    def row(self, change: Change) -> ChangeRow:
        """One change of a person, a duty or a hand-over."""
        facts = change.after or change.before or {}
        tell = {PERSON: self._person, HANDOVER.table.name: self._handover}.get(change.table, self._duty)
        name, action, differences = tell(change, facts)
        return ChangeRow(
            when=f"{change.at.astimezone(SHOWN_IN):%Y-%m-%d %H:%M}",
            who=change.who,
            what=f"{_(TITLES[change.table])} · {name}",
            action=_(action or ACTIONS.get(change.action, change.action)),
            differences=tuple(differences),
        )

    def _duty(self, change: Change, facts: Mapping[str, Any]) -> tuple[str, str, Iterable[str]]:
        role = _(self.roles.get(facts["role"], facts["role"]))
        name = f"{self._name(facts['person'])} · {role} · {self.titles.title(facts['layer'], facts['place'])}"
        if facts.get("stands_in_for"):
            name = fill(N_("{duty}(代班)"), duty=name)
        if facts.get("withdrawn") and change.before is not None:
            return name, N_("已撤销"), [_days(facts)]
        before, after = _days(change.before or {}), _days(facts)
        if change.before is None or before == after:
            return name, "", [after]
        return name, N_("改期"), [f"{before} → {after}"]

    def _person(self, change: Change, facts: Mapping[str, Any]) -> tuple[str, str, Iterable[str]]:
        before, number = change.before or {}, facts.get("erased_number")
        name = ERASED_NAME.format(number=number) if number is not None else self._name(change.row_id)
        if number is not None and before.get("erased_number") is None:
            return name, N_("已删除个人信息"), []
        if facts.get("merged_into") and not before.get("merged_into"):
            return name, N_("已合并"), [self._name(facts["merged_into"])]
        return name, "", [] if change.before is None else list(_altered(before, facts))

    def _handover(self, _change: Change, facts: Mapping[str, Any]) -> tuple[str, str, Iterable[str]]:
        items = facts.get("items") or []
        takers = dict.fromkeys(_(N_("暂缺")) if item[5] == VACANT else self._name(item[5]) for item in items)
        store = self.titles.layers.store
        told = [
            item_text(store, kind, role, layer, ref, words, self.titles)
            for kind, role, layer, ref, words, _who in items
        ]
        name = f"{self._name(facts['person'])} → {_(N_('、')).join(takers)}"
        return name, "", [text for text in (facts.get("reason", ""), *told) if text]

    def _name(self, person: str) -> str:
        return self.people.get(person, "…")


def _days(facts: Mapping[str, Any]) -> str:
    first, last = (date.fromisoformat(day) if (day := facts.get(key)) else None for key in ("since", "until"))
    return span(first, last) if first else ""


def _altered(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterable[str]:
    for key, title in FIELDS.items():
        old, new = before.get(key), after.get(key)
        if key not in after or old == new:
            continue
        if new in KEPT:
            yield f"{_(title)}: {_(KEPT[new])}"
        else:
            yield f"{_(title)}: {old or '—'} → {new or '—'}"
