"""Plans under a name: keep, put away, turn into projects, and take that back."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import astuple, fields, replace
from typing import Any

from data import plan_schema, records
from data.batches import Edit, edit_works, undo
from data.nouns import Noun
from data.projects import PROJECT, add_project, save_project
from data.records import new_id, refuse_errors
from data.rule_values import rule_values_in
from data.store import Store
from data.unit_prices import PLANS
from data.works import WORK, add_works
from data.write import Write
from geo.errors import Problem
from geo.kind_rules import seasons
from geo.scenario import PlannedWork, Scenario, Season, planned_dates
from geo.words import N_
from geo.works import NOT_BEGUN, AssetRef, OnAssets, Project, Work, WorkDate

_SAME = ("id", "name", "terms", "households", "is_sample", "archived", "version", "updated_by")
LONGEST_NAME = 60


def _to_row(item: Scenario) -> dict[str, Any]:
    works = [[*astuple(work)[:-1], [list(asset) for asset in work.assets]] for work in item.works]
    return {**{name: getattr(item, name) for name in _SAME}, "works": works, "made": list(item.made),
            "moved": list(item.moved)}  # fmt: skip


def _from_row(row: Mapping[str, Any]) -> Scenario:
    names = [item.name for item in fields(PlannedWork)]
    told = [dict(zip(names, work, strict=True)) for work in row["works"]]
    works = tuple(PlannedWork(**{**work, "assets": tuple(map(tuple, work["assets"]))}) for work in told)
    return Scenario(
        **{name: row[name] for name in _SAME}, works=works, made=tuple(row["made"]), moved=tuple(row["moved"])
    )


SCENARIO: Noun[Scenario] = Noun(plan_schema.scenario, N_("方案"), _to_row, _from_row, revision=PLANS)


def scenarios(store: Store, community: str) -> list[Scenario]:
    """The plans of a community that are in use, by name."""
    with store.read() as connection:
        found = records.find(connection, SCENARIO, community, archived=False)
    return sorted(found, key=lambda item: (item.name, item.id))


def check_scenario(item: Scenario) -> list[Problem]:
    """Faults of a plan that is to be kept."""
    problems = []
    if not item.name.strip() or len(item.name) > LONGEST_NAME:
        problems.append(Problem(N_("方案要有名称,不超过 {most} 个字"), column="name", values={"most": LONGEST_NAME}))
    if not item.works:
        problems.append(Problem(N_("方案里没有工程:先算出方案再保存"), column="works"))
    return problems


def _named_twice(tx: Write, community: str, item: Scenario) -> list[Problem]:
    """A plan in use that is called the same: people choose plans by name."""
    name = item.name.strip()
    others = records.find(tx.connection, SCENARIO, community, archived=False)
    if not any(other.name.strip() == name and other.id != item.id for other in others):
        return []
    return [Problem(N_("已有名为“{name}”的方案:请换个名称"), column="name", values={"name": name})]


def add_scenario(tx: Write, community: str, new: Scenario) -> Scenario:
    """Keep a plan; `Refused` with every fault."""

    tx.require("plan_renovations", community)

    def work(inner: Write) -> list[Scenario]:
        refuse_errors([*check_scenario(new), *_named_twice(inner, community, new)])
        return records.add(inner, SCENARIO, community, [new])

    return records.once(tx, SCENARIO, community, "add_scenario", work)[0]


def save_scenario(tx: Write, community: str, changed: Scenario) -> Scenario:
    """Rename a plan, put it away or take it back; `StaleVersion` with both values."""

    tx.require("plan_renovations", community)

    def work(inner: Write) -> list[Scenario]:
        refuse_errors(check_scenario(changed))
        if not changed.archived:
            refuse_errors(_named_twice(inner, community, changed))
        return records.save(inner, SCENARIO, community, [changed])

    return records.once(tx, SCENARIO, community, "save_scenario", work)[0]


def turn_into_projects(tx: Write, community: str, id: str, version: int, titles: Mapping[tuple[str, int], str]) -> Scenario:  # fmt: skip # noqa: E501
    """Make a plan real: possible works become works of new projects, one for each kind and year (`titles`), and works
    that are there already get the plan's dates. All dates are estimated; confirmed ones stay.

    Raises `Refused` with every fault (an asset that is gone), `StaleVersion` where the plan was changed since.
    """

    tx.require("plan_renovations", community)
    tx.require("edit_projects", community)

    def work(inner: Write) -> list[Scenario]:
        found = records.get(inner.connection, SCENARIO, community, id)
        if found.made or found.moved:
            refuse_errors([Problem(N_("“{name}”已经立项"), column="name", values={"name": found.name})])
        months = seasons(rule_values_in(inner.connection, community))
        made = _make_projects(inner, community, found, titles, months)
        moved = _move_works(inner, community, found, months)
        done = replace(found, version=version, made=tuple(made), moved=tuple(moved))
        return records.save(inner, SCENARIO, community, [done])

    return records.once(tx, SCENARIO, community, "turn_into_projects", work)[0]


def _make_projects(
    tx: Write, community: str, plan: Scenario, titles: Mapping[tuple[str, int], str], months: Mapping[str, Season]
) -> list[str]:
    groups = defaultdict[tuple[str, int], list[PlannedWork]](list)
    for item in plan.works:
        if item.is_possible:
            groups[item.kind, item.year].append(item)
    made = []
    for (kind, year), items in sorted(groups.items()):
        project = Project(new_id("p"), titles[kind, year], "compound", is_sample=plan.is_sample)
        add_project(tx, community, project)
        add_works(tx, community, [_work(item, project.id, months) for item in items])
        made.append(project.id)
    return made


def _work(item: PlannedWork, project: str, months: Mapping[str, Season]) -> Work:
    start, end = planned_dates(item.kind, item.year, months)
    assets = OnAssets(tuple(AssetRef(layer, id) for layer, id in item.assets))
    return Work(
        new_id("w"), project, item.kind, item.name, location=assets, planned=item.quantity, cost_fen=item.cost_fen,
        start=WorkDate(start), end=WorkDate(end),
    )  # fmt: skip


def _move_works(tx: Write, community: str, plan: Scenario, months: Mapping[str, Season]) -> list[str]:
    """Give works of projects the plan's dates, where they have not begun and none of their dates is confirmed."""
    wanted = {item.id: item for item in plan.works if not item.is_possible}
    groups = defaultdict[tuple[str, int], dict[str, int]](dict)
    for found in records.find(tx.connection, WORK, community, id=list(wanted)) if wanted else []:
        sure = any(when is not None and when.confirmed for when in (found.start, found.end))
        if not sure and found.status in NOT_BEGUN and not found.archived:
            groups[found.kind, wanted[found.id].year][found.id] = found.version
    batches = []
    for (kind, year), versions in sorted(groups.items()):
        start, end = planned_dates(kind, year, months)
        title = N_("按方案“{name}”预计 {year} 年").format(name=plan.name, year=year)
        batches.append(
            edit_works(tx, community, versions, Edit(start=WorkDate(start), end=WorkDate(end)), title=title).id
        )
    return batches


def take_back(tx: Write, community: str, id: str, version: int) -> Scenario:
    """Undo `turn_into_projects`: its projects and their works are put away, moved dates are put back.

    Raises `UndoConflict` where somebody has changed such a date since; nothing is undone then.
    """

    tx.require("plan_renovations", community)
    tx.require("edit_projects", community)

    def work(inner: Write) -> list[Scenario]:
        found = records.get(inner.connection, SCENARIO, community, id)
        for batch in found.moved:
            undo(inner, community, batch)
        for project in records.get_all(inner.connection, PROJECT, community, list(found.made)):
            works = records.find(inner.connection, WORK, community, project=project.id, archived=False)
            records.save(inner, WORK, community, [replace(item, archived=True) for item in works])
            save_project(inner, community, replace(project, archived=True))
        return records.save(inner, SCENARIO, community, [replace(found, version=version, made=(), moved=())])

    return records.once(tx, SCENARIO, community, "take_back", work)[0]
