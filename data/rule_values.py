"""The numbers of the planning analyses that a community has changed; the rest is as `geo.rule_values` says."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from data import records, rule_schema
from data.nouns import noun_of
from data.records import refuse_errors
from data.store import Store
from data.write import Write
from geo.kind_rules import check_seasons
from geo.rule_values import check_value, rule_value_of, usual_values
from geo.words import N_

RULES = "rule"
"""The name under which changes of rules and decisions are counted."""


@dataclass(frozen=True)
class KeptValue:
    """One number as a community keeps it; `id` is the key of `geo.rule_values`."""

    id: str
    value: float
    version: int = 1
    updated_by: str = ""


VALUE = noun_of(KeptValue, rule_schema.rule_value, N_("规则参数"), revision=RULES)


def kept_values(store: Store, community: str) -> dict[str, KeptValue]:
    """The numbers that differ from the usual ones, by key."""
    with store.read() as connection:
        return _kept(connection, community)


def rule_values(store: Store, community: str) -> dict[str, float]:
    """All numbers by key, the community's own in the place of the usual ones."""
    with store.read() as connection:
        return rule_values_in(connection, community)


def rule_values_in(connection: Connection, community: str) -> dict[str, float]:
    """As `rule_values`, within a transaction."""
    return usual_values() | {key: item.value for key, item in _kept(connection, community).items()}


def _kept(connection: Connection, community: str) -> dict[str, KeptValue]:
    found = records.find(connection, VALUE, community)
    usual = {item.id: known.value for item in found if (known := rule_value_of(item.id))}
    return {item.id: item for item in found if item.id in usual and item.value != usual[item.id]}


def save_rule_values(tx: Write, community: str, changed: Mapping[str, float]) -> list[KeptValue]:
    """Keep changed numbers (the usual one puts a number back); `Refused` with every fault, nothing is saved then."""

    tx.require("plan_renovations", community)

    def work(inner: Write) -> list[KeptValue]:
        refuse_errors([problem for key, value in changed.items() for problem in check_value(key, value)])
        refuse_errors(check_seasons(rule_values_in(inner.connection, community) | dict(changed)))
        present = {item.id: item for item in records.find(inner.connection, VALUE, community)}
        new = [KeptValue(key, float(value)) for key, value in changed.items() if key not in present]
        old = [KeptValue(key, float(value), present[key].version) for key, value in changed.items() if key in present]
        return [*records.add(inner, VALUE, community, new), *records.save(inner, VALUE, community, old)]

    return records.once(tx, VALUE, community, "save_rule_values", work)
