"""The records of a community's public view: what may be shown to anybody, in values without a language.

Titles, kinds, units and reasons are msgids; names and words of people are as they wrote them, not escaped.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dashboard.services.house import VISITOR, visible_layers
from dashboard.services.map.totals import Figure
from data.communities import Community
from data.meetings import PublicMeeting
from data.public_records import PublicPhoto
from geo.ledger import LedgerRow
from geo.stop_notice import StopNotice
from geo.works import WorkDate

VISIBLE = visible_layers(VISITOR)
"""Keys of the layers that are shown to the public."""


@dataclass(frozen=True)
class Progress:
    """How far works are, as shares of 1: `share` = accepted + unaccepted (done, not yet accepted)."""

    share: float
    accepted: float
    unaccepted: float


@dataclass(frozen=True)
class PublicWork:
    """A work as the public sees it; quantities in `unit`, None where nothing is known.

    `kind` and `unit` are msgids, `reason` (a msgid, "" none) is what its dates say beside its status. `buildings` are
    those that it lies on or, for a whole compound, in; `near` those beside it. `promises` are ids of what it keeps.
    `placed`: whether the map can show it.
    """

    id: str
    project: str
    name: str
    kind: str
    colour: str
    unit: str
    status: str
    late: bool
    days_late: int
    reason: str
    progress: Progress
    planned: float | None
    contracted: float | None
    done: float | None
    accepted: float | None
    measured: float | None
    start: WorkDate | None
    end: WorkDate | None
    warranty_until: date | None
    location: str
    compounds: tuple[str, ...]
    buildings: tuple[str, ...]
    near: tuple[str, ...]
    placed: bool
    contractor: str
    words: str
    is_sample: bool
    photos: tuple[PublicPhoto, ...]
    promises: tuple[str, ...]

    @property
    def compound(self) -> str:
        """The compound of a work whose place is not yet known, "" otherwise."""
        return self.compounds[0] if self.location == "unknown" and self.compounds else ""

    @property
    def pair(self) -> tuple[PublicPhoto, PublicPhoto] | None:
        """The first photo of before and the last of after, if there are both."""
        before = [photo for photo in self.photos if photo.role == "before"]
        after = [photo for photo in self.photos if photo.role == "after"]
        return (before[0], after[-1]) if before and after else None


@dataclass(frozen=True)
class PublicProject:
    """A project with its works, unfinished ones first. `without_place` and the like count works.

    `step` is the first of the seven that is open ("" after the last); `parties` are (word of `PARTIES`, its role).
    """

    id: str
    name: str
    line_of_work: str
    words: str
    status: str
    progress: Progress
    late: int
    without_place: int
    without_progress: int
    with_surplus: int
    step: str
    steps_closed: int
    start_day: date | None
    end_day: date | None
    compounds: tuple[str, ...]
    mechanisms: tuple[str, ...]
    parties: tuple[tuple[str, str], ...]
    is_sample: bool
    works: tuple[PublicWork, ...]


@dataclass(frozen=True)
class PublicBuilding:
    """A building with ids of the works on it: under way, to come, finished (the latest first), and those beside it.

    `ground_m2` is measured from its outline; `lonlat` (degrees, EPSG:4490) is a point inside, None without a place.
    """

    id: str
    title: str
    no: str
    compound: str
    compound_title: str
    storeys: int | None
    units: int | None
    households: int | None
    year_built: int | None
    renovated: bool
    roof_treated_m2: float | None
    ground_m2: float | None
    lonlat: tuple[float, float] | None
    is_sample: bool
    now: tuple[str, ...]
    next: tuple[str, ...]
    past: tuple[str, ...]
    near: tuple[str, ...]


@dataclass(frozen=True)
class Glance:
    """The community in figures; `statuses` are (status, number of works) in their order, also zeros."""

    figures: tuple[Figure, ...]
    progress: Progress
    works: int
    statuses: tuple[tuple[str, int], ...]
    late: int
    works_without_place: int
    works_without_progress: int
    layers_without_place: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class PublicView:
    """A community on `day`. `state` changes whenever anything that it was made from does: keep what you make by it.

    `notices` are the works notices that are not over, or not long ago.
    """

    community: Community
    day: date
    state: str
    glance: Glance
    projects: tuple[PublicProject, ...]
    works: Mapping[str, PublicWork]
    buildings: tuple[PublicBuilding, ...]
    compounds: Mapping[str, str]
    promises: tuple[LedgerRow, ...]
    meetings: tuple[PublicMeeting, ...]
    notices: tuple[StopNotice, ...] = ()

    def project(self, id: str) -> PublicProject | None:
        """The project of this id, None if there is none in use."""
        return next((item for item in self.projects if item.id == id), None)

    def building(self, id: str) -> PublicBuilding | None:
        """The building of this id, None if there is none."""
        return next((item for item in self.buildings if item.id == id), None)
