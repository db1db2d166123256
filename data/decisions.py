"""What was decided about works that meet in space and time: who is to decide, what was decided, why, by whom.

A decision holds for the works as they were: `fingerprint` is a digest of their dates, contractors and places, so
that a finding comes back when one of the works has changed.
"""

from dataclasses import dataclass, replace
from hashlib import blake2b

from data import records, rule_schema
from data.nouns import noun_of
from data.records import refuse_errors
from data.rule_values import RULES
from data.store import Store
from data.write import Write
from geo.errors import Problem
from geo.words import N_

OPEN = ""
DECISIONS: tuple[tuple[str, str], ...] = (
    ("dates", N_("已调整日期")),
    ("together", N_("合并施工")),
    ("keep", N_("维持原计划")),
    ("no_conflict", N_("现场不冲突")),
)
"""What can be decided; "" while nobody has."""


@dataclass(frozen=True)
class Decision:
    """What is kept about one finding: `person` (id, "" nobody named) is to decide; `decision` a word of `DECISIONS`."""

    id: str
    rule: str
    first: str
    second: str
    person: str = ""
    decision: str = OPEN
    words: str = ""
    fingerprint: str = ""
    version: int = 1
    updated_by: str = ""


DECISION = noun_of(Decision, rule_schema.meeting_decision, N_("冲突处理"), revision=RULES)


def decision_id(rule: str, one: str, other: str) -> str:
    """The id under which a finding about two works is kept, whichever comes first.

    >>> decision_id("wrong_order", "a", "b") == decision_id("wrong_order", "b", "a")
    True
    """
    low, high = sorted((one, other))
    return f"{rule}.{blake2b(f'{low}|{high}'.encode(), digest_size=10).hexdigest()}"


def decisions(store: Store, community: str) -> dict[str, Decision]:
    """Everything that was kept, by id."""
    with store.read() as connection:
        return {item.id: item for item in records.find(connection, DECISION, community)}


def put_decision(tx: Write, community: str, item: Decision) -> Decision:
    """Keep who is to decide, or what was decided, at the version that was read (the first time: any)."""

    tx.require("plan_renovations", community)

    def work(inner: Write) -> list[Decision]:
        refuse_errors(_problems(item))
        present = records.find(inner.connection, DECISION, community, id=item.id)
        if not present:
            return records.add(inner, DECISION, community, [replace(item, version=1)])
        return records.save(inner, DECISION, community, [item])

    return records.once(tx, DECISION, community, "put_decision", work)[0]


def _problems(item: Decision) -> list[Problem]:
    if item.decision and item.decision not in dict(DECISIONS):
        return [Problem(N_("没有这种处理结果"), column="decision")]
    if item.decision and not item.words.strip():
        return [Problem(N_("请写明理由"), column="words")]
    return []
