"""What a residents' meeting is made of: vocabularies and records.

Agenda items and decisions are bound to what they are about (a project, a place on the map, a plan), so that
they can be shown there. A decision stays open until somebody says that it was kept or given up, and is
carried on to every later meeting until then.
"""

from dataclasses import dataclass, field
from datetime import date

from geo.words import N_
from geo.works import Vocabulary

MEETING_KINDS: Vocabulary = (
    ("council", N_("居民议事会")),
    ("consultation", N_("恳谈会")),
    ("notice", N_("公示")),
)
SUBJECTS: Vocabulary = (
    ("project", N_("项目")),
    ("place", N_("地点")),
    ("plan", N_("方案")),
    ("", N_("其他")),
)
DECISION_STATES: Vocabulary = (
    ("open", N_("待落实")),
    ("kept", N_("已落实")),
    ("dropped", N_("不再办理")),
)


@dataclass(frozen=True)
class Subject:
    """What an item is about: `kind` is a word of `SUBJECTS`; `layer` is that of a place; `id` of the thing itself."""

    kind: str = ""
    layer: str = ""
    id: str = ""


@dataclass(frozen=True)
class AgendaItem:
    """One item of an agenda; `words` are said in public. `id` is unique within its meeting."""

    id: str
    title: str
    subject: Subject = Subject()
    words: str = ""


@dataclass(frozen=True)
class Attendance:
    """How many people of a building came; nobody's name is kept."""

    building: str
    people: int


@dataclass(frozen=True)
class Decision:
    """What was decided, on which agenda item ("" none), by which show of hands (None: not counted).

    `due_day` is when it is to be done, by intention: an estimate.
    """

    id: str
    words: str
    item: str = ""
    subject: Subject = Subject()
    votes_for: int | None = None
    votes_against: int | None = None
    abstained: int | None = None
    state: str = "open"
    due_day: date | None = None


@dataclass(frozen=True)
class SlideEdit:
    """What people changed of a slide of the meeting's deck: its place in the order of the list, hidden or
    not, other words ("" as made), and notes for who presents."""

    key: str
    hidden: bool = False
    title: str = ""
    words: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Meeting:
    """A meeting. The public sees it when `public`, and what came out of it once it was `held`.

    `time` is "HH:MM" or "". `minutes` are Markdown. `internal_words` are for the staff only.
    """

    id: str
    day: date
    kind: str = "council"
    title: str = ""
    place: str = ""
    time: str = ""
    held: bool = False
    public: bool = True
    agenda: tuple[AgendaItem, ...] = ()
    attendance: tuple[Attendance, ...] = ()
    decisions: tuple[Decision, ...] = ()
    minutes: str = ""
    internal_words: str = ""
    slides: tuple[SlideEdit, ...] = field(default=())
    is_sample: bool = False
    archived: bool = False
    version: int = 1
    updated_by: str = ""

    @property
    def people(self) -> int:
        """How many came, of all buildings."""
        return sum(row.people for row in self.attendance)


def hands(decision: Decision) -> int | None:
    """How many hands were counted; None where nobody counted.

    >>> hands(Decision("d", "", votes_for=40, votes_against=2)), hands(Decision("d", ""))
    (42, None)
    """
    counted = [n for n in (decision.votes_for, decision.votes_against, decision.abstained) if n is not None]
    return sum(counted) if counted else None
