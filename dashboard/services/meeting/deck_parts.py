"""What a deck is made of: a slide as the browser draws it, and the material that all slides are written from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboard.services.meeting.deck_plan import ShownPlan
from dashboard.services.public.public_facts import PublicView
from dashboard.services.public.public_who import Contact
from data.meetings import PublicMeeting
from data.since import Since
from geo.meetings import Decision

Row = Mapping[str, object]


@dataclass(frozen=True)
class Figure:
    """One figure of a slide: `tone` is "" or "warm" for what needs attention."""

    value: str
    label: str
    tone: str = ""


@dataclass(frozen=True)
class Slide:
    """One slide. `kind` says how it is drawn; `works` (None: all) and `places` (layer, id) are what its map shows.

    `photos` are ids of the picture before and the one after. `words` are a paragraph in large type, `note` the
    small print, `ask` whom to ask about it. `sketches` are drawn over the map: the years of a plan.
    """

    key: str
    kind: str
    title: str
    kicker: str = ""
    words: str = ""
    note: str = ""
    figures: tuple[Figure, ...] = ()
    rows: tuple[Row, ...] = ()
    works: tuple[str, ...] | None = None
    places: tuple[tuple[str, str], ...] = ()
    photos: tuple[str, ...] = ()
    ask: tuple[Row, ...] = ()
    sketches: tuple[Row, ...] = ()
    more: int = 0
    hidden: bool = False
    notes: str = ""
    sample: bool = False


@dataclass(frozen=True)
class Material:
    """What slides are made of: whom to ask, by (layer, id), the plans on the agenda, by id, and the public meetings
    held before, the latest first."""

    view: PublicView
    meeting: PublicMeeting
    since: Since | None = None
    earlier: tuple[PublicMeeting, ...] = ()
    asked: Mapping[tuple[str, str], tuple[Contact, ...]] = field(default_factory=dict)
    plans: Mapping[str, ShownPlan] = field(default_factory=dict)

    @property
    def carried(self) -> list[tuple[PublicMeeting, Decision]]:
        """What earlier meetings decided and is still open, and what the last one decided and was kept since."""
        last = self.earlier[0].id if self.earlier else ""
        return [
            (held, decision)
            for held in reversed(self.earlier)
            for decision in held.decisions
            if decision.state == "open" or (decision.state == "kept" and held.id == last)
        ]
