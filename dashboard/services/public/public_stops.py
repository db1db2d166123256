"""What stops when, for the public: the notices that were published, and only without one what is common practice."""

from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.services.planning.closure_notices import title_of
from dashboard.services.public.public_facts import PublicView, PublicWork
from dashboard.text import _
from geo.stop_notice import StopNotice, Touched
from geo.stops import STOPS
from geo.works import DEFAULT_KINDS, FINISHED, WorkDate

STOPS_BY_TITLE = {kind.title: STOPS[kind.id] for kind in DEFAULT_KINDS if kind.id in STOPS}
"""Title of a kind of work → what usually stops (msgids)."""


@dataclass(frozen=True)
class Stop:
    """What stops, in the reader's language. `usual`: nobody published a notice, it is common practice of such works.

    `start`, `end`, `hours` and `notice` (its id) are those of the notice; None and "" for what is usual.
    """

    words: str
    usual: bool
    start: WorkDate | None = None
    end: WorkDate | None = None
    hours: str = ""
    notice: str = ""


def start_of(notice: StopNotice) -> WorkDate:
    """The first day, estimated or confirmed."""
    return WorkDate(notice.start, notice.start_confirmed)


def end_of(notice: StopNotice) -> WorkDate:
    """The last day, estimated or confirmed."""
    return WorkDate(notice.end, notice.end_confirmed)


def current(view: PublicView) -> tuple[StopNotice, ...]:
    """The notices that are not over on the day of the view, the earliest first."""
    return tuple(item for item in view.notices if item.end >= view.day)


def notices_at(view: PublicView, building: str) -> Iterator[tuple[StopNotice, Touched]]:
    """What is announced for a building and not over yet."""
    for notice in current(view):
        touched = notice.at(building)
        if touched is not None:
            yield notice, touched


def stop_of(view: PublicView, work: PublicWork) -> Stop | None:
    """What stops for a work that is not finished: as its notice says, else as is usual; None where nothing is known."""
    if work.status in FINISHED:
        return None
    notice = next((item for item in current(view) if item.work == work.id), None)
    if notice is not None:
        words = title_of(_everything(notice), notice.services)
        return Stop(words, False, start_of(notice), end_of(notice), notice.hours, notice.id)
    usual = STOPS_BY_TITLE.get(work.kind)
    return Stop(_(usual), True) if usual else None


def notice_title(notice: StopNotice) -> str:
    """What a notice to several buildings is called: everything that stops at any of them."""
    return title_of(_everything(notice), notice.services)


def _everything(notice: StopNotice) -> Touched:
    return Touched("", tuple(dict.fromkeys(word for part in notice.touched for word in part.stops)))
