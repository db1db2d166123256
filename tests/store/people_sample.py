"""A small community with two grids, two buildings and three stairwells, and a way to add its people."""

from datetime import date

from data.communities import Community, add_community
from data.features import upsert_frame
from data.people import Person, add_people
from data.rights import Viewer
from data.store import Store
from tests.drawing_board import on_ground, two_grids

import shapely  # isort: skip

ADMIN = Viewer("administrator", "管理员")
STAFF = Viewer("staff", "社区小李")
START = date(2025, 1, 1)
MOBILE = "00000000017"


def settle(store: Store) -> str:
    """Make the community "c" of `tests.drawing_board.two_grids` and return its id."""
    frames = two_grids()
    frames["building"] = frames["building"].assign(name=["一栋", "二栋"], no=["1栋", "2栋"], compound="A")
    frames["unit"] = (
        frames["unit"].assign(no=["1单元", "2单元", "1单元"], households=[21, 21, 56]).drop(columns="geometry")
    )
    frames["grid"] = frames["grid"].assign(name=["第一网格", "第二网格"], compound="A")
    frames["road"] = frames["road"].assign(kind="main", width_m=7.0)
    frames["compound"] = on_ground({"A": shapely.box(0, 0, 200, 100)}, name=["小区"], kind=["old"])
    with store.write("测试") as tx:
        add_community(tx, Community("c", "社区", lon=112.924, lat=28.2175))
        for layer, frame in frames.items():
            upsert_frame(tx, "c", layer, frame)
    return "c"


def someone(id: str, name: str = "", **more) -> Person:
    """An invented person who agreed to be shown."""
    facts = {
        "shown_name": f"{name or id}老师",
        "office_phone": "000-8000-0001",
        "consent_day": START,
        "is_sample": True,
    }
    return Person(id, name or f"示例·{id}", **{**facts, **more})


def hire(store: Store, *people: Person, mobile: str = MOBILE) -> None:
    """Add people, all with the same mobile."""
    with store.write("测试") as tx:
        add_people(tx, ADMIN, "c", [(person, mobile) for person in people])
