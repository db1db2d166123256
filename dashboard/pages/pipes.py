"""The page that traces the pipes: what is upstream, where the water goes, whom it concerns. Not for the public."""

from dashboard.components.errors import kindly
from dashboard.components.planning.pipes import pipes_bar, pipes_stage
from dashboard.components.planning.planning_gate import may_see_planning
from dashboard.components.planning.trace_state import tracing
from dashboard.components.session import Run


def show(run: Run) -> None:
    """One network, its faults first, and a trace over it."""
    if not may_see_planning(run):
        return
    with kindly():
        now = tracing(run)
        pipes_bar(run, now)
        pipes_stage(run, now)
