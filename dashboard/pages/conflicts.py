"""The page of works that meet in space and time: dig once, pave once. Not for the public."""

from dashboard.components.errors import kindly
from dashboard.components.planning.conflicts import conflicts_bar, conflicts_stage, meeting_now
from dashboard.components.planning.planning_gate import may_see_planning
from dashboard.components.session import Run


def show(run: Run) -> None:
    """What is wrong, what could be shared, and what was decided."""
    if not may_see_planning(run):
        return
    with kindly():
        now = meeting_now(run)
        conflicts_bar(run, now)
        conflicts_stage(run, now)
