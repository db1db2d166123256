"""Five invented role-holders in the small community, with numbers that the pages must not let slip."""

from datetime import date

from data.assignments import Assignment, add_assignments
from data.people import Person, add_people
from data.rights import Viewer
from data.store import Store

OFFICE = Viewer("administrator", "测试")
DAY = date(2024, 1, 1)
NUMBERS = ("00011112222", "00033334444", "00055556666", "00077778888", "00099990000")
SHOWN = {"consent_day": DAY, "consent_words": "书面", "office_phone": "000-8000-0001", "is_sample": True}

PEOPLE = (
    Person("head", "张一", "张师傅", **SHOWN),
    Person("grid", "李二", "李同志", organisation="居委会", **SHOWN),
    Person("unit", "王三", "", office_phone="000-8000-0001", is_sample=True),  # never agreed to be shown
    Person("spare", "陈四", "陈老师", **SHOWN),
    Person("twin", "张一", "", organisation="", office_phone="000-8000-0002", is_sample=True),
)
DUTIES = (
    Assignment("as-head", "head", "building_head", "building", "A01", DAY),
    Assignment("as-grid", "grid", "grid_member", "grid", "W1", DAY),
    Assignment("as-unit", "unit", "neighbour_head", "unit", "A01-1", DAY),
    Assignment("as-old", "spare", "building_head", "building", "A02", DAY, date(2024, 6, 30)),
)


def add_sample_people(store: Store) -> None:
    """Write them: heads of building A01, grid W1 and unit A01-1; A02 had a head until the end of June 2024."""
    with store.write("测试") as tx:
        add_people(tx, OFFICE, "small", list(zip(PEOPLE, NUMBERS, strict=True)))
        add_assignments(tx, OFFICE, "small", DUTIES)
