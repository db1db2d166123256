"""Who holds what in the sample: one grid member per grid, a head per building, one per stairwell, and the others.

Planted for the coverage check: a building that never had a head (`data.demo.defects`), a stairwell whose
holder's time is over, the two grids that overlap. A hand-over of a grid is on record, and a building head is
on leave today with a stand-in.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from data.assignments import Assignment
from data.demo.community import DemoCommunity
from data.demo.defects import WITHOUT_HEAD
from data.demo.people_names import COMMUNITY_PHONE, PROPERTY_PHONE, TEAM_PHONE, TEAMS, sample_mobile, sample_name
from data.handovers import DUTY, WORDS, Handover, HandoverItem
from data.people import Person

FIRST_DAY = date(2024, 1, 1)
EXPIRED_UNIT, EXPIRED_DAYS_AGO = "A20-2", 20
HANDED_OVER_GRID, HANDED_OVER_DAYS_AGO = "grid-B2", 45
ON_LEAVE = "A10"
WITHOUT_CONSENT_EACH = 9
"""Every ninth neighbour head has not agreed to be shown: the public view names the duty without the name."""


@dataclass
class SamplePeople:
    """The people (with mobile), assignments and hand-overs of the sample, ids the same at every call."""

    people: list[tuple[Person, str]] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    handovers: list[Handover] = field(default_factory=list)


def sample_people(sample: DemoCommunity, today: date) -> SamplePeople:
    """Everybody, from the layers of the sample; days near today move with it."""
    made, layers = SamplePeople(), sample.layers
    _office(made, sample.community.id, list(layers["grid"].index))
    for grid in layers["grid"].index:
        _hire(made, f"gm-{grid}", "grid_member", [("grid", str(grid))], "龙王港社区", COMMUNITY_PHONE)
    for building in layers["building"].index:
        if building != WITHOUT_HEAD:
            _hire(made, f"bh-{building}", "building_head", [("building", str(building))], "", COMMUNITY_PHONE)
    for unit in layers["unit"].index:
        _hire(made, f"nh-{unit}", "neighbour_head", [("unit", str(unit))], "", COMMUNITY_PHONE)
    _volunteers(made, sample)
    _withhold_consent(made)
    _expire(made, today)
    _hand_over(made, today)
    _leave(made, today)
    return made


def _hire(made: SamplePeople, id: str, role: str, places: list[tuple[str, str]], organisation: str, phone: str) -> None:
    """One person with one role at these places from the first day on."""
    number = len(made.people)
    name = sample_name(number)
    person = Person(
        id,
        name,
        shown_name=f"{name.removeprefix('示例·')}(示例)",
        organisation=organisation,
        office_phone=phone,
        since=FIRST_DAY,
        consent_day=FIRST_DAY,
        consent_words="示例:书面同意公示",
        is_sample=True,
    )
    made.people.append((person, sample_mobile(number)))
    for layer, place in places:
        made.assignments.append(Assignment(f"as-{id}-{place}", id, role, layer, place, FIRST_DAY, is_sample=True))


def _office(made: SamplePeople, community: str, grids: list[str]) -> None:
    _hire(made, "secretary", "secretary", [("community", community)], "龙王港社区", COMMUNITY_PHONE)
    for number in range(1, 6):
        _hire(made, f"committee-{number}", "committee", [("community", community)], "龙王港社区", COMMUNITY_PHONE)
    for compound in ("A", "B"):
        for number in (1, 2):
            places = [("compound", compound)]
            _hire(made, f"property-{compound}{number}", "property", places, "示例物业公司", PROPERTY_PHONE)
    for number in range(1, 4):
        _hire(made, f"social-{number}", "social_worker", [("community", community)], "示例社工机构", COMMUNITY_PHONE)
    for number, grid in enumerate(grids[:6], 1):
        _hire(made, f"vanguard-{number}", "vanguard", [("grid", grid)], "龙王港社区党委", COMMUNITY_PHONE)


def _volunteers(made: SamplePeople, sample: DemoCommunity) -> None:
    """Two people of each team; the teams look after the gardens and the community in turn."""
    spots = [("garden", str(id)) for id in sample.layers["garden"].index[:3]] + [("community", sample.community.id)]
    for number, team in enumerate(TEAMS):
        for member in (1, 2):
            places = [spots[number % len(spots)]]
            _hire(made, f"volunteer-{number + 1}-{member}", "volunteer", places, team, TEAM_PHONE)


def _withhold_consent(made: SamplePeople) -> None:
    heads = [i for i, (person, _) in enumerate(made.people) if person.id.startswith("nh-")]
    for i in heads[::WITHOUT_CONSENT_EACH]:
        person, mobile = made.people[i]
        made.people[i] = replace(person, consent_day=None, shown_name="", consent_words=""), mobile


def _expire(made: SamplePeople, today: date) -> None:
    _change(made, f"as-nh-{EXPIRED_UNIT}-{EXPIRED_UNIT}", until=today - timedelta(EXPIRED_DAYS_AGO))


def _hand_over(made: SamplePeople, today: date) -> None:
    """The grid's member took it over from a colleague some weeks ago."""
    day, member = today - timedelta(HANDED_OVER_DAYS_AGO), f"gm-{HANDED_OVER_GRID}"
    before = f"gm-before-{HANDED_OVER_GRID}"
    _hire(made, before, "grid_member", [("grid", HANDED_OVER_GRID)], "龙王港社区", COMMUNITY_PHONE)
    old, new = f"as-{before}-{HANDED_OVER_GRID}", f"as-{member}-{HANDED_OVER_GRID}"
    _change(made, old, until=day - timedelta(1))
    _change(made, new, since=day, handover="ho-sample-1")
    items = (
        HandoverItem(DUTY, member, "grid_member", "grid", HANDED_OVER_GRID),
        HandoverItem(WORDS, member, words="示例:7栋电梯年检资料在物业服务处,下月到期"),
        HandoverItem(WORDS, member, words="示例:12栋公告栏钥匙已交接,下周三换公示"),
    )
    made.handovers.append(Handover("ho-sample-1", before, day, "示例:岗位调整", items, is_sample=True))


def _leave(made: SamplePeople, today: date) -> None:
    """A building head is away for two weeks, the neighbour head of the first stairwell stands in."""
    since, until = today - timedelta(6), today + timedelta(7)
    made.assignments.append(
        Assignment(
            f"as-leave-{ON_LEAVE}", f"nh-{ON_LEAVE}-1", "building_head", "building", ON_LEAVE, since, until,
            stands_in_for=f"as-bh-{ON_LEAVE}-{ON_LEAVE}", is_sample=True,
        )
    )  # fmt: skip


def _change(made: SamplePeople, id: str, **values: object) -> None:
    index = next(i for i, item in enumerate(made.assignments) if item.id == id)
    made.assignments[index] = replace(made.assignments[index], **values)  # type: ignore[arg-type]
