"""How a parallel run is shared out: by file, but all journeys on one worker, and the browser's other tests last.

Two servers and two browsers for the whole time would starve each other on a small machine. So one worker begins
with the journeys, which take longest, the other does the rest meanwhile, and then the map and the deck.
"""

from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

BROWSER, JOURNEYS = "tests/browser/", "tests/browser/journeys/"


def work_unit(nodeid: str) -> str:
    """What must run on one worker together with the test of this id.

    >>> work_unit("tests/unit/test_crs.py::test_round_trip"), work_unit("tests/browser/journeys/test_map.py::test_tap")
    ('tests/unit/test_crs.py', 'tests/browser/journeys/')
    >>> work_unit("tests/browser/deck/test_deck.py::test_start")
    'tests/browser/'
    """
    for folder in (JOURNEYS, BROWSER):
        if nodeid.startswith(folder):
            return folder
    return nodeid.partition("::")[0]


def next_unit(waiting: dict[str, int], *, behind_journeys: bool) -> str:
    """The unit that a worker gets next, of those that wait with their number of tests.

    The journeys first, the browser's rest last; behind the journeys, where it waits longest, the smallest.

    >>> waiting = {"tests/browser/": 90, "b.py": 30, "a.py": 2, "tests/browser/journeys/": 80}
    >>> next_unit(waiting, behind_journeys=False)
    'tests/browser/journeys/'
    >>> del waiting["tests/browser/journeys/"]
    >>> next_unit(waiting, behind_journeys=False), next_unit(waiting, behind_journeys=True)
    ('b.py', 'a.py')
    """
    if JOURNEYS in waiting:
        return JOURNEYS
    others = [unit for unit in waiting if unit != BROWSER] or [BROWSER]
    return min(others, key=waiting.__getitem__) if behind_journeys else others[0]


class ByFileAndOneBrowser(LoadScopeScheduling):
    """Hands out work units as `next_unit` says."""

    def _split_scope(self, nodeid: str) -> str:
        return work_unit(nodeid)

    def _assign_work_unit(self, node: WorkerController) -> None:
        waiting = {unit: len(tests) for unit, tests in self.workqueue.items()}
        behind = JOURNEYS in self.assigned_work.get(node, {})
        self.workqueue.move_to_end(next_unit(waiting, behind_journeys=behind), last=False)
        super()._assign_work_unit(node)
