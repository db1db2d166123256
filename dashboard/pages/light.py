"""The page of light along the ways: how bright it is, where it is dark, where more lights would help."""

from dashboard.components.errors import kindly
from dashboard.components.planning.light import light_bar, light_stage
from dashboard.components.planning.light_state import lit_now
from dashboard.components.planning.planning_gate import may_see_planning
from dashboard.components.session import Run


def show(run: Run) -> None:
    """One night of the community."""
    if not may_see_planning(run):
        return
    with kindly():
        lit = lit_now(run)
        light_bar(run, lit)
        light_stage(run, lit)
