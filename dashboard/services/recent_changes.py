"""What changed lately in a whole community, features and records alike, as a person reads it."""

from collections.abc import Iterable

from dashboard.services.changes import ACTIONS, SHOWN_IN, ChangeRow, rows_of
from dashboard.services.duty.duty_changes import TITLES as DUTY_TITLES
from dashboard.services.duty.duty_changes import DutyWords
from dashboard.services.projects.project_changes import TABLES, differences
from dashboard.text import _
from data.assignments import ASSIGNMENT
from data.batches import BATCH
from data.handovers import HANDOVER
from data.history import Change
from data.meetings import MEETING
from data.promises import PROMISE
from data.roles import ROLE
from data.work_kinds import KIND
from geo.steps import STEP_BY_KEY
from geo.words import N_

TITLES = {
    **TABLES,
    **{noun.table.name: noun.title for noun in (ASSIGNMENT, BATCH, HANDOVER, KIND, MEETING, PROMISE, ROLE)},
    "community": N_("社区"),
    "person": N_("人员"),
}
"""What people call the records of a table; a table that is not named here holds "records"."""

FEATURE = "feature"


def recent_rows(changes: Iterable[Change], duties: DutyWords | None = None) -> list[ChangeRow]:
    """Each change as a row, in the order given; `duties` tells people and their duties by name."""
    return [_one(change, duties) for change in changes]


def _one(change: Change, duties: DutyWords | None) -> ChangeRow:
    if change.table == FEATURE:
        return rows_of([change])[0]
    return duties.row(change) if duties and change.table in DUTY_TITLES else _row(change)


def _row(change: Change) -> ChangeRow:
    facts = change.after or change.before or {}
    step = STEP_BY_KEY.get(str(facts.get("step")))
    name = facts.get("name") or facts.get("title") or (_(step.title) if step else change.row_id)
    return ChangeRow(
        when=f"{change.at.astimezone(SHOWN_IN):%Y-%m-%d %H:%M}",
        who=change.who,
        what=f"{_(TITLES.get(change.table, N_('记录')))} · {name}",
        action=_(ACTIONS.get(change.action, change.action)),
        differences=tuple(differences(change)),
    )
