"""What the rows of an import refer to: a compound, a parent, the manholes of a pipe."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from geo.errors import Problem
from geo.exchange.planning import Plan
from geo.layers import LayerType
from geo.words import N_

MOST_NAMED = 6
"""So many of the ids that would do are named in a message."""


def references(layer: LayerType) -> dict[str, str]:
    """Column of a layer → the layer whose ids stand in it."""
    found = {field.key: field.refers_to for field in layer.fields if field.refers_to}
    return {**found, "parent": layer.parent} if layer.parent else found


def referred_layers(layer: LayerType) -> set[str]:
    """Keys of the layers that a layer refers to."""
    return set(references(layer).values())


def with_references(plans: Sequence[Plan], kept: Mapping[str, Iterable[str]]) -> list[Plan]:
    """The plans with a warning for each row that refers to something that is neither kept nor comes along.

    `kept` is layer → ids in the store. A warning, not an error: buildings may well come before compounds;
    until then such a row is missing wherever its compound is asked for.
    """
    coming = {plan.layer.key: plan.frame.index for plan in plans}
    there = {key: {*kept.get(key, ()), *map(str, coming.get(key, ()))} for key in {*kept, *coming}}
    return [replace(plan, problems=(*plan.problems, *_dangling(plan, there))) for plan in plans]


def _dangling(plan: Plan, there: Mapping[str, set[str]]) -> Iterable[Problem]:
    for column, layer in references(plan.layer).items():
        if column not in plan.frame:
            continue
        ids = there.get(layer, set())
        for row, value in zip(plan.rows, plan.frame[column], strict=True):
            if isinstance(value, str) and value and value not in ids:
                yield _problem(int(row), column, value, ids)


def _problem(row: int, column: str, value: str, ids: set[str]) -> Problem:
    if not ids:
        message = N_("“{value}”还不存在:这个社区还没有可引用的对象;请随后导入它")
        return Problem(message, row=row, column=column, severity="warning", values={"value": value})
    some = "、".join(sorted(ids)[:MOST_NAMED]) + (" …" if len(ids) > MOST_NAMED else "")
    message = N_("“{value}”不存在;这里要填编号,现有:{ids}")
    return Problem(message, row=row, column=column, severity="warning", values={"value": value, "ids": some})
