"""The page on which anybody finds who is responsible for their building."""

from dashboard.components.duty.who import who, who_bar
from dashboard.components.errors import kindly
from dashboard.components.session import Run


def show(run: Run) -> None:
    """Who is responsible here."""
    with kindly():
        who_bar(run)
    with kindly():
        who(run)
