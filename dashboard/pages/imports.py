"""The page that takes files in: layers and whole networks, with every fault shown before anything is written."""

from dashboard.components.errors import kindly
from dashboard.components.importing.import_desk import import_stage, may_import
from dashboard.components.session import Run


def show(run: Run) -> None:
    """One file, as it would lie on the map, and what it would change."""
    if not may_import(run):
        return
    with kindly():
        import_stage(run)
