"""Role × action over the websocket itself: who asks for a page, names a record or presses a widget that is not theirs.

An administrator's session tells what a page holds and which ids its widgets have; the other roles then send the same
message. The table is made from `data.rights`: an action without a door fails.
"""

import json
from dataclasses import dataclass, field

import pytest
from sqlalchemy import func, select

from data import account_schema, people_schema, schema
from data.rights import ACTIONS, ALL, OWN, reach
from tests.browser.journeys.office import Heard, cookie, line, run, told

pytestmark = pytest.mark.browser

ACCOUNTS = {"administrator": "boss", "staff": "clerk", "grid_member": "member", "building_head": "head", "visitor": ""}
ELSEWHERE = "who=bh-A08"
"""Somebody whose building is neither the head's nor in the member's grid."""

PHOTO = "photo-roof-A01-before"
REVEAL = "FormSubmitter:reveal-form-记录并查看"


@dataclass(frozen=True)
class Door:
    """Where an action is done: page and query, the widget that does it, and what is filled in beside it.

    `shown` stands in what is sent to those who may. `writes`: the press, as filled in here, changes the store.
    """

    page: str
    query: str = ""
    widget: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    shown: str = ""
    writes: bool = False


DOORS: dict[str, Door | None] = {
    "see_responsible": Door("who", "place=building:A07", shown="郭二"),
    "see_people": Door("people", ELSEWHERE, "person-close"),
    "see_coverage": Door("coverage", "", "cover-tab"),
    "reveal_mobile": Door("people", ELSEWHERE, REVEAL, {"None": "漏水,需通知"}, writes=True),
    "see_reveals": Door("reveals", shown="只能追加,不能修改"),
    "edit_people": Door("people", "act=new", "person-save", {"person-new.name": "示例·新人"}, writes=True),
    "import_people": Door("people", "", "people-file"),
    "export_people": Door("people", "", "people-export"),
    "export_mobiles": Door("people", "", "people-export-full"),
    "merge_people": Door("people", "", "keep-double-1-double-2", writes=True),
    "export_person": Door("people", ELSEWHERE, "export-person"),
    "erase_person": Door("people", "who=double-3", "erase-do", {"erase-reason": "本人申请", "erase-name": "示例·丙"},
                         writes=True),
    "edit_roles": Door("roles", "act=new", "role-save", {"role-new.title": "电梯安全员"}, writes=True),
    "edit_assignments": Door("people", "act=assign&give=building:A31", "assign-save"),
    "hand_over": Door("people", f"{ELSEWHERE}&act=handover", "hand-save"),
    "edit_projects": Door("project", "project=leaks&do=edit", "form-save", {"project-leaks.lead": "某人"}, writes=True),
    "report_progress": Door("project", "project=renovation&do=entry&selected=work:roof-A01", "form-save",
                            {"entry-renovation.words": "填报"}, writes=True),
    "publish_photos": Door("project", f"project=renovation&do=photo&photo={PHOTO}", f"photo-{PHOTO}.public"),
    "close_steps": Door("project", "project=renovation&tab=steps", "evidence-save-needs",
                        {"evidence-renovation-needs.title": "入户记录"}, writes=True),
    "edit_promises": Door("ledger", "promise=said-01-buildings", "promise-edit"),
    "edit_meetings": Door("meetings", "meeting=meeting-1", "agenda-drop-a1"),
    "edit_work_kinds": Door("kinds", "", "kind-new"),
    "see_planning": Door("place", "", "place-crs"),
    "plan_renovations": Door("choice", "tab=prices", "prices-save"),
    "publish_notices": Door("closure", "do=work&job=loop-pipes&show=notice", "closure-publish", writes=True),
    "edit_grids": Door("coverage", "show=grids", "grid-doing"),
    "edit_map": None,
    "edit_communities": None,
    "manage_accounts": Door("accounts", "", "account-add",
                            {"account-name-0": "intruder", "account-password-0": "correct-horse-8"}, writes=True),
}  # fmt: skip
"""Action → its door; None: no screen does it (the command line does)."""

LOGS = (schema.history, account_schema.account_log, people_schema.reveal)


def written(office) -> list[int]:
    """How many lines each log has: every write leaves one."""
    with office.store.read() as connection:
        return [connection.execute(select(func.count()).select_from(table)).scalar() for table in LOGS]


def addresses() -> dict[tuple[str, str], list[str]]:
    """(page, query) → the actions that are done there."""
    found: dict[tuple[str, str], list[str]] = {}
    for action, door in DOORS.items():
        if door:
            found.setdefault((door.page, door.query), []).append(action)
    return found


def pressed(actions: list[str], widgets: dict[str, str]) -> dict[str, str | bool]:
    """The message that fills in fields and presses widgets, by the ids that an administrator was sent."""
    doors = [DOORS[action] for action in actions if DOORS[action].widget]
    filled: dict[str, str | bool] = {widgets[key]: value for door in doors for key, value in door.fields.items()}
    return {**filled, **{widgets[door.widget]: True for door in doors}}


@pytest.fixture(scope="module")
def whole(office):
    """(page, query) → what an administrator is sent: the page with everything on it."""

    async def story() -> dict[tuple[str, str], Heard]:
        found, mine = {}, cookie(office, "boss")
        for page, query in addresses():
            async with line(office, mine) as socket:
                found[page, query] = await run(socket, page, query)
        return found

    return told(story())


def holds(door: Door, heard: Heard) -> bool:
    """Whether what was sent has the door's widget, or its words (as they are, or as JSON has them)."""
    if door.widget:
        return door.widget in heard.widgets
    return door.shown in heard.text or json.dumps(door.shown)[1:-1] in heard.text


def test_every_action_has_a_door() -> None:
    assert set(DOORS) == {action.key for action in ACTIONS}


@pytest.mark.parametrize("role", ["visitor", "building_head", "grid_member", "staff"])
def test_each_door_opens_for_its_roles_and_a_press_from_outside_does_nothing(office, whole, role) -> None:
    """A role that reaches its own only is sent to somebody else's place, where it must get nothing done either."""

    async def story() -> list[str]:
        wrong, mine, numbers = [], cookie(office, ACCOUNTS[role]), numbers_of(office)
        for (page, query), actions in addresses().items():
            shut = [action for action in actions if reach(role, action) != ALL]
            before = written(office)
            async with line(office, mine) as socket:
                heard = await run(socket, page, query)
                answer = await run(socket, page, query, pressed(shut, whole[page, query].widgets)) if shut else heard
            for action in actions:
                may = reach(role, action)
                if may != OWN and holds(DOORS[action], heard) != (may == ALL):
                    wrong.append(f"{action}: {'shut' if may else 'open'}")
            if written(office) != before:
                wrong.append(f"written by one of {shut}")
            if any(number in heard.text + answer.text for number in numbers):
                wrong.append(f"a number in clear at {page}")
        return wrong

    assert told(story()) == []


def test_what_the_others_pressed_in_vain_does_its_work_for_an_administrator(office, whole) -> None:
    """The same messages as above: were they empty, the test above would hold whatever the rights."""

    async def story() -> list[str]:
        idle, mine = [], cookie(office, "boss")
        for action, door in DOORS.items():
            if door is None or not door.writes:
                continue
            before = written(office)
            async with line(office, mine) as socket:
                await run(socket, door.page, door.query)
                await run(socket, door.page, door.query, pressed([action], whole[door.page, door.query].widgets))
            if written(office) == before:
                idle.append(action)
        return idle

    assert [a for a, door in DOORS.items() if door and not holds(door, whole[door.page, door.query])] == []
    assert told(story()) == []


def numbers_of(office) -> list[str]:
    """Every number in clear."""
    with office.store.read() as connection:
        return list(connection.execute(select(people_schema.person_mobile.c.mobile)).scalars())
