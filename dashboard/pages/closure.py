"""The page of closures: if this is shut or dug, whom does it touch, and what are they told. Not for the public."""

from dashboard.components.errors import kindly
from dashboard.components.planning.closure import closure_bar, closure_stage
from dashboard.components.planning.closure_state import closing
from dashboard.components.planning.planning_gate import may_see_planning
from dashboard.components.session import Run


def show(run: Run) -> None:
    """One closure, its effect, its notices."""
    if not may_see_planning(run):
        return
    with kindly():
        now = closing(run)
        closure_bar(run, now)
        closure_stage(run, now)
