"""How a parallel run is shared out: by file, with all browser tests on one worker.

Two servers and two browsers would starve each other on a small machine; meanwhile the other worker does the rest.
"""

from xdist.scheduler import LoadScopeScheduling

BROWSER = "tests/browser/"


def work_unit(nodeid: str) -> str:
    """What must run on one worker together with the test of this id.

    >>> work_unit("tests/unit/test_crs.py::test_round_trip"), work_unit("tests/browser/test_map.py::test_click")
    ('tests/unit/test_crs.py', 'tests/browser/')
    """
    return BROWSER if nodeid.startswith(BROWSER) else nodeid.partition("::")[0]


class ByFileAndOneBrowser(LoadScopeScheduling):
    """Hands out work units; the browser's comes first by its name, as it takes longest."""

    def _split_scope(self, nodeid: str) -> str:
        return work_unit(nodeid)
